from odoo import api, models
from odoo.exceptions import AccessError, UserError

# What approval decides about: once approved, only an approver of the page changes it.
GOVERNED_FIELDS = {
    "active",
    "approval_required",
    "approver_gid",
    "company_id",
    "name",
    "parent_id",
    "sanbao_audience_group_ids",
    "sanbao_controlled",
    "sanbao_number",
    "sanbao_public",
    "sanbao_receipt_days",
    "sanbao_receipt_required",
    "sanbao_rule_ids",
    "type",
}
# Follow from the versions; nobody writes them.
HEAD_FIELDS = {
    "history_head",
    "approved_date",
    "approved_uid",
    "content_date",
    "content_uid",
}
# Said about the next version, on the document's form.
DRAFT_FIELDS = {
    "draft_name": "name",
    "draft_summary": "summary",
    "sanbao_draft_effective": "sanbao_date_effective",
}


class DocumentPage(models.Model):
    """Who may change what of a document outside the versions."""

    _inherit = "document.page"

    def can_user_approve_this_page(self, user):
        """As OCA's, and membership in an approver group may come through a role."""
        if super().can_user_approve_this_page(user):
            return True
        return user.has_group(
            "document_page_approval.group_document_approver_user"
        ) and bool(self.approver_group_ids & user.all_group_ids)

    def _sanbao_approvers(self):
        """Users who may approve versions of this page."""
        self.ensure_one()
        group = self.env.ref("document_page_approval.group_document_approver_user")
        # Groups and users of others: to name them and to tell them.
        return group.sudo().all_user_ids.filtered(
            lambda user: (
                user.active
                and (not self.company_id or self.company_id in user.company_ids)
                and self.can_user_approve_this_page(user)
            )
        )

    def _sanbao_is_governed(self):
        """Whether approval has decided about this page already."""
        self.ensure_one()
        # Whoever may read the versions: it is about whether there is one.
        return self.is_approval_required and (
            self.type == "category"
            or any(v.state == "approved" for v in self.sudo().sanbao_version_ids)
        )

    @api.model
    def _sanbao_refuse_head_fields(self, names):
        History = self.env["document.page.history"]
        if HEAD_FIELDS & set(names) and not History._sanbao_is_engine():
            History._sanbao_refuse_engine_fields()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sanbao_refuse_head_fields(vals)
        keys = {f"default_{name}" for name in HEAD_FIELDS}
        if keys & set(self.env.context):
            context = {k: v for k, v in self.env.context.items() if k not in keys}
            self = self.with_context(context)  # pylint: disable=context-overridden
        pages = self.browse()
        for vals in vals_list:
            # The order of the values must not decide what the version gets.
            draft = {
                DRAFT_FIELDS[name]: vals[name] for name in DRAFT_FIELDS if name in vals
            }
            vals = {name: vals[name] for name in vals if name not in DRAFT_FIELDS}
            creator = self.with_context(sanbao_draft=draft)
            pages += super(DocumentPage, creator).create([vals])
        return self.browse(pages.ids)

    def write(self, vals):
        self._sanbao_refuse_head_fields(vals)
        if GOVERNED_FIELDS & set(vals):
            self._sanbao_check_governed()
        if set(DRAFT_FIELDS) & set(vals) and any(self.mapped("is_approval_required")):
            # OCA writes them to the approved version, which stays as it was approved.
            draft = {
                DRAFT_FIELDS[name]: vals[name] for name in DRAFT_FIELDS if name in vals
            }
            vals = {name: vals[name] for name in vals if name not in DRAFT_FIELDS}
            if "content" not in vals:
                raise UserError(
                    self.env._(
                        "Name, summary and effective date belong to a new version. "
                        "Change the text of the document as well."
                    )
                )
            self = self.with_context(sanbao_draft=draft)
        return super().write(vals)

    def _sanbao_check_governed(self):
        for page in self:
            if page._sanbao_is_governed() and not page.can_user_approve_this_page(
                self.env.user
            ):
                raise AccessError(
                    self.env._(
                        "%(page)s is approved. Only its approvers change how it is "
                        "published: %(users)s",
                        page=page.name,
                        users=", ".join(page._sanbao_approvers().mapped("name")),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for page in self.filtered("sanbao_controlled"):
            # Versions count that the user may not read.
            if any(v.sanbao_version for v in page.sudo().sanbao_version_ids):
                raise UserError(
                    self.env._(
                        "%(page)s has approved versions, which are kept. Archive it.",
                        page=page.name,
                    )
                )

    def _create_history(self, vals):
        draft = self.env.context.get("sanbao_draft") or {}
        given = {k: draft[k] for k in draft if k in DRAFT_FIELDS.values()}
        return super()._create_history({**vals, **given})
