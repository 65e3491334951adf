from datetime import date

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ForecastCommon


@tagged("post_install", "-at_install")
class TestOpening(ForecastCommon):
    """PUR-11: both departments owe a forecast each period, and are reminded."""

    def _open(self):
        return self.env["sanbao.forecast"]._open_next(self.company)

    def _all(self):
        return self.env["sanbao.forecast"].search(
            [("company_id", "=", self.company.id)]
        )

    def test_the_clock_opens_one_for_each_department(self):
        """PUR-11: with period, due day and the head of the department."""
        self._open()
        sales, after_sales = self._all().sorted("side", reverse=True)
        self.assertEqual((sales.side, after_sales.side), ("sales", "after_sales"))
        self.assertEqual(sales.user_id, self.sm)
        self.assertEqual(after_sales.user_id, self.asm)
        self.assertEqual(sales.date_from, date(2026, 7, 1))
        self.assertEqual(sales.date_to, date(2026, 7, 31))
        self.assertEqual(sales.due_date, date(2026, 6, 26))
        self.assertEqual(sales.period_name, "2026-07")

    def test_the_clock_run_twice_opens_them_once(self):
        self._open()
        self._open()
        self.env["sanbao.forecast"]._cron_open()
        self.assertEqual(len(self._all()), 2)

    def test_a_deleted_one_is_opened_again_without_the_other(self):
        self._open()
        self._all()[:1].sudo().unlink()
        self._open()
        self.assertEqual(len(self._all()), 2)

    def test_they_are_opened_so_many_days_before(self):
        """PUR-11: 21, 20 and 19 days before the period."""
        for day, expected in ((10, 0), (11, 2), (12, 2)):
            with self.subTest(day=day), freeze_time(f"2026-06-{day} 03:00:00"):
                self._all().sudo().unlink()
                self.assertEqual(len(self._open()), expected)

    def test_both_heads_owe_it_until_the_due_day(self):
        """PUR-11: the obligation ends with that day in the company's time zone."""
        self._open()
        owed = self._obligation("PUR-11", self._all())
        self.assertEqual(owed.user_id, self.sm | self.asm)
        self.assertEqual(
            set(owed.mapped("due")),
            {fields.Datetime.to_datetime("2026-06-26 15:59:59")},
        )
        self.assertEqual(set(owed.mapped("state")), {"open"})

    def test_an_overdue_one_is_shown(self):
        """PUR-11."""
        self._open()
        forecasts = self._all()
        with freeze_time("2026-06-26 15:59:59"):
            self.assertFalse(forecasts.filtered("obligation_late"))
        with freeze_time("2026-06-26 16:00:00"):
            forecasts.invalidate_recordset()
            self.assertEqual(forecasts.filtered("obligation_late"), forecasts)
            late = [("obligation_late", "=", True), ("id", "in", forecasts.ids)]
            self.assertEqual(forecasts.search(late), forecasts)

    def test_a_quarter_may_be_the_period(self):
        """PUR-11: forecast_interval."""
        self._set("forecast_interval", "3")
        with freeze_time("2026-06-15 03:00:00"):
            forecast = self._open()[:1]
        self.assertEqual(forecast.date_from, date(2026, 7, 1))
        self.assertEqual(forecast.date_to, date(2026, 9, 30))

    def test_nothing_is_opened_while_the_rule_is_off(self):
        """PUR-11."""
        self._rule_off("PUR-11")
        self.assertFalse(self._open())

    def test_one_per_department_and_period(self):
        self._forecast(compute=False)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._forecast(compute=False, date_from="2026-07-20")

    def test_each_department_opens_its_own(self):
        model = self.env["sanbao.forecast"]
        for user, side in ((self.sm, "after_sales"), (self.asm, "sales")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                model.with_user(user).create({"side": side})
        for user in (self.sr, self.staff, self.pm, self.wh):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                model.with_user(user).create({"side": "sales"})

    def test_a_new_head_takes_over_the_reminders(self):
        forecast = self._forecast(compute=False)
        forecast.user_id = self.sr
        self.assertEqual(self._obligation("PUR-11", forecast).user_id, self.sr)
