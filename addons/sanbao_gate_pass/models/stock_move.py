from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # What was really booked is compared: this way no public path goes around it.
        moves._sanbao_leaving().picking_id._sanbao_check_gate_pass()
        return moves

    def _sanbao_leaving(self):
        """The moves whose goods leave the factory (SAL-44)."""
        return self.filtered(lambda move: move._sanbao_is_leaving())

    def _sanbao_is_leaving(self):
        self.ensure_one()
        types = self.env["stock.picking.type"]
        type_ids, outside_ids = types._sanbao_leaving_types(self.company_id.id)
        if not type_ids:
            return False
        if self.scrap_id and self.location_dest_id.usage == "inventory":
            return False
        picking_type = self.picking_id.picking_type_id
        if picking_type.id in type_ids:
            return True
        # Other deliveries are free: somebody decided so on their operation type.
        return (
            picking_type.code != "outgoing"
            and self.location_dest_id.id in outside_ids
            and self.location_id.usage == "internal"
            and self.location_id.id not in outside_ids
        )

    def _sanbao_pass_price(self):
        """Value of one unit of the product on a gate pass, taxes included.

        Extended by documents that know a better price than the product has.
        """
        self.ensure_one()
        return self.product_id._sanbao_pass_price(self.company_id)
