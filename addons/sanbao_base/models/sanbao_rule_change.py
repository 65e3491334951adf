from odoo import fields, models


class SanbaoRuleChange(models.Model):
    """Who changed a rule or parameter, when, from what to what. Never edited or deleted."""

    _name = "sanbao.rule.change"
    _description = "Change of a rule"
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "what"

    rule_id = fields.Many2one(
        "sanbao.rule", required=True, readonly=True, index=True, ondelete="cascade"
    )
    parameter_id = fields.Many2one(
        "sanbao.parameter", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Changed by", readonly=True)
    create_date = fields.Datetime(string="Time", readonly=True)
    what = fields.Char(string="Setting", readonly=True)
    old_value = fields.Text(readonly=True)
    new_value = fields.Text(readonly=True)
