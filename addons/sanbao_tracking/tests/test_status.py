from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TrackingCommon


@tagged("post_install", "-at_install")
class TestStatus(TrackingCommon):
    """PUR-21: on time, on quality and on quantity, per line."""

    def test_the_first_promise_counts(self):
        """PUR-21: later dates do not move it."""
        order = self._order(10)
        self.assertFalse(order.order_line.sanbao_due_date)
        order = self._confirmed(10, due_in=5)
        first = self.today + timedelta(days=5)
        self.assertEqual(order.order_line.sanbao_due_date, first)
        order.order_line.date_planned = self._moment(first + timedelta(days=20))
        self.env.flush_all()
        self.assertEqual(order.order_line.sanbao_due_date, first)
        self.assertFalse(order.copy().order_line.sanbao_due_date)

    def test_a_line_added_later_has_its_own_promise(self):
        order = self._confirmed(10, due_in=5)
        line = order.order_line.copy({"order_id": order.id})
        self.assertTrue(line.sanbao_due_date)

    def test_nothing_yet(self):
        """PUR-21: not due, due soon (3 days), overdue."""
        for due_in, state, days in (
            (4, "waiting", 0),
            (3, "soon", 0),
            (0, "soon", 0),
            (-1, "late", 1),
        ):
            with self.subTest(due_in=due_in):
                line = self._confirmed(10, due_in=due_in).order_line
                self.assertEqual(line.sanbao_time_state, state)
                self.assertEqual(line.sanbao_late_days, days)
                self.assertEqual(line.sanbao_open_qty, 10)
                self.assertEqual(line.sanbao_quantity_state, "none")
                self.assertEqual(line.sanbao_quality_state, "none")

    def test_received_in_full_and_in_time(self):
        """PUR-21: the due day itself is in time."""
        order = self._confirmed(10, due_in=0)
        self._receive(order)
        line = order.order_line
        self.assertEqual(line.sanbao_received_on, self.today)
        self.assertEqual(line.sanbao_time_state, "in_time")
        self.assertTrue(line.sanbao_in_time)
        self.assertEqual(line.sanbao_quantity_state, "full")
        self.assertEqual(line.sanbao_quality_state, "good")
        self.assertEqual(line.sanbao_open_qty, 0)

    def test_received_a_day_late(self):
        """PUR-21."""
        order = self._confirmed(10, due_in=-1)
        self._receive(order)
        line = order.order_line
        self.assertEqual(line.sanbao_time_state, "was_late")
        self.assertEqual(line.sanbao_late_days, 1)
        self.assertFalse(line.sanbao_in_time)
        with freeze_time(self._now() + timedelta(days=30)):
            line.invalidate_recordset()
            self.assertEqual(line.sanbao_late_days, 1)

    def test_received_in_two_parts(self):
        """PUR-21: complete with the last part."""
        order = self._confirmed(10, due_in=1)
        self._receive(order, 4)
        line = order.order_line
        self.assertEqual(line.sanbao_quantity_state, "short")
        self.assertEqual(line.sanbao_open_qty, 6)
        self.assertFalse(line.sanbao_received_on)
        with freeze_time(self._now() + timedelta(days=3)):
            self._receive(order)
            self.assertEqual(line.sanbao_late_days, 2)
        self.assertEqual(line.sanbao_quantity_state, "full")

    def test_too_much(self):
        """PUR-21."""
        order = self._confirmed(10)
        self._receive(order, 12)
        self.assertEqual(order.order_line.sanbao_quantity_state, "over")

    def test_sent_back(self):
        """PUR-21: rejected, and owed again."""
        order = self._confirmed(10)
        self._send_back(self._receive(order), 3)
        line = order.order_line
        self.assertEqual(line.sanbao_rejected_qty, 3)
        self.assertEqual(line.sanbao_quality_state, "rejected")
        self.assertEqual(line.sanbao_open_qty, 3)
        self.assertFalse(line.sanbao_received_on)

    def test_statuses_are_not_written(self):
        """PUR-21."""
        line = self._confirmed(10).order_line
        for vals in (
            {"sanbao_due_date": "2099-01-01"},
            {"sanbao_in_time": True},
            {"sanbao_received_on": "2020-01-01"},
            {"sanbao_open_qty": 0},
            {"sanbao_rejected_qty": 0},
        ):
            for user in (self.buyer, self.manager):
                with self.subTest(vals=vals), self.assertRaises(AccessError):
                    line.with_user(user).write(vals)

    def test_lists_of_overdue_and_short_lines(self):
        """PUR-21: what the filters of the list find."""
        late = self._confirmed(10, due_in=-2).order_line
        fine = self._confirmed(10, due_in=2).order_line
        short = self._confirmed(10, due_in=2)
        self._receive(short, 4)
        lines = self.env["purchase.order.line"]
        overdue = lines.search(
            [("sanbao_open_qty", ">", 0), ("sanbao_due_date", "<", "today")]
        )
        self.assertIn(late, overdue)
        self.assertNotIn(fine, overdue)
        found = lines.search([("sanbao_quantity_state", "=", "short")])
        self.assertIn(short.order_line, found)
        self.assertNotIn(fine, found)

    def test_indicator(self):
        """PUR-21: lines that came in time among those due."""
        indicator = self.env.ref("sanbao_tracking.indicator_pur_21")
        start, end = self.today - timedelta(days=400), self.today - timedelta(days=390)
        before = indicator._measure(start, end, self.company)
        self.assertFalse(before.get("population") if before else 0)
        self._receive(self._confirmed(10, due_in=-395))
        self._confirmed(10, due_in=-395)
        line = self.env["purchase.order.line"].search(
            [("sanbao_due_date", ">=", start), ("sanbao_due_date", "<=", end)]
        )
        self.assertEqual(len(line), 2)
