from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import ForecastCommon

AFTER = "2026-08-01 03:00:00"


@tagged("post_install", "-at_install")
class TestAccuracy(ForecastCommon):
    """PUR-13: forecast against actual, overstock and stock-outs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._needed(cls.part, cls._months(12, 5))
        cls._needed(cls.filter, cls._months(12, 2))

    def _ended(self, actual):
        """July is over: 10 pumps and 5 filters were forecast."""
        forecast = self._submitted(figures={self.part: 10, self.filter: 5})
        for product, quantity in actual.items():
            self._needed(product, {"2026-07": quantity})
        with freeze_time(AFTER):
            forecast.invalidate_recordset()
            forecast._measure()
        return forecast

    def test_error_and_bias_per_part_and_period(self):
        """PUR-13: WAPE and bias."""
        forecast = self._ended({self.part: 8, self.filter: 12})
        line = self._line(forecast, self.part)
        self.assertEqual((line.actual, line.missed, line.surplus), (8, 2, 2))
        self.assertEqual(line.error_rate, 25)
        self.assertAlmostEqual(forecast.error_rate, 45)  # 2 + 7 of 20
        self.assertAlmostEqual(forecast.bias_rate, -25)  # 2 - 7 of 20
        self.assertTrue(forecast.has_accuracy)

    def test_rates_of_a_group_are_weighted(self):
        """PUR-13: not the average of averages."""
        forecast = self._ended({self.part: 8, self.filter: 12})
        [(error, bias)] = self.env["sanbao.forecast.line"]._read_group(
            [("forecast_id", "=", forecast.id)],
            [],
            ["error_rate:avg", "bias_rate:avg"],
        )
        self.assertAlmostEqual(float(error), 45)
        self.assertAlmostEqual(float(bias), -25)

    def test_a_part_that_nobody_forecast_counts(self):
        """PUR-13."""
        new = self._part("新传感器")
        forecast = self._ended({self.part: 10, self.filter: 5, new: 5})
        line = self._line(forecast, new)
        self.assertTrue(line.unforeseen)
        self.assertEqual((line.quantity, line.missed), (0, 5))
        self.assertAlmostEqual(forecast.error_rate, 25)

    def test_nothing_needed_gives_no_rate(self):
        forecast = self._ended({})
        self.assertFalse(forecast.has_accuracy)

    def test_the_clock_compares_once_after_the_end(self):
        """PUR-13: on the last day, and on the day after."""
        forecast = self._submitted(figures={self.part: 10})
        waiting = self.env["sanbao.forecast"]._to_measure
        with freeze_time("2026-07-31 15:59:00"):
            self.assertNotIn(forecast.sudo(), waiting())
        with freeze_time("2026-07-31 16:00:00"):
            self.assertIn(forecast.sudo(), waiting())
            forecast._measure()
            self.assertNotIn(forecast.sudo(), waiting())

    def test_late_bookings_count_when_compared_again(self):
        forecast = self._ended({self.part: 8})
        self._needed(self.part, {"2026-07": 2})
        with freeze_time(AFTER):
            forecast.invalidate_recordset()
            forecast.action_measure()
        self.assertEqual(self._line(forecast, self.part).actual, 10)

    def test_only_the_head_compares_again_and_only_after_the_end(self):
        forecast = self._submitted(figures={self.part: 10})
        with self.assertRaises(UserError):
            forecast.action_measure()
        with self.assertRaises(AccessError):
            forecast.with_user(self.sr).action_measure()

    # === Days of cover ===

    def _cover(self, *products, now="2026-07-01 03:00:00"):
        model = self.env["sanbao.stock.cover"]
        cron = type(self.env["ir.cron"])
        with freeze_time(now), patch.object(cron, "_commit_progress", return_value=60):
            model._cron_take()
        return model.search(
            [
                ("company_id", "=", self.company.id),
                ("product_id", "in", [product.id for product in products]),
            ]
        )

    def test_overstock_is_above_the_limit(self):
        """PUR-13: one below 180 days of cover, 180, one above."""
        # 60 in the twelve months up to June 2026 are 5 a month: 30 last 180 days.
        part = self._part("刷盘")
        self._needed(part, self._months(12, 5, "2026-06"))
        for on_hand, status in ((29, "fine"), (30, "fine"), (31, "overstock")):
            with self.subTest(on_hand=on_hand):
                stock = self.env["sanbao.demand"]._stock(part, self.company)[part.id]
                limit = self.env["sanbao.parameter"]._get(
                    "overstock_days", self.company
                )
                row = self.env["sanbao.stock.cover"]._row(
                    stock._replace(on_hand=on_hand), 5.0, limit
                )
                self.assertEqual(row["status"], status)

    def test_the_limit_is_a_parameter(self):
        """PUR-13: overstock_days."""
        part = self._part("刷盘")
        self._needed(part, self._months(12, 5, "2026-06"))
        self._put(part, 25)
        self._set("overstock_days", "149")
        self.assertEqual(self._cover(part).status, "overstock")

    def test_out_of_stock_is_what_is_needed_and_not_there(self):
        """PUR-13: not every part without stock."""
        unused, empty = self._part("旧件"), self._part("刷盘")
        self._needed(empty, self._months(3, 1, "2026-06"))
        rows = self._cover(unused, empty)
        status = {row.product_id: row.status for row in rows}
        self.assertEqual(status[empty], "stock_out")
        self.assertEqual(status[unused], "fine")

    def test_stock_that_nobody_needs_is_overstock(self):
        """PUR-13."""
        dead = self._part("旧件")
        self._put(dead, 1)
        facts = self.env["sanbao.stock.cover"]._facts(
            dead, self.company, date(2026, 6, 15), now=True
        )
        self.assertEqual(facts[dead.id]["status"], "overstock")

    def test_shares_of_overstock_and_of_stock_outs(self):
        """PUR-13: of the parts that are there, and of those that are needed."""
        unused, dead, empty, kept = map(self._part, ("配件", "旧件", "刷盘", "滤袋"))
        for part in (empty, kept):
            self._needed(part, self._months(12, 5, "2026-06"))
        self._put(dead, 1)
        self._put(kept, 5)
        self._cover(unused, dead, empty, kept)
        month = (date(2026, 6, 1), date(2026, 6, 30))
        rows = self.env["sanbao.stock.cover"].search(
            [("company_id", "=", self.company.id), ("date", "=", month[1])]
        )
        needed = rows.filtered(lambda row: row.monthly > 0 or row.minimum > 0)
        for code, counted, status in (
            ("PUR-13-OVER", rows.filtered(lambda row: row.on_hand > 0), "overstock"),
            ("PUR-13-OUT", needed, "stock_out"),
        ):
            indicator = self.env["sanbao.indicator"].search([("code", "=", code)])
            figures = indicator._measure(*month, self.company)
            found = counted.filtered(lambda row, status=status: row.status == status)
            with self.subTest(code=code):
                self.assertEqual(figures["population"], len(counted))
                self.assertEqual(figures["success"], len(found))
                self.assertTrue(0 < len(found) < len(counted) < len(rows))

    def test_taken_twice_there_is_one_row_of_a_part(self):
        self._cover(self.part)
        rows = self._cover(self.part)
        self.assertEqual(len(rows), 1)
        self.assertEqual(str(rows.date), "2026-06-30")

    def test_a_stopped_run_goes_on(self):
        model = self.env["sanbao.stock.cover"]
        model._take(self.part, self.company, date(2026, 6, 30))
        rows = self._cover(self.part, self.filter)
        self.assertEqual(len(rows), 2)

    def test_nobody_types_rows(self):
        row = self._cover(self.part)
        for user in (self.pm, self.wh, self.env.user):
            with self.assertRaises(AccessError):
                row.with_user(user).write({"status": "fine"})
            with self.assertRaises(AccessError):
                row.with_user(user).create(
                    {"product_id": self.part.id, "company_id": self.company.id}
                )

    def test_figures_on_the_dashboard(self):
        """PUR-13: error, overstock and stock-outs as indicators with drill-down."""
        forecast = self._ended({self.part: 8, self.filter: 12})
        # For the same month, by the other department: it has no error yet.
        unmeasured = self._forecast("after_sales", compute=False)
        self.assertFalse(unmeasured.has_accuracy)
        self.assertEqual(unmeasured.date_to, forecast.date_to)
        indicators = self.env["sanbao.indicator"].search(
            [("code", "=like", "PUR-13-%")]
        )
        self.assertEqual(len(indicators), 3)
        month = (date(2026, 7, 1), date(2026, 7, 31))
        error = indicators.filtered(lambda found: found.code == "PUR-13-ERROR")
        figures = error._measure(*month, self.company)
        self.assertAlmostEqual(figures["value"], 45)
        self.assertEqual(figures["population"], 1)
        self.assertIs(figures["reached"], False)  # 40 at most
        action = error._action_documents("population", *month, self.company)
        found = self.env["sanbao.forecast"].search(action["domain"])
        self.assertEqual(found, forecast.with_env(found.env))
