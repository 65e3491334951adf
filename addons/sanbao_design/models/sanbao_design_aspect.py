from odoo import fields, models


class SanbaoDesignAspect(models.Model):
    """What the checklist of a design asks for (QLT-08); all designs are asked the same."""

    _name = "sanbao.design.aspect"
    _description = "Aspect of a design"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        string="To Be Checked", translate=True, help="The questions behind the word."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
