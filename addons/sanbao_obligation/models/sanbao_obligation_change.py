from odoo import fields, models


class SanbaoObligationChange(models.Model):
    """Who moved an obligation to another person or date, when and why."""

    _name = "sanbao.obligation.change"
    _description = "Obligation change"
    _order = "id desc"
    _check_company_auto = True

    obligation_id = fields.Many2one(
        "sanbao.obligation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="obligation_id.company_id", store=True)
    changed_by_id = fields.Many2one("res.users", required=True)
    old_user_id = fields.Many2one("res.users", string="Responsible before")
    new_user_id = fields.Many2one("res.users", string="Responsible after")
    old_due = fields.Datetime(string="Due before")
    new_due = fields.Datetime(string="Due after")
    reason = fields.Text(required=True)
