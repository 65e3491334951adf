from odoo import api, fields, models
from odoo.fields import Domain


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
        result = super()._compute_is_approval_required()
        self.filtered("sanbao_controlled").is_approval_required = True
        return result

    @api.depends_context("uid")
    @api.depends("is_approval_required", "approver_group_ids")
    def _compute_am_i_approver(self):
        return super()._compute_am_i_approver()

    @api.depends("history_ids", "sanbao_controlled")
    def _compute_history_head(self):
        """A controlled document shows the version in force, not the latest approved."""
        controlled = self.filtered("sanbao_controlled")
        others = self - controlled
        result = super(DocumentPage, others)._compute_history_head()
        for page in controlled:
            versions = page.sanbao_version_ids.filtered(
                lambda v: v.state == "approved"
            ).sorted("sanbao_version", reverse=True)
            page.history_head = versions.filtered("sanbao_in_force")[:1] or versions[:1]
        return result

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
