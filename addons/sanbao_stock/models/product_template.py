from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    sanbao_zone_id = fields.Many2one(
        "sanbao.stock.zone",
        string="Zone",
        domain=[("kind", "=", "storage")],
        help="Where the product is stored (STK-01). Empty: as its category.",
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _sanbao_zone(self):
        """The zone where the product belongs: its own, else that of its category."""
        return self.product_tmpl_id.sanbao_zone_id or self.categ_id._sanbao_zone()
