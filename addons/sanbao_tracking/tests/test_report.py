from odoo.tests import tagged

from .common import TrackingCommon


@tagged("post_install", "-at_install")
class TestReport(TrackingCommon):
    """PUR-21: rates by supplier and month."""

    def _rates(self, *orders):
        self.env.flush_all()
        ids = [order.id for order in orders]
        [row] = self.env["sanbao.delivery.report"]._read_group(
            [("order_id", "in", ids)],
            ["partner_id"],
            [
                "line_count:sum",
                "late_count:sum",
                "on_time_rate:avg",
                "quality_rate:avg",
                "quantity_rate:avg",
            ],
        )
        return row[1:]

    def test_rates(self):
        """PUR-21: what is neither complete nor due is left out."""
        good, late = self._confirmed(10, due_in=1), self._confirmed(10, due_in=-3)
        self._receive(good)
        waiting = self._confirmed(10, due_in=5)
        self.assertEqual(self._rates(good, waiting), (2, 0, 100, 100, 100))
        self.assertEqual(self._rates(good, late, waiting), (3, 1, 50, 100, 50))
        self._receive(late)
        self.assertEqual(self._rates(good, late, waiting), (3, 1, 50, 100, 100))
