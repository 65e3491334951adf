from odoo import Command
from odoo.tests import tagged

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestSpeed(QuotationCommon):
    """Statements are counted, so that they do not grow with the lines."""

    def _count(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        order._sanbao_gate_quotes()
        order._sanbao_gate_quality()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_the_gates_ask_little_whatever_the_number_of_lines(self):
        """PUR-09, PUR-10."""
        counts = []
        for lines in (1, 1, 10):
            order = self._order(*[1] * lines, price=100)
            counts.append(self._count(order))
        self.assertEqual(*counts[1:])
        self.assertLessEqual(counts[1], 14)

    def test_a_compared_order_of_many_lines(self):
        """PUR-09: constant as well."""
        counts = []
        for lines in (2, 2, 10):
            comparison = self._comparison(500, 510, 520)
            products = [self._another_part(f"P-{i}") for i in range(lines - 1)]
            comparison.line_ids = [
                Command.create({"product_id": product.id, "quantity": 10})
                for product in products
            ]
            comparison.price_ids.price_unit = 500
            self._approve(comparison)
            order = self.env["purchase.order"].browse(
                comparison.action_create_order()["res_id"]
            )
            counts.append(self._count(order.with_user(self.buyer)))
        self.assertLessEqual(counts[2] - counts[1], 2)

    def test_opening_an_order(self):
        """The comparison of an order costs no more than its own name."""
        order = self._order_by(self._approved(), 10)
        names = {"sanbao_comparison_id": {"fields": {"display_name": {}}}}
        names["sanbao_quotes_wanted"] = {}
        self.env.flush_all()
        self.env.invalidate_all()
        order.web_read({"name": {}, "company_currency_id": {}, "amount_total_cc": {}})
        before = self.env.cr.sql_log_count
        order.web_read(names)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
