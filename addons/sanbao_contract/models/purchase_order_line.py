from odoo import api, models

# What a confirmed order was judged by; a change of it is judged again. Not the dates:
# they follow the transfers.
CONTENT = {
    "discount",
    "order_id",
    "price_unit",
    "product_id",
    "product_qty",
    "product_uom_id",
    "tax_ids",
}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._sanbao_check_confirmed()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if CONTENT & vals.keys():
            self.order_id._sanbao_check_confirmed()
        return result

    def _sanbao_goods(self):
        """The lines that order something: no sections, notes and down payments."""
        return self.filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )
