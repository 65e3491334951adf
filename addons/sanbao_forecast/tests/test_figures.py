from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_forecast.models import sanbao_forecast_run as run

from .common import ForecastCommon


@tagged("post_install", "-at_install")
class TestFigures(ForecastCommon):
    """PUR-12: what a forecast shows of each part."""

    def test_the_parts_are_those_that_were_needed(self):
        """PUR-12: on this side; units themselves are no parts."""
        self._needed(self.part, self._months(3, 2))
        self._needed(self.vehicle, self._months(3, 1))
        forecast = self._forecast()
        self.assertEqual(forecast.line_ids.product_id, self.part)
        self.assertEqual(forecast.run_state, "done")
        self.assertEqual(forecast.progress, 100)

    def test_history_season_and_trend(self):
        """PUR-12: last three months, same month of last year, trend."""
        months = self._months(12, [1, 7, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
        self._needed(self.part, months)
        line = self._forecast().line_ids
        self.assertEqual(line.last_three, 6)
        self.assertEqual(line.last_year, 7)  # July 2025
        self.assertEqual(line.average, 2)
        self.assertEqual(line.trend, 0)
        self.assertEqual(len(line.history), 36)
        self.assertEqual(line.history[-12:], list(months.values())[::-1])

    def test_the_running_month_is_no_history(self):
        self._needed(self.part, {"2026-06": 50, "2026-05": 1})
        line = self._forecast().line_ids
        self.assertEqual(line.last_three, 1)
        self.assertEqual(str(line.forecast_id.history_to), "2026-05-31")

    def test_months_end_in_the_time_zone_of_the_company(self):
        self._needed(self.part, {"2026-05": 1})
        move = self.env["stock.move"].search([("product_id", "=", self.part.id)])
        move.date = "2026-04-30 16:30:00"  # half past midnight on the first of May
        self.assertEqual(self._forecast().line_ids.history[-1], 1)

    def test_stock_and_orders(self):
        """PUR-12: on hand, reserved, on order, minimum."""
        self._needed(self.part, self._months(3, 2))
        self._put(self.part, 9)
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.part.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.stock.id,
                "product_min_qty": 4,
                "product_max_qty": 8,
                "company_id": self.company.id,
            }
        )
        suppliers = self.env.ref("stock.stock_location_suppliers")
        moves = self.env["stock.move"].create(
            [
                {
                    "product_id": self.part.id,
                    "product_uom_qty": quantity,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "company_id": self.company.id,
                }
                for quantity, source, target in (
                    (5, suppliers, self.stock),
                    (3, self.stock, self.customers),
                )
            ]
        )
        moves._action_confirm()
        moves._action_assign()
        line = self._forecast().line_ids
        self.assertEqual(
            (line.on_hand, line.reserved, line.on_order, line.minimum), (9, 3, 5, 4)
        )

    def test_failure_rate_from_the_units_in_the_field(self):
        """PUR-12, PUR-24: parts per unit and year of the models that use it."""
        units = [self._unit(f"SN-{number}") for number in range(4)]
        self._needed(self.part, {"2026-05": 1, "2025-10": 1}, self._repair(units[0]))
        self._needed(self.part, {"2025-04": 9}, self._repair(units[0]))
        line = self._forecast("after_sales").line_ids
        self.assertEqual(line.unit_count, 4)
        self.assertEqual(line.repair_qty, 2)  # of the last twelve months
        self.assertEqual(line.failure_rate, 0.5)

    def test_the_archive_is_not_asked_while_its_rule_is_off(self):
        """PUR-24."""
        self._needed(self.part, {"2026-05": 1}, self._repair(self._unit("SN-1")))
        self._rule_off("PUR-24")
        self.assertFalse(self._forecast("after_sales").line_ids.unit_count)

    def test_sides_do_not_mix(self):
        self._needed(self.part, self._months(3, 2))
        self._needed(self.filter, {"2026-05": 1}, self._repair(self._unit("SN-1")))
        self.assertEqual(self._forecast().line_ids.product_id, self.part)
        after_sales = self._forecast("after_sales")
        self.assertEqual(after_sales.line_ids.product_id, self.filter)

    def test_methods(self):
        """PUR-12: the proposal says how it was made."""
        last = "2026-05"
        for name, months, method in (
            ("常用件", self._months(8, 5, last), "ets"),
            ("季节件", self._months(30, 5, last), "ets_seasonal"),
            ("间歇件", self._months(12, [2, 0, 0, 1, 0, 3, 0, 0, 2, 0, 0, 1]), "tsb"),
            ("新件", self._months(2, 4, last), "average"),
        ):
            with self.subTest(name=name):
                part = self._part(name)
                self._needed(part, months)
                forecast = self._forecast()
                line = self._line(forecast, part)
                self.assertEqual(line.method, method)
                self.assertTrue(line.has_proposal)
                self.assertGreater(line.proposal, 0)
                forecast.sudo().unlink()

    def test_a_new_part_is_forecast_like_another(self):
        """PUR-12: little history of its own."""
        self._needed(self.part, self._months(12, 5))
        self.filter.sanbao_forecast_like_id = self.part
        self._needed(self.filter, {"2026-05": 1})
        line = self._line(self._forecast(), self.filter)
        self.assertEqual(line.method, "similar")
        self.assertAlmostEqual(line.proposal, 5, delta=0.1)

    def test_a_new_part_by_units_and_failure_rate(self):
        """PUR-12, PUR-24."""
        unit = self._unit("SN-1")
        self._needed(self.part, {"2026-05": 12}, self._repair(unit))
        line = self._forecast("after_sales").line_ids
        self.assertEqual(line.method, "fleet")
        self.assertAlmostEqual(line.proposal, 1)

    def test_a_part_without_data_has_no_proposal(self):
        """PUR-12: nothing is invented."""
        forecast = self._forecast()
        line = forecast.line_ids.create(
            {"forecast_id": forecast.id, "product_id": self.part.id}
        )
        self._run(forecast)
        self.assertEqual(line.method, "none")
        self.assertFalse(line.has_proposal)
        forecast.action_adopt()
        self.assertFalse(line.entered)

    def test_an_old_part_without_demand_is_proposed_zero(self):
        forecast = self._forecast()
        self.env.cr.execute(
            "UPDATE product_product SET create_date = '2020-01-01' WHERE id = %s",
            [self.part.id],
        )
        self.part.invalidate_recordset()
        line = forecast.line_ids.create(
            {"forecast_id": forecast.id, "product_id": self.part.id}
        )
        self._run(forecast)
        self.assertEqual((line.method, line.proposal), ("zero", 0))
        self.assertTrue(line.has_proposal)

    def test_a_stopped_run_goes_on_where_it_was(self):
        """PUR-12: restartable, and nothing twice."""
        parts = [self._part(f"件{number}") for number in range(6)]
        for part in parts:
            self._needed(part, {"2026-05": 2})
        forecast = self._forecast(compute=False)
        engine = as_engine(forecast)
        with self._batches_of(2):
            self.assertEqual(engine._run_batch(), (2, 2))  # two parts were added
            self.assertEqual(engine._run_batch(), (2, 2))
            self.assertEqual(engine._run_batch(), (2, 2))
            self.assertEqual(engine._run_batch(), (2, 4))  # computed, and left
            forecast.invalidate_recordset()
            self.assertEqual(forecast.progress, 33)
            self.assertEqual(forecast.run_state, "running")
            self._run(forecast)
        self.assertEqual(len(forecast.line_ids), 6)
        self.assertEqual(forecast.run_state, "done")
        self._run(forecast)
        self.assertEqual(len(forecast.line_ids), 6)

    def _batches_of(self, size):
        return patch.multiple(run, BATCH=size, NEW=size)

    def test_computing_again_keeps_figures_and_reasons(self):
        self._needed(self.part, {"2026-05": 2})
        forecast = self._forecast()
        forecast.line_ids.write({"quantity": 7, "note": "订单在手"})
        self._needed(self.part, {"2026-04": 30})
        forecast.with_user(self.sr).action_recompute()
        self._run(forecast)
        line = forecast.line_ids
        self.assertEqual((line.quantity, line.note), (7, "订单在手"))
        self.assertEqual(line.last_three, 32)

    def test_queries_do_not_grow_with_the_parts(self):
        def cost(count):
            for number in range(count):
                self._needed(self._part(f"P{count}-{number}"), {"2026-05": 2})
            forecast = self._forecast(compute=False)
            engine = as_engine(forecast)
            engine._run_batch()
            queries = self._queries(engine._run_batch)
            self.assertGreaterEqual(len(forecast.line_ids), count)
            forecast.sudo().unlink()
            return queries

        cost(2)
        self.assertLessEqual(cost(40), cost(3) + 5)

    def test_computed_values_refuse_writers(self):
        self._needed(self.part, {"2026-05": 2})
        line = self._forecast().line_ids
        for vals in (
            {"proposal": 1},
            {"entered": True},
            {"computed": False},
            {"on_hand": 3},
            {"method": "ets"},
            {"actual": 1},
            {"measured": True},
            {"product_id": self.filter.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                line.write(vals)
        with self.assertRaises(AccessError):
            line.create(
                {
                    "forecast_id": line.forecast_id.id,
                    "product_id": self.filter.id,
                    "proposal": 5,
                }
            )

    def test_the_graph_shows_history_and_proposal(self):
        self._needed(self.part, self._months(12, 3))
        graph = self._forecast().line_ids.graph
        self.assertEqual(graph.count('"past"'), 12)
        self.assertEqual(graph.count('"future"'), 1)
