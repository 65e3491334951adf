from odoo import models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine

from .res_partner import QUALITY_LOW


class SanbaoQuotationComparison(models.Model):
    """What a comparison needs to be submitted (PUR-09, PUR-10), and what follows."""

    _inherit = "sanbao.quotation.comparison"

    # === Counting ===

    def _countable_quotes(self):
        """The quotations that count: complete, and valid today."""
        return self.quote_ids.filtered(
            lambda quote: quote.is_complete and not quote.is_expired
        )

    def _count_suppliers(self):
        """Two branches of one company are one supplier."""
        return len(self._countable_quotes().partner_id.commercial_partner_id)

    def _required_quotes(self, amount):
        """How many suppliers an order of this amount (company currency) needs."""
        self.ensure_one()
        company = self.company_id or self.env.company
        get = self.env["sanbao.parameter"]._get
        limit = get("compare_quotes_from", company)
        if company.currency_id.compare_amounts(amount, limit) < 0:
            return 1
        return get("min_quotes", company)

    def _missing_quotes(self):
        """How many more suppliers this comparison needs; 0 with an exception."""
        self.ensure_one()
        amount = self.chosen_amount or min(
            (quote.total_cost for quote in self.quote_ids if quote.total_cost),
            default=0,
        )
        if self.exception:
            return 0
        return max(self._required_quotes(amount) - self._count_suppliers(), 0)

    # === Submission ===

    def _check_before_submit(self):
        super()._check_before_submit()
        # The suppliers' latest scores decide who must approve.
        self.quote_ids._take_quality()
        gate = self.env["sanbao.rule"]._gate
        problem = self._choice_problem()
        gate("PUR-09", self if problem else self.browse(), problem)
        gate(
            "PUR-10",
            self.filtered(
                lambda c: c.quality_low and not (c.quality_reason or "").strip()
            ),
            self._quality_reason_missing,
        )
        as_engine(self).counted_quotes = self._count_suppliers()

    def _choice_problem(self):
        """Why this comparison is not ready to be decided; empty: it is."""
        self.ensure_one()
        chosen = self.chosen_quote_id
        if not self.line_ids or not self.quote_ids:
            return self.env._(
                "%s: enter what is needed and who offers it.", self.display_name
            )
        if len(self.line_ids.product_id) < len(self.line_ids):
            return self.env._(
                "%s: a product is listed twice. Put its quantities into one line.",
                self.display_name,
            )
        if not chosen or chosen not in self.quote_ids:
            return self.env._("%s: choose a quotation.", self.display_name)
        if not (self.reason or "").strip():
            return self.env._(
                "%s: say why this quotation was chosen.", self.display_name
            )
        if chosen not in self._countable_quotes():
            return self.env._(
                "%(comparison)s: the chosen quotation of %(supplier)s lacks a price or has"
                " expired. Complete it or choose another.",
                comparison=self.display_name,
                supplier=chosen.partner_id.name,
            )
        return self._count_problem()

    def _count_problem(self):
        if self.exception:
            if (self.exception_reason or "").strip():
                return ""
            return self.env._(
                "%s: describe the facts why fewer suppliers are compared.",
                self.display_name,
            )
        missing = self._missing_quotes()
        if not missing:
            return ""
        return self.env._(
            "%(comparison)s: %(missing)s more suppliers must be compared (complete and"
            " valid quotations). If there are none, choose an exception; it is approved"
            " separately.",
            comparison=self.display_name,
            missing=missing,
        )

    def _quality_reason_missing(self, comparison):
        quote = comparison.chosen_quote_id
        return self.env._(
            "%(comparison)s: %(supplier)s has a quality score of %(score)s, under the pass"
            " mark. Choose another supplier, or write the reason in spite of quality;"
            " quality control then approves, too.",
            comparison=comparison.display_name,
            supplier=quote.partner_id.name,
            score=f"{quote.quality_score:g}",
        )

    # === After the decision ===

    def _on_approved(self):
        super()._on_approved()
        self._feed_supplier_prices()

    def _on_reopened(self):
        super()._on_reopened()
        self._drop_supplier_prices()

    def action_cancel(self):
        """As for all approvals; the prices of the product go with it."""
        result = super().action_cancel()
        self._drop_supplier_prices()
        return result

    def _feed_supplier_prices(self):
        """The chosen prices become prices of the products, as long as they are valid."""
        self._drop_supplier_prices()
        # Approvers decide; products are not theirs to write.
        self.env["product.supplierinfo"].sudo().create(
            [
                price._prepare_supplierinfo()
                # As above.
                for price in self.sudo().chosen_quote_id.price_ids
            ]
        )

    def _drop_supplier_prices(self):
        # As above.
        prices = self.env["product.supplierinfo"].sudo()
        prices.search([("sanbao_price_id", "in", self.sudo().price_ids.ids)]).unlink()

    def _is_quality_cleared(self, partner):
        """Whether PM and QC approved to buy from this supplier in spite of its score."""
        self.ensure_one()
        same = self.chosen_partner_id.commercial_partner_id == partner
        return same and self.quality_low and self._is_approved()

    # === Paper (F45) ===

    def _form_quotes(self):
        """The quotations in the order of their rank, the incomplete ones last."""
        return self.quote_ids.sorted(
            lambda quote: (not quote.rank, quote.rank, quote.id)
        )

    def _form_price(self, quote, need):
        """The cell of a supplier and a need."""
        return quote.price_ids.filtered(lambda price: price.need_id == need)

    def _form_is_low(self, quote):
        return quote.quality_state == QUALITY_LOW

    def _require_current(self):
        """Refuse where the approval does not hold (any more)."""
        for comparison in self:
            if not comparison._is_approved():
                raise UserError(
                    self.env._(
                        "%s is not approved: submit it first.", comparison.display_name
                    )
                )
