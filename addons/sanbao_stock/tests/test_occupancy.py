from datetime import date

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import StockCommon


@tagged("post_install", "-at_install")
class TestOccupancy(StockCommon):
    """STK-04: how full the zones are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].create(
            {"name": "二号库", "code": "EH", "company_id": cls.company.id}
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.pending = cls.warehouse.sanbao_inspection_location_id
        cls.part.write({"weight": 2, "volume": 0.01})
        cls.shelves = cls.env["stock.location"].create(
            [
                {
                    "name": f"A-0{number}",
                    "location_id": cls.stock.id,
                    "sanbao_max_weight": 100,
                    "sanbao_length": 100,
                    "sanbao_width": 50,
                    "sanbao_height": 40,
                }
                for number in (1, 2, 3, 4)
            ]
        )
        cls.rows = cls.env["sanbao.stock.occupancy"]

    def _take(self, moment="2026-03-10 04:00:00"):
        self.rows._take(self.company, fields.Datetime.to_datetime(moment))
        return self.rows.search([("warehouse_id", "=", self.warehouse.id)])

    def _row(self, zone="common", **kwargs):
        zone = self.env.ref(f"sanbao_stock.zone_{zone}")
        return self._take(**kwargs).filtered(lambda row: row.zone_id == zone)

    def test_places_weight_and_volume(self):
        """STK-04."""
        self._put(self.shelves[0], 10)
        row = self._row()
        self.assertEqual((row.places, row.places_used, row.place_rate), (4, 1, 25))
        self.assertEqual((row.weight_capacity, row.weight_used), (400, 20))
        self.assertEqual(row.weight_rate, 5)
        self.assertEqual((row.volume_capacity, row.volume_used), (800, 100))
        self.assertEqual(row.volume_rate, 12.5)

    def test_goods_beside_the_shelves_take_a_place_too(self):
        """STK-04: the room is a place where something lies in it itself."""
        self._put(self.stock, 1)
        row = self._row()
        self.assertEqual((row.places, row.places_used), (5, 1))

    def test_held_goods_belong_to_their_warehouse(self):
        """STK-04: zones outside the stock are measured as well."""
        self._put(self.pending, 3)
        row = self._row("pending")
        self.assertEqual((row.places, row.places_used), (1, 1))

    def test_a_period_has_one_row(self):
        """STK-04: measured twice, at its start and its end; then the next begins."""
        self._put(self.shelves[0], 1)
        first = self._row()
        self._put(self.shelves[1], 1)
        self.assertEqual(self._row(moment="2026-03-31 15:59:00"), first)
        self.assertEqual((first.date, first.places_used), (date(2026, 3, 31), 2))
        # 16:00 in UTC is the first of April in Shanghai.
        self.assertEqual(len(self._row(moment="2026-03-31 16:00:00")), 2)
        self.assertEqual(str(first.measured_at), "2026-03-31 15:59:00")

    def test_the_period_is_as_long_as_one_wants(self):
        """STK-04, occupancy_period."""
        parameter = self.env["sanbao.parameter"].search(
            [("code", "=", "occupancy_period")]
        )
        for period, end in (
            ("week", date(2026, 2, 15)),
            ("month", date(2026, 2, 28)),
            ("quarter", date(2026, 3, 31)),
        ):
            with self.subTest(period=period):
                parameter.value = period
                found = self.rows._period_end(self.company, date(2026, 2, 10))
                self.assertEqual(found, end)

    def test_rates_of_several_zones_are_those_of_their_sums(self):
        """STK-04: a mean of percentages says nothing."""
        self._put(self.shelves[0], 1)
        self._put(self.pending, 1)
        self._take()
        domain = [
            ("warehouse_id", "=", self.warehouse.id),
            ("zone_id.blocked", "in", [True, False]),
        ]
        (used, places, rate), *_rest = self.rows._read_group(
            domain, [], ["places_used:sum", "places:sum", "place_rate:avg"]
        )
        self.assertAlmostEqual(rate, used * 100 / places)

    def test_measuring_more_places_costs_no_more_queries(self):
        """STK-04."""

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.rows._measure(self.company)
            return self.env.cr.sql_log_count - before

        for shelf in self.shelves:
            self._put(shelf, 1)
        queries()
        few = queries()
        for number in range(20):
            self._put(self.shelves[0].copy({"name": f"B-{number}"}), 1)
        queries()
        self.assertLessEqual(queries(), few + 1)

    def test_who_measures_and_who_reads(self):
        """STK-04."""
        with self.assertRaises(AccessError):
            self.rows.with_user(self.keeper).action_measure()
        action = self.rows.with_user(self.stock_manager).action_measure()
        self.assertEqual(action["res_model"], "sanbao.stock.occupancy")
        self.assertTrue(self.rows.with_user(self.keeper).search([]))
        with self.assertRaises(AccessError):
            self._take()[0].with_user(self.stock_manager).write({"places": 1})

    def test_switched_off_nothing_is_measured(self):
        """STK-04: the mode decides."""
        self.env["sanbao.rule"].search([("code", "=", "STK-04")]).mode = "off"
        self.assertFalse(self._take())

    def test_every_night(self):
        """STK-04: the job may run twice."""
        self.rows._cron_measure()
        before = self.rows.search_count([])
        self.rows._cron_measure()
        self.assertEqual(self.rows.search_count([]), before)
        self.assertTrue(before)
