from odoo import api, models
from odoo.exceptions import UserError

# What changes the stock when it is changed on a line that is done already.
BOOKED = {
    *("quantity", "product_id", "product_uom_id", "lot_id", "lot_name", "quant_id"),
    *("location_id", "location_dest_id", "package_id", "result_package_id"),
    *("owner_id", "move_id", "picking_id", "state"),
}


class StockMoveLine(models.Model):
    """Odoo lets the warehouse correct what is booked already; not into a difference that
    no count found, and not what a count has posted (STK-18)."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        done = lines._sanbao_booked_before()
        if done:
            done._sanbao_refuse_posted()
            done._sanbao_loose_moves()._sanbao_gate_adjustment()
        return lines

    def write(self, vals):
        if not BOOKED & vals.keys():
            return super().write(vals)
        done = self._sanbao_booked_before()
        done._sanbao_refuse_posted()
        loose = done._sanbao_loose_moves()
        result = super().write(vals)
        (loose | done._sanbao_loose_moves())._sanbao_gate_adjustment()
        return result

    def _sanbao_booked_before(self):
        """Done lines, whoever corrects them; steps of documents and posting may."""
        if self.env.su:
            return self.browse()
        return self.filtered(lambda line: line.state == "done")

    def _sanbao_refuse_posted(self):
        posted = self.move_id.sanbao_difference_line_id
        if posted:
            raise UserError(
                self.env._(
                    "This was posted by %s and stays as it was approved. If it is wrong,"
                    " count the goods again.",
                    posted[0].difference_id.sudo().name,  # its number, no more
                )
            )

    def _sanbao_loose_moves(self):
        return self.move_id.filtered(lambda move: move._sanbao_is_loose_adjustment())
