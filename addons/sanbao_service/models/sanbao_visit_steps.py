from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .sanbao_visit import STATE_CANCELLED, STATE_DONE, STATE_DRAFT, STATE_ON_SITE

RECORD_FIELDS = ("place", "service_type", "arrived_at", "left_at", "symptom", "solved")
REPAIR_FIELDS = ("cause", "method", "repair_start", "repair_end")
SERVICES_THAT_REPAIR = ("repair", "maintenance", "commissioning")


class SanbaoVisit(models.Model):
    """The buttons of the field record: arrived, finished, record complete."""

    _inherit = "sanbao.visit"

    def action_arrive(self):
        """The engineer is there: stamps the arrival and opens the record.

        :raises RuleViolation: if the journey is not approved (SVC-35) or the case is not
            released (SVC-02, SVC-08 …)
        """
        self._lock()
        for visit in self:
            visit._check_may_edit()
            if visit.state == STATE_ON_SITE:
                continue  # the second of two presses
            visit._require_state(STATE_DRAFT)
            visit.dispatch_id._gate_approved()
            visit.application_id._gate_release()
            now = fields.Datetime.now()
            arrived = visit.arrived_at or now
            visit._write_engine(
                {
                    "state": STATE_ON_SITE,
                    "arrived_at": arrived,
                    "repair_start": visit.repair_start or arrived,
                }
            )

    def action_finish(self):
        """The engineer leaves: stamps the end of the repair and the leave, once."""
        self._lock()
        for visit in self:
            visit._check_may_edit()
            if visit.left_at and visit.state == STATE_ON_SITE:
                continue  # the second of two presses
            visit._require_state(STATE_ON_SITE)
            now = fields.Datetime.now()
            visit._write_engine(
                {
                    "left_at": max(now, visit.arrived_at),
                    "repair_end": visit.repair_end
                    or max(now, visit.repair_start or visit.arrived_at),
                }
            )

    def action_done(self):
        """The record is complete and signed: it becomes read-only.

        :raises RuleViolation: what is missing (SVC-13, SVC-15), not signed (SVC-14)
        """
        self._lock()
        for visit in self:
            visit._check_may_edit()
            if visit.state == STATE_DONE:
                continue  # the second of two presses
            visit._require_state(STATE_ON_SITE)
            visit._gate_record()
            visit._gate_signature()
            visit._write_engine(
                {
                    "state": STATE_DONE,
                    "done_at": fields.Datetime.now(),
                    "done_by_id": self.env.uid,
                }
            )
            visit._after_done()

    def action_discard_signature(self):
        """Something has to be corrected: the customer signs anew afterwards."""
        self._lock()
        for visit in self:
            visit._check_may_edit()
            visit._require_state(STATE_ON_SITE)
            if visit.signature:
                visit._write_engine({"signature": False, "signed_at": False})
                visit.message_post(
                    body=self.env._("The signature was discarded for a correction.")
                )

    def action_cancel(self):
        """The visit does not take place."""
        self._lock()
        for visit in self:
            visit._check_may_edit()
            visit._require_state(STATE_DRAFT)
        self._cancel()

    def _cancel(self):
        self._write_engine({"state": STATE_CANCELLED})

    def _require_state(self, state):
        if self.state != state:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(visit)s is %(state)s; this step needs: %(wanted)s.",
                    visit=self.display_name,
                    state=names[self.state],
                    wanted=names[state],
                )
            )

    def _lock(self):
        """The second of two presses waits here, and then sees what the first one did."""
        self.check_access("write")
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM sanbao_visit WHERE id IN %s ORDER BY id FOR UPDATE",
                    tuple(self.ids),
                )
            )

    def _stamp_signature(self):
        self._write_engine(
            {
                "signed_at": fields.Datetime.now(),
                "signed_by": self.signed_by
                or self.contact_name
                or self.partner_id.name,
            }
        )

    # === Rules ===

    def _gate_record(self):
        """The fields of the form, and what was repaired how and when (SVC-13, SVC-15)."""
        gate = self.env["sanbao.rule"]._gate
        gate(
            "SVC-13",
            self.filtered(lambda visit: visit._missing(RECORD_FIELDS)),
            lambda visit: visit._missing_text(RECORD_FIELDS),
        )
        gate(
            "SVC-15",
            self.filtered(
                lambda visit: (
                    visit.service_type in SERVICES_THAT_REPAIR
                    and visit._missing(REPAIR_FIELDS)
                )
            ),
            lambda visit: visit._missing_text(REPAIR_FIELDS),
        )

    def _missing(self, names):
        self.ensure_one()
        return [
            self._fields[name]._description_string(self.env)
            for name in names
            if not (self[name].strip() if isinstance(self[name], str) else self[name])
        ]

    def _missing_text(self, names):
        return self.env._(
            "%(visit)s: please fill in first: %(fields)s.",
            visit=self.display_name,
            fields=", ".join(self._missing(names)),
        )

    def _gate_signature(self):
        """The customer's signature, on the screen or on stamped paper (SVC-14)."""
        self.env["sanbao.rule"]._gate(
            "SVC-14",
            self.filtered(
                lambda visit: (
                    not visit._is_signed() or not (visit.signed_by or "").strip()
                )
            ),
            lambda visit: self.env._(
                "%(visit)s: let the customer sign, or add the scan of the signed and "
                "stamped paper, and write down who signed.",
                visit=visit.display_name,
            ),
        )

    # === What follows ===

    def _after_done(self):
        self.ensure_one()
        self.application_id._on_visit_done(self)

    def _costs(self):
        """``[(kind, amount)]`` of this visit, in the currency of the company."""
        self.ensure_one()
        return [
            ("labour", self.labour_amount),
            ("travel", self.travel_amount),
            ("other", self.other_amount),
        ]
