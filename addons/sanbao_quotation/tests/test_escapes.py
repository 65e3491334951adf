from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestNeedEscapes(ApprovalEscapes, QuotationCommon):
    """PUR-09: a comparison cannot be approved by a trick."""

    def _escape_document(self):
        return self._comparison(500, 510, 520)

    def _escape_header_change(self):
        return {"reason": "另有原因"}

    def _escape_line_change(self):
        return "line_ids", {"quantity": 900}

    def _escape_outsiders(self, document):
        return document.env.user | self.buyer_2 | self.inspector | self.lawyer


@tagged("post_install", "-at_install")
class TestQuoteEscapes(ApprovalEscapes, QuotationCommon):
    """PUR-09, PUR-10: nor by another quotation; here purchase manager and quality
    control approve."""

    def _escape_document(self):
        self.scores[self.supplier] = 50.0
        return self._comparison(500, 510, 520, quality_reason="急用")

    def _escape_header_change(self):
        return {"quality_reason": "另有原因"}

    def _escape_line_change(self):
        return "quote_ids", {"freight": 90000}

    def _escape_outsiders(self, document):
        return document.env.user | self.buyer_2 | self.lawyer

    def test_escape_change_price_after_approval(self):
        comparison = self._escape_approved()
        comparison.price_ids[:1].price_unit = 900
        self._assert_not_through(comparison)

    def test_escape_choose_another_after_approval(self):
        comparison = self._escape_approved()
        self._refused(comparison.quote_ids[-1:].action_choose)
        comparison.chosen_quote_id = comparison.quote_ids[-1:]
        self._assert_not_through(comparison)

    def test_escape_longer_validity_after_approval(self):
        comparison = self._escape_approved()
        comparison.chosen_quote_id.valid_until = "2099-12-31"
        self._assert_not_through(comparison)

    def test_escape_computed_values(self):
        comparison = self._escape_document()
        quote = comparison.quote_ids[:1]
        self._refused(comparison.write, {"counted_quotes": 9})
        self._refused(comparison.write, {"quality_low": False})
        self._refused(quote.write, {"quality_state": "good"})
        self._refused(quote.write, {"total_cost": 1})
        self._refused(quote.price_ids.write, {"price_total": 1})
