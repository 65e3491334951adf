from odoo import fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    sanbao_plan_line_ids = fields.One2many(
        "sanbao.purchase.plan.line", "product_id", string="Purchase plan lines"
    )
