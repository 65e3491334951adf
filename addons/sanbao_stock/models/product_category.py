from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    sanbao_zone_id = fields.Many2one(
        "sanbao.stock.zone",
        string="Zone",
        domain=[("kind", "=", "storage")],
        help="Where products of this category are stored. Empty: as the parent category.",
    )

    def _sanbao_zone(self):
        """The zone of the category or of the nearest parent that has one."""
        category = self
        while category and not category.sanbao_zone_id:
            category = category.parent_id
        return category.sanbao_zone_id
