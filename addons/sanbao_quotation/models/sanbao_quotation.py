from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.sanbao_base.local_time import company_today

from .res_partner import QUALITY_GOOD, QUALITY_LOW, QUALITY_UNKNOWN

DAYS_OF_A_YEAR = 365


class SanbaoQuotation(models.Model):
    """What one supplier offers for the need of a comparison (PUR-09)."""

    _name = "sanbao.quotation"
    _description = "Supplier quotation"
    _inherit = ["sanbao.approval.line.mixin"]
    _order = "comparison_id, rank, id"
    _check_company_auto = True
    _approval_document = "comparison_id"

    comparison_id = fields.Many2one(
        "sanbao.quotation.comparison", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="comparison_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", string="Supplier", required=True, index=True, check_company=True
    )
    reference = fields.Char("Their Reference")
    order_id = fields.Many2one(
        "purchase.order",
        string="Request for Quotation",
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    date = fields.Date(
        "Quoted On", required=True, default=lambda self: self._default_date()
    )
    valid_until = fields.Date(
        required=True,
        default=lambda self: self._default_valid_until(),
        help="The last day on which the supplier delivers at these prices.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    freight = fields.Monetary(help="What delivery to us costs, tax included.")
    lead_days = fields.Integer("Lead Time (Days)")
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        compute="_compute_payment_term_id",
        store=True,
        readonly=False,
        check_company=True,
    )
    note = fields.Char("Remarks")
    price_ids = fields.One2many("sanbao.quotation.price", "quote_id", copy=False)

    amount_untaxed = fields.Monetary(
        "Goods Untaxed", compute="_compute_amounts", store=True
    )
    amount_tax = fields.Monetary("Taxes", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(
        "Goods with Taxes", compute="_compute_amounts", store=True
    )
    is_complete = fields.Boolean(
        "Complete",
        compute="_compute_amounts",
        store=True,
        help="Every need has a price.",
    )
    credit_days = fields.Float(
        "Days of Credit",
        compute="_compute_credit_days",
        store=True,
        digits=(16, 1),
        help="How long after the invoice we pay, on the average of its parts.",
    )
    credit_value = fields.Monetary(
        "Interest Saved",
        compute="_compute_total_cost",
        store=True,
        currency_field="company_currency_id",
        help="What paying later is worth: amount × yearly interest × days of credit.",
    )
    total_cost = fields.Monetary(
        compute="_compute_total_cost",
        store=True,
        currency_field="company_currency_id",
        help="Goods, taxes and freight less the interest saved, in our currency: what"
        " the quotations are ranked by.",
    )
    rank = fields.Integer(
        compute="_compute_rank",
        store=True,
        help="1 is the cheapest complete quotation.",
    )
    quality_score = fields.Float(
        compute="_compute_quality",
        store=True,
        help="The supplier's latest score when the comparison was submitted.",
    )
    quality_state = fields.Selection(
        selection=[
            (QUALITY_GOOD, "Sufficient"),
            (QUALITY_LOW, "Under the pass mark"),
            (QUALITY_UNKNOWN, "No data"),
        ],
        string="Quality",
        compute="_compute_quality",
        store=True,
    )
    qualification = fields.Char(compute="_compute_quality", store=True)
    is_expired = fields.Boolean("Expired", compute="_compute_is_expired")
    is_chosen = fields.Boolean("Chosen", compute="_compute_is_chosen")

    _freight_not_negative = models.Constraint(
        "CHECK (freight >= 0)", "Freight is not negative."
    )
    _lead_days_not_negative = models.Constraint(
        "CHECK (lead_days >= 0)", "A lead time is not negative."
    )

    # === Defaults ===

    @api.model
    def _default_date(self):
        return company_today(self.env.company)

    @api.model
    def _default_valid_until(self):
        days = self.env["sanbao.parameter"]._get("quote_validity_days")
        return self._default_date() + timedelta(days=days)

    # === Computed fields ===

    @api.depends("partner_id")
    def _compute_display_name(self):
        for quote in self:
            quote.display_name = quote.partner_id.display_name

    @api.depends("partner_id")
    def _compute_payment_term_id(self):
        for quote in self:
            company = quote.company_id or self.env.company
            partner = quote.partner_id.with_company(company)
            quote.payment_term_id = partner.property_supplier_payment_term_id

    @api.depends(
        "price_ids.price_subtotal",
        "price_ids.price_total",
        "price_ids.price_unit",
        "comparison_id.line_ids",
    )
    def _compute_amounts(self):
        for quote in self:
            prices = quote.price_ids
            quote.amount_untaxed = sum(prices.mapped("price_subtotal"))
            quote.amount_total = sum(prices.mapped("price_total"))
            quote.amount_tax = quote.amount_total - quote.amount_untaxed
            priced = prices.filtered("price_unit").need_id
            needs = quote.comparison_id.line_ids
            quote.is_complete = bool(needs) and not needs - priced

    @api.depends("payment_term_id.line_ids", "date")
    def _compute_credit_days(self):
        for quote in self:
            quote.credit_days = quote._average_credit_days()

    def _average_credit_days(self):
        """Days from the invoice to each payment, weighted with its share.

        As in Odoo's own terms the last payment is what the others leave over.
        """
        lines = self.payment_term_id.line_ids
        start = self.date
        if not lines or not start:
            return 0.0
        days, left = 0.0, 100.0
        for line in lines:
            share = line.value_amount if line.value == "percent" else 0.0
            share = left if line == lines[-1] else min(share, left)
            left -= share
            days += share / 100.0 * (line._get_due_date(start) - start).days
        return max(days, 0.0)

    @api.depends("amount_total", "freight", "credit_days", "currency_id", "date")
    def _compute_total_cost(self):
        get = self.env["sanbao.parameter"]._get
        for quote in self:
            company = quote.company_id or self.env.company
            amount = quote._in_company_currency(quote.amount_total + quote.freight)
            rate = get("quote_interest_rate", company) / 100.0
            saved = amount * rate * quote.credit_days / DAYS_OF_A_YEAR
            quote.credit_value = company.currency_id.round(saved)
            quote.total_cost = amount - quote.credit_value

    def _in_company_currency(self, amount):
        company = self.company_id or self.env.company
        currency = self.currency_id or company.currency_id
        date = self.date or company_today(company)
        return currency._convert(amount, company.currency_id, company, date)

    @api.depends(
        "comparison_id.quote_ids.total_cost", "comparison_id.quote_ids.is_complete"
    )
    def _compute_rank(self):
        for comparison, quotes in self.grouped("comparison_id").items():
            complete = comparison.quote_ids.filtered("is_complete")
            costs = sorted(set(complete.mapped("total_cost")))
            for quote in quotes:
                ranked = quote in complete
                quote.rank = costs.index(quote.total_cost) + 1 if ranked else 0

    @api.depends("partner_id")
    def _compute_quality(self):
        for quote in self:
            company = quote.company_id or self.env.company
            # A dossier is not for everybody to read; its result is compared here.
            partner = quote.partner_id.commercial_partner_id.sudo()
            known = bool(partner)
            score = partner._sanbao_latest_quality_score(company) if known else None
            quote.quality_score = score or 0.0
            quote.quality_state = (
                partner._sanbao_quality_state(company) if known else False
            )
            quote.qualification = (
                partner._sanbao_qualification(company) if known else ""
            )

    @api.depends("valid_until")
    def _compute_is_expired(self):
        for quote in self:
            today = company_today(quote.company_id or self.env.company)
            quote.is_expired = bool(quote.valid_until) and quote.valid_until < today

    @api.depends("comparison_id.chosen_quote_id")
    def _compute_is_chosen(self):
        for quote in self:
            quote.is_chosen = quote == quote.comparison_id.chosen_quote_id

    # === Creation ===

    @api.model_create_multi
    def create(self, vals_list):
        quotes = super().create(vals_list)
        quotes.comparison_id._fill_grid()
        return quotes

    def unlink(self):
        # By hand: prices are lines of the document, too.
        self.price_ids.unlink()
        return super().unlink()

    def _take_quality(self):
        """Look the suppliers' scores up again: the latest ones count (PUR-10)."""
        names = ("quality_score", "quality_state", "qualification")
        for name in names:
            self.env.add_to_compute(self._fields[name], self)
        # What depends on them is to be computed anew, too.
        self.modified(names)

    # === Buttons ===

    def action_choose(self):
        """Choose this quotation."""
        self.ensure_one()
        self.check_access("write")
        comparison = self.comparison_id
        comparison._approval_require_state("draft", "rejected")
        comparison.chosen_quote_id = self
        return True
