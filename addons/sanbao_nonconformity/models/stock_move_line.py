from odoo import api, models
from odoo.exceptions import UserError

from .stock_move import STOCKED

CONTENT = {
    "quantity",
    "product_id",
    "product_uom_id",
    "lot_id",
    "lot_name",
    "quant_id",
    "location_id",
    "location_dest_id",
    "move_id",
    "picking_id",
    "state",
}


class StockMoveLine(models.Model):
    """Odoo lets people correct what is booked already; held goods stay held (QLT-12)."""

    _inherit = "stock.move.line"

    def _sanbao_takes(self, held):
        """Whether the line takes one of these lots out of the stock where it lies.

        Into a zone that holds goods it may always go, and from shelf to shelf of one
        warehouse as well.
        """
        self.ensure_one()
        source, target = self.location_id, self.location_dest_id
        if self.lot_id.id not in held or source.usage not in STOCKED:
            return False
        if target._sanbao_is_held():
            return False
        warehouse = source.warehouse_id
        return not warehouse or target.warehouse_id != warehouse

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._sanbao_check_corrected({})
        return lines

    def write(self, vals):
        if not CONTENT & vals.keys():
            return super().write(vals)
        done = self.filtered(lambda line: line.state == "done")
        done._sanbao_refuse_decided()
        before = {line: line._sanbao_booked() for line in done}
        result = super().write(vals)
        done._sanbao_check_corrected(before)
        return result

    def _sanbao_booked(self):
        return self.lot_id, self.location_id, self.quantity_product_uom

    def _sanbao_refuse_decided(self):
        # Whoever corrects need not be able to read the sheet.
        decided = self.sudo().move_id.sanbao_nonconformity_id
        if decided and not self.env.su:
            raise UserError(
                self.env._(
                    "This was booked by the decision of %s and stays as it is. Open"
                    " another nonconformity if something is wrong.",
                    decided[0].name,
                )
            )

    def _sanbao_check_corrected(self, before):
        """A correction takes no more of a held lot than was taken before."""
        held = self.env["stock.lot"]._sanbao_held_ids()
        zones = self.env["stock.location"]._sanbao_held()
        moves = self.env["stock.move"]
        leaving = self.env["stock.move"]
        for line in self:
            if line.state != "done" or line._sanbao_no_more_than(before.get(line)):
                continue
            if held and line._sanbao_takes(held):
                moves |= line.move_id
            if line.location_id.id in zones:
                leaving |= line.move_id
        if moves:
            moves._sanbao_gate_lots()
        leaving = leaving._sanbao_leaving_hold()
        if leaving:
            leaving._sanbao_gate_hold()

    def _sanbao_no_more_than(self, before):
        lot, location, quantity = before or (None, None, 0)
        return (
            self.lot_id == lot
            and self.location_id == location
            and self.product_id.uom_id.compare(self.quantity_product_uom, quantity) <= 0
        )
