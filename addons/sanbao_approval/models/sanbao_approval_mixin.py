from odoo import api, fields, models
from odoo.exceptions import UserError

from ..computed import refuse_computed, refuse_protected, without_computed_defaults
from ..engine import as_engine, is_engine
from .tier_validation_decision import APPROVED

DRAFT = "draft"
SUBMITTED = "submitted"
CANCELLED = "cancelled"


class SanbaoApprovalMixin(models.AbstractModel):
    """A document that is submitted, approved step by step, and then stays as it is."""

    _name = "sanbao.approval.mixin"
    _description = "Document with approval"
    _inherit = ["mail.thread", "mail.activity.mixin", "tier.validation"]
    _check_company_auto = True

    _state_from = [DRAFT, SUBMITTED]
    _state_to = [APPROVED]
    _cancel_state = CANCELLED
    _tier_validation_manual_config = False

    # May a document for which no step applies be approved by submitting it?
    _approval_optional = False
    # States that a document reaches only after its approval, e.g. ("used",).
    _approval_final_states = ()
    _approval_protected = (
        "review_ids",
        "reviewer_ids",
        "validation_status",
        "sanbao_approval_snapshot",
        "state",
        "requested_by_id",
        "requested_at",
        "approved_at",
        "approval_changes",
    )

    state = fields.Selection(
        selection=[
            (DRAFT, "Draft"),
            (SUBMITTED, "Submitted"),
            (APPROVED, "Approved"),
            ("rejected", "Rejected"),
            (CANCELLED, "Cancelled"),
        ],
        required=True,
        default=DRAFT,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    requested_by_id = fields.Many2one(
        "res.users", string="Requested by", readonly=True, copy=False
    )
    requested_at = fields.Datetime(string="Requested on", readonly=True, copy=False)
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    approval_changes = fields.Html(
        string="Changes since submission",
        readonly=True,
        copy=False,
        prefetch=False,
        help="What was changed after the document was submitted last time.",
    )

    # === Protected values ===

    @api.model
    def _sanbao_unsafe(self, vals):
        if is_engine(self.env):
            return set()
        unsafe = super()._sanbao_unsafe(vals)
        return unsafe - {"state"} if vals.get("state") == DRAFT else unsafe

    def _sanbao_refuse_protected(self, names):
        refuse_computed(self, names)
        return super()._sanbao_refuse_protected(names)

    def _sanbao_without_defaults(self):
        return without_computed_defaults(super()._sanbao_without_defaults())

    def write(self, vals):
        number = self._fields.get("name")
        if "name" in vals and number and number.readonly:
            refuse_protected(self, ["name"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(document.state not in (DRAFT, CANCELLED) for document in self):
            raise UserError(
                self.env._(
                    "Only drafts and cancelled documents are deleted. Cancel it first."
                )
            )

    def _sanbao_watched(self):
        frozen = (SUBMITTED, APPROVED, *self._approval_final_states)
        if not self._approval_fields:
            return self.browse()
        return self.filtered(lambda document: document.state in frozen)

    def _sanbao_reopen(self):
        if self.state in self._approval_final_states:
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s: what was approved does not change any"
                    " more. Make a new document.",
                    document=self.display_name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )
        # The requester may be a colleague whose record the user may not read.
        requester = self.sudo().requested_by_id
        changes = super()._sanbao_reopen()
        as_engine(self).write(
            {
                "state": DRAFT,
                "requested_by_id": False,
                "requested_at": False,
                "approved_at": False,
                "approval_changes": self._sanbao_change_note(changes),
            }
        )
        self._sanbao_tell_requester(
            requester, self.env._("Changed after submission: submit it again")
        )
        self._on_reopened()
        return changes

    def _sanbao_tell_requester(self, requester, summary, note=""):
        if requester.active and requester != self.env.user:
            todo = "mail.mail_activity_data_todo"
            self._sanbao_schedule(requester.ids, todo, note, summary)

    # OCA refuses header changes while steps are open; ours reopens on any change of the
    # declared content, header and lines alike, and leaves all other fields alone.

    def _tier_validation_check_state_on_write(self, vals):
        return None

    def _tier_validation_check_write_allowed(self, vals):
        return None

    def _tier_validation_check_write_remove_reviews(self, vals):
        return None

    # === State ===

    def _is_approved(self):
        """Whether the document is approved now: state, signatures and content agree."""
        self.ensure_one()
        # Whether it is approved does not depend on who asks.
        document = self.sudo()
        approved_states = (APPROVED, *self._approval_final_states)
        return document.state in approved_states and document._approval_holds()

    def _approval_holds(self):
        if not self.review_ids and not self._approval_optional:
            return False
        return self._sanbao_is_validated()

    def _set_state(self, new_state):
        """Move to another state; the caller has checked his own preconditions.

        ``approved`` and the final states need a valid approval, else ``UserError``.
        """
        for document in self:
            needs_approval = new_state in (APPROVED, *document._approval_final_states)
            # All signatures count, also those that the user may not read.
            if needs_approval and not document.sudo()._approval_holds():
                raise UserError(
                    document.env._(
                        "%s is not approved, or was changed since. Submit it again.",
                        document.display_name,
                    )
                )
        as_engine(self).write({"state": new_state})

    def _approval_requesters(self):
        """Users who count as requesters and so never approve this document."""
        return self.requested_by_id

    def _approval_may_manage(self):
        """Whether the user may take back what somebody else submitted."""
        self.ensure_one()
        return self.env.user == self.requested_by_id or self._approval_manages_all()

    @api.model
    def _approval_manages_all(self):
        """Whether the user may take back whatever anybody submitted."""
        user = self.env.user
        return any(
            user.has_group(name)
            for name in ("sanbao_base.group_admin", "base.group_system")
        )

    # === Hooks for documents ===

    def _check_before_submit(self):
        """Hand over to the gates; called for each document before it is submitted."""

    def _on_submitted(self):
        """Called after the document was submitted."""

    def _on_approved(self):
        """Called after the last step was approved."""

    def _on_rejected(self):
        """Called after a step was rejected."""

    def _on_reopened(self):
        """Called after a change reopened the document."""
