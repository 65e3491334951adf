from odoo import api, models

CONTENT = {
    "quantity",
    "product_uom_id",
    "lot_id",
    "lot_name",
    "quant_id",
    "product_id",
    "move_id",
    "picking_id",
    "location_dest_id",
}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Odoo lets people correct what is done already; a pass holds for that, too.

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._sanbao_done_pickings()._sanbao_check_gate_pass(after=True)
        return lines

    def write(self, vals):
        if not CONTENT & vals.keys():
            return super().write(vals)
        pickings = self._sanbao_done_pickings()
        result = super().write(vals)
        pickings |= self._sanbao_done_pickings()
        pickings._sanbao_check_gate_pass(after=True)
        return result

    def _sanbao_done_pickings(self):
        done = self.filtered(lambda line: line.state == "done")
        return done.move_id._sanbao_leaving().picking_id
