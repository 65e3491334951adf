from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .common import NOW, ObligationCase


@tagged("post_install", "-at_install")
class TestPerformance(ObligationCase):
    def _partners(self, number):
        partners = self.env["res.partner"].with_context(tracking_disable=True)
        return partners.create([{"name": str(index)} for index in range(number)])

    def _queries(self, function, *args, **options):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function(*args, **options)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_opening_costs_a_tenth_of_a_query_per_record(self):
        """Goal G11: at most 0.1 queries per record."""
        one, many = self._partners(1), self._partners(1000)
        self._queries(self.obligations._open, "TST-90-days", one)
        one = self._partners(1)
        few = self._queries(self.obligations._open, "TST-90-days", one)
        much = self._queries(self.obligations._open, "TST-90-days", many)
        self.assertLessEqual(much, 100)
        self.assertLessEqual(few, 20)

    def test_closing_costs_a_query_per_hundred_records(self):
        """The rows are written in hundreds, all the rest happens once."""
        one, many = self._partners(1), self._partners(1000)
        self.obligations._open("TST-90-days", one + many)
        few = self._queries(self.obligations._close, "TST-90-days", one)
        much = self._queries(self.obligations._close, "TST-90-days", many)
        self.assertLessEqual(much, few + 10)

    def test_due_ones_are_found_with_one_query(self):
        """Goal G10: one query on the index of the reminder time."""
        self.obligations._open("TST-90-days", self._partners(50), start=NOW)
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = self.obligations._to_remind(1000)
        self.assertEqual(len(found), 50)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            SQL(
                "EXPLAIN SELECT id FROM sanbao_obligation WHERE remind_at <= %s "
                "ORDER BY remind_at, id LIMIT 1000",
                fields.Datetime.now() + timedelta(days=1),
            )
        )
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("sanbao_obligation__remind_at_index", plan)

    def test_list_of_a_thousand_costs_what_one_costs(self):
        names = {
            name: {}
            for name in (
                "res_name",
                "due",
                "late",
                "state",
                "kept_rate",
                "display_name",
            )
        }
        self.obligations._open("TST-90-days", self._partners(1000), user=self.clerk)
        rows = self.obligations.with_user(self.clerk)
        rows.web_search_read([], names, limit=1)
        few = self._queries(rows.web_search_read, [], names, limit=1)
        much = self._queries(rows.web_search_read, [], names, limit=1000)
        self.assertLessEqual(much, few + 1)
