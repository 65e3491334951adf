from odoo import fields, models


class SanbaoFollowupCancel(models.TransientModel):
    """The reason for which a follow-up is let go."""

    _name = "sanbao.followup.cancel"
    _description = "Cancel follow-ups"

    followup_ids = fields.Many2many("sanbao.followup", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Cancel them, if the person who presses the button may."""
        self.ensure_one()
        self.followup_ids._check_may_cancel()
        self.followup_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
