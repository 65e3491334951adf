from odoo import fields, models


class SanbaoQuotationImportLine(models.TransientModel):
    """A value of a sheet of prices that cannot be taken, and what to do."""

    _name = "sanbao.quotation.import.line"
    _description = "Bad row of a price import"
    _inherit = "sanbao.import.line.mixin"

    import_id = fields.Many2one(
        "sanbao.quotation.import", required=True, index=True, ondelete="cascade"
    )
