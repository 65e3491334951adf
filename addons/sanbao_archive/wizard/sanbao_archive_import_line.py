from odoo import fields, models


class SanbaoArchiveImportLine(models.TransientModel):
    """A value of an import file that cannot be taken, and why."""

    _name = "sanbao.archive.import.line"
    _description = "Bad row of an archive import"
    _order = "row, id"

    import_id = fields.Many2one(
        "sanbao.archive.import", required=True, index=True, ondelete="cascade"
    )
    row = fields.Integer(readonly=True)
    column = fields.Char(readonly=True)
    value = fields.Char(readonly=True)
    message = fields.Char(string="Reason", readonly=True)
