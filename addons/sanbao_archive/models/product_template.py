from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    sanbao_has_archive = fields.Boolean(
        string="Ex-factory archive",
        help="Each serial number that leaves for a customer gets a product ex-factory"
        " archive (ARC-01).",
    )
    sanbao_is_vehicle = fields.Boolean(
        string="Has chassis and engine",
        default=True,
        help="The archive is complete only with chassis and engine number (ARC-06).",
    )
