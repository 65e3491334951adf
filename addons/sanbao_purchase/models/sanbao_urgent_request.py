from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.local_time import company_today

STATE_APPROVED = "approved"
STATE_ARRIVED = "arrived"
RULE_URGENT = "PRT-15"


class SanbaoUrgentRequest(models.Model):
    """急需备件申请表, Form 13: parts that cannot wait for the plan and are not in stock."""

    _name = "sanbao.urgent.request"
    _description = "Urgent parts request"
    _inherit = [
        "sanbao.purchase.paper.mixin",
        "sanbao.numbered.mixin",
        "sanbao.approval.mixin",
        "sanbao.form.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "partner_id", "application_id"]
    _check_company_auto = True
    _approval_fields = (
        "kind",
        "application_id",
        "reason",
        "date_required",
        "amount_total",
        "line_ids.product_id",
        "line_ids.quantity",
        "line_ids.price_unit",
    )
    _approval_final_states = (STATE_ARRIVED,)
    _approval_protected = (*SanbaoApprovalMixin._approval_protected, "arrived_at")

    name = fields.Char(string="Request no.")
    state = fields.Selection(
        selection_add=[(STATE_ARRIVED, "Arrived")],
        ondelete={STATE_ARRIVED: "set default"},
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        selection=[("warranty", "Repair under warranty"), ("sale", "Sale")],
        compute="_compute_from_issue",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    issue_id = fields.Many2one(
        "sanbao.parts.issue",
        string="Parts issue",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    application_id = fields.Many2one(
        "sanbao.service.application",
        string="Service application",
        compute="_compute_from_issue",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_from_issue",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    state_id = fields.Many2one(
        "res.country.state",
        string="Region",
        compute="_compute_from_issue",
        store=True,
        readonly=False,
        precompute=True,
    )
    archive_id = fields.Many2one(
        "sanbao.archive",
        string="Delivered unit",
        compute="_compute_from_issue",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", default=lambda self: self.env.user
    )
    reason = fields.Text(string="Why it is urgent")
    date_required = fields.Date(string="Required by", tracking=True)
    deposit_note = fields.Char(
        string="Deposit", help="Deposit of the customer, for sales."
    )
    line_ids = fields.One2many(
        "sanbao.urgent.request.line", "request_id", string="Parts", copy=True
    )
    amount_total = fields.Monetary(
        string="Estimated total", compute="_compute_amount_total", store=True
    )

    # === What purchasing adds ===
    purchase_note = fields.Text(string="Opinion of purchasing", copy=False)
    date_promised = fields.Date(string="Promised for", copy=False, tracking=True)
    arrived_at = fields.Datetime(readonly=True, copy=False)
    order_count = fields.Integer(compute="_compute_progress", compute_sudo=True)
    to_order_count = fields.Integer(
        string="Lines to order", compute="_compute_progress", compute_sudo=True
    )
    late = fields.Boolean(
        compute="_compute_late",
        search="_search_late",
        help="Required by a day that has passed, and not here.",
    )

    # === Computed fields ===

    @api.depends("issue_id", "application_id")
    def _compute_from_issue(self):
        for request in self:
            issue = request.issue_id
            application = issue.application_id or request.application_id
            partner = application.partner_id
            values = {
                "application_id": application,
                "kind": issue.category
                or ("sale" if application.charge_type == "chargeable" else "warranty"),
                "partner_id": partner,
                "state_id": issue.state_id
                or partner.state_id
                or partner.parent_id.state_id,
                "archive_id": application.archive_id,
            }
            for name, value in values.items():
                request[name] = request[name] or value

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for request in self:
            request.amount_total = sum(request.line_ids.mapped("amount"))

    def _compute_progress(self):
        for request in self:
            lines = request.line_ids
            request.order_count = len(lines.order_line_ids.order_id)
            request.to_order_count = len(
                lines.filtered(
                    lambda line: line.uom_id.compare(line._qty_to_order(), 0) > 0
                )
            )

    @api.depends("date_required", "state")
    def _compute_late(self):
        for request in self:
            today = company_today(request.company_id)
            request.late = (
                request.state in ("submitted", STATE_APPROVED)
                and bool(request.date_required)
                and request.date_required < today
            )

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = company_today(self.env.company)
        late = fields.Domain("state", "in", ("submitted", STATE_APPROVED))
        late &= fields.Domain("date_required", "<", today)
        wanted = {bool(item) for item in value}
        return fields.Domain.OR((late if item else ~late) for item in wanted)

    # === Content (PRT-15) ===

    def _check_before_submit(self):
        super()._check_before_submit()
        self._check_complete()
        self.line_ids._refresh_stock()
        covered = self.line_ids._covered_by_stock()
        self.env["sanbao.rule"]._gate(
            RULE_URGENT,
            self if covered else self.browse(),
            self.env._(
                "%(request)s: free stock covers %(parts)s. Take these from stock, and"
                " request only what is missing.",
                request=self.name,
                parts=", ".join(
                    f"{line.product_id.display_name} ({line.qty_free:g})"
                    for line in covered
                ),
            ),
        )

    def _check_complete(self):
        if not self.line_ids:
            raise UserError(self.env._("%s has no lines: enter the parts.", self.name))
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("kind", "reason", "date_required")
            if not self[name]
        ]
        missing += [
            f"{line.product_id.display_name}: "
            + line._fields["price_unit"]._description_string(self.env)
            for line in self.line_ids
            if not line.price_unit
        ]
        if missing:
            raise UserError(
                self.env._(
                    "%(request)s: enter %(missing)s.",
                    request=self.name,
                    missing=", ".join(missing),
                )
            )

    # === Paper ===

    def _form_signature(self, key):
        if key != "engine:buyer":
            return super()._form_signature(key)
        # A signature shows on paper whoever prints it.
        orders = self.sudo().line_ids.order_line_ids.order_id
        order = orders.filtered(lambda order: order.state == "purchase")[:1]
        return order and {"name": order.user_id.name, "date": order.date_approve}
