from datetime import timedelta

from odoo.tests import tagged

from .common import TrackingCommon


@tagged("post_install", "-at_install")
class TestReminder(TrackingCommon):
    """PUR-21: the buyer is reminded before the due date; the receipt closes it."""

    def _of(self, order):
        return self._obligations("PUR-21", order)

    def test_an_obligation_of_the_buyer(self):
        """PUR-21: three days before, by the parameter."""
        order = self._confirmed(10, due_in=10)
        obligation = self._of(order)
        self.assertEqual(obligation.user_id, self.buyer)
        self.assertEqual(obligation.due - obligation.remind_at, timedelta(days=3))
        self._value("po_due_reminder_days", "5")
        obligation = self._of(self._confirmed(10, due_in=10))
        self.assertEqual(obligation.due - obligation.remind_at, timedelta(days=5))

    def test_the_reminder_is_an_activity(self):
        """PUR-21."""
        order = self._confirmed(10, due_in=3)
        self.env["sanbao.obligation"].search(
            [("id", "=", self._of(order).id)]
        )._remind()
        activity = order.activity_ids.filtered(lambda a: a.user_id == self.buyer)
        self.assertTrue(activity)
        self._receive(order)
        self.assertFalse(order.activity_ids & activity)

    def test_the_receipt_closes_it(self):
        """PUR-21: in full; a part does not."""
        order = self._confirmed(10, due_in=10)
        self._receive(order, 4)
        self.assertEqual(self._of(order).state, "open")
        self._receive(order)
        self.assertEqual(self._of(order).state, "done")
        self.assertTrue(self._of(order).kept)

    def test_a_late_receipt_is_not_kept(self):
        """PUR-21."""
        order = self._confirmed(10, due_in=-1)
        self._receive(order)
        self.assertEqual(self._of(order).state, "done")
        self.assertFalse(self._of(order).kept)

    def test_the_next_delivery_follows(self):
        """PUR-21: lines due at different days."""
        order = self._order(10, 20, user_id=self.buyer.id)
        first, second = order.order_line
        first.date_planned = self._moment(self.today + timedelta(days=2))
        second.date_planned = self._moment(self.today + timedelta(days=9))
        order.button_confirm()
        self.assertEqual(len(self._of(order)), 1)
        picking = order.sudo().picking_ids
        move = picking.move_ids.filtered(lambda m: m.purchase_line_id == first)
        move.write({"quantity": 10, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        done, pending = self._of(order)
        self.assertEqual((done.state, pending.state), ("done", "open"))
        self.assertGreater(pending.due, done.due)

    def test_an_earlier_delivery_takes_the_place_of_a_later_one(self):
        """PUR-21: what was not received is not counted as kept."""
        order = self._confirmed(10, due_in=10)
        later = self._of(order)
        line = self.env["purchase.order.line"].create(
            {
                "order_id": order.id,
                "product_id": order.order_line[0].product_id.id,
                "product_qty": 1,
                "date_planned": self._moment(self.today + timedelta(days=3)),
            }
        )
        self.assertTrue(line.sanbao_due_date)
        sooner = self._of(order) - later
        self.assertEqual((later.state, sooner.state), ("cancelled", "open"))
        self.assertLess(sooner.due, later.due)

    def test_the_rate_in_time_is_measured_against_its_target(self):
        """PUR-21: of two deliveries of a month one came."""
        self._receive(self._confirmed(10, due_in=4000))
        due = self._confirmed(10, due_in=4000).order_line.sanbao_due_date
        indicator = self.env["sanbao.indicator"].search([("code", "=", "PUR-21")])
        for target, reached in (("50", True), ("51", False)):
            self._value("po_on_time_rate", target)
            figures = indicator._measure(due, due, self.company)
            self.assertEqual((figures["population"], figures["success"]), (2, 1))
            self.assertIs(figures["reached"], reached)

    def test_a_cancelled_order_is_owed_nothing(self):
        """PUR-21."""
        order = self._confirmed(10)
        order.button_cancel()
        self.assertEqual(self._of(order).state, "cancelled")

    def test_changes_do_not_open_a_second_one(self):
        """PUR-21."""
        order = self._confirmed(10)
        order.order_line.product_qty = 12
        order.order_line.price_unit = 90
        self.assertEqual(len(self._of(order)), 1)

    def test_the_rule_can_be_switched_off(self):
        self._only_rules()
        self.assertFalse(self._of(self._confirmed(10)))
