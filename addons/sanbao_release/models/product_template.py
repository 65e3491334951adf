from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    sanbao_no_release = fields.Boolean(
        "No Emergency Release",
        help="A hazardous product, or another that never leaves before its test is passed"
        " (SAL-39). Important products never do.",
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _sanbao_release_barred(self):
        """Whether the product never leaves by an emergency release."""
        self.ensure_one()
        return self.sanbao_no_release or self.sanbao_important
