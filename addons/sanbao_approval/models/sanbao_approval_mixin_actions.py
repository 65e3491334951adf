from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import as_engine
from .sanbao_approval_mixin import CANCELLED, DRAFT, SUBMITTED
from .tier_definition import OPEN_STATUSES
from .tier_validation_decision import APPROVED, REJECTED


class SanbaoApprovalMixin(models.AbstractModel):
    """The buttons of a document with approval."""

    _inherit = "sanbao.approval.mixin"

    def action_submit(self):
        """Ask for approval. Raises ``UserError`` if no chain applies or nobody can decide."""
        self.check_access("write")
        self._sanbao_lock()
        for document in self:
            document._approval_submit()
        return True

    def _approval_submit(self):
        if self.state == SUBMITTED and self.requested_by_id == self.env.user:
            return  # the second of two clicks
        self._approval_require_state(DRAFT, REJECTED)
        self._check_before_submit()
        self._sanbao_engine_reviews().unlink()
        as_engine(self).write(
            {
                "state": SUBMITTED,
                "requested_by_id": self.env.uid,
                "requested_at": fields.Datetime.now(),
                "approved_at": False,
                "approval_changes": False,
            }
        )
        reviews = self._sanbao_request()
        if not reviews:
            self._approval_without_chain()
            return
        self._on_submitted()

    def _approval_without_chain(self):
        if not self._approval_optional:
            raise UserError(
                self.env._(
                    "No approval chain applies to %(document)s (%(kind)s). Ask the rule"
                    " administrator to complete it under Approval chains.",
                    document=self.display_name,
                    # Names of models are for administrators to read; a message needs one.
                    kind=self.env["ir.model"]._get(self._name).sudo().name,
                )
            )
        engine = as_engine(self)
        engine._sanbao_take_snapshot()
        engine.write({"state": APPROVED, "approved_at": fields.Datetime.now()})
        self._on_submitted()
        self._on_approved()

    def _approval_require_state(self, *states):
        if self.state not in states:
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s; this needs: %(wanted)s. Reload it.",
                    document=self.display_name,
                    state=names[self.state],
                    wanted=", ".join(names[state] for state in states),
                )
            )

    def action_withdraw(self):
        """Take a submitted document back. Only its requester or an administrator."""
        self.check_access("read")
        self._sanbao_lock()
        for document in self:
            document._approval_require_state(SUBMITTED)
            document._approval_require_manager()
            document._approval_to_draft()
        return True

    def action_cancel(self):
        """Give the document up. Once submitted, its requester or an administrator."""
        self.check_access("write")
        self._sanbao_lock()
        for document in self:
            document._approval_require_state(DRAFT, SUBMITTED, APPROVED, REJECTED)
            if document.state in (SUBMITTED, APPROVED):
                document._approval_require_manager()
            document._sanbao_forget_activities()
            reviews = document._sanbao_engine_reviews()
            open_reviews = reviews.filtered(lambda r: r.status in OPEN_STATUSES)
            open_reviews.write({"status": "cancel"})
            document._set_state(CANCELLED)
        return True

    def action_reset(self):
        """Make a draft again of a rejected or cancelled document."""
        self.check_access("write")
        self._sanbao_lock()
        for document in self:
            document._approval_require_state(REJECTED, CANCELLED)
            document._approval_to_draft()
        return True

    def _approval_to_draft(self):
        self._sanbao_forget_activities()
        engine = as_engine(self)
        engine.review_ids.unlink()
        engine.write(
            {
                "state": DRAFT,
                "requested_by_id": False,
                "requested_at": False,
                "approved_at": False,
                "sanbao_approval_snapshot": False,
            }
        )

    def _approval_require_manager(self):
        if not self._approval_may_manage():
            raise UserError(
                self.env._(
                    "%(document)s was submitted by %(user)s. Only this person or the"
                    " rule administrator takes it back; as an approver, reject it.",
                    document=self.display_name,
                    # As a message, also to those who may not read the colleague's record.
                    user=self.sudo().requested_by_id.name or "",
                )
            )

    def request_validation(self):
        self.action_submit()
        return self.review_ids

    def restart_validation(self):
        return self.action_withdraw()

    def action_forward(self):
        """Open the dialogue that hands the user's step to another entitled person."""
        self.ensure_one()
        steps = self._sanbao_my_steps()
        if not steps:
            raise UserError(self._sanbao_not_yours())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Forward"),
            "res_model": "sanbao.approval.forward",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def _sanbao_finish(self, decision, comment, note):
        engine = as_engine(self)
        # One message: the decision, and below it the state that changed by it.
        if self.env.context.get("tracking_disable"):
            self._sanbao_log(note)
        else:
            self._track_set_log_message(note)
        if decision == APPROVED:
            engine.write({"state": APPROVED, "approved_at": fields.Datetime.now()})
            self._on_approved()
            return
        engine.write({"state": REJECTED})
        self._sanbao_forget_activities()
        self._sanbao_tell_requester(
            # The requester may be a colleague whose record the user may not read.
            self.sudo().requested_by_id,
            self.env._("Rejected: correct it and submit it again"),
            Markup("<p>%s</p>") % comment,
        )
        self._on_rejected()
