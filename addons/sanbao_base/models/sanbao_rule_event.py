from odoo import fields, models
from odoo.exceptions import UserError


class SanbaoRuleEvent(models.Model):
    """A refusal, warning or override that a rule caused. Written by rules only."""

    _name = "sanbao.rule.event"
    _description = "Rule event"
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "res_name"

    rule_id = fields.Many2one(
        "sanbao.rule", required=True, readonly=True, index=True, ondelete="cascade"
    )
    outcome = fields.Selection(
        selection=[
            ("blocked", "Refused"),
            ("warned", "Warned"),
            ("overridden", "Passed by override"),
        ],
        required=True,
        readonly=True,
    )
    message = fields.Text(readonly=True)
    res_model = fields.Char(string="Document model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", readonly=True
    )
    res_name = fields.Char(string="Document", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    create_date = fields.Datetime(string="Time", readonly=True)
    can_override = fields.Boolean(compute="_compute_can_override")

    def _compute_can_override(self):
        for event in self:
            event.can_override = (
                event.outcome == "blocked"
                and event.res_id
                and event.user_id != self.env.user
                and self.env["sanbao.rule.override"]._may_override(event.rule_id)
            )

    def action_open_document(self):
        """Open the record that the rule spoke about, with the reader's own rights."""
        self.ensure_one()
        if not self.res_id or not self.env[self.res_model].browse(self.res_id).exists():
            raise UserError(
                self.env._(
                    "%(document)s was not saved or no longer exists.",
                    document=self.res_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_override(self):
        """Ask for the reason and let this record pass the rule for a while."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Override %(rule)s", rule=self.rule_id.display_name),
            "res_model": "sanbao.rule.override",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_event_id": self.id},
        }
