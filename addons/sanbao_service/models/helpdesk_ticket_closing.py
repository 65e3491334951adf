from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

# A closed and archived case keeps its content; these may still change.
FREE_AFTER_ARCHIVING = {
    "stage_id",
    "closed_date",
    "last_stage_update",
    "sequence",
    "color",
    "kanban_state",
    "message_follower_ids",
    "message_ids",
    "message_main_attachment_id",
    "activity_ids",
    "access_token",
    "rating_ids",
    "rating_last_value",
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _sanbao_gate_close(self, stage):
        """Everything that must hold before a service case is closed.

        The case's application carries the rules; a case without one can only be closed
        when no service was given (the question was answered, the request withdrawn).
        """
        for ticket in self:
            application = ticket.sanbao_application_id
            if application and application.state != "done":
                application._gate_close(cancelled=not stage._sanbao_is_success())

    def _sanbao_after_close(self, stage):
        now = fields.Datetime.now()
        applications = self.sanbao_application_id.filtered(
            lambda application: application.state != "done"
        )
        if stage._sanbao_is_success():
            applications._finish()
            self.env["sanbao.obligation"]._close("SVC-05-response", self, now)
            self.env["sanbao.obligation"]._close("SVC-05-completion", self, now)
            self.env["sanbao.obligation"]._close("SVC-36", self, now)
        else:
            applications._abandon()
            for kind in ("SVC-05-response", "SVC-05-completion", "SVC-36"):
                self.env["sanbao.obligation"]._cancel(kind, self)

    def _sanbao_archived_since(self):
        """When the closed case became read-only; nothing while it may be corrected."""
        self.ensure_one()
        if not self.closed or not self.closed_date:
            return None
        days = self.env["sanbao.parameter"]._get(
            "archive_after_close_days", self.company_id
        )
        since = self.closed_date + timedelta(days=days)
        return since if since <= fields.Datetime.now() else None

    def _sanbao_gate_archived(self, vals):
        """The record of a closed case is archived and then stays as it is (SVC-21)."""
        if not set(vals) - FREE_AFTER_ARCHIVING:
            return
        self.env["sanbao.rule"]._gate(
            "SVC-21",
            self.filtered(lambda ticket: ticket._sanbao_archived_since()),
            lambda ticket: self.env._(
                "%(ticket)s is closed and archived. Reopen the case if something has to "
                "be added.",
                ticket=ticket.display_name,
            ),
        )

    def action_sanbao_close(self):
        """Close the case: all rules for closing are checked."""
        for ticket in self:
            ticket.write({"stage_id": ticket._sanbao_stage("success").id})

    def action_sanbao_reopen(self):
        """Take a closed case up again; its deadline does not start anew."""
        for ticket in self:
            if not ticket.closed:
                raise UserError(
                    self.env._("%(ticket)s is open.", ticket=ticket.display_name)
                )
            ticket.write({"stage_id": ticket._sanbao_stage("open").id})

    def _sanbao_stage(self, kind):
        """The first stage of the team where a case is worked on, or ends well."""
        self.ensure_one()
        stages = self.team_id._get_applicable_stages()
        if kind == "success":
            fitting = stages.filtered(lambda stage: stage._sanbao_is_success())
        else:
            fitting = stages.filtered(
                lambda stage: not stage.closed and not stage.unattended
            )
        if not fitting:
            raise UserError(
                self.env._(
                    "The team %(team)s has no fitting stage. Ask an administrator to "
                    "add one under Helpdesk / Configuration / Stages.",
                    team=self.team_id.display_name or "",
                )
            )
        return fitting[0]
