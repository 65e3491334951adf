from odoo.tests import tagged

from .common import TrackingCommon


@tagged("post_install", "-at_install")
class TestSpeed(TrackingCommon):
    """Statements are counted, so that they do not grow with the lines."""

    def _count(self, method):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        method()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_confirming(self):
        """PUR-21: what following adds to the confirmation, whatever the lines."""
        counts = []
        for lines in (1, 1, 10):
            order = self._order(*[1] * lines, user_id=self.buyer.id)
            with_rule = self._count(order.button_confirm)
            self._only_rules()
            order = self._order(*[1] * lines, user_id=self.buyer.id)
            counts.append(with_rule - self._count(order.button_confirm))
            self._only_rules(*self.rules)
        self.assertLessEqual(abs(counts[2] - counts[1]), 1)
        self.assertLessEqual(counts[1], 6)

    def test_opening_an_order(self):
        """PUR-21, PUR-22: the buttons cost no statement of their own."""
        order = self._confirmed(10)
        self.env.invalidate_all()
        order.web_read({"name": {}})
        names = ("sanbao_contact_count", "sanbao_breach_count", "sanbao_promised_date")
        read = lambda: order.web_read(dict.fromkeys(names, {}))  # noqa: E731
        self.assertLessEqual(self._count(read), 1)

    def test_the_daily_job(self):
        """PUR-22: a batch, not a query for each order."""
        counts = []
        for number in (1, 1, 8):
            for _order in range(number):
                self._confirmed(10, due_in=-10)
            counts.append(self._count(self.breaches._cron_propose))
        self.assertLessEqual((counts[2] - counts[1]) / 7, 12)
