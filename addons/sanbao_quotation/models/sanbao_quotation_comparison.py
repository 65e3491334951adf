from odoo import api, fields, models
from odoo.tools import format_amount

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.local_time import (
    company_today,
)

from .res_partner import QUALITY_LOW

ORDERED = "ordered"


class SanbaoQuotationComparison(models.Model):
    """比价单 (form F45): the quotations for one need, the choice and its reason.

    Odoo's own alternatives (``purchase_requisition``) are deliberately not the base:
    there each quotation is a request for quotation of its own, without freight, validity,
    score, or a document that somebody approves and that afterwards stays as it is. Such
    requests are taken over as quotations instead.
    """

    _name = "sanbao.quotation.comparison"
    _description = "Quotation comparison"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "subject"]
    _check_company_auto = True

    _approval_final_states = (ORDERED,)
    _approval_fields = (
        "chosen_quote_id",
        "reason",
        "exception",
        "exception_reason",
        "quality_reason",
        "line_ids.product_id",
        "line_ids.quantity",
        "line_ids.product_uom_id",
        "quote_ids.partner_id",
        "quote_ids.currency_id",
        "quote_ids.date",
        "quote_ids.valid_until",
        "quote_ids.freight",
        "quote_ids.lead_days",
        "quote_ids.payment_term_id",
        "price_ids.need_id",
        "price_ids.quote_id",
        "price_ids.price_unit",
        "price_ids.tax_ids",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "counted_quotes",
    )

    name = fields.Char(string="Comparison No.")
    state = fields.Selection(
        selection_add=[(ORDERED, "Ordered")], ondelete={ORDERED: "cascade"}
    )
    subject = fields.Char("For", help="What is bought and what for, in a few words.")
    date = fields.Date(
        required=True, default=lambda self: company_today(self.env.company), copy=False
    )
    user_id = fields.Many2one(
        "res.users", string="Buyer", required=True, default=lambda self: self.env.user
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many(
        "sanbao.quotation.need", "comparison_id", string="Needs", copy=True
    )
    quote_ids = fields.One2many(
        "sanbao.quotation", "comparison_id", string="Quotations", copy=True
    )
    price_ids = fields.One2many(
        "sanbao.quotation.price", "comparison_id", string="Prices", copy=False
    )
    product_names = fields.Char("Products", compute="_compute_product_names")
    quote_count = fields.Integer("Suppliers", compute="_compute_quote_count")
    counted_quotes = fields.Integer(
        "Quotations Counted",
        readonly=True,
        copy=False,
        help="Suppliers with a complete, unexpired quotation on submission.",
    )

    # --- the choice ---
    chosen_quote_id = fields.Many2one(
        "sanbao.quotation",
        string="Chosen Quotation",
        copy=False,
        index="btree_not_null",
        check_company=True,
        domain="[('comparison_id', '=', id)]",
        tracking=True,
    )
    chosen_partner_id = fields.Many2one(
        related="chosen_quote_id.partner_id", string="Chosen Supplier", store=True
    )
    chosen_cost = fields.Monetary(
        "Cost of the Choice", related="chosen_quote_id.total_cost"
    )
    chosen_amount = fields.Monetary(
        "Amount of the Choice",
        compute="_compute_chosen_amount",
        store=True,
        help="Goods, taxes and freight of the chosen quotation in our currency.",
    )
    reason = fields.Text("Reason for the Choice")
    exception = fields.Selection(
        selection=[
            ("sole_source", "Only one source exists"),
            ("no_answer", "Other suppliers were asked and made no offer"),
        ],
        string="Fewer Quotations Because",
        tracking=True,
        help="Choose it where fewer suppliers than required can be compared; the deputy"
        " general manager approves it, too.",
    )
    exception_reason = fields.Text("Facts of the Exception")
    quality_low = fields.Boolean(
        "Chosen Supplier under the Pass Mark",
        compute="_compute_quality_low",
        store=True,
    )
    quality_reason = fields.Text("Reason in Spite of Quality")
    quality_warning = fields.Char(compute="_compute_quality_warning")
    quotes_missing = fields.Integer(compute="_compute_quotes_missing")

    # --- what came of it ---
    order_ids = fields.One2many(
        "purchase.order", "sanbao_comparison_id", string="Orders", copy=False
    )
    order_count = fields.Integer(compute="_compute_order_count")
    can_order = fields.Boolean(
        "Something Is Left to Order", compute="_compute_can_order"
    )

    # === Computed fields ===

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for comparison in self:
            words = (comparison.name, comparison.subject)
            comparison.display_name = " ".join(filter(None, words))

    @api.depends("line_ids.product_id")
    def _compute_product_names(self):
        for comparison in self:
            names = comparison.line_ids.product_id.mapped("display_name")
            comparison.product_names = ", ".join(names)

    @api.depends("quote_ids")
    def _compute_quote_count(self):
        for comparison in self:
            comparison.quote_count = len(comparison.quote_ids.partner_id)

    @api.depends("chosen_quote_id.amount_total", "chosen_quote_id.freight")
    def _compute_chosen_amount(self):
        for comparison in self:
            chosen = comparison.chosen_quote_id
            comparison.chosen_amount = chosen and chosen._in_company_currency(
                chosen.amount_total + chosen.freight
            )

    @api.depends("chosen_quote_id.quality_state")
    def _compute_quality_low(self):
        is_on = self.env["sanbao.rule"]._is_on
        for comparison in self:
            comparison.quality_low = (
                comparison.chosen_quote_id.quality_state == QUALITY_LOW
                and is_on("PUR-10", comparison.company_id)
            )

    @api.depends("quote_ids.quality_state", "quote_ids.rank")
    def _compute_quality_warning(self):
        for comparison in self:
            comparison.quality_warning = comparison._quality_warning()

    def _quality_warning(self):
        """That the cheapest has a low score, and who would be better (PUR-10)."""
        ranked = self.quote_ids.filtered("rank").sorted("rank")
        cheapest = ranked.filtered(lambda quote: quote.rank == 1)
        low = cheapest.filtered(lambda quote: quote.quality_state == QUALITY_LOW)[:1]
        if not low:
            return False
        better = [
            self.env._(
                "%(supplier)s (score %(score)s, total cost %(cost)s)",
                supplier=quote.partner_id.name,
                score=f"{quote.quality_score:g}",
                cost=format_amount(self.env, quote.total_cost, self.currency_id),
            )
            for quote in ranked
            if quote.quality_state != QUALITY_LOW
        ]
        return self.env._(
            "%(supplier)s is the cheapest, but its quality score of %(score)s is under"
            " the pass mark. Better: %(better)s",
            supplier=low.partner_id.name,
            score=f"{low.quality_score:g}",
            better="; ".join(better) or self.env._("nobody yet"),
        )

    @api.depends(
        "quote_ids.is_complete",
        "quote_ids.valid_until",
        "quote_ids.partner_id",
        "chosen_amount",
    )
    def _compute_quotes_missing(self):
        for comparison in self:
            comparison.quotes_missing = comparison._missing_quotes()

    @api.depends("order_ids.state")
    def _compute_order_count(self):
        for comparison in self:
            # Approvers see that orders exist; the orders open for buyers only.
            orders = comparison.sudo().order_ids
            comparison.order_count = len(
                orders.filtered(lambda order: order.state != "cancel")
            )

    @api.depends("state", "order_ids.state")
    def _compute_can_order(self):
        for comparison in self:
            # Approvers read the comparison, not the orders.
            document = comparison.sudo()
            comparison.can_order = document.state in ("approved", ORDERED) and bool(
                document._lines_to_order()
            )

    # === The grid: a price of each supplier for each need ===

    def _fill_grid(self):
        """Make the cells that are missing, empty."""
        cells = []
        for comparison in self:
            known = {(p.quote_id.id, p.need_id.id) for p in comparison.price_ids}
            cells += [
                {"quote_id": quote.id, "need_id": need.id}
                for quote in comparison.quote_ids
                for need in comparison.line_ids
                if (quote.id, need.id) not in known
            ]
        self.env["sanbao.quotation.price"].create(cells)

    # === Screen ===

    def action_view_orders(self):
        """Open the orders that were placed by this comparison."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("purchase.purchase_rfq")
        if len(self.order_ids) == 1:
            action.update(views=[(False, "form")], res_id=self.order_ids.id)
        return dict(action, domain=[("id", "in", self.order_ids.ids)], context={})
