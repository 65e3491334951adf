from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import is_engine
from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.local_time import (
    company_today,
)

CLOSED = "closed"
LATE = "late"
SHORT = "short"
REJECTED = "rejected"
OUTCOME = {"result", "result_note", "settled_amount"}


class SanbaoBreach(models.Model):
    """违约: a supplier did not do what the order says; what we do about it (PUR-22).

    Proposed from receipts that are late, short or sent back, or opened by hand. A claim
    from the limit on goes through the lawyer. It ends with a result, or is dropped with
    the reason why.
    """

    _name = "sanbao.breach"
    _description = "Breach by a supplier"
    _inherit = [
        "sanbao.numbered.mixin",
        "sanbao.approval.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "order_id", "partner_id"]
    _check_company_auto = True

    _approval_optional = True
    _approval_final_states = (CLOSED,)
    _approval_fields = (
        "order_id",
        "kind",
        "facts",
        "measure",
        "claim_amount",
        "line_ids.purchase_line_id",
        "line_ids.quantity",
        "line_ids.days_late",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "is_proposal",
        "closed_at",
        "closed_by_id",
    )

    name = fields.Char(string="Breach No.")
    state = fields.Selection(
        selection_add=[(CLOSED, "Closed")], ondelete={CLOSED: "cascade"}
    )
    date = fields.Date(
        "Found On", required=True, default=lambda self: company_today(self.env.company)
    )
    kind = fields.Selection(
        selection=[
            (LATE, "Late"),
            (SHORT, "Short"),
            (REJECTED, "Rejected goods"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
        index=True,
        tracking=True,
    )
    order_id = fields.Many2one(
        "purchase.order",
        required=True,
        index=True,
        check_company=True,
        domain="[('state', '=', 'purchase')]",
    )
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Supplier", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="order_id.partner_id.commercial_partner_id",
        string="Supplier Company",
        store=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    due_date = fields.Date(
        required=True,
        index="btree_not_null",
        default=lambda self: self._default_due_date(self.env.company),
        tracking=True,
        help="Until when it is closed with a result.",
    )
    is_proposal = fields.Boolean("Proposed by the System", readonly=True, copy=False)
    line_ids = fields.One2many(
        "sanbao.breach.line", "breach_id", string="Affected Lines", copy=True
    )
    facts = fields.Text("Facts and Evidence")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Photos and Papers",
        help="Photos are printed on the claim letter.",
    )
    measure = fields.Selection(
        selection=[
            ("urge", "Urge the delivery"),
            ("replace", "Replacement"),
            ("return", "Return and refund"),
            ("reduce", "Lower price"),
            ("claim", "Compensation"),
            ("end", "End of the contract"),
        ],
        tracking=True,
    )
    measure_note = fields.Text("Measure in Detail")
    currency_id = fields.Many2one(related="order_id.currency_id")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    claim_amount = fields.Monetary(tracking=True)
    claim_amount_company = fields.Monetary(
        "Claim in Company Currency",
        compute="_compute_claim_amount_company",
        store=True,
        currency_field="company_currency_id",
    )
    settled_amount = fields.Monetary(tracking=True)
    result = fields.Selection(
        selection=[
            ("delivered", "Delivered after all"),
            ("replaced", "Replaced"),
            ("refunded", "Refunded"),
            ("compensated", "Compensated"),
            ("reduced", "Price lowered"),
            ("ended", "Contract ended"),
            ("waived", "Waived"),
        ],
        tracking=True,
    )
    result_note = fields.Text("Result in Detail")
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    _claim_not_negative = models.Constraint(
        "CHECK (claim_amount >= 0 AND settled_amount >= 0)", "Amounts are not negative."
    )

    # === Defaults and computed fields ===

    @api.model
    def _default_due_date(self, company):
        days = self.env["sanbao.parameter"]._get("breach_answer_days", company)
        return company_today(company) + timedelta(days=days)

    @api.depends("claim_amount", "currency_id", "date")
    def _compute_claim_amount_company(self):
        for breach in self:
            company = breach.company_id or self.env.company
            currency = breach.currency_id or company.currency_id
            date = breach.date or company_today(company)
            breach.claim_amount_company = currency._convert(
                breach.claim_amount, company.currency_id, company, date
            )

    # === Creation and changes ===

    @api.model_create_multi
    def create(self, vals_list):
        breaches = super().create(vals_list)
        self.env["sanbao.obligation"]._open(
            "PUR-22",
            breaches,
            none_open=True,
            user=lambda breach: breach.user_id,
            due=lambda breach: breach.due_date,
        )
        return breaches

    def write(self, vals):
        if OUTCOME & vals.keys() and not is_engine(self.env):
            closed = self.filtered(lambda breach: breach.state == CLOSED)
            if closed:
                raise UserError(
                    self.env._(
                        "%s is closed: its result stays.", closed[0].display_name
                    )
                )
        result = super().write(vals)
        if {"due_date", "user_id"} & vals.keys():
            self._follow_owner_and_due()
        return result

    def _follow_owner_and_due(self):
        """The deadline moves with the document; the old one stays in its history."""
        kind = self.env["sanbao.obligation.kind"]._for_code("PUR-22")
        obligations = self.env["sanbao.obligation"]._open_for("PUR-22", self)
        for obligation in obligations:
            breach = self.browse(obligation.res_id)
            obligation._amend(
                self.env._("Changed on the breach"),
                user_id=breach.user_id.id,
                due=kind._as_moment(breach.due_date, breach.company_id, end=True),
            )
