from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SanbaoObligationAmend(models.TransientModel):
    """Reassign or reschedule the chosen obligations, with a reason."""

    _name = "sanbao.obligation.amend"
    _description = "Reassign or reschedule"

    obligation_ids = fields.Many2many("sanbao.obligation", readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="New responsible",
        domain=[("share", "=", False)],
        help="Empty: unchanged.",
    )
    due = fields.Datetime(string="New due time", help="Empty: unchanged.")
    reason = fields.Text(required=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "sanbao.obligation":
            chosen = self.env.context.get("active_ids", [])
            values["obligation_ids"] = [Command.set(chosen)]
        return values

    def action_apply(self):
        """Change the chosen obligations; the model checks rights and state."""
        self.ensure_one()
        if not self.user_id and not self.due:
            raise UserError(self.env._("Choose a new responsible or a new due time."))
        if self.user_id:
            self.obligation_ids.action_reassign(self.user_id.id, self.reason)
        if self.due:
            self.obligation_ids.action_reschedule(self.due, self.reason)
        return {"type": "ir.actions.act_window_close"}
