from odoo import api, models


class PurchaseOrderLine(models.Model):
    """What quality control refused counts for the supplier (PUR-21, PUR-22)."""

    _inherit = "purchase.order.line"

    @api.depends("move_ids.sanbao_rejected_qty")
    def _compute_sanbao_rejected_qty(self):
        return super()._compute_sanbao_rejected_qty()

    def _sanbao_rejected_quantities(self):
        """What went back is mostly what was refused before: the larger one counts."""
        returned = super()._sanbao_rejected_quantities()
        rejected = dict(returned)
        for line in self:
            refused = sum(
                move.product_id.uom_id._compute_quantity(
                    move.sanbao_rejected_qty, line.product_uom_id
                )
                for move in line.move_ids
                if move.sanbao_rejected_qty
            )
            if refused > returned.get(line, 0.0):
                rejected[line] = refused
        return rejected
