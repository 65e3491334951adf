from odoo import fields, models


class SanbaoFormSignature(models.Model):
    """One place of a form where somebody signs."""

    _name = "sanbao.form.signature"
    _description = "Signature of a printed form"
    _order = "form_id, sequence, id"
    _rec_name = "label"

    form_id = fields.Many2one(
        "sanbao.form", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    label = fields.Char(required=True, translate=True)
    source = fields.Char(
        help="Where name and date come from, e.g. requester, or review: and the group "
        "that approves. Empty: a line to be signed by hand.",
    )
