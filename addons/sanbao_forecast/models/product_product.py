from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductProduct(models.Model):
    _inherit = "product.product"

    sanbao_forecast_like_id = fields.Many2one(
        "product.product",
        string="Forecast like",
        index="btree_not_null",
        ondelete="set null",
        help="A part that this one replaces or resembles: its demand stands in for the "
        "missing history of a new part (PUR-12).",
    )

    @api.constrains("sanbao_forecast_like_id")
    def _check_forecast_like(self):
        for product in self:
            if product.sanbao_forecast_like_id == product:
                raise ValidationError(
                    self.env._(
                        "%(part)s cannot be forecast like itself. Choose another part.",
                        part=product.display_name,
                    )
                )
