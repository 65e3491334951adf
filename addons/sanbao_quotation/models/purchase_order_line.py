from odoo import models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _sanbao_is_dearer(self, price):
        """Whether the line costs more than the quotation asks for this quantity."""
        self.ensure_one()
        quantity = self.product_uom_id._compute_quantity(
            self.product_qty, price.product_uom_id, round=False
        )
        most = price._amounts(quantity)["total_included"]
        return self.currency_id.compare_amounts(self.price_total, most) > 0
