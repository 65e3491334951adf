from odoo import api, fields, models

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)

WARRANTY = "warranty"
STATE_APPROVED = "approved"
STATE_RELEASED = "released"
STATE_ISSUED = "issued"
LIVE_STATES = ("draft", "submitted", "rejected", STATE_APPROVED, STATE_RELEASED)


class SanbaoPartsIssue(models.Model):
    """备件出库申请单, Form 11: parts of a case leave the stock; with its requisition."""

    _name = "sanbao.parts.issue"
    _description = "Spare parts issue"
    _inherit = [
        "sanbao.numbered.mixin",
        "sanbao.approval.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "requisition_number", "application_id", "partner_id"]
    _check_company_auto = True
    _approval_fields = (
        "application_id",
        "category",
        "warehouse_id",
        "freight_payer",
        "freight_amount",
        "amount_total",
        "line_ids.product_id",
        "line_ids.quantity",
        "line_ids.price_unit",
    )
    _approval_final_states = (STATE_RELEASED, STATE_ISSUED)
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "requisition_number",
        "requisition_by_id",
        "requisition_at",
        "released_by_id",
        "issued_at",
        "issued_by_id",
        "is_short",
    )

    name = fields.Char(string="Issue no.")
    state = fields.Selection(
        selection_add=[(STATE_RELEASED, "Released"), (STATE_ISSUED, "Issued")],
        ondelete={STATE_RELEASED: "set default", STATE_ISSUED: "set default"},
    )
    application_id = fields.Many2one(
        "sanbao.service.application",
        string="Service application",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="application_id.company_id",
        store=True,
        index=True,
        precompute=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    ticket_id = fields.Many2one(
        related="application_id.ticket_id", string="Case", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="application_id.partner_id", string="Customer", store=True, index=True
    )
    archive_id = fields.Many2one(
        related="application_id.archive_id",
        string="Delivered unit",
        store=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_from_application",
        store=True,
        readonly=False,
        index=True,
        precompute=True,
    )
    warranty_end = fields.Date(related="archive_id.warranty_end")
    category = fields.Selection(
        selection=[(WARRANTY, "Repair under warranty"), ("sale", "Sale")],
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    state_id = fields.Many2one(
        "res.country.state",
        string="Region",
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
    )
    consignee = fields.Char(
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
    )
    consignee_phone = fields.Char(
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
    )
    consignee_address = fields.Char(
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Text(
        string="Use and cause of the fault",
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
    )
    shipping_method = fields.Selection(
        selection=[
            ("express", "Express"),
            ("logistics", "Forwarder"),
            ("pickup", "Picked up"),
            ("carried", "Carried by the engineer"),
        ],
        default="express",
    )
    freight_payer = fields.Selection(
        selection=[("company", "Company"), ("customer", "Customer")],
        string="Freight paid by",
        compute="_compute_freight_payer",
        store=True,
        readonly=False,
        precompute=True,
    )
    freight_amount = fields.Monetary(string="Freight")
    payment_note = fields.Char(
        string="Payment", help="Receipt, or number of the approved credit; for sales."
    )
    note = fields.Text(string="Remarks")
    line_ids = fields.One2many("sanbao.parts.issue.line", "issue_id", copy=True)
    amount_total = fields.Monetary(compute="_compute_amount_total", store=True)

    # === Requisition (F14) ===
    requisition_number = fields.Char(
        string="Requisition no.", readonly=True, copy=False, index="trigram"
    )
    requisition_by_id = fields.Many2one(
        "res.users", string="Requested by (requisition)", readonly=True, copy=False
    )
    requisition_at = fields.Datetime(
        string="Requisition filled at", readonly=True, copy=False
    )
    requisition_department = fields.Char(
        string="Department",
        copy=False,
        default=lambda self: self.env._("After-sales service"),
    )

    # === Release and goods ===
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    issued_at = fields.Datetime(readonly=True, copy=False)
    issued_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_short = fields.Boolean(
        string="Parts missing",
        readonly=True,
        copy=False,
        help="Not everything was in stock when the issue was submitted or released.",
    )
    picking_ids = fields.One2many(
        "stock.picking", "sanbao_issue_id", groups="stock.group_stock_user"
    )
    picking_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    old_part_ids = fields.One2many("sanbao.old.part", "issue_id")
    old_part_count = fields.Integer(compute="_compute_counts", compute_sudo=True)

    _freight_not_negative = models.Constraint(
        "CHECK (freight_amount >= 0)", "The freight cannot be negative."
    )

    # === Computed fields ===

    @api.depends("application_id")
    def _compute_from_application(self):
        for issue in self:
            application = issue.application_id
            partner = application.partner_id
            values = {
                "user_id": application.user_id or self.env.user,
                "category": "sale"
                if application.charge_type == "chargeable"
                else WARRANTY,
                "state_id": partner.state_id or partner.parent_id.state_id,
                "consignee": application.contact_name or partner.name,
                "consignee_phone": application.contact_phone or partner.phone,
                "consignee_address": application.address,
                "reason": application.analysis or application.fault_description,
            }
            for name, value in values.items():
                issue[name] = issue[name] or value

    @api.depends("category", "company_id")
    def _compute_freight_payer(self):
        get = self.env["sanbao.parameter"]._get
        for issue in self:
            company = issue.company_id or self.env.company
            issue.freight_payer = (
                get("warranty_freight_payer", company)
                if issue.category == WARRANTY
                else "customer"
            )

    @api.depends("company_id")
    def _compute_warehouse_id(self):
        warehouses = self.env["stock.warehouse"]
        for issue in self:
            issue.warehouse_id = issue.warehouse_id or warehouses._sanbao_of_company(
                issue.company_id or self.env.company
            )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for issue in self:
            issue.amount_total = sum(issue.line_ids.mapped("amount"))

    def _compute_counts(self):
        for name, model, field in (
            ("picking_count", "stock.picking", "sanbao_issue_id"),
            ("old_part_count", "sanbao.old.part", "issue_id"),
        ):
            counts = dict(
                self.env[model]._read_group(
                    [(field, "in", self.ids)], [field], ["__count"]
                )
            )
            for issue in self:
                issue[name] = counts.get(issue._origin, 0)
