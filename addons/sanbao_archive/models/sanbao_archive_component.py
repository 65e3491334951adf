from odoo import fields, models


class SanbaoArchiveComponent(models.Model):
    """A main component of a unit as it left the factory (form F01, configuration)."""

    _name = "sanbao.archive.component"
    _description = "Component of a product archive"
    _order = "sequence, id"
    _check_company_auto = True

    archive_id = fields.Many2one(
        "sanbao.archive", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="archive_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Component", required=True)
    model = fields.Char()
    serial = fields.Char(string="Serial no.")
    maker = fields.Char()
    quantity = fields.Float(default=1)
    note = fields.Char()
