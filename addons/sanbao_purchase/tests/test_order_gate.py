from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestOrderGate(PlanCommon):
    """PUR-17: only what was approved is ordered, and no more."""

    def test_without_a_plan_no_order(self):
        """PUR-17."""
        order = self._order()
        message = self._blocked("PUR-17", order.button_confirm)
        self.assertIn(self.part.display_name, message)
        order = self._on_plan(self._submitted(10), 10)
        self._blocked("PUR-17", order.button_confirm)
        order = self._on_plan(self._approved(10), 10)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_lines_without_an_approval_are_counted_while_one_is_asked(self):
        """PUR-17."""
        order = self._order()
        self.assertEqual(order.sanbao_unplanned_count, 1)
        self.env["sanbao.rule"].search([("code", "=", "PUR-17")]).mode = "off"
        order.invalidate_recordset(["sanbao_unplanned_count"])
        self.assertEqual(order.sanbao_unplanned_count, 0)

    def test_every_way_to_confirm(self):
        """PUR-17: buttons, RPC state writes, copies."""
        order = self._order()
        for way in (
            order.button_confirm,
            order.button_approve,
            lambda: order.with_user(self.manager).write({"state": "purchase"}),
            lambda: order.copy({"state": "purchase"}),
            lambda: self._order(state="purchase"),
        ):
            self._blocked("PUR-17", way)

    def test_quantity_boundary(self):
        """PUR-17: the planned quantity passes, more does not."""
        for quantity, passes in ((9, True), (10, True), (10.01, False)):
            with self.subTest(quantity=quantity):
                order = self._on_plan(self._approved(10), quantity, price=1)
                if passes:
                    order.button_confirm()
                else:
                    self._blocked("PUR-17", order.button_confirm)

    def test_amount_boundary(self):
        """PUR-17: the planned amount passes, a cent more does not."""
        for price, passes in ((99.99, True), (100, True), (100.01, False)):
            with self.subTest(price=price):
                order = self._on_plan(self._approved(10), 10, price=price)
                if passes:
                    order.button_confirm()
                else:
                    self._blocked("PUR-17", order.button_confirm)

    def test_tolerance(self):
        """PUR-17: po_over_plan_tolerance, for quantity and amount each."""
        self._set("po_over_plan_tolerance", 10)
        for quantity, price, passes in (
            (11, 100, True),
            (11.01, 1, False),
            (10, 110, True),
            (10, 110.01, False),
        ):
            with self.subTest(quantity=quantity, price=price):
                order = self._on_plan(self._approved(10), quantity, price=price)
                if passes:
                    order.button_confirm()
                else:
                    self._blocked("PUR-17", order.button_confirm)

    def test_all_orders_together(self):
        """PUR-17: partial orders add up, cancelled ones give back."""
        plan = self._approved(10)
        first, second = self._on_plan(plan, 6), self._on_plan(plan, 5)
        first.button_confirm()
        self._blocked("PUR-17", second.button_confirm)
        first.button_cancel()
        second.button_confirm()
        self.assertEqual(plan.line_ids.qty_ordered, 5)
        first.button_draft()
        self._blocked("PUR-17", first.button_confirm)

    def test_two_orders_confirmed_in_one_go(self):
        """PUR-17."""
        plan = self._approved(10)
        orders = self._on_plan(plan, 6) | self._on_plan(plan, 6)
        self._blocked("PUR-17", orders.button_confirm)
        self._blocked("PUR-17", orders.write, {"state": "purchase"})

    def test_two_lines_of_one_order(self):
        """PUR-17."""
        plan = self._approved(10)
        order = self._on_plan(plan, 6, 6)
        order.order_line.sanbao_plan_line_id = plan.line_ids
        self._blocked("PUR-17", order.button_confirm)

    def test_units_are_converted(self):
        """PUR-17: a dozen is twelve."""
        dozen = self.env.ref("uom.product_uom_dozen")
        plan = self._approved(12)
        order = self._on_plan(plan, 1, price=1200)
        order.order_line.product_uom_id = dozen
        order.order_line.price_unit = 1200
        order.button_confirm()
        self.assertEqual(plan.line_ids.qty_ordered, 12)
        order = self._on_plan(self._approved(11), 1, price=1)
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 1})
        self._blocked("PUR-17", order.button_confirm)

    def test_currencies_are_converted(self):
        """PUR-17: the amount counts in the company's currency."""
        foreign = self.env["res.currency"].create(
            {"name": "XPR", "symbol": "X", "rounding": 0.01}
        )
        self.env["res.currency.rate"].create(
            {
                "currency_id": foreign.id,
                "name": fields.Date.subtract(fields.Date.today(), days=30),
                "company_id": self.company.id,
                "rate": 0.5,
            }
        )
        order = self._on_plan(self._approved(10), 10, price=50, currency_id=foreign.id)
        order.order_line.price_unit = 50
        order.button_confirm()
        order = self._on_plan(
            self._approved(10), 10, price=50.01, currency_id=foreign.id
        )
        order.order_line.price_unit = 50.01
        self._blocked("PUR-17", order.button_confirm)

    def test_changes_after_confirmation(self):
        """PUR-17: header and line edits of a confirmed order are judged again."""
        plan = self._approved(10)
        order = self._on_plan(plan, 10)
        order.button_confirm()
        line = order.order_line
        new = {"product_id": self.part.id, "product_qty": 1, "price_unit": 1}
        for change in (
            lambda: line.write({"product_qty": 11}),
            lambda: line.write({"price_unit": 101}),
            lambda: line.write({"sanbao_plan_line_id": False}),
            lambda: line.write({"product_id": self._product("滤芯").id}),
            lambda: order.write({"order_line": [Command.create(new)]}),
            lambda: line.create({"order_id": order.id, **new}),
            lambda: line.write(
                {"sanbao_plan_line_id": self._submitted(50).line_ids.id}
            ),
        ):
            self._blocked("PUR-17", change)
        line.price_unit = 90

    def test_stored_totals_do_not_help(self):
        """PUR-17: what the line says counts, not stored totals."""
        order = self._on_plan(self._approved(10), 11)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE purchase_order_line SET product_uom_qty = 1, price_subtotal = 1"
            " WHERE order_id = %s",
            [order.id],
        )
        self.env.invalidate_all()
        self._blocked("PUR-17", order.button_confirm)

    def test_a_negative_line_gives_nothing_back(self):
        """PUR-17."""
        plan = self._approved(10)
        order = self._on_plan(plan, 20, -10)
        order.order_line.sanbao_plan_line_id = plan.line_ids
        self._blocked("PUR-17", order.button_confirm)

    def test_a_copy_draws_on_nothing(self):
        """PUR-17: duplicate."""
        order = self._on_plan(self._approved(10), 10)
        copied = order.copy()
        self.assertFalse(copied.order_line.sanbao_plan_line_id)
        self._blocked("PUR-17", copied.button_confirm)

    def test_split_and_merge(self):
        """PUR-17: parts of an order draw on the same line; merged ones too."""
        plan = self._approved(10)
        orders = self._on_plan(plan, 6) | self._on_plan(plan, 5)
        orders.action_merge()
        merged = orders.filtered(lambda order: order.state != "cancel")
        self.assertEqual(sum(merged.order_line.mapped("product_qty")), 11)
        self._blocked("PUR-17", merged.button_confirm)
        unplanned = self._order(1)
        fits = self._on_plan(self._approved(10), 9)
        (unplanned | fits).action_merge()
        merged = (unplanned | fits).filtered(lambda order: order.state != "cancel")
        if not merged.order_line.sanbao_plan_line_id:
            self._blocked("PUR-17", merged.button_confirm)

    def test_a_changed_plan_is_no_plan(self):
        """PUR-17: a plan that was changed after its approval lets nothing through."""
        plan = self._approved(10)
        order = self._on_plan(plan, 10)
        plan.sudo().line_ids.price_unit = 101
        self.assertEqual(plan.state, "draft")
        self._blocked("PUR-17", order.button_confirm)

    def test_a_closed_plan_gives_no_more(self):
        """PUR-17."""
        plan = self._approved(10)
        first, second = self._on_plan(plan, 6), self._on_plan(plan, 1)
        first.button_confirm()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            plan.action_cancel()
        plan.with_user(self.manager).action_close()
        self._blocked("PUR-17", second.button_confirm)
        first.order_line.product_qty = 5
        self._blocked("PUR-17", first.order_line.write, {"product_qty": 7})

    def test_modes(self):
        """PUR-17: off and warn let the order pass."""
        rule = self.env["sanbao.rule"].search([("code", "=", "PUR-17")])
        for mode in ("off", "warn"):
            rule.mode = mode
            order = self._order()
            order.button_confirm()
            self.assertEqual(order.state, "purchase")

    def test_orders_from_the_plan(self):
        """PUR-17: one press, one order for each supplier; pressed again, none more."""
        other = self.supplier.copy({"name": "金泉泵业"})
        plan = self._approved(10, {"quantity": 5, "partner_id": other.id}, 3)
        plan.with_user(self.buyer).action_make_orders()
        orders = plan.sudo().line_ids.order_line_ids.order_id
        self.assertEqual(orders.partner_id, self.supplier | other)
        self.assertEqual(len(orders), 2)
        plan.with_user(self.buyer).action_make_orders()
        self.assertEqual(len(plan.sudo().line_ids.order_line_ids), 3)
        orders.with_user(self.buyer).button_confirm()
        plan.invalidate_recordset()
        self.assertEqual(plan.to_order_count, 0)

    def test_drawing_on_the_plan_from_the_order(self):
        """PUR-17."""
        plan = self._approved(10)
        order = self._order(10)
        order.action_sanbao_match_plan()
        self.assertEqual(order.order_line.sanbao_plan_line_id, plan.line_ids)
        order.button_confirm()
        with self.assertRaises(UserError):
            self._order(1).action_sanbao_match_plan()

    def test_an_exception_is_approved_like_a_plan(self):
        """PUR-17: approved exception."""
        order = self._order(10)
        action = order.action_sanbao_plan_exception()
        plan = self.env["sanbao.purchase.plan"].browse(action["res_id"])
        self.assertEqual((plan.kind, plan.amount_total), ("unplanned", 1000))
        self._blocked("PUR-17", order.button_confirm)
        plan = plan.with_user(self.buyer)
        plan.write({"department_id": self.department.id, "reason": "停机待件"})
        plan.action_submit()
        self._approve(plan)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_line_on_which_an_order_draws_stays(self):
        """PUR-17: the plan's line is not deleted under the order."""
        plan = self._plan(10, 20)
        order = self._on_plan(plan, 10)
        with self.assertRaisesRegex(UserError, order.name):
            plan.line_ids.unlink()
        order.order_line.sanbao_plan_line_id = False
        plan.line_ids.unlink()
        self.assertFalse(plan.line_ids)
