from odoo import fields, models


class ProductSupplierinfo(models.Model):
    """A price that came from a chosen quotation."""

    _inherit = "product.supplierinfo"

    sanbao_price_id = fields.Many2one(
        "sanbao.quotation.price",
        string="Quoted Price",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
