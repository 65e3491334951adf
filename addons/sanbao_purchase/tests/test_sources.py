from odoo import Command
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestSources(PlanCommon):
    """Plans collect what minimum stocks, sales orders and cases need."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["product.supplierinfo"].create(
            {
                "partner_id": cls.supplier.id,
                "product_tmpl_id": cls.part.product_tmpl_id.id,
                "price": 80,
            }
        )
        cls.buy = cls.env.ref("purchase_stock.route_warehouse0_buy")

    def _orderpoint(self, minimum=5, maximum=20):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.part.id,
                "warehouse_id": self.warehouse.id,
                "product_min_qty": minimum,
                "product_max_qty": maximum,
                "route_id": self.buy.id,
                "trigger": "auto",
            }
        )

    def _sale(self, quantity):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.supplier.copy({"name": "滨河环卫"}).id,
                "order_line": [
                    Command.create(
                        {"product_id": self.part.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )
        order.action_confirm()
        return order

    def _empty(self):
        plan = self._plan(user=self.buyer)
        plan.line_ids.unlink()
        return plan

    def _collect(self, plan, *codes):
        return plan._collect(codes).sudo()

    def test_minimum_stock(self):
        point = self._orderpoint()
        line = self._collect(self._empty(), "orderpoint")
        self.assertEqual((line.quantity, line.qty_proposed), (20, 20))
        self.assertEqual(line.origin, point)
        self.assertEqual((line.partner_id, line.price_unit), (self.supplier, 80))
        self.assertFalse(self._collect(self._empty(), "orderpoint"))

    def test_ordering_a_minimum_stock_makes_a_plan_line(self):
        """PUR-17: no order that nobody may confirm."""
        point = self._orderpoint()
        orders = self.env["purchase.order"].search_count([])
        notice = point.action_replenish()
        lines = self.env["sanbao.purchase.plan.line"].search(
            [("product_id", "=", self.part.id)]
        )
        self.assertEqual(lines.quantity, 20)
        self.assertEqual(lines.origin, point)
        self.assertTrue(lines.plan_id.is_automatic)
        self.assertEqual(notice["params"]["message"], lines.plan_id.name)
        self.assertEqual(self.env["purchase.order"].search_count([]), orders)
        point.invalidate_recordset()
        self.assertEqual(point.qty_to_order, 0)
        point.action_replenish()
        self.assertEqual(len(lines.search([("product_id", "=", self.part.id)])), 1)

    def test_the_rule_off_orders_as_odoo_does(self):
        """PUR-17."""
        self._only_rules()
        self._orderpoint().action_replenish()
        found = self.env["purchase.order.line"].search(
            [("product_id", "=", self.part.id)]
        )
        self.assertEqual(found.product_qty, 20)

    def test_sales_orders_that_nothing_covers(self):
        order = self._sale(7)
        line = self._collect(self._empty(), "sale")
        self.assertEqual((line.quantity, line.origin), (7, order.order_line))
        self.assertIn(order.name, line.purpose)
        self.assertFalse(self._collect(self._empty(), "sale"))

    def test_stock_and_other_sources_are_taken_off(self):
        self.env["stock.quant"]._update_available_quantity(
            self.part, self.warehouse.lot_stock_id, 3
        )
        self._sale(7)
        plan = self._empty()
        line = self._collect(plan, "sale")
        self.assertEqual(line.quantity, 4)
        self.assertEqual(line.qty_on_hand, 3)

    def test_the_dialogue_counts_needs(self):
        self._orderpoint()
        plan = self._empty()
        wizard = self.env["sanbao.purchase.plan.collect"].with_user(self.buyer)
        wizard = wizard.browse(plan.action_collect()["res_id"])
        counts = {line.code: line.need_count for line in wizard.line_ids}
        self.assertEqual(counts["orderpoint"], 1)
        wizard.action_collect()
        self.assertEqual(plan.line_ids.qty_proposed, 20)

    def test_a_source_of_another_addon(self):
        """The hook: an entry in ``_plan_sources`` and a method."""
        model = type(self.env["sanbao.purchase.plan"])
        need = {"product_id": self.part.id, "quantity": 4, "qty_forecast": 9}
        self.patch(model, "_plan_sources", lambda plan: {"mine": "Mine"})
        model._source_mine = lambda plan: [need]
        self.addCleanup(delattr, model, "_source_mine")
        line = self._collect(self._empty(), "mine")
        self.assertEqual((line.quantity, line.qty_forecast), (4, 9))
