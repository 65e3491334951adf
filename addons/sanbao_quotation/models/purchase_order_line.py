from odoo import models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _sanbao_is_dearer(self, price):
        """Whether the line costs more than the quotation asks for this quantity."""
        self.ensure_one()
        if self._sanbao_is_as_quoted(price):
            return False
        quantity = self.product_uom_id._compute_quantity(
            self.product_qty, price.product_uom_id, round=False
        )
        most = price._amounts(quantity)["total_included"]
        return self.currency_id.compare_amounts(self.price_total, most) > 0

    def _sanbao_is_as_quoted(self, price):
        """Whether it is ordered at the very price of the quotation: nothing to reckon."""
        return (
            self.price_unit == price.price_unit
            and not self.discount
            and self.product_uom_id == price.product_uom_id
            and self.tax_ids == price.tax_ids
        )
