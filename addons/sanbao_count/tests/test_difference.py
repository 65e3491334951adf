from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestDifference(CountCommon):
    """STK-18, STK-19: no adjustment without cause, explanation and, for errors, answer."""

    def test_a_difference_needs_cause_and_explanation(self):
        """STK-18."""
        difference = self._found(-1, 2)
        self.assertEqual(sorted(difference.line_ids.mapped("quantity")), [-1, 2])
        self.assertEqual(difference.open_cause_count, 2)
        with self.assertRule("STK-18"):
            difference.action_submit()
        difference.line_ids.cause_id = self.causes["loss"]
        with self.assertRule("STK-18"):
            difference.action_submit()
        difference.line_ids[0].explanation = "挥发"
        difference.line_ids[1].explanation = "   "
        with self.assertRule("STK-18"):
            difference.action_submit()
        difference.line_ids[1].explanation = "上次漏点"
        difference.action_submit()
        self.assertEqual(difference.state, "submitted")

    def test_posting_asks_again(self):
        """STK-18: also where the rule only warned when it was submitted."""
        difference = self._found(-1)
        self._mode("STK-18", "off")
        self._approve(difference)
        self._mode("STK-18", "block")
        with self.assertRule("STK-18"):
            difference.action_post()
        self.assertEqual(self._on_hand(), 100)

    def test_causes_are_due(self):
        """STK-18: three days after the count was handed in, by its responsible."""
        difference = self._found(-1)
        owed = difference.obligation_ids
        self.assertEqual(owed.kind_id.code, "STK-18")
        self.assertEqual(owed.user_id, self.keeper)
        self.assertEqual(self._days(owed), 3)
        self._explain(difference).action_submit()
        self.assertEqual((owed.state, owed.kept), ("done", True))

    def test_the_time_for_causes_is_a_parameter(self):
        """STK-18: count_cause_days."""
        self._set("count_cause_days", "10")
        owed = self._found(-1).obligation_ids
        self.assertEqual(self._days(owed), 10)

    def _days(self, owed):
        """Calendar days of the company from the hand-in to the end of an obligation."""
        zone = company_timezone(self.company)
        return (local_day(owed.due, zone) - local_day(owed.start, zone)).days

    def test_causes_are_found_in_time(self):
        """STK-18, count_cause_days: in the last second, not in the one after it."""
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            difference = self._explain(self._found(-1))
            owed = difference.obligation_ids
            with (
                self.subTest(seconds=seconds),
                freeze_time(owed.due + timedelta(seconds=seconds)),
            ):
                difference.action_submit()
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_a_rejected_explanation_is_due_again(self):
        """STK-18."""
        difference = self._explain(self._found(-1))
        difference.action_submit()
        difference.with_user(self.head)._sanbao_decide("rejected", "再查")
        self.assertEqual(difference.obligation_count, 1)
        difference.action_submit()
        difference.invalidate_recordset()
        self.assertEqual(
            (difference.state, difference.obligation_count), ("submitted", 0)
        )

    def test_a_changed_explanation_is_due_again(self):
        """STK-18: what was submitted is open once more."""
        difference = self._explain(self._found(-1))
        difference.action_submit()
        self.assertEqual(difference.obligation_count, 0)
        difference.with_user(self.head)._validate_tier()
        difference.line_ids.explanation = "改口"
        difference.invalidate_recordset()
        self.assertEqual((difference.state, difference.obligation_count), ("draft", 1))

    def test_human_error_needs_the_person_and_a_decision(self):
        """STK-19."""
        difference = self._explain(self._found(-1), "human")
        with self.assertRule("STK-19"):
            difference.action_submit()
        difference.line_ids.responsible_id = self.checker
        with self.assertRule("STK-19"):
            difference.action_submit()
        difference.line_ids.write({"responsible_id": False, "decision": "training"})
        with self.assertRule("STK-19"):
            difference.action_submit()
        difference.line_ids.responsible_id = self.checker
        difference.action_submit()
        self.assertEqual(difference.state, "submitted")

    def test_other_causes_need_no_person(self):
        """STK-19."""
        self._explain(self._found(-1), "measuring").action_submit()

    def test_a_human_error_feeds_the_record_of_the_person(self):
        """STK-19: once it is posted, with the decision."""
        difference = self._found(-1, -2)
        self._explain(difference)
        error = difference.line_ids.filtered(lambda line: line.quantity == -1)
        error.write(
            {
                "cause_id": self.causes["human"].id,
                "responsible_id": self.checker.id,
                "decision": "warning",
            }
        )
        start, end = "2000-01-01", "2100-01-01"
        lines = self.env["sanbao.stock.difference.line"]
        self._approve(difference)
        self.assertFalse(lines._errors_of(self.checker, start, end))
        difference.action_post()
        found = lines._errors_of(self.checker | self.keeper, start, end)
        self.assertEqual(found, error.with_env(self.env))
        self.assertEqual((found.decision, found.value), ("warning", -10))
        self.assertFalse(lines._errors_of(self.checker, start, "2000-12-31"))
        hr = self._person("count_hr", "hr")
        self.assertTrue(found.with_user(hr).read(["responsible_id", "decision"]))

    def test_the_person_responsible_does_not_approve(self):
        """STK-19, STK-20: the head who made the error leaves it to the deputy."""
        difference = self._explain(
            self._found(-1), "human", responsible_id=self.head.id, decision="warning"
        )
        difference.action_submit()
        self.assertEqual(difference.sudo().review_ids.reviewer_ids, self.dgm)

    def test_nobody_writes_what_was_found(self):
        """STK-18."""
        difference = self._found(-1)
        line = difference.line_ids
        for name, value in (
            ("quantity", 0),
            ("unit_cost", 0),
            ("counted_quantity", 100),
            ("product_id", self.filter.id),
            ("location_id", self.rack.id),
            ("value", 0),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                line.write({name: value})
        for attempt in (
            line.unlink,
            line.copy,
            difference.copy,
            lambda: difference.write({"line_ids": [(5,)]}),
            lambda: difference.write({"head_decides": True}),
        ):
            with self.subTest(attempt), self.assertRaises(UserError):
                attempt()
        with self.assertRaises(UserError):
            difference.action_cancel()

    def test_the_explanation_on_screen(self):
        difference = self._found(-1)
        with Form(difference) as form, form.line_ids.edit(0) as line:
            line.cause_id = self.causes["other"]
            line.explanation = "出库未登记"
        self.assertEqual(difference.open_cause_count, 0)
