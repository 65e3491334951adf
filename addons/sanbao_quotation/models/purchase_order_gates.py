from collections import defaultdict

from odoo import models
from odoo.tools import format_amount

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .res_partner import QUALITY_LOW
from .sanbao_quotation_comparison import ORDERED


class PurchaseOrder(models.Model):
    """What an order needs of quotations and quality before it is placed."""

    _inherit = "purchase.order"

    def _sanbao_gate_confirm(self):
        super()._sanbao_gate_confirm()
        self._sanbao_gate_quotes()
        self._sanbao_gate_quality()

    # === PUR-09: quotations are compared ===

    def _sanbao_gate_quotes(self):
        wanting = self.browse()
        amounts = self._sanbao_need_amounts()
        get = self.env["sanbao.parameter"]._get
        for order in self:
            limit = get("compare_quotes_from", order.company_id)
            currency = order.company_id.currency_id
            large = currency.compare_amounts(amounts[order], limit) >= 0
            # An order that names a comparison is held to it, however small.
            if large or order.sudo().sanbao_comparison_id:
                wanting |= order
        if not wanting:
            return
        # Whoever orders: what was compared is checked, not shown.
        comparisons = wanting.sudo().sanbao_comparison_id
        # Of two orders at once by one comparison the second counts the first.
        claim(comparisons)
        problems = {o: o._sanbao_quote_problem(amounts[o]) for o in wanting}
        refused = wanting.filtered(lambda order: problems[order])
        self.env["sanbao.rule"]._gate("PUR-09", refused, problems.get)
        for order in wanting - refused:
            as_engine(order)._sanbao_accept_comparison()

    def _sanbao_need_amounts(self):
        """``{order: amount}`` in the company's currency, tax included, with the other
        orders for the same need: what is split into small orders is one need."""
        get = self.env["sanbao.parameter"]._get
        amounts = {order: order.amount_total_cc for order in self}
        for order in self:
            company = order.company_id
            large = amounts[order] >= get("compare_quotes_from", company)
            if not large and self.env["sanbao.rule"]._is_on("PUR-09", company):
                amounts[order] += order._sanbao_siblings_amount()
        return amounts

    def _sanbao_siblings_amount(self):
        """What the siblings cost for the kinds of goods that this order shares."""
        # Limits count for the company, whatever orders the user may read.
        siblings = self._sanbao_need_siblings().sudo()
        kinds = self._sanbao_categories()
        return sum(
            line.price_total / line.order_id.currency_rate
            for line in siblings.order_line._sanbao_goods()
            if line.product_id.categ_id.id in kinds
        )

    def _sanbao_quote_problem(self, amount):
        """Why this order is not the outcome of a comparison; empty: it is."""
        self.ensure_one()
        # The buyer of an order need not be a reader of its comparison.
        comparison = self.sudo().sanbao_comparison_id
        names = {"order": self.name, "comparison": comparison.display_name}
        if not comparison:
            return self.env._(
                "%(order)s: the need amounts to %(amount)s (tax and other recent orders of"
                " this supplier for the same goods included). Compare quotations first:"
                " press “Compare Quotations”.",
                order=self.name,
                amount=format_amount(self.env, amount, self.company_id.currency_id),
            )
        if comparison.company_id != self.company_id or not comparison._is_approved():
            return self.env._(
                "%(order)s: the comparison %(comparison)s is not approved.", **names
            )
        if (
            not comparison.exception
            and comparison.counted_quotes < comparison._required_quotes(amount)
        ):
            return self.env._(
                "%(order)s: %(comparison)s compares too few suppliers for this amount."
                " Make a new comparison.",
                **names,
            )
        return self._sanbao_choice_problem(comparison, comparison.chosen_quote_id)

    def _sanbao_choice_problem(self, comparison, quote):
        names = {"order": self.name, "comparison": comparison.display_name}
        supplier = quote.partner_id.commercial_partner_id
        if supplier != self.partner_id.commercial_partner_id:
            return self.env._(
                "%(order)s: %(comparison)s chose %(supplier)s, not this supplier.",
                supplier=supplier.name,
                **names,
            )
        if quote.currency_id != self.currency_id:
            return self.env._(
                "%(order)s: the chosen quotation of %(comparison)s is in %(currency)s.",
                currency=quote.currency_id.name,
                **names,
            )
        if quote.is_expired and self.sanbao_accepted_comparison_id != comparison:
            return self.env._(
                "%(order)s: the chosen quotation of %(comparison)s expired on %(date)s."
                " Ask for a new one and compare again.",
                date=quote.valid_until,
                **names,
            )
        return self._sanbao_lines_problem(comparison, quote)

    def _sanbao_lines_problem(self, comparison, quote):
        prices = {price.product_id: price for price in quote.price_ids}
        extra = 0.0
        for line in self.order_line._sanbao_goods():
            price = prices.get(line.product_id)
            names = {
                "order": self.name,
                "line": line.product_id.display_name or line.name,
            }
            if not price and line.product_id.type == "service":
                extra += line.price_total
            elif not price:
                return self.env._(
                    "%(order)s: “%(line)s” is not in %(comparison)s.",
                    comparison=comparison.display_name,
                    **names,
                )
            elif line._sanbao_is_dearer(price):
                return self.env._(
                    "%(order)s: “%(line)s” costs more than the chosen quotation of"
                    " %(comparison)s says (%(price)s).",
                    comparison=comparison.display_name,
                    price=format_amount(self.env, price.price_unit, price.currency_id),
                    **names,
                )
        if self.currency_id.compare_amounts(extra, quote.freight) > 0:
            return self.env._(
                "%(order)s: services cost more than the freight in %(comparison)s.",
                order=self.name,
                comparison=comparison.display_name,
            )
        return self._sanbao_quantity_problem(comparison, prices)

    def _sanbao_quantity_problem(self, comparison, prices):
        ordered = comparison._ordered_quantities()
        for product, price in prices.items():
            most = price.need_id._base_quantity()
            if product.uom_id.compare(ordered[product], most) > 0:
                return self.env._(
                    "%(order)s: more of “%(line)s” is ordered than %(comparison)s compared"
                    " (%(most)s %(unit)s).",
                    order=self.name,
                    line=product.display_name,
                    comparison=comparison.display_name,
                    most=f"{most:g}",
                    unit=product.uom_id.name,
                )
        return ""

    def _sanbao_accept_comparison(self):
        """The order is placed by its comparison, which from now on stays as it is."""
        comparison = self.sanbao_comparison_id
        if self.sanbao_accepted_comparison_id != comparison:
            self.sanbao_accepted_comparison_id = comparison
        if comparison.state != ORDERED:
            comparison._set_state(ORDERED)

    # === PUR-10: quality counts, whatever the price ===

    def _sanbao_gate_quality(self):
        is_on = self.env["sanbao.rule"]._is_on
        refused = self.browse()
        passed = defaultdict(self.browse)
        for order in self:
            # The score belongs to the company; a dossier is not for everybody to read.
            partner = order.sudo().partner_id.commercial_partner_id
            # A later fall of the score does not touch an order that was placed.
            if not is_on("PUR-10", order.company_id) or (
                order.sudo().sanbao_quality_passed_id == partner
            ):
                continue
            low = partner._sanbao_quality_state(order.company_id) == QUALITY_LOW
            # As above.
            comparison = order.sudo().sanbao_comparison_id
            if low and not (comparison and comparison._is_quality_cleared(partner)):
                refused |= order
            else:
                passed[partner] |= order
        self.env["sanbao.rule"]._gate("PUR-10", refused, self._sanbao_quality_problem)
        for partner, orders in passed.items():
            as_engine(orders).sanbao_quality_passed_id = partner

    def _sanbao_quality_problem(self, order):
        partner = order.sudo().partner_id.commercial_partner_id  # as above
        score = partner._sanbao_latest_quality_score(order.company_id)
        return self.env._(
            "%(order)s: the quality score of %(supplier)s is %(score)s, under the pass mark."
            " Press “Compare Quotations” and write the reason in spite of quality; purchase"
            " manager and quality control approve it.",
            order=order.name,
            supplier=partner.name,
            score=self.env._("missing") if score is None else f"{score:g}",
        )
