import doctest
from datetime import date

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.sanbao_base import local_time

from .common import NOW, ObligationCase

utc = fields.Datetime.to_datetime


@tagged("post_install", "-at_install")
class TestDue(ObligationCase):
    def _due_of(self, kind, start):
        return kind._due(start, self.company)

    def test_days_end_with_the_local_day(self):
        """Three calendar days later, at the last second of the day in Shanghai."""
        table = [
            (
                "in the morning",
                utc("2026-03-02 02:00:00"),
                utc("2026-03-05 15:59:59"),
            ),
            (
                "last second before local midnight",
                utc("2026-03-02 15:59:59"),
                utc("2026-03-05 15:59:59"),
            ),
            (
                "at local midnight",
                utc("2026-03-02 16:00:00"),
                utc("2026-03-06 15:59:59"),
            ),
            ("over 29 Feb", utc("2028-02-27 02:00:00"), utc("2028-03-01 15:59:59")),
            (
                "onto 29 Feb",
                utc("2028-02-26 02:00:00"),
                utc("2028-02-29 15:59:59"),
            ),
            ("no 29 Feb", utc("2027-02-27 02:00:00"), utc("2027-03-02 15:59:59")),
            ("month end", utc("2026-04-30 02:00:00"), utc("2026-05-03 15:59:59")),
            ("year end", utc("2026-12-31 02:00:00"), utc("2027-01-03 15:59:59")),
        ]
        for name, start, due in table:
            with self.subTest(name):
                self.assertEqual(self._due_of(self.in_days, start), due)

    def test_examples_of_the_day_functions(self):
        self.assertEqual(doctest.testmod(local_time).failed, 0)

    def test_zero_days_end_today(self):
        self.days.value = "0"
        due = self._due_of(self.in_days, NOW)
        self.assertEqual(due, utc("2026-03-02 15:59:59"))

    def test_day_of_a_company_elsewhere(self):
        """Clocks went forward in Berlin on 29 March 2026: the day is an hour shorter."""
        self.company.partner_id.tz = "Europe/Berlin"
        due = self._due_of(self.in_days, utc("2026-03-26 12:00:00"))
        self.assertEqual(due, utc("2026-03-29 21:59:59"))

    def test_company_without_time_zone_is_in_shanghai(self):
        self.company.partner_id.tz = False
        due = self._due_of(self.in_days, NOW)
        self.assertEqual(due, utc("2026-03-05 15:59:59"))

    def test_hours_run_day_and_night(self):
        due = self._due_of(self.in_hours, utc("2026-03-02 14:00:00"))
        self.assertEqual(due, utc("2026-03-02 18:00:00"))

    def test_length_follows_the_parameter_of_the_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.hours.with_company(other).value = "8"
        for company, hour in ((self.company, 6), (other, 10)):
            with self.subTest(company.name):
                due = self.in_hours._due(NOW, company)
                self.assertEqual(due, NOW.replace(hour=hour))

    def test_given_dates_are_local_days(self):
        obligation = self.obligations._open(
            "TST-90-days", self.customer, start=date(2026, 3, 1), due=date(2026, 3, 31)
        )
        self.assertEqual(obligation.start, utc("2026-02-28 16:00:00"))
        self.assertEqual(obligation.due, utc("2026-03-31 15:59:59"))

    def test_kind_without_length_wants_a_due_time(self):
        self.in_days.parameter_id = False
        with self.assertRaisesRegex(UserError, "TST-90-days"):
            self.obligations._open("TST-90-days", self.customer)
        opened = self.obligations._open("TST-90-days", self.customer, due=NOW)
        self.assertEqual(opened.due, NOW)

    def test_length_must_be_a_duration(self):
        flag = self._make_parameter("flag", 1)
        with self.assertRaises(ValidationError):
            self.in_days.parameter_id = flag

    def test_late_begins_a_second_after_the_due_time(self):
        obligation = self.obligations._open("TST-90-hours", self.customer, start=NOW)
        for clock, late in (("05:59:59", 0), ("06:00:00", 0), ("06:00:01", 1)):
            with self.subTest(clock), freeze_time(f"2026-03-02 {clock}"):
                obligation.invalidate_recordset(["late"])
                self.assertEqual(obligation.late, bool(late))
                for wanted in (True, False):
                    domain = [("id", "=", obligation.id), ("late", "=", wanted)]
                    found = self.obligations.search_count(domain)
                    self.assertEqual(found, int(bool(late) == wanted))
