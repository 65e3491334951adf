from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)

SATISFIED_FROM = 4
STATE_DONE = "done"
STATE_APPROVED = "approved"


class SanbaoServiceApplication(models.Model):
    """From the finished work to the closed case: notice, acceptance, record."""

    _inherit = "sanbao.service.application"
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "completed_at",
        "completed_in_time",
        "notified_at",
        "notice_means",
        "solved",
        "satisfaction",
        "accepted_by",
        "accepted_at",
        "customer_feedback",
        "closed_at",
        "closed_by_id",
    )

    completed_at = fields.Datetime(string="Work finished at", readonly=True, copy=False)
    completed_in_time = fields.Boolean(readonly=True, copy=False)
    notified_at = fields.Datetime(string="Customer told at", readonly=True, copy=False)
    notice_means = fields.Selection(
        selection=[
            ("phone", "Phone"),
            ("message", "Message"),
            ("mail", "E-mail"),
            ("on_site", "On site"),
        ],
        string="Customer told by",
        readonly=True,
        copy=False,
    )
    solved = fields.Selection(
        selection=[("yes", "Solved"), ("no", "Not solved")],
        string="Accepted as",
        readonly=True,
        copy=False,
        tracking=True,
    )
    satisfaction = fields.Selection(
        selection=[
            ("5", "Very satisfied"),
            ("4", "Satisfied"),
            ("3", "Fair"),
            ("2", "Dissatisfied"),
            ("1", "Very dissatisfied"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    is_satisfied = fields.Boolean(
        compute="_compute_is_satisfied", store=True, help="Satisfied or very satisfied."
    )
    accepted_by = fields.Char(readonly=True, copy=False)
    accepted_at = fields.Datetime(readonly=True, copy=False)
    customer_feedback = fields.Text(readonly=True, copy=False)
    result = fields.Text(copy=False, help="What was done, for the service record.")
    is_major = fields.Boolean(
        string="Larger repair",
        compute="_compute_is_major",
        store=True,
        help="Cost above the budget limit, or help from another department.",
    )
    closed_at = fields.Datetime(readonly=True, copy=False, index=True)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    @api.depends("satisfaction")
    def _compute_is_satisfied(self):
        for application in self:
            application.is_satisfied = (
                int(application.satisfaction or 0) >= SATISFIED_FROM
            )

    @api.depends("amount_total", "charge_type", "can_solve_alone", "state")
    def _compute_is_major(self):
        for application in self:
            application.is_major = (
                application._exceeds_limit(application._cost_of_case())
                or not application.can_solve_alone
            )

    # === Steps ===

    def _on_work_finished(self, when):
        """The last work on the unit is done: the customer is to be told (SVC-17)."""
        self._write_engine({"completed_at": when})
        self.env["sanbao.obligation"]._open(
            "SVC-17", self, user=lambda application: application.user_id, start=when
        )

    def action_record_notice(self):
        """Record that the customer was told of the completion; by phone unless chosen.

        The means comes from the button (context ``notice_means``).
        """
        means = self.env.context.get("notice_means", "phone")
        if means not in dict(self._fields["notice_means"].selection):
            raise UserError(self.env._("Unknown means of notice."))
        self.check_access("write")
        for application in self:
            if application.state != STATE_APPROVED or not application.completed_at:
                raise UserError(
                    self.env._(
                        "%(application)s: the work is not finished yet.",
                        application=application.display_name,
                    )
                )
        # The first notice counts, also for the second of two presses.
        self.filtered(lambda application: not application.notified_at)._write_engine(
            {"notified_at": fields.Datetime.now(), "notice_means": means}
        )
        self.env["sanbao.obligation"]._close("SVC-17", self)

    def action_open_acceptance(self):
        """Ask what the customer says about the result."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Acceptance by the customer"),
            "res_model": "sanbao.service.acceptance",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_application_id": self.id},
        }

    def _accept(self, vals):
        """The customer's verdict (SVC-20): solved goes on to closing, else work goes on."""
        self.ensure_one()
        if self.state != STATE_APPROVED or not self.completed_at:
            raise UserError(
                self.env._(
                    "%(application)s: acceptance follows the finished work.",
                    application=self.display_name,
                )
            )
        self._write_engine(dict(vals, accepted_at=fields.Datetime.now()))
        if self.solved == "no":
            self._write_engine({"completed_at": False, "notified_at": False})
            self.env["sanbao.obligation"]._cancel("SVC-17", self)
            self.message_post(
                body=self.env._(
                    "The customer says that the problem is not solved. Work goes on: %s",
                    self.customer_feedback or "",
                )
            )

    # === Closing ===

    def action_close(self):
        """Close the case from its application; the rules for closing are checked."""
        self.check_access("write")
        self.ticket_id.action_sanbao_close()

    def _gate_close(self, cancelled=False):
        """Everything that must hold before the case is closed; addons extend it."""
        if cancelled:
            self._gate_abandon()
            return
        gate = self.env["sanbao.rule"]._gate
        gate(
            "SVC-20",
            self.filtered(lambda application: application.solved != "yes"),
            lambda application: self.env._(
                "%(application)s: the customer has not confirmed yet that the problem "
                "is solved. Record the acceptance first.",
                application=application.display_name,
            ),
        )
        gate(
            "SVC-17",
            self.filtered(lambda application: not application.notified_at),
            lambda application: self.env._(
                "%(application)s: tell the customer that the work is finished, and "
                "record it.",
                application=application.display_name,
            ),
        )
        gate(
            "SVC-22",
            self.filtered(lambda application: not application.satisfaction),
            lambda application: self.env._(
                "%(application)s: ask the customer how satisfied he is with the result.",
                application=application.display_name,
            ),
        )
        gate(
            "SVC-37",
            self.filtered(
                lambda application: (
                    application.cause_class == "misuse"
                    and not (application.guidance or "").strip()
                )
            ),
            lambda application: self.env._(
                "%(application)s: the fault came from the way of use. Write down what "
                "the customer was shown.",
                application=application.display_name,
            ),
        )
        self._gate_overrun()

    def _gate_abandon(self):
        """A case with work done is closed as done, not as withdrawn."""
        worked_on = self.filtered("completed_at")
        if worked_on:
            raise UserError(
                self.env._(
                    "%(application)s: work has been done; close the case as done.",
                    application=worked_on[0].display_name,
                )
            )

    def _finish(self):
        """The case is closed: freeze it and pass it on to the archive (SVC-21, ARC-07)."""
        now = fields.Datetime.now()
        for application in self:
            application._write_engine(
                {
                    "closed_at": now,
                    "closed_by_id": self.env.uid,
                    "completed_in_time": application._was_in_time(),
                }
            )
            application._set_state(STATE_DONE)
            application._log_in_archive()

    def _was_in_time(self):
        """Finished inside the limit of its class (SVC-05, WAR-05, TGT-04)."""
        self.ensure_one()
        if self.in_warranty and not self.env["sanbao.rule"]._is_on(
            "WAR-05", self.company_id
        ):
            return True  # the company sets no limit for warranty requests
        limit = self.ticket_id._sanbao_completion_limit()
        return bool(self.completed_at) and self.completed_at <= limit

    def _log_in_archive(self):
        self.ensure_one()
        self.archive_id._log_running(
            {
                "date": self._report_date(),
                "mileage": round(self.mileage),
                "hours": self.running_hours,
                "fault": self.fault_description,
                "handling": self.result or self.analysis,
                "quality_state": self._chosen("cause_class"),
                "case_no": self.ticket_id.number,
                "staff": self._form_staff() or self.user_id.name,
                "rating": self._chosen("satisfaction"),
                "source_model": self._name,
                "source_id": self.id,
            }
        )

    def _chosen(self, name):
        """The name of what is chosen in a selection, as the user reads it."""
        return dict(self._fields[name]._description_selection(self.env)).get(
            self[name], ""
        )

    def _abandon(self):
        for application in self.filtered(lambda app: app.state != "cancelled"):
            application._set_state("cancelled")
        self.env["sanbao.obligation"]._cancel("SVC-17", self)

    def _reopen(self):
        for application in self.filtered(lambda app: app.state == STATE_DONE):
            application._set_state(STATE_APPROVED)
            application._write_engine(
                {"solved": False, "completed_at": False, "notified_at": False}
            )

    # === What users may not write ===

    def _write_engine(self, vals):
        """Write what only the steps above write; see ``_approval_protected``."""
        return as_engine(self).write(vals)

    def write(self, vals):
        if not is_engine(self.env):
            self._gate_frozen(vals)
        return super().write(vals)

    def _gate_frozen(self, vals):
        """A closed case's application stays as it is (SVC-21)."""
        content = set(vals) - {"message_main_attachment_id", "activity_ids"}
        if content:
            self.env["sanbao.rule"]._gate(
                "SVC-21",
                self.filtered(lambda application: application.state == STATE_DONE),
                lambda application: self.env._(
                    "%(application)s is closed and archived. Reopen the case first.",
                    application=application.display_name,
                ),
            )
