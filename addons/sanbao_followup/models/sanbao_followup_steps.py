from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_followup import STATE_CANCELLED, STATE_DONE, STATE_OPEN

CANCELLER = "sanbao_base.group_asm"


class SanbaoFollowup(models.Model):
    """From open to done or cancelled, and what comes of it."""

    _inherit = "sanbao.followup"

    # What must be filled in before a follow-up is done (F50).
    _followup_required = ("means", "overall", "solved")

    def _write_engine(self, vals):
        return as_engine(self).write(vals)

    # === Done ===

    def action_done(self):
        """The customer was asked: stamp who and when, and stop the clock.

        :raise UserError: not open, or something of the form is missing
        """
        self.check_access("write")
        for followup in self:
            followup._check_may_finish()
        now = fields.Datetime.now()
        self._write_engine(
            {"state": STATE_DONE, "done_at": now, "done_by_id": self.env.uid}
        )
        for code, followups in self._by_obligation():
            self.env["sanbao.obligation"]._close(code, followups, now)
        return True

    def _check_may_finish(self):
        self.ensure_one()
        if self.state != STATE_OPEN:
            raise UserError(
                self.env._(
                    "%(followup)s is %(state)s already.",
                    followup=self.display_name,
                    state=self._chosen("state"),
                )
            )
        missing = self._missing_answers()
        if missing:
            raise UserError(
                self.env._(
                    "%(followup)s: please fill in first: %(fields)s.",
                    followup=self.display_name,
                    fields=", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in missing
                    ),
                )
            )

    def _missing_answers(self):
        """Names of the fields that the form still lacks."""
        self.ensure_one()
        names = [name for name in self._followup_required if not self[name]]
        if self.solved == "no" and not (self.problem or "").strip():
            names.append("problem")
        return names

    def action_no_answer(self):
        """Record a call that nobody answered; the follow-up stays open."""
        self.check_access("write")
        self._check_open()
        for followup in self:
            followup._write_engine(
                {
                    "attempt_count": followup.attempt_count + 1,
                    "last_attempt_at": fields.Datetime.now(),
                }
            )
        note = self.env._("Called, nobody answered")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, note))
        return True

    # === Cancelled ===

    def action_cancel(self):
        """Ask for the reason; only the head of after-sales lets a follow-up go."""
        self._check_may_cancel()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel the follow-up"),
            "res_model": "sanbao.followup.cancel",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_followup_ids": self.ids},
        }

    def _check_may_cancel(self):
        self.check_access("write")
        if not self.env.user.has_group(CANCELLER):
            raise AccessError(
                self.env._(
                    "Only the head of after-sales cancels follow-ups, as they no longer "
                    "count then. Ask him."
                )
            )
        self._check_open()

    def _cancel(self, reason):
        """Cancel with the obligation; the caller has checked who may."""
        self._write_engine({"state": STATE_CANCELLED, "cancel_reason": reason})
        for code, followups in self._by_obligation():
            self.env["sanbao.obligation"]._cancel(code, followups)

    # === The person ===

    def _amend_responsible(self):
        """The clock goes with the follow-up to the new person."""
        obligations = self.env["sanbao.obligation"]
        for code, followups in self._by_obligation():
            for followup in followups:
                # Whoever may write the follow-up moves its clock; the rows are nobody's.
                obligations._open_for(code, followup).sudo()._amend(
                    self.env._("Handed over"), user_id=followup.user_id.id
                )

    def _by_obligation(self):
        """Pairs of obligation code and the follow-ups that it is about."""
        codes = self._obligation_codes()
        return [
            (codes[kind], followups)
            for kind, followups in self.grouped("kind").items()
            if kind in codes
        ]

    # === A problem becomes a service request ===

    def action_open_ticket(self):
        """Register the problem as a new service request; once, then it is opened."""
        self.ensure_one()
        self.check_access("write")
        if not self.problem_ticket_id:
            if self.state == STATE_CANCELLED or not (self.problem or "").strip():
                raise UserError(
                    self.env._(
                        "%(followup)s: write down the problem first.",
                        followup=self.display_name,
                    )
                )
            ticket = self.env["helpdesk.ticket"].create(self._prepare_ticket_vals())
            # Two clicks at once write the same row: the later one is repeated by Odoo
            # and finds the request of the first.
            self._write_engine({"problem_ticket_id": ticket.id})
            self.message_post(
                body=self.env._(
                    "The problem was registered as service request %s.", ticket.number
                ),
                subtype_xmlid="mail.mt_note",
            )
        return self._open_record(self.problem_ticket_id)

    def _prepare_ticket_vals(self):
        phone = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_phone", raise_if_not_found=False
        )
        problem = self.problem.strip()
        title = self.env._(
            "%(number)s: %(problem)s",
            number=self.name,
            problem=problem.splitlines()[0][:60],
        )
        return {
            "name": title,
            "description": plaintext2html(problem),
            "type_id": self.env.ref("sanbao_service.ticket_type_service").id,
            "company_id": self.company_id.id,
            "team_id": self.ticket_id.team_id.id,
            "partner_id": self.partner_id.id,
            "sanbao_archive_id": self.archive_id.id,
            "sanbao_contact_name": self.contact_name,
            "sanbao_contact_phone": self.contact_phone,
            "channel_id": phone.id if phone else False,
        }

    # === Ways to the documents ===

    def _open_record(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def action_view_ticket(self):
        """The case that was closed."""
        self.ensure_one()
        return self._open_record(self.ticket_id)

    def action_view_application(self):
        """The service application of the case."""
        self.ensure_one()
        return self._open_record(self.application_id)

    def action_view_archive(self):
        """The archive of the unit."""
        self.ensure_one()
        return self._open_record(self.archive_id)

    def _open_records(self):
        """These follow-ups: one as form, several as list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_followup.sanbao_followup_action"
        )
        action.update(domain=[("id", "in", self.ids)], context={})
        if len(self) == 1:
            action.update(res_id=self.id, views=[(False, "form")])
        return action
