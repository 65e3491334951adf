from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ProductionCommon


@tagged("post_install", "-at_install")
class TestPlan(ProductionCommon):
    """QLT-18: production is planned."""

    def test_an_empty_plan_is_not_confirmed(self):
        """QLT-18."""
        plan = self._plan(confirmed=False)
        plan.line_ids.unlink()
        with self.assertRule("QLT-18"):
            plan.action_confirm()

    def test_due_dates_lie_in_the_plan(self):
        """QLT-18: its first and last day are in it."""
        for days, refused in ((-1, True), (0, False), (5, False), (6, True)):
            plan = self._plan(
                (self.pump, 1, self.today + timedelta(days=days)),
                confirmed=False,
                date_from=self.today,
                date_to=self.today + timedelta(days=5),
            )
            with self.subTest(days=days):
                if refused:
                    with self.assertRule("QLT-18"):
                        plan.action_confirm()
                else:
                    plan.action_confirm()
                    self.assertEqual(plan.state, "confirmed")

    def test_only_released_products_are_produced(self):
        """QLT-07: the release is for production, too."""
        product = self.sweeper.product_variant_id
        plan = self._plan((product, 1, self.today), confirmed=False)
        with self.assertRule("QLT-07", "XS-9"):
            plan.action_confirm()
        self._released()
        plan.action_confirm()

    def test_a_confirmed_plan_stays(self):
        """QLT-18: until it is set back; the log shows it."""
        plan = self._plan()
        line = plan.line_ids
        for change in (
            lambda: plan.write({"date_to": self.today}),
            lambda: line.write({"quantity": 1}),
            lambda: line.unlink(),
            lambda: plan.write({"line_ids": [Command.clear()]}),
            lambda: (
                self.env["sanbao.production.plan.line"]
                .with_user(self.foreman)
                .create(
                    {
                        "plan_id": plan.id,
                        "product_id": self.pump.id,
                        "date_due": self.today,
                    }
                )
            ),
            plan.unlink,
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        plan.note = "设备检修三天"
        plan.action_reset()
        line.quantity = 12
        plan.action_confirm()
        self.assertEqual(plan.state, "confirmed")

    def test_states_and_results_are_not_written(self):
        """QLT-18."""
        plan = self._plan(confirmed=False)
        for vals in ({"state": "confirmed"}, {"confirmed_at": "2020-01-01 00:00:00"}):
            with self.assertRaises(AccessError):
                plan.write(vals)
        for vals in ({"quantity_done": 9}, {"on_time": True}):
            with self.assertRaises(AccessError):
                plan.line_ids.write(vals)
        made = plan.with_context(default_state="confirmed").copy()
        self.assertEqual(made.state, "draft")

    def test_what_was_produced(self):
        """QLT-18: the day on which the planned quantity is reached; drafts do not count."""
        plan = self._plan((self.pump, 10, self.today))
        line = plan.line_ids
        earlier = self.today - timedelta(days=1)
        self._output(9, plan_line_id=line.id, date=earlier, confirmed=True)
        draft = self._output(1, plan_line_id=line.id)
        self.assertEqual((line.quantity_done, line.completed_on), (9, False))
        self.assertEqual(plan.progress, 90)
        draft.action_confirm()
        self.assertEqual((line.quantity_done, line.completed_on), (10, self.today))
        self.assertTrue(line.on_time)
        self._output(3, plan_line_id=line.id, confirmed=True)
        self.assertEqual(plan.progress, 100)

    def test_completed_too_late(self):
        """QLT-18."""
        line = self._plan((self.pump, 5, self.today)).line_ids
        late = self.today + timedelta(days=1)
        self._output(5, plan_line_id=line.id, date=late, confirmed=True)
        self.assertEqual(line.completed_on, late)
        self.assertFalse(line.on_time)

    def test_a_closed_plan_takes_nothing_more(self):
        plan = self._plan()
        output = self._output(1, plan_line_id=plan.line_ids.id)
        plan.action_close()
        plan.action_close()
        with self.assertRaises(UserError):
            output.action_confirm()
        with self.assertRaises(UserError):
            plan.action_reset()
