from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    sanbao_count_months = fields.Integer(
        string="Counted every (months)",
        help="Goods of this category are counted separately that often (STK-16). "
        "Zero: with the monthly and quarterly counts only.",
    )

    _sanbao_count_months_not_negative = models.Constraint(
        "CHECK (sanbao_count_months >= 0)",
        "Enter after how many months the goods are counted again, or zero.",
    )
