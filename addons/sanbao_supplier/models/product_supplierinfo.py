from odoo import fields, models


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    sanbao_supplier_state = fields.Selection(
        related="partner_id.sanbao_supplier_state", string="Approval"
    )
    sanbao_supplier_rank = fields.Integer(
        related="partner_id.commercial_partner_id.sanbao_supplier_rank", string="Rank"
    )
