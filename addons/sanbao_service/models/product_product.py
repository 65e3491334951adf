from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _sanbao_price_with_tax(self, company):
        """The list price, tax included, in the currency of the company.

        This is the price by which the rules measure parts: the budget limit (SVC-10),
        the return of old parts (PRT-10) and the value on a gate pass (SAL-45).
        """
        if not self:
            return 0.0
        product = self.with_company(company)
        taxes = product.taxes_id._filter_taxes_by_company(company)
        price = product.currency_id._convert(
            product.lst_price, company.currency_id, company
        )
        totals = taxes.compute_all(price, company.currency_id, 1.0, product=product)
        return totals["total_included"]
