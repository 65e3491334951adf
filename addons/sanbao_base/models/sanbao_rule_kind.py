from odoo import fields, models


class SanbaoRuleKind(models.Model):
    """What sort of control a rule is: block, approval, deadline, form, …"""

    _name = "sanbao.rule.kind"
    _description = "Kind of rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.Constraint(
        "UNIQUE (code)", "There is already a kind of rule with this code."
    )
