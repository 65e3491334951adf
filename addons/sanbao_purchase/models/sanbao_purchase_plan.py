from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)

STATE_APPROVED = "approved"
STATE_CLOSED = "closed"
# States in which what is planned is counted on, and those in which it is binding.
LIVE_STATES = ("draft", "submitted", STATE_APPROVED)
BINDING_STATES = (STATE_APPROVED, STATE_CLOSED)


class SanbaoPurchasePlan(models.Model):
    """采购计划, Form 29: what a department wants bought in a period, and for how much."""

    _name = "sanbao.purchase.plan"
    _description = "Purchase plan"
    _inherit = [
        "sanbao.purchase.paper.mixin",
        "sanbao.numbered.mixin",
        "sanbao.approval.mixin",
        "sanbao.form.mixin",
        "sanbao.purchase.period.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "department_id"]
    _check_company_auto = True
    _approval_fields = (
        "kind",
        "period_date",
        "department_id",
        "reason",
        "amount_total",
        "line_ids.product_id",
        "line_ids.department_id",
        "line_ids.quantity",
        "line_ids.price_unit",
        "line_ids.date_needed",
    )
    _approval_final_states = (STATE_CLOSED,)
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "closed_by_id",
        "closed_at",
        "close_reason",
    )

    name = fields.Char(string="Plan no.")
    state = fields.Selection(
        selection_add=[(STATE_CLOSED, "Closed")], ondelete={STATE_CLOSED: "set default"}
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        index=True,
        tracking=True,
        default=lambda self: self._default_department(),
    )
    kind = fields.Selection(
        selection=[
            ("planned", "In plan"),
            ("deposit", "Deposit order"),
            ("count", "Count replenishment"),
            ("unplanned", "Outside the plan"),
        ],
        required=True,
        default="planned",
        tracking=True,
        help="“Outside the plan” is the exception that PUR-17 allows: with a reason,"
        " and approved like every plan.",
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", default=lambda self: self.env.user
    )
    is_automatic = fields.Boolean(
        string="Collects minimum stocks",
        readonly=True,
        copy=False,
        help="Minimum stocks add their needs here while the plan is a draft.",
    )
    reason = fields.Text(string="Grounds")
    deposit_note = fields.Char(
        string="Deposit voucher", help="Receipt of the deposit, for deposit orders."
    )
    line_ids = fields.One2many(
        "sanbao.purchase.plan.line", "plan_id", string="Lines", copy=True
    )
    amount_total = fields.Monetary(
        string="Total", compute="_compute_amount_total", store=True
    )
    order_count = fields.Integer(compute="_compute_progress", compute_sudo=True)
    to_order_count = fields.Integer(
        string="Lines to order", compute="_compute_progress", compute_sudo=True
    )
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    close_reason = fields.Char(readonly=True, copy=False)

    @api.model
    def _default_department(self):
        # One's own department stands in one's employee record, which HR alone may read.
        return self.env.user.sudo().employee_id.department_id

    @api.model
    def get_import_templates(self):
        """The workbook that shows how plans are imported, rows below rows."""
        return [
            {
                "label": self.env._("Template for purchase plans"),
                "template": "/sanbao_purchase/static/xls/purchase_plan.xlsx",
            }
        ]

    # === Computed fields ===

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for plan in self:
            plan.amount_total = sum(plan.line_ids.mapped("amount"))

    def _compute_progress(self):
        for plan in self:
            lines = plan.line_ids
            plan.order_count = len(lines.order_line_ids.order_id)
            plan.to_order_count = len(
                lines.filtered(
                    lambda line: line.uom_id.compare(line._qty_to_order(), 0) > 0
                )
            )

    # === Content ===

    def _check_before_submit(self):
        """Complete, and with the stock of today."""
        super()._check_before_submit()
        if not self.line_ids:
            raise UserError(
                self.env._("%s has no lines: enter what is needed.", self.name)
            )
        if self.kind == "unplanned" and not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "%s is outside the plan: give the grounds for the exception.",
                    self.name,
                )
            )
        for line in self.line_ids:
            line._check_complete()
        self.line_ids._refresh_stock()

    def action_refresh_stock(self):
        """Read stock and goods on order anew."""
        self.check_access("write")
        self._approval_require_state("draft", "rejected")
        self.line_ids._refresh_stock()
        return True
