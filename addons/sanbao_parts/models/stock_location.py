from odoo import fields, models
from odoo.fields import Domain


class StockLocation(models.Model):
    _inherit = "stock.location"

    sanbao_unvalued = fields.Boolean(
        string="Used parts without value",
        help="What lies here was replaced at a customer: it is counted, but it is no "
        "asset, and the value of the stock does not grow by it.",
    )

    def _should_be_valued(self):
        return super()._should_be_valued() and not self.sanbao_unvalued

    def _search_is_valued(self, operator, value):
        domain = super()._search_is_valued(operator, value)
        if domain is NotImplemented:
            return domain
        unvalued = Domain("sanbao_unvalued", "=", True)
        if (operator == "=") == bool(value):
            return Domain(domain) & ~unvalued
        return Domain(domain) | unvalued

    def _sanbao_inside(self, ids):
        """Whether the location is one of these, or lies in one of them."""
        self.ensure_one()
        return any(int(part) in ids for part in self.parent_path.split("/") if part)
