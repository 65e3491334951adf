from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine

# Parameters that hold the hours of each class (SVC-05).
RESPONSE_HOURS = {
    "critical": "sla_critical_response",
    "high": "sla_high_response",
    "normal": "sla_normal_response",
}
COMPLETION_HOURS = {
    "critical": "sla_critical_completion",
    "high": "sla_high_completion",
    "normal": "sla_normal_completion",
}
# Core's priority says how urgent a request is; the rules know three classes.
URGENCY_OF_PRIORITY = {"3": "critical", "2": "high"}
RESPONSE = "SVC-05-response"
COMPLETION = "SVC-05-completion"
ESCALATION = "SVC-36"


class HelpdeskTicket(models.Model):
    """The clocks of a service request: response, completion, escalation."""

    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "sanbao.obligation.mixin"]

    def _sanbao_urgency(self):
        self.ensure_one()
        return URGENCY_OF_PRIORITY.get(self.priority, "normal")

    def _sanbao_limit(self, parameters):
        self.ensure_one()
        hours = self.env["sanbao.parameter"]._get(
            parameters[self._sanbao_urgency()], self.company_id
        )
        start = self.sanbao_reported_at or self.create_date or fields.Datetime.now()
        return start + timedelta(hours=hours)

    def _sanbao_response_limit(self):
        """Until when (UTC) the customer must have been contacted (SVC-05, SVC-07)."""
        return self._sanbao_limit(RESPONSE_HOURS)

    def _sanbao_completion_limit(self):
        """Until when (UTC) the request must be finished (SVC-05, WAR-05)."""
        return self._sanbao_limit(COMPLETION_HOURS)

    def _sanbao_open_deadlines(self):
        running = self.filtered(
            lambda ticket: ticket.sanbao_is_service and not ticket.closed
        )
        obligations = self.env["sanbao.obligation"]
        for kind, limit in (
            (RESPONSE, type(self)._sanbao_response_limit),
            (COMPLETION, type(self)._sanbao_completion_limit),
        ):
            obligations._open(
                kind,
                running,
                user=lambda ticket: ticket.user_id or ticket.team_id.user_id,
                start=lambda ticket: ticket.sanbao_reported_at,
                due=limit,
                partner=lambda ticket: ticket.partner_id,
                none_open=True,
            )

    def _sanbao_amend_deadlines(self, vals):
        """Another urgency means other limits, another owner another responsible."""
        obligations = self.env["sanbao.obligation"]
        for ticket in self.filtered("sanbao_is_service"):
            for kind, limit in (
                (RESPONSE, ticket._sanbao_response_limit),
                (COMPLETION, ticket._sanbao_completion_limit),
            ):
                # Whoever may write the ticket moves its clocks; the rows are nobody's.
                running = obligations._open_for(kind, ticket).sudo()
                if running and "priority" in vals:
                    running._amend(self.env._("Other urgency"), due=limit())
                if running and vals.get("user_id"):
                    running._amend(self.env._("Handed over"), user_id=vals["user_id"])

    # === First contact (SVC-07) ===

    def _sanbao_record_first_contact(self, note):
        """The customer was reached and the problem confirmed; stops the response clock."""
        self.ensure_one()
        if self.sanbao_first_contact_at:
            raise UserError(
                self.env._(
                    "%(ticket)s: the first contact is recorded already.",
                    ticket=self.display_name,
                )
            )
        now = fields.Datetime.now()
        as_engine(self).write({"sanbao_first_contact_at": now})
        self.env["sanbao.obligation"]._close(RESPONSE, self, now)
        self._sanbao_log_step(self.env._("First contact"), note)

    # === Escalation (SVC-36) ===

    def _sanbao_escalate(self, note):
        """Tell the head of after-sales and the technical department, and start a limit."""
        self.ensure_one()
        as_engine(self).write({"sanbao_escalated_at": fields.Datetime.now()})
        self.env["sanbao.obligation"]._open(
            ESCALATION, self, user=self.team_id.user_id or self.user_id
        )
        groups = self.env.ref("sanbao_base.group_asm") | self.env.ref(
            "sanbao_base.group_tech"
        )
        # Whoever escalates need not be allowed to read the list of users.
        people = groups.sudo().all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids
        )
        self._sanbao_log_step(self.env._("Escalation"), note, people.partner_id)

    def _sanbao_answer_escalation(self, note):
        self.ensure_one()
        self.env["sanbao.obligation"]._close(ESCALATION, self)
        self._sanbao_log_step(self.env._("Answer to the escalation"), note)

    def _sanbao_log_step(self, title, note, partners=None):
        self.message_post(
            body=Markup("<b>%s</b>: %s") % (title, note),
            partner_ids=partners.ids if partners else [],
            subtype_xmlid="mail.mt_note",
        )
