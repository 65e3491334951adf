from odoo import fields, models


class SanbaoFormCopy(models.Model):
    """One copy (联) of a form that is printed in several, and who keeps it."""

    _name = "sanbao.form.copy"
    _description = "Copy of a printed form"
    _order = "form_id, sequence, id"
    _rec_name = "caption"

    form_id = fields.Many2one(
        "sanbao.form", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    caption = fields.Char(required=True, translate=True)
    keeper = fields.Char("Kept By", translate=True)
