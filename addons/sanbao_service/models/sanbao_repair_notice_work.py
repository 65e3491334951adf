from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .sanbao_repair_notice import STATE_CHECKED, STATE_RECEIVED, STATE_REPAIRED

GROUP_OF_DEPARTMENT = {
    "production": "sanbao_base.group_prod",
    "technical": "sanbao_base.group_tech",
}
GROUP_QC = "sanbao_base.group_qc"
GROUPS_AFTER_SALES = ("sanbao_base.group_as", "sanbao_base.group_asm")
FIELDS_OF_DEPARTMENT = {"result"}
FIELDS_OF_QC = {"qc_result", "qc_note"}
FREE_FIELDS = {"activity_ids", "message_follower_ids", "message_main_attachment_id"}


class SanbaoRepairNotice(models.Model):
    """What the helping department and quality control record on the notice."""

    _inherit = "sanbao.repair.notice"

    received_by_id = fields.Many2one(
        "res.users", string="Receiver", readonly=True, copy=False
    )
    received_at = fields.Datetime(readonly=True, copy=False)
    result = fields.Text(string="Result of the repair", copy=False)
    finished_at = fields.Datetime(string="Finished at", readonly=True, copy=False)
    qc_result = fields.Selection(
        selection=[("passed", "Passed"), ("failed", "Not passed")],
        string="Result of the inspection",
        copy=False,
        tracking=True,
    )
    qc_note = fields.Text(string="Remarks of the inspection", copy=False)
    qc_by_id = fields.Many2one(
        "res.users", string="Inspector", readonly=True, copy=False
    )
    qc_at = fields.Datetime(string="Inspected at", readonly=True, copy=False)
    may_receive = fields.Boolean(compute="_compute_may_receive")

    def _compute_may_receive(self):
        for notice in self:
            notice.may_receive = notice._is_of_department()

    def _is_of_department(self):
        self.ensure_one()
        group = GROUP_OF_DEPARTMENT.get(self.department)
        return bool(group) and self.env.user.has_group(group)

    # === Who writes what ===

    def write(self, vals):
        """Each side writes its own part of the paper, and only when it is its turn."""
        if not is_engine(self.env) and not self.env.su:
            self._check_writer(set(vals) - FREE_FIELDS)
        return super().write(vals)

    def _check_writer(self, names):
        user = self.env.user
        for notice in self:
            if names & FIELDS_OF_DEPARTMENT and not (
                notice.state == STATE_RECEIVED and notice._is_of_department()
            ):
                raise AccessError(
                    self.env._(
                        "%(notice)s: the result is recorded by the department that "
                        "received the notice.",
                        notice=notice.display_name,
                    )
                )
            if names & FIELDS_OF_QC and not (
                notice.state == STATE_REPAIRED and user.has_group(GROUP_QC)
            ):
                raise AccessError(
                    self.env._(
                        "%(notice)s: the inspection is recorded by quality control, "
                        "after the repair.",
                        notice=notice.display_name,
                    )
                )
        if names - FIELDS_OF_DEPARTMENT - FIELDS_OF_QC:
            self._check_after_sales()

    def _check_after_sales(self):
        user = self.env.user
        if self.env.su:
            return
        if not any(user.has_group(group) for group in GROUPS_AFTER_SALES):
            raise AccessError(
                self.env._("What a repair notice asks for is written by after-sales.")
            )

    # Departments may write their part of the paper, not send, give up or revive it.

    def action_submit(self):
        """As for all approvals, by after-sales."""
        self._check_after_sales()
        return super().action_submit()

    def action_cancel(self):
        """As for all approvals, by after-sales."""
        self._check_after_sales()
        return super().action_cancel()

    def action_reset(self):
        """As for all approvals, by after-sales."""
        self._check_after_sales()
        return super().action_reset()

    # === Steps ===

    def _on_approved(self):
        """The approved notice goes to the department (SVC-09)."""
        super()._on_approved()
        for notice in self.sudo():  # whoever signs need not be one of those who write
            people = notice._department_people()
            notice.message_subscribe(partner_ids=people.partner_id.ids)
            for person in people:
                notice.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=notice.due_date,
                    user_id=person.id,
                    summary=self.env._("Repair notice: please receive it"),
                )

    def _department_people(self):
        self.ensure_one()
        group = GROUP_OF_DEPARTMENT.get(self.department)
        users = self.env.ref(group).all_user_ids if group else self.env["res.users"]
        return users.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    def _require(self, state, allowed, message):
        """Lock the row; whether the step is still to be done (the first of two clicks)."""
        self.ensure_one()
        self.check_access("read")
        self._sanbao_lock()
        if not allowed:
            raise AccessError(message)
        if self.state != state:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(notice)s is %(state)s; this step needs: %(wanted)s.",
                    notice=self.display_name,
                    state=names[self.state],
                    wanted=names[state],
                )
            )

    def action_receive(self):
        """The department acknowledges the notice; who and when are stamped."""
        for notice in self:
            notice._require(
                "approved",
                notice._is_of_department(),
                self.env._("The notice is received by the department that it names."),
            )
            notice._set_state(STATE_RECEIVED)
            as_engine(notice).write(
                {"received_by_id": self.env.uid, "received_at": fields.Datetime.now()}
            )
            # The others of the department need not look at it any more.
            notice.sudo().activity_feedback(["mail.mail_activity_data_todo"])
            notice._tell_after_sales(self.env._("The repair notice was received."))

    def action_repaired(self):
        """The department has finished; its result must be written down."""
        for notice in self:
            notice._require(
                STATE_RECEIVED,
                notice._is_of_department(),
                self.env._("The department that helps reports the end of the work."),
            )
            if not (notice.result or "").strip():
                raise UserError(
                    self.env._(
                        "%(notice)s: write down the result of the repair first.",
                        notice=notice.display_name,
                    )
                )
            notice._set_state(STATE_REPAIRED)
            as_engine(notice).write({"finished_at": fields.Datetime.now()})
            notice._tell_after_sales(self.env._("The repair is finished."))

    def action_record_inspection(self):
        """Quality control's verdict; what did not pass goes back to the department."""
        for notice in self:
            notice._require(
                STATE_REPAIRED,
                self.env.user.has_group(GROUP_QC),
                self.env._("Quality control records the result of the inspection."),
            )
            if not notice.qc_result:
                raise UserError(
                    self.env._(
                        "%(notice)s: choose the result of the inspection first.",
                        notice=notice.display_name,
                    )
                )
            passed = notice.qc_result == "passed"
            notice._set_state(STATE_CHECKED if passed else STATE_RECEIVED)
            as_engine(notice).write(
                {"qc_by_id": self.env.uid, "qc_at": fields.Datetime.now()}
            )
            notice._tell_after_sales(
                self.env._("The inspection was passed.")
                if passed
                else self.env._("The inspection was not passed: the work goes on.")
            )

    def _tell_after_sales(self, text):
        self.message_post(
            body=text, partner_ids=self.application_id.user_id.partner_id.ids
        )

    def _form_signature(self, key):
        if key == "received":
            # A signature shows on paper whoever prints it.
            people = self.sudo().received_by_id
            return people and {"name": people.name, "date": self.received_at}
        if key == "qc":
            # As above.
            people = self.sudo().qc_by_id
            return people and {"name": people.name, "date": self.qc_at}
        return super()._form_signature(key)

    def _form_steps(self):
        """The notice in the service record (F20): time, person, content."""
        self.ensure_one()
        notice = self.sudo()  # names on paper, whoever prints it
        return [
            (notice.approved_at, "", self.env._("Repair notice approved")),
            (
                notice.received_at,
                notice.received_by_id.name,
                self.env._("Repair notice received"),
            ),
            (
                notice.finished_at,
                notice.received_by_id.name,
                notice.result or self.env._("Help finished"),
            ),
        ]
