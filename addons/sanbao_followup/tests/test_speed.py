from datetime import timedelta

from odoo.tests import tagged

from .common import FollowupCommon


@tagged("post_install", "-at_install")
class TestSpeed(FollowupCommon):
    """Goals G10 and G11 of the performance notes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_others_away()

    def _vals(self, count, days=0):
        due = self._today() + timedelta(days=days)
        return [
            {
                "kind": "repair",
                "company_id": self.company.id,
                "partner_id": self.partner.id,
                "user_id": self.staff.id,
                "due_date": due,
            }
            for _number in range(count)
        ]

    def _queries(self, operation):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_many_are_opened_with_few_queries(self):
        """G11: at most 0.1 queries a follow-up, its obligation included."""
        self.followups._open_batch(self._vals(1))
        count = 1000
        queries = self._queries(lambda: self.followups._open_batch(self._vals(count)))
        self.assertLessEqual(queries, count / 10)

    def test_numbers_are_unique(self):
        followups = self.followups._open_batch(self._vals(50))
        self.assertEqual(len(set(followups.mapped("name"))), 50)

    def test_numbers_may_be_without_gaps(self):
        sequence = self.env.ref("sanbao_followup.sequence_followup")
        sequence.implementation = "no_gap"
        followups = self.followups._open_batch(self._vals(3))
        self.assertEqual(len(set(followups.mapped("name"))), 3)

    def test_what_is_due_is_found_with_one_query(self):
        """G10: only open ones, due by today, the oldest first."""
        due = self.followups._open_batch(self._vals(1) + self._vals(1, -3))
        self.followups._open_batch(self._vals(1, 1))
        closed = self.followups._open_batch(self._vals(1))
        closed._cancel("x")
        self.env.flush_all()
        self.env.invalidate_all()
        today = self._today()
        with self.assertQueryCount(1):
            found = self.followups._search_due(today, fnames=("name", "due_date"))
            found.mapped("name")
        self.assertEqual(self.followups._search_due(), found)
        self.assertEqual(found, due[1] + due[0])

    def test_a_list_costs_the_same_for_few_and_for_many(self):
        self.followups._open_batch(self._vals(82))
        fields = {
            "name": {},
            "late": {},
            "archive_id": {"fields": {"display_name": {}}},
            "partner_id": {"fields": {"display_name": {}}},
            "user_id": {"fields": {"display_name": {}}},
            "obligation_late": {},
        }
        read = self.followups.web_search_read
        few = self._queries(lambda: read([], fields, limit=2))
        many = self._queries(lambda: read([], fields, limit=80))
        self.assertLessEqual(many, few + 1)
