from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .sanbao_obligation import STATE_OPEN

AMEND_GROUPS = ("sanbao_base.group_asm", "sanbao_base.group_admin")


class SanbaoObligation(models.Model):
    """Reassigning and rescheduling, the only changes that people make themselves."""

    _inherit = "sanbao.obligation"

    def action_reassign(self, user_id, reason):
        """Give open obligations to another user (id), with a reason.

        :raise AccessError: the caller is neither head of after-sales nor rule
            administrator, or does not see the obligations
        """
        user = self.env["res.users"].browse(user_id).exists()
        self._check_may_amend(reason)
        # The companies of a colleague are not for everybody to read.
        companies = user.sudo().company_ids
        if not user.active or user.share or self.company_id - companies:
            raise UserError(
                self.env._("Choose an active internal user of the same company.")
            )
        self._amend(reason, user_id=user.id)
        return True

    def action_reschedule(self, due, reason):
        """Move the due time (UTC) of open obligations, with a reason.

        :raise AccessError: as :meth:`action_reassign`
        """
        due = fields.Datetime.to_datetime(due)
        self._check_may_amend(reason)
        if not due or any(due < obligation.start for obligation in self):
            raise UserError(self.env._("Give a due time after the start."))
        self._amend(reason, due=due.replace(microsecond=0))
        return True

    def _check_may_amend(self, reason):
        if not any(self.env.user.has_group(group) for group in AMEND_GROUPS):
            raise AccessError(
                self.env._(
                    "Only the head of after-sales or a rule administrator may reassign "
                    "or reschedule obligations. Ask one of them."
                )
            )
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason of the change."))
        if any(obligation.state != STATE_OPEN for obligation in self):
            raise UserError(self.env._("Only open obligations can be changed."))

    def _amend(self, reason, **values):
        """Write the change and its history; the reminder starts anew."""
        # The second of two presses changes nothing any more.
        self = self.filtered(lambda row: row._differs(values))
        changes = [
            {
                "obligation_id": obligation.id,
                "changed_by_id": self.env.uid,
                "reason": reason.strip(),
                "old_user_id": obligation.user_id.id,
                "new_user_id": values.get("user_id", obligation.user_id.id),
                "old_due": obligation.due,
                "new_due": values.get("due", obligation.due),
            }
            for obligation in self
        ]
        # Nobody has a right on the rows; the right to this change was checked above.
        obligations = self.sudo()
        obligations.activity_id.unlink()
        for kind, rows in obligations.grouped("kind_id").items():
            for due, same in rows.grouped("due").items():
                moment = self._remind_moment(kind, values.get("due", due))
                same.write(dict(values, remind_at=moment))
        # The history is written by nobody directly.
        self.env["sanbao.obligation.change"].sudo().create(changes)

    def _differs(self, values):
        self.ensure_one()
        plain = self._convert_to_write({name: self[name] for name in values})
        return any(plain[name] != value for name, value in values.items())
