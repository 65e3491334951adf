from odoo import api, models

# What moves stock when it is changed on a line that is done already.
CONTENT = {
    "quantity",
    "product_id",
    "product_uom_id",
    "lot_id",
    "lot_name",
    "owner_id",
    "package_id",
    "quant_id",
    "result_package_id",
    "location_id",
    "location_dest_id",
    "move_id",
    "picking_id",
    "state",
}


class StockMoveLine(models.Model):
    """Odoo lets people correct what is done already; that belongs to the warehouse, too."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._sanbao_check_correction()
        return lines

    def write(self, vals):
        if CONTENT & vals.keys():
            self._sanbao_check_correction()
        return super().write(vals)

    def _sanbao_check_correction(self):
        if self.env.su or not any(line.state == "done" for line in self):
            return
        self.env["stock.move"]._sanbao_require_keeper(
            self.env._("What is booked is corrected by the warehouse only.")
        )
