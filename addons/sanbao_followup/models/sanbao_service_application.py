from odoo import fields, models

from .sanbao_followup import STATE_OPEN


class SanbaoServiceApplication(models.Model):
    """A closed case in warranty is followed up."""

    _inherit = "sanbao.service.application"

    followup_ids = fields.One2many(
        "sanbao.followup",
        "application_id",
        string="Follow-ups",
        groups="sanbao_followup.group_followup_reader",
    )
    followup_count = fields.Integer(
        string="Number of follow-ups",
        compute="_compute_followup_count",
        groups="sanbao_followup.group_followup_reader",
    )

    def _compute_followup_count(self):
        counts = dict(
            self.env["sanbao.followup"]._read_group(
                [("application_id", "in", self.ids)], ["application_id"], ["__count"]
            )
        )
        for application in self:
            application.followup_count = counts.get(application._origin, 0)

    def action_view_followups(self):
        """The follow-ups of this case."""
        self.ensure_one()
        return self.followup_ids._open_records()

    def _finish(self):
        result = super()._finish()
        self.env["sanbao.followup"]._open_for_applications(self)
        return result

    def _reopen(self):
        result = super()._reopen()
        # Whoever reopens a case need not read follow-ups.
        followups = self.sudo().followup_ids.filtered(
            lambda followup: followup.state == STATE_OPEN
        )
        followups._cancel(self.env._("The case was reopened"))
        return result
