import doctest
from datetime import date

from odoo.tests import BaseCase, tagged

from .. import periods


@tagged("post_install", "-at_install")
class TestPeriods(BaseCase):
    def test_examples_of_the_functions(self):
        self.assertEqual(doctest.testmod(periods).failed, 0)

    def test_period_of_a_day(self):
        table = [
            ("2026-03-01", "month", 1, "2026-03-01", "2026-03-31"),
            ("2026-03-31", "month", 1, "2026-03-01", "2026-03-31"),
            ("2028-02-29", "month", 1, "2028-02-01", "2028-02-29"),
            ("2027-02-28", "month", 1, "2027-02-01", "2027-02-28"),
            ("2026-03-24", "month", 25, "2026-02-25", "2026-03-24"),
            ("2026-03-25", "month", 25, "2026-03-25", "2026-04-24"),
            ("2026-01-10", "month", 25, "2025-12-25", "2026-01-24"),
            ("2026-12-25", "month", 25, "2026-12-25", "2027-01-24"),
            ("2028-02-29", "month", 31, "2028-02-29", "2028-03-30"),
            ("2027-02-27", "month", 30, "2027-01-30", "2027-02-27"),
            ("2026-03-31", "quarter", 1, "2026-01-01", "2026-03-31"),
            ("2026-04-01", "quarter", 1, "2026-04-01", "2026-06-30"),
            ("2026-12-31", "quarter", 25, "2026-10-01", "2026-12-31"),
            ("2026-06-30", "half", 1, "2026-01-01", "2026-06-30"),
            ("2026-07-01", "half", 1, "2026-07-01", "2026-12-31"),
            ("2028-02-29", "year", 1, "2028-01-01", "2028-12-31"),
        ]
        for day, unit, first, start, end in table:
            with self.subTest(day=day, unit=unit, first=first):
                found = periods.period_of(date.fromisoformat(day), unit, first)
                expected = (date.fromisoformat(start), date.fromisoformat(end))
                self.assertEqual(found, expected)

    def test_periods_follow_each_other_without_gap(self):
        for unit in periods.MONTHS:
            for first in (1, 25, 29, 31):
                with self.subTest(unit=unit, first=first):
                    day = date(2029, 1, 1)
                    for _step in range(30):
                        start, end = periods.last_period(day, unit, first)
                        self.assertEqual(periods.period_of(end, unit, first)[0], start)
                        following = periods.period_of(day, unit, first)[0]
                        self.assertEqual((following - end).days, 1)
                        day = start

    def test_due_day_is_the_first_after_the_period(self):
        """RPT-03: period to the 24th, due on the 25th. RPT-01: due on the next 5th."""
        table = [
            ("2026-03-24", 25, "2026-03-25"),
            ("2026-03-25", 25, "2026-04-25"),
            ("2026-03-31", 5, "2026-04-05"),
            ("2026-12-31", 5, "2027-01-05"),
            ("2026-12-31", 31, "2027-01-31"),
            ("2028-01-31", 31, "2028-02-29"),
        ]
        for end, day, due in table:
            with self.subTest(end=end, day=day):
                found = periods.first_after(date.fromisoformat(end), day)
                self.assertEqual(found, date.fromisoformat(due))

    def test_names(self):
        table = [
            ("2026-12-31", "month", "2026-12"),
            ("2026-03-31", "quarter", "2026-Q1"),
            ("2026-12-31", "quarter", "2026-Q4"),
            ("2026-06-30", "half", "2026-H1"),
            ("2026-12-31", "half", "2026-H2"),
            ("2026-12-31", "year", "2026"),
        ]
        for end, unit, name in table:
            with self.subTest(name):
                self.assertEqual(periods.label(date.fromisoformat(end), unit), name)
