from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestNeed(PlanCommon):
    """Several small orders for one need count together (PUR-15, PUR-17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set("same_need_days", 7)
        cls._only_rules()

    def _confirmed(self, *quantities, days_ago=0, **values):
        order = self._order(*quantities, **values)
        now = fields.Datetime.now()
        with freeze_time(fields.Datetime.subtract(now, days=days_ago)):
            order.button_confirm()
        return order

    def test_same_supplier_and_category_within_days(self):
        first, order = self._confirmed(10), self._order(20)
        self.assertEqual(order._sanbao_need_siblings(), first)
        self.assertEqual(order._sanbao_need_amount(), 3000)
        self.assertEqual(order.sanbao_need_total, 3000)
        self.assertEqual(order.sanbao_need_order_ids, first)

    def test_drafts_and_cancelled_orders_do_not_count(self):
        self._order(10)
        self._confirmed(10).button_cancel()
        self.assertEqual(self._order(20)._sanbao_need_amount(), 2000)

    def test_other_suppliers_and_categories_do_not_count(self):
        self._confirmed(10, partner_id=self.supplier.copy().id)
        category = self.env["product.category"].create({"name": "油品"})
        order = self._order(20)
        oil = self._product("液压油", categ_id=category.id)
        order.order_line.write({"product_id": oil.id, "price_unit": 100})
        self._confirmed(10)
        self.assertEqual(order._sanbao_need_amount(), 2000)

    def test_of_a_sibling_only_the_shared_category_counts(self):
        category = self.env["product.category"].create({"name": "油品"})
        oil = self._product("液压油", categ_id=category.id)
        sibling = self._order(10)
        oil_line = {"product_id": oil.id, "product_qty": 10, "price_unit": 100}
        sibling.order_line = [Command.create(oil_line)]
        sibling.button_confirm()
        self.assertEqual(self._order(20)._sanbao_need_amount(), 3000)

    def test_days(self):
        """Six days and some ago belongs to the need, eight days ago does not."""
        self._confirmed(10, days_ago=6)
        self._confirmed(10, days_ago=8)
        self.assertEqual(self._order(20)._sanbao_need_amount(), 3000)
        self._set("same_need_days", 0)
        self.assertEqual(self._order(20)._sanbao_need_amount(), 2000)

    def test_a_need_split_into_plans_goes_to_the_general_manager(self):
        """PUR-15: 19,000 and 1,000.01 together are above the tier."""
        self._submitted(1, price=19000)
        equal = self._submitted(1, price=1000)
        self.assertNotIn(self.gm, equal.sudo().review_ids.reviewer_ids)
        equal.action_withdraw()
        plan = self._submitted(1, price=1000.01)
        self.assertIn(self.gm, plan.sudo().review_ids.reviewer_ids)
