from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

PAGES_PER_COMMIT = 100

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
    _inherit = "document.page"

    draft_summary = fields.Char(groups="base.group_user")
    sanbao_controlled = fields.Boolean(
        string="Controlled Document",
        help="Each version needs the approval of somebody who did not write it, and is "
        "in force from its effective date.",
    )
    sanbao_number = fields.Char(string="Document Number", copy=False)
    sanbao_version_ids = fields.One2many(
        "document.page.history", "page_id", string="Versions", readonly=True
    )
    sanbao_current_id = fields.Many2one(
        comodel_name="document.page.history",
        string="Version in Force",
        compute="_compute_sanbao_current_id",
    )
    sanbao_in_force = fields.Boolean(
        string="In Force",
        compute="_compute_sanbao_current_id",
        search="_search_sanbao_in_force",
    )
    sanbao_version = fields.Integer(
        string="Version", compute="_compute_sanbao_current_id"
    )
    sanbao_date_effective = fields.Date(
        string="Effective From", compute="_compute_sanbao_current_id"
    )
    sanbao_date_expiry = fields.Date(
        string="Valid Until", compute="_compute_sanbao_current_id"
    )
    sanbao_draft_effective = fields.Date(
        string="New Version Effective From",
        compute="_compute_sanbao_draft_effective",
        inverse="_inverse_sanbao_draft_effective",
        groups="base.group_user",
        help="For the change you are making. Empty: the day of approval.",
    )
    sanbao_public = fields.Boolean(
        string="Published to Customers",
        copy=False,
        help="The version in force is shown to customers on the portal.",
    )
    sanbao_audience_group_ids = fields.Many2many(
        comodel_name="res.groups",
        relation="document_page_sanbao_audience_rel",
        string="Audience",
        domain=lambda self: [
            (
                "privilege_id.category_id",
                "=",
                self.env.ref("sanbao_base.module_category_sanbao").id,
            )
        ],
        groups="base.group_user",
        help="Roles that may read the document, and have to when reading is confirmed. "
        "Empty: all staff.",
    )
    sanbao_receipt_required = fields.Boolean(
        string="Reading Confirmed",
        help="Everybody in the audience confirms to have read each version.",
    )
    sanbao_receipt_days = fields.Integer(
        string="Days to Read",
        help="Calendar days from the day on which a reader gets the version to read.",
    )
    sanbao_rule_ids = fields.Many2many(
        comodel_name="sanbao.rule",
        relation="document_page_sanbao_rule_rel",
        column1="page_id",
        column2="rule_id",
        string="Rules",
        groups="base.group_user",
        help="The rules by which the system applies this document.",
    )
    sanbao_receipt_ids = fields.One2many(
        "sanbao.document.receipt",
        "page_id",
        string="Reading Receipts",
        readonly=True,
        groups="base.group_user",
    )
    sanbao_locked = fields.Boolean(compute="_compute_sanbao_locked")
    sanbao_to_read = fields.Boolean(compute="_compute_sanbao_receipts")
    sanbao_receipt_count = fields.Integer(compute="_compute_sanbao_receipts")
    sanbao_read_count = fields.Integer(compute="_compute_sanbao_receipts")

    _sanbao_public_controlled = models.Constraint(
        "CHECK (sanbao_controlled OR sanbao_public IS NOT TRUE)",
        "Only controlled documents are published to customers.",
    )
    _sanbao_receipt_days_positive = models.Constraint(
        "CHECK (sanbao_receipt_days >= 0)", "Days to read can not be negative."
    )

    # === Computed fields ===

    @api.depends(
        "sanbao_version_ids.state",
        "sanbao_version_ids.sanbao_version",
        "sanbao_version_ids.sanbao_date_effective",
        "sanbao_version_ids.sanbao_date_expiry",
        "sanbao_version_ids.sanbao_date_superseded",
    )
    @api.depends_context("company")
    def _compute_sanbao_current_id(self):
        History = self.env["document.page.history"]
        domain = History._sanbao_in_force_domain()
        domain &= Domain("page_id", "in", self.ids)
        current = {version.page_id.id: version for version in History.search(domain)}
        for page in self:
            version = current.get(page._origin.id, History)
            page.sanbao_current_id = version
            page.sanbao_in_force = bool(version)
            page.sanbao_version = version.sanbao_version
            page.sanbao_date_effective = version.sanbao_date_effective
            page.sanbao_date_expiry = version.sanbao_date_expiry

    @api.model
    def _search_sanbao_in_force(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        wanted = (True in value) == (operator == "in")
        History = self.env["document.page.history"].sudo()  # the rules ask this
        domain = History._sanbao_in_force_domain() & Domain("page_id", "!=", False)
        query = History._search(domain).subselect("page_id")
        return Domain("id", "in" if wanted else "not in", query)

    def _compute_sanbao_draft_effective(self):
        self.sanbao_draft_effective = False

    def _inverse_sanbao_draft_effective(self):
        """Nothing to keep: create and write give it to the new version."""

    @api.depends("is_approval_required", "history_ids")
    @api.depends_context("uid")
    def _compute_sanbao_locked(self):
        for page in self:
            page.sanbao_locked = page._sanbao_is_governed() and (
                not page.can_user_approve_this_page(self.env.user)
            )

    @api.depends("sanbao_current_id", "sanbao_receipt_ids.read_at")
    @api.depends_context("uid")
    def _compute_sanbao_receipts(self):
        Receipt = self.env["sanbao.document.receipt"]
        domain = [("version_id", "in", self.sanbao_current_id.ids)]
        totals = Receipt._read_group(
            domain, ["version_id"], ["__count", "read_at:count"]
        )
        counts = {version: (total, read) for version, total, read in totals}
        domain += [("user_id", "=", self.env.uid), ("read_at", "=", False)]
        mine = Receipt.search(domain).version_id
        for page in self:
            version = page.sanbao_current_id
            total, read = counts.get(version, (0, 0))
            page.sanbao_receipt_count = total
            page.sanbao_read_count = read
            page.sanbao_to_read = bool(version) and version in mine

    @api.depends(
        "approval_required", "parent_id.is_approval_required", "sanbao_controlled"
    )
    def _compute_is_approval_required(self):
        super()._compute_is_approval_required()
        self.filtered("sanbao_controlled").is_approval_required = True

    @api.depends_context("uid")
    @api.depends("is_approval_required", "approver_group_ids")
    def _compute_am_i_approver(self):
        return super()._compute_am_i_approver()

    @api.depends("history_ids", "sanbao_controlled")
    def _compute_history_head(self):
        """A controlled document shows the version in force, not the latest approved."""
        controlled = self.filtered("sanbao_controlled")
        super(DocumentPage, self - controlled)._compute_history_head()
        for page in controlled:
            versions = page.sanbao_version_ids.filtered(
                lambda v: v.state == "approved"
            ).sorted("sanbao_version", reverse=True)
            page.history_head = versions.filtered("sanbao_in_force")[:1] or versions[:1]

    # === Guard ===

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
        effective = [vals.pop("sanbao_draft_effective", False) for vals in vals_list]
        pages = super().create(vals_list)
        for page, day in zip(pages, effective, strict=True):
            if day:
                # The version went to review with the text; its date came along.
                version = page.sudo().sanbao_version_ids._sanbao_engine()
                version.sanbao_date_effective = day
        return pages

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
            if any(v.sanbao_version for v in page.sudo().sanbao_version_ids):
                raise UserError(
                    self.env._(
                        "%(page)s has approved versions, which are kept. Archive it.",
                        page=page.name,
                    )
                )

    def _create_history(self, vals):
        if self.is_approval_required:
            vals = dict(vals)
            draft = self.env.context.get("sanbao_draft") or {}
            vals.update({k: draft[k] for k in draft if k in DRAFT_FIELDS.values()})
        return super()._create_history(vals)

    # === Versions ===

    def _sanbao_refresh_versions(self):
        """Each approved version ends where the next one begins; show the one in force."""
        for page in self.filtered("sanbao_controlled"):
            # Engine fields, for whoever made the transition.
            versions = page.sudo().sanbao_version_ids.filtered(
                lambda v: v.state == "approved" and v.sanbao_version
            )
            following = False
            for version in versions.sorted("sanbao_version", reverse=True):
                if version.sanbao_date_superseded != following:
                    version._sanbao_engine().sanbao_date_superseded = following
                following = version.sanbao_date_effective
            page.sudo().with_context(
                versions._sanbao_engine().env.context
            )._compute_history_head()

    def _sanbao_open_receipts(self):
        """Open what is missing: one receipt per reader and version in force."""
        # Nobody has rights to write receipts.
        Receipt = self.env["sanbao.document.receipt"].sudo()
        pages = self.filtered(lambda p: p.sanbao_receipt_required and p.active)
        versions = pages.sanbao_current_id
        known = dict(
            Receipt._read_group(
                [("version_id", "in", versions.ids)],
                ["version_id"],
                ["user_id:recordset"],
            )
        )
        today = self.env["document.page.history"]._sanbao_today()
        return Receipt.create(
            [
                {
                    "version_id": page.sanbao_current_id.id,
                    "user_id": user.id,
                    "due_date": fields.Date.add(today, days=page.sanbao_receipt_days),
                }
                for page in pages
                if page.sanbao_current_id
                for user in page._sanbao_readers()
                - known.get(page.sanbao_current_id, self.env["res.users"])
            ]
        )

    def _sanbao_readers(self):
        """Staff in the audience and company of the document."""
        self.ensure_one()
        # Membership of others.
        page = self.sudo()
        groups = page.sanbao_audience_group_ids
        groups = groups or self.env.ref("sanbao_base.group_user").sudo()
        return groups.all_user_ids.filtered(
            lambda user: (
                user.active
                and not user.share
                and (not page.company_id or page.company_id in user.company_ids)
            )
        )

    @api.model
    def _cron_versions(self):
        """Daily: show what takes effect, ask new readers to read it, remind them."""
        for company in self.env["res.company"].search([]):
            # The day begins and ends in the time zone of the company.
            pages = self.with_company(company).search(
                [
                    ("sanbao_controlled", "=", True),
                    ("type", "=", "content"),
                    ("company_id", "in", [company.id, False]),
                ]
            )
            for start in range(0, len(pages), PAGES_PER_COMMIT):
                batch = pages[start : start + PAGES_PER_COMMIT]
                stale = batch.filtered(
                    lambda p: (
                        p.sanbao_current_id and p.history_head != p.sanbao_current_id
                    )
                )
                stale._sanbao_refresh_versions()
                batch._sanbao_open_receipts()
                self.env["ir.cron"]._commit_progress(len(batch))
        self.env["sanbao.document.receipt"]._cron_remind()

    # === Actions ===

    def action_sanbao_read(self):
        """Confirm to have read the version in force; pressing twice changes nothing."""
        receipts = self.env["sanbao.document.receipt"].search(
            [
                ("version_id", "in", self.sanbao_current_id.ids),
                ("user_id", "=", self.env.uid),
            ]
        )
        receipts.action_read()

    def action_view_sanbao_receipts(self):
        """Open the reading receipts of the document, those not read first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_document.sanbao_document_receipt_action"
        )
        return dict(
            action,
            domain=[("page_id", "=", self.id)],
            context={"search_default_not_read": 1},
        )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        # Customers may read the document, not the colleagues' talk about it.
        if self.env.user.share:
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)
