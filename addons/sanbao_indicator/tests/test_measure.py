from datetime import date

from odoo.tests import tagged

from .common import MARCH, IndicatorCase


@tagged("post_install", "-at_install")
class TestMeasure(IndicatorCase):
    def _measure(self, indicator=None, company=None):
        return (indicator or self.indicator)._measure(*MARCH, company or self.company)

    def test_share_of_successes_against_the_target(self):
        """TST-80: 75 percent are wanted; the target itself is reached."""
        table = [(2, 2, False), (3, 1, True), (4, 0, True)]
        for good, bad, reached in table:
            with self.subTest(good=good, bad=bad):
                documents = self._make_documents(
                    *[("good", "2026-03-05")] * good, *[("bad", "2026-03-05")] * bad
                )
                self.assertEqual(
                    self._measure(),
                    {
                        "population": 4,
                        "success": good,
                        "rate": 25.0 * good,
                        "value": 25.0 * good,
                        "target": 75.0,
                        "reached": reached,
                    },
                )
                documents.unlink()

    def test_lower_may_be_better(self):
        self.indicator.direction = "lower"
        self._make_documents(*[("good", "2026-03-05")] * 3, ("bad", "2026-03-05"))
        self.assertTrue(self._measure()["reached"])
        self._make_documents(("good", "2026-03-06"))
        self.assertFalse(self._measure()["reached"])

    def test_nothing_happened_nothing_judged(self):
        figures = self._measure()
        self.assertEqual(figures["population"], 0)
        self.assertIsNone(figures["rate"])
        self.assertIsNone(figures["reached"])

    def test_first_and_last_day_belong_to_the_period(self):
        self._make_documents(
            ("good", "2026-02-28"),
            ("good", "2026-03-01"),
            ("good", "2026-03-31"),
            ("good", "2026-04-01"),
        )
        self.assertEqual(self._measure()["population"], 2)

    def test_moments_belong_to_the_local_day(self):
        """March begins in Shanghai at 16:00 UTC of 28 February."""
        moments = [
            ("2026-02-28 15:59:59", 0),
            ("2026-02-28 16:00:00", 1),
            ("2026-03-31 15:59:59", 1),
            ("2026-03-31 16:00:00", 0),
        ]
        indicator = self._make_indicator(
            "TST-80-moment",
            model_id=self.env["ir.model"]._get_id("mail.message"),
            date_field="date",
            population_domain="[('subject', '=', 'TST-80')]",
            success_domain="[]",
        )
        for moment, counted in moments:
            with self.subTest(moment):
                message = self.env["mail.message"].create(
                    {"subject": "TST-80", "date": moment}
                )
                self.assertEqual(self._measure(indicator)["population"], counted)
                message.unlink()

    def test_each_company_has_its_figures_and_its_target(self):
        other = self._other_company()
        self._make_documents(("good", "2026-03-05"), ("bad", "2026-03-05"))
        self._make_documents(("bad", "2026-03-05"), company=other)
        self.target.with_company(other).value = "0"
        here, there = self._measure(), self._measure(company=other)
        self.assertEqual((here["population"], here["reached"]), (2, False))
        self.assertEqual((there["population"], there["reached"]), (1, True))

    def test_count_and_average(self):
        self._make_documents(("good", "2026-03-05"), ("bad", "2026-03-05"))
        count = self._make_indicator(
            "TST-80-count",
            measure="count",
            target_parameter_id=self._make_parameter("integer", 2).id,
        )
        figures = self._measure(count)
        self.assertEqual((figures["value"], figures["reached"]), (2, True))
        self.assertIsNone(figures["rate"])
        currency = self.env["res.currency"].create({"name": "TSX", "symbol": "T"})
        for day, rate in (("2026-03-01", 2.0), ("2026-03-02", 4.0)):
            self.env["res.currency.rate"].create(
                {"currency_id": currency.id, "name": day, "rate": rate}
            )
        average = self._make_indicator(
            "TST-80-average",
            measure="average",
            model_id=self.env["ir.model"]._get_id("res.currency.rate"),
            date_field="name",
            value_field="rate",
            population_domain=f"[('currency_id', '=', {currency.id})]",
            target_parameter_id=self._make_parameter("hours", 3).id,
        )
        figures = self._measure(average)
        self.assertEqual((figures["population"], figures["value"]), (2, 3.0))
        self.assertTrue(figures["reached"])
        self.assertIsNone(average._measure(date(2025, 1, 1), date(2025, 1, 2))["value"])

    def test_without_date_all_documents_count(self):
        self.indicator.date_field = False
        self._make_documents(("good", "2020-01-01"), ("bad", "2030-01-01"))
        self.assertEqual(self._measure()["population"], 2)

    def test_documents_behind_the_figures_are_as_many(self):
        """Also where the success asks for an empty or a linked field."""
        parent = self.env["res.partner"].create({"name": "TST-80 parent"})
        self.env["res.partner"].create(
            [
                {"name": "TST-80 a", "ref": "good", "parent_id": parent.id},
                {"name": "TST-80 b", "ref": "bad", "parent_id": parent.id},
                {"name": "TST-80 c", "ref": False},
            ]
        )
        for success in (
            "[('ref', '=', 'good')]",
            "[('ref', 'ilike', 'o')]",
            "[('parent_id.name', '=', 'TST-80 parent')]",
            "['|', ('ref', '=', 'bad'), ('parent_id', '=', False)]",
            "[]",
        ):
            with self.subTest(success):
                indicator = self._make_indicator(
                    f"TST-80-{success}",
                    model_id=self.env["ir.model"]._get_id("res.partner"),
                    date_field=False,
                    population_domain="[('name', '=like', 'TST-80 _')]",
                    success_domain=success,
                )
                row = self.values._take(indicator, *MARCH, self.company)
                self.assertEqual(row.population, 3)
                expected = {
                    "population": row.population,
                    "success": row.success,
                    "failure": row.population - row.success,
                }
                for which, count in expected.items():
                    action = getattr(row, f"action_view_{which}")()
                    documents = self.env[action["res_model"]]
                    found = documents.search_count(action["domain"])
                    self.assertEqual(found, count, which)

    def test_a_thousand_documents_cost_the_queries_of_one(self):
        def queries():
            self.env.flush_all()
            before = self.cr.sql_log_count
            self._measure()
            return self.cr.sql_log_count - before

        self._make_documents(("good", "2026-03-05"))
        queries()
        few = queries()
        self._make_documents(*[("bad", "2026-03-06")] * 1000)
        self.assertEqual(queries(), few)
        self.assertLessEqual(few, 2)
        self.assertEqual(self._measure()["population"], 1001)
