from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    without_computed_defaults,
)
from odoo.addons.sanbao_base.local_time import company_today

PROCEDURE, DESIGN = "procedure", "design"
# The rule that keeps a register, and the parameter with the months between two reviews.
RULES = {PROCEDURE: "QLT-05", DESIGN: "QLT-09"}
MONTHS = {PROCEDURE: "procedure_review_months", DESIGN: "design_review_months"}
# What the approval of a document stands for, besides its text.
GOVERNED = {"sanbao_register", "sanbao_scope", "sanbao_owner_id", "sanbao_product_ids"}


class DocumentPage(models.Model):
    """Quality procedures (QLT-05) and design documents (QLT-09): owner and review."""

    _inherit = "document.page"

    sanbao_register = fields.Selection(
        selection=[
            (PROCEDURE, "Quality Procedure"),
            (DESIGN, "Design Document"),
        ],
        string="Register",
        help="Documents in a register have an owner and are reviewed in time.",
    )
    sanbao_scope = fields.Selection(
        selection=[
            ("design", "Design"),
            ("process", "Process Control"),
            ("inspection", "Inspection"),
        ],
        string="Scope",
        groups="base.group_user",
        help="What the procedure controls.",
    )
    sanbao_owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        index="btree_not_null",
        domain=[("share", "=", False)],
        groups="base.group_user",
        help="Keeps the document up to date and reviews it.",
    )
    sanbao_product_ids = fields.Many2many(
        comodel_name="product.template",
        relation="document_page_sanbao_product_rel",
        column1="page_id",
        column2="product_id",
        string="Designed Products",
        groups="base.group_user",
    )
    sanbao_review_ids = fields.One2many(
        "sanbao.document.review",
        "page_id",
        string="Reviews",
        readonly=True,
        groups="base.group_user",
    )
    sanbao_review_date = fields.Date(
        string="Review Due",
        compute="_compute_sanbao_review_date",
        store=True,
        groups="base.group_user",
        help="So many months after the last version or review.",
    )
    sanbao_review_late = fields.Boolean(
        string="Review Is Late",
        compute="_compute_sanbao_review_late",
        search="_search_sanbao_review_late",
        groups="base.group_user",
    )
    sanbao_may_review = fields.Boolean(compute="_compute_sanbao_may_review")

    # === Computed fields ===

    @api.depends(
        "sanbao_register",
        "sanbao_version_ids.state",
        "sanbao_version_ids.sanbao_version",
        "sanbao_version_ids.sanbao_date_effective",
        "sanbao_review_ids.result",
        "sanbao_review_ids.date",
    )
    def _compute_sanbao_review_date(self):
        get = self.env["sanbao.parameter"]._get
        for page in self:
            last = page._sanbao_last_looked_at()
            company = page.company_id or self.env.company
            page.sanbao_review_date = last and last + relativedelta(
                months=get(MONTHS[page.sanbao_register], company)
            )

    def _sanbao_last_looked_at(self):
        """The day of the last version, or of the review that found it still valid."""
        if not self.sanbao_register:
            return False
        versions = self.sanbao_version_ids.filtered(
            lambda v: v.state == "approved" and v.sanbao_version
        )
        if not versions:
            return False
        newest = versions.sorted("sanbao_version")[-1].sanbao_date_effective
        valid = self.sanbao_review_ids.filtered(lambda r: r.result == "valid")
        return max([newest, *valid.mapped("date")])

    @api.depends("sanbao_review_date", "active")
    @api.depends_context("company")
    def _compute_sanbao_review_late(self):
        today = company_today(self.env.company)
        for page in self:
            due = page.sanbao_review_date
            page.sanbao_review_late = bool(due and page.active and due < today)

    @api.model
    def _search_sanbao_review_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = company_today(self.env.company)
        late = Domain("sanbao_review_date", "<", today) & Domain("active", "=", True)
        wanted = {bool(item) for item in value}
        return Domain.OR((late if item else ~late) for item in wanted)

    @api.depends("sanbao_register", "sanbao_owner_id", "approver_group_ids")
    @api.depends_context("uid")
    def _compute_sanbao_may_review(self):
        user = self.env.user
        for page in self:
            page.sanbao_may_review = (
                not user.share
                and bool(page.sanbao_review_date)
                and page.active
                and page._sanbao_is_reviewer(user)
            )

    def _sanbao_is_reviewer(self, user):
        self.ensure_one()
        return user == self.sanbao_owner_id or self.can_user_approve_this_page(user)

    # === Guard ===

    @api.constrains("sanbao_register", "sanbao_controlled")
    def _check_sanbao_register(self):
        for page in self:
            if page.sanbao_register and not page.sanbao_controlled:
                raise ValidationError(
                    self.env._(
                        "%s: only controlled documents stand in a register.", page.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_computed(self, vals.keys() & {"sanbao_review_date"})
        clean = without_computed_defaults(self, ("sanbao_review_date",))
        return super(DocumentPage, clean).create(vals_list).with_env(self.env)

    def write(self, vals):
        refuse_computed(self, vals.keys() & {"sanbao_review_date"})
        if GOVERNED & vals.keys():
            self._sanbao_check_governed()
        result = super().write(vals)
        if {"active", "sanbao_owner_id", "sanbao_register"} & vals.keys():
            self._sanbao_owe_review()
        return result

    def _sanbao_register_problem(self):
        """Why a version may not be approved (QLT-05, QLT-09); empty: nothing."""
        self.ensure_one()
        if self.sanbao_register == PROCEDURE and not (
            self.sanbao_owner_id and self.sanbao_scope
        ):
            return self.env._(
                "%s is a quality procedure: enter its owner and its scope.", self.name
            )
        if self.sanbao_register == DESIGN and not (
            self.sanbao_owner_id and self.sanbao_product_ids
        ):
            return self.env._(
                "%s is a design document: enter its owner and the products.", self.name
            )
        return ""

    def unlink(self):
        """A deleted document is not reviewed."""
        self.env["sanbao.obligation"]._cancel_deleted(self)
        return super().unlink()

    # === Reviews ===

    def _sanbao_owe_review(self, anew=False):
        """Each document in a register has one open obligation of its owner.

        ``anew``: what was owed before has been done.
        """
        obligations = self.env["sanbao.obligation"]
        for register, code in RULES.items():
            # Owners and dates are the same whoever acts.
            owed = self.sudo().filtered(
                lambda page, register=register: (
                    page.active
                    and page.sanbao_register == register
                    and page.sanbao_review_date
                )
            )
            if anew:
                obligations._close(code, owed)
            gone = self.sudo() - owed  # as above
            if gone.filtered("sanbao_version_ids"):
                obligations._cancel(code, gone)
            obligations._open(
                code,
                owed,
                user=lambda page: page.sanbao_owner_id,
                due=lambda page: page.sanbao_review_date,
            )
            owed._sanbao_follow_owner(code)

    def _sanbao_follow_owner(self, code):
        """The deadline moves with the document; the old one stays in its history."""
        kind = self.env["sanbao.obligation.kind"]._for_code(code)
        for row in self.env["sanbao.obligation"]._open_for(code, self):
            page = self.browse(row.res_id)
            company = page.company_id or self.env.company
            row._amend(
                self.env._("Changed on the document"),
                user_id=page.sanbao_owner_id.id,
                due=kind._as_moment(page.sanbao_review_date, company, end=True),
            )

    def action_sanbao_review(self):
        """Open a new review of this document."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Periodic Review"),
            "res_model": "sanbao.document.review",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_page_id": self.id},
        }

    def action_sanbao_view_reviews(self):
        """Open the reviews of this document."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_design.sanbao_document_review_action"
        )
        return dict(action, domain=[("page_id", "=", self.id)], context={})
