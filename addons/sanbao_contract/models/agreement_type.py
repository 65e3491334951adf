from odoo import fields, models


class AgreementType(models.Model):
    _inherit = "agreement.type"

    name = fields.Char(translate=True)
    sanbao_is_quality = fields.Boolean(
        string="Quality guarantee agreement",
        help="Agreements of this type are what an order is confirmed by (PUR-05).",
    )
