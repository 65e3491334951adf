from odoo import models

from odoo.addons.sanbao_base.local_time import company_today


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _sanbao_pass_price(self, company):
        """Value of one unit on a gate pass, in the currency of the company.

        The selling price, the cost where there is none; sales taxes included. Warranty
        parts that cost the customer nothing are valued in the same way (SAL-45).
        """
        self.ensure_one()
        # The keeper who prepares a pass need not see prices and taxes elsewhere.
        product = self.sudo().with_company(company)
        currency = company.currency_id
        price, own = product.lst_price, product.currency_id
        if currency.is_zero(price):
            price, own = product.standard_price, product.cost_currency_id
        if own and own != currency:
            today = company_today(company)
            price = own._convert(price, currency, company, today, round=False)
        taxes = product.taxes_id._filter_taxes_by_company(company)
        if not taxes:
            return price
        totals = taxes.compute_all(price, currency=currency, product=product)
        return totals["total_included"]
