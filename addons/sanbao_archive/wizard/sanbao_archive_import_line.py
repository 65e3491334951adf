from odoo import fields, models


class SanbaoArchiveImportLine(models.TransientModel):
    """A value of an import file that cannot be taken, and why."""

    _name = "sanbao.archive.import.line"
    _description = "Bad row of an archive import"
    _inherit = "sanbao.import.line.mixin"

    import_id = fields.Many2one(
        "sanbao.archive.import", required=True, index=True, ondelete="cascade"
    )
