from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import FollowupCommon


@tagged("post_install", "-at_install")
class TestIndicators(FollowupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_others_away()

    def _figures(self, code, date_from, date_to):
        indicator = self.env.ref(f"sanbao_followup.indicator_{code}")
        self.env.flush_all()
        return indicator._measure(date_from, date_to, self.company)

    def _ids(self, code, which, date_from, date_to):
        indicator = self.env.ref(f"sanbao_followup.indicator_{code}").with_user(
            self.sup
        )
        action = indicator._action_documents(which, date_from, date_to, self.company)
        documents = self.env[action["res_model"]].with_user(self.sup)
        return documents.search(action["domain"])

    def test_the_follow_up_rate(self):
        """TGT-01: done among those due; cancelled ones do not count."""
        followups = [self._followup() for _number in range(4)]
        due = followups[0].due_date
        self._done(followups[0])
        self._done(followups[1])
        followups[2]._cancel("x")
        self.env.flush_all()
        figures = self._figures("tgt_01", due, due)
        self.assertEqual((figures["population"], figures["success"]), (3, 2))
        self.assertEqual((figures["target"], figures["reached"]), (100, False))
        self.assertEqual(self._ids("tgt_01", "failure", due, due), followups[3])
        self._done(followups[3])
        self.assertTrue(self._figures("tgt_01", due, due)["reached"])
        earlier = due - timedelta(days=1)
        self.assertFalse(self._figures("tgt_01", earlier, earlier)["population"])

    def test_only_units_in_warranty_count_for_the_rate(self):
        """TGT-01."""
        followup = self._followup()
        followup._write_engine({"in_warranty": False})
        due = followup.due_date
        self.assertFalse(self._figures("tgt_01", due, due)["population"])

    def test_satisfaction(self):
        """TGT-03: satisfied and very satisfied among the answers given."""
        for overall in ("5", "4", "3", "1"):
            self._done(self._followup(), overall=overall)
        self._answered(self._followup(), overall="1")  # not done: no answer yet
        silent = self._done(self._followup())
        silent._write_engine({"overall": False})  # done, but without a verdict
        today = self._today()
        figures = self._figures("tgt_03", today, today)
        self.assertEqual((figures["population"], figures["success"]), (4, 2))
        self.assertEqual((figures["target"], figures["rate"]), (98, 50))
        self.assertEqual(len(self._ids("tgt_03", "success", today, today)), 2)

    def test_satisfaction_at_the_target(self):
        """TGT-03: 97 of 100 miss it, 98 and 99 of 100 reach it."""
        for satisfied, reached in ((97, False), (98, True), (99, True)):
            with self.subTest(satisfied=satisfied):
                day = self._today() - timedelta(days=satisfied)
                self._answers_on(day, satisfied, 100 - satisfied)
                figures = self._figures("tgt_03", day, day)
                self.assertEqual(figures["population"], 100)
                self.assertEqual(figures["reached"], reached)

    def _answers_on(self, day, satisfied, others):
        followups = self.followups._open_batch(
            [self._plain_vals(day) for _number in range(satisfied + others)]
        )
        noon = fields.Datetime.to_datetime(day) + timedelta(hours=4)
        vals = {"state": "done", "done_at": noon}
        followups[:satisfied]._write_engine(dict(vals, overall="4"))
        followups[satisfied:]._write_engine(dict(vals, overall="3"))

    def _plain_vals(self, day):
        return {
            "kind": "repair",
            "company_id": self.company.id,
            "partner_id": self.partner.id,
            "due_date": day,
        }

    def test_service_in_time(self):
        """TGT-04: cases in warranty closed in the period."""
        kept, late = self._closed(), self._closed()
        late._write_engine({"completed_in_time": False})
        paid = self._closed()
        paid._write_engine({"in_warranty": False})
        today = self._today()
        figures = self._figures("tgt_04", today, today)
        self.assertEqual((figures["population"], figures["success"]), (2, 1))
        self.assertEqual((figures["target"], figures["reached"]), (98, False))
        self.assertEqual(self._ids("tgt_04", "success", today, today), kept)
        self.assertEqual(self._ids("tgt_04", "failure", today, today), late)

    def test_targets_are_parameters(self):
        """TGT-01, TGT-03, TGT-04."""
        today = self._today()
        for code, parameter in (
            ("tgt_01", "followup_rate_in_warranty"),
            ("tgt_03", "service_satisfaction_rate"),
            ("tgt_04", "warranty_service_in_time_rate"),
        ):
            with self.subTest(code=code):
                self.env.ref(f"sanbao_followup.parameter_{parameter}").value = "90"
                self.assertEqual(self._figures(code, today, today)["target"], 90)

    def test_averages_leave_out_what_was_not_answered(self):
        """TGT-03: an item that was not asked is no zero."""
        answered = self._done(self._followup(), attitude="5")
        answered += self._done(self._followup(), attitude="4")
        answered += self._done(self._followup(), attitude=False)
        [(average,)] = self.followups._read_group(
            [("id", "in", answered.ids)], [], ["score_attitude:avg"]
        )
        self.assertEqual(average, 4.5)
