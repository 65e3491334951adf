from odoo.tests import tagged

from .common import PlanCommon

# What the gate may add to the confirmation of an order on one plan (G2 allows 61).
ADDED_AT_MOST = 25


@tagged("post_install", "-at_install")
class TestSpeed(PlanCommon):
    """PUR-17 costs an order a fixed number of statements, however long it is."""

    def _queries(self, operation):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _ready(self, count):
        parts = [self._product(f"件{number}") for number in range(count)]
        plan = self._approved(*({"product_id": part.id} for part in parts))
        plan.with_user(self.buyer).action_make_orders()
        order = plan.sudo().line_ids.order_line_ids.order_id.with_user(self.buyer)
        self.assertEqual(len(order.order_line), count)
        return order

    def _confirm(self, count, rule):
        self._only_rules("PUR-14", "PUR-15", "PUR-16", "PUR-17")
        order = self._ready(count)
        # Either way the caches are as cold.
        self._only_rules(*["PUR-17"] if rule else [])
        return self._queries(order.button_confirm)

    def _receive(self, count, rule):
        self._only_rules("PUR-14", "PUR-15", "PUR-16", "PUR-17")
        order = self._ready(count)
        order.button_confirm()
        self._only_rules(*["PUR-17"] if rule else [])
        picking = order.sudo().picking_ids
        picking.move_ids.picked = True
        return self._queries(picking._action_done)

    def test_confirming_ten_lines(self):
        """PUR-17, G2."""
        self._confirm(2, True)
        without, added = self._confirm(10, False), self._confirm(10, True)
        self.assertLessEqual(added - without, ADDED_AT_MOST)

    def test_no_statement_more_for_each_line(self):
        """PUR-17, G2."""
        self._confirm(2, True)
        few = self._confirm(2, True) - self._confirm(2, False)
        many = self._confirm(10, True) - self._confirm(10, False)
        self.assertLessEqual(many, few + 1)

    def test_receiving_ten_lines(self):
        """PUR-17, G2: the goods of a planned order come in as any others."""
        self._receive(2, True)
        without, added = self._receive(10, False), self._receive(10, True)
        self.assertLessEqual(added - without, 3)
