from odoo.tests import tagged

from .common import TrackingCommon


@tagged("post_install", "-at_install")
class TestBreachProposal(TrackingCommon):
    """PUR-22: breaches are proposed from late, short and rejected receipts."""

    def _of(self, order):
        return order.sudo().sanbao_breach_ids

    def test_late_by_the_days_of_the_rule(self):
        """PUR-22: 6 days no, 7 and 8 yes; by the daily job, once."""
        six, seven, eight = (self._confirmed(10, due_in=-d) for d in (6, 7, 8))
        for _run in range(2):
            self.breaches._cron_propose()
        self.assertFalse(self._of(six))
        for order, days in ((seven, 7), (eight, 8)):
            breach = self._of(order)
            self.assertEqual(len(breach), 1)
            self.assertEqual(breach.kind, "late")
            self.assertTrue(breach.is_proposal)
            self.assertEqual(breach.state, "draft")
            self.assertEqual(breach.user_id, self.buyer)
            self.assertEqual(breach.line_ids.days_late, days)

    def test_the_facts_are_in_the_language_of_the_buyer(self):
        self.buyer.lang = "zh_CN"
        order = self._confirmed(10, due_in=-8)
        self.breaches.with_context(lang="en_US")._cron_propose()
        self.assertIn("逾期 8 天", self._of(order).facts)

    def test_a_late_receipt(self):
        """PUR-22: at the moment of the receipt, by the keeper's hand."""
        six, seven = self._confirmed(10, due_in=-6), self._confirmed(10, due_in=-7)
        self._receive(six)
        self._receive(seven)
        self.assertFalse(self._of(six))
        self.assertEqual(self._of(seven).kind, "late")
        self.breaches._cron_propose()
        self.assertEqual(len(self._of(seven)), 1)

    def test_short(self):
        """PUR-22: only when nothing waits for the rest."""
        waits, short = self._confirmed(10), self._confirmed(10)
        self._receive(waits, 4)
        self.assertFalse(self._of(waits))
        self._receive(short, 4, backorder=False)
        breach = self._of(short)
        self.assertEqual(breach.kind, "short")
        self.assertEqual(breach.line_ids.quantity, 6)

    def test_rejected(self):
        """PUR-22: each further rejection once more."""
        order = self._confirmed(10)
        picking = self._receive(order)
        self._send_back(picking, 3)
        breach = self._of(order).filtered(lambda b: b.kind == "rejected")
        self.assertEqual(breach.line_ids.quantity, 3)
        self._send_back(picking, 2)
        rejected = self._of(order).filtered(lambda b: b.kind == "rejected")
        self.assertEqual(len(rejected), 2)

    def test_a_good_receipt_proposes_nothing(self):
        """PUR-22."""
        order = self._confirmed(10)
        self._receive(order)
        self.assertFalse(self._of(order))

    def test_the_rule_can_be_switched_off(self):
        self._only_rules("PUR-21")
        order = self._confirmed(10, due_in=-20)
        self.breaches._cron_propose()
        self._receive(order)
        self.assertFalse(self._of(order))
