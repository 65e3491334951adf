from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .common import ForecastCommon


@tagged("post_install", "-at_install")
class TestUnitParts(ForecastCommon):
    """PUR-24: delivered units by model and age, parts replaced per model."""

    def _delivered(self, serial, days):
        # The report reads the calendar of the database, which no test can stop.
        self.env.cr.execute("SELECT CURRENT_DATE")
        [today] = self.env.cr.fetchone()
        day = today - relativedelta(days=days)
        return self._unit(serial, ex_factory_date=day), day

    def _rows(self, groupby, *aggregates):
        self.env.flush_all()
        return self.env["sanbao.unit.part.report"]._read_group(
            [("company_id", "=", self.company.id)], groupby, aggregates
        )

    def test_units_stand_in_the_class_of_their_age(self):
        """PUR-24: the day before a birthday, and the day after."""
        for serial, days in (("A", 0), ("B", 365), ("C", 366), ("D", 2000)):
            self._delivered(serial, days)
        units = dict(self._rows(["age_class"], "unit_count:sum"))
        self.assertEqual(
            {name: count for name, count in units.items() if count},
            {"y0": 2, "y1": 1, "y5": 1},
        )
        [(total,)] = self._rows([], "unit_count:sum")
        self.assertEqual(total, 4)

    def test_parts_count_at_the_age_on_the_day_of_the_repair(self):
        """PUR-24."""
        unit, day = self._delivered("A", 800)
        early, late = day + relativedelta(days=100), day + relativedelta(days=500)
        repair = self._repair(unit)
        self._needed(self.part, {early.strftime("%Y-%m"): 1}, repair)
        self._needed(self.part, {late.strftime("%Y-%m"): 2}, repair)
        for moment, quantity in ((early, 1), (late, 2)):
            move = repair.move_ids.filtered(
                lambda move, quantity=quantity: move.product_uom_qty == quantity
            )
            move.date = f"{moment} 08:00:00"
        replaced = dict(self._rows(["age_class"], "replaced:sum"))
        self.assertEqual((replaced["y0"], replaced["y1"]), (1, 2))

    def test_rate_is_parts_over_unit_years(self):
        """PUR-24: two units of exactly four years, two pumps: a quarter a year."""
        units = [self._delivered(serial, 1461)[0] for serial in "AB"]
        repair = self._repair(units[0])
        self._needed(self.part, {"2025-05": 2}, repair)
        [(model, rate)] = self._rows(["model_id"], "rate:avg")
        self.assertEqual(model, self.vehicle)
        self.assertAlmostEqual(float(rate), 0.25, 3)

    def test_those_who_forecast_may_see_it(self):
        """PUR-24: head of sales and after-sales staff; not another company."""
        self._delivered("A", 10)
        self.env.flush_all()
        for user in (self.sm, self.staff, self.pm):
            rows = self.env["sanbao.unit.part.report"].with_user(user).search([])
            self.assertEqual(rows.company_id, self.company.with_user(user))
