from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.sanbao_count.models import sanbao_stock_count_prepare as prepare

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestPrepare(CountCommon):
    """Lines are frozen in batches that may stop and go on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parts = cls.env["product.product"].create(
            [
                {"name": f"件{n}", "is_storable": True, "standard_price": n}
                for n in range(10)
            ]
        )
        for part in cls.parts:
            cls._put(4, part)

    def _full(self):
        return self._count(kind="full", start=False)

    def test_a_line_keeps_book_cost_lot_and_place(self):
        """STK-17."""
        self._put(7, self.oil, self.rack, self.lot)
        count = self._count()
        line = self._line(count, self.oil, self.rack)
        self.assertEqual(
            (line.book_quantity, line.unit_cost, line.lot_id), (7, 5, self.lot)
        )
        self.assertEqual(line.book_value, 35)
        self.assertTrue(line.frozen_at)
        self.oil.standard_price = 9
        self._put(1, self.oil, self.rack, self.lot)
        self.assertEqual((line.book_quantity, line.unit_cost), (7, 5))

    def test_held_goods_are_counted_with_the_warehouse(self):
        """STK-15: all places."""
        zone = self.warehouse.sanbao_nonconforming_location_id
        self._put(2, location=zone)
        self.assertEqual(self._line(self._count(), location=zone).book_quantity, 2)

    def test_goods_of_others_have_no_value(self):
        """STK-17."""
        owner = self.env["res.partner"].create({"name": "寄存客户"})
        self.env["stock.quant"]._update_available_quantity(
            self.part, self.shelf, 3, owner_id=owner
        )
        line = self._line(self._count())
        self.assertEqual((line.book_quantity, line.unit_cost), (3, 0))

    def test_long_lists_are_prepared_in_the_background(self):
        """STK-15: committed batches, progress, one result however often it stops."""
        with (
            patch.object(prepare, "AT_ONCE", 3),
            patch.object(prepare, "BATCH", 3),
        ):
            count = self._full()
            count.action_start()
            self.assertEqual((count.state, count.line_count), ("preparing", 0))
            for expected in (30, 60, 90):
                # The job is stopped after each batch.
                with patch.object(
                    type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 0
                ):
                    count._cron_prepare()
                self.assertEqual(round(count.preparation), expected)
            count._cron_prepare()
            count._cron_prepare()
        self.assertEqual((count.state, count.line_count), ("counting", 10))
        self.assertEqual(len(count.line_ids.product_id), 10)

    def test_started_twice_is_started_once(self):
        count = self._full()
        count.action_start()
        count.action_start()
        self.assertEqual(count.line_count, 10)

    def test_double_quants_are_one_line(self):
        """STK-17: two transfers at once leave two quants of the same goods."""
        quant = self.env["stock.quant"].create(
            {"product_id": self.parts[0].id, "location_id": self.shelf.id}
        )
        quant.sudo().quantity = 5
        line = self._line(self._full_started(), self.parts[0])
        self.assertEqual(line.book_quantity, 9)

    def _full_started(self):
        count = self._full()
        count.action_start()
        return count

    def test_a_small_count_looks_at_a_part_of_the_lines(self):
        """STK-14: one fifth, rounded up, of what moves most."""
        for index, part in enumerate(self.parts[4:7]):
            for _time in range(index + 1):
                self._transfer(1, self.shelf, self.rack, part)
        count = self._count(kind="small")
        # Ten lines on the shelf and three on the rack: 2.6 of 13.
        self.assertEqual(count.line_count, 3)
        self.assertLessEqual(count.line_ids.product_id, self.parts[5:7])

    def test_the_share_is_a_parameter(self):
        """STK-14: small_count_scope."""
        for share, lines in (("0", 0), ("10", 1), ("11", 2), ("100", 10)):
            self._set("small_count_scope", share)
            with self.subTest(share):
                self.assertEqual(self._count(kind="small").line_count, lines)

    def test_bookings_of_long_ago_do_not_count(self):
        """STK-14, small_count_history_days: a second less, the days, a second more."""
        for part in self.parts[1:3]:
            self._transfer(1, self.shelf, self.rack, part)
        old = self.env["stock.move.line"].search(
            [("product_id", "=", self.parts[1].id), ("state", "=", "done")]
        )
        self._set("small_count_scope", "10")
        now = fields.Datetime.now()
        for seconds, counts in ((-1, True), (0, True), (1, False)):
            old.date = fields.Datetime.subtract(now, days=90, seconds=seconds)
            with self.subTest(seconds=seconds), freeze_time(now):
                chosen = self._count(kind="small").line_ids.product_id
                self.assertEqual(self.parts[1] in chosen, counts)
                self.assertIn(self.parts[2], chosen)

    def test_a_sample_is_drawn_by_chance(self):
        """STK-14: small_count_selection; another count draws others."""
        self._set("small_count_selection", "sample")
        self._set("small_count_scope", "50")
        drawn = {
            tuple(self._count(kind="small").line_ids.product_id.ids)
            for _number in range(8)
        }
        self.assertEqual({len(ids) for ids in drawn}, {5})
        self.assertGreater(len(drawn), 1)

    def test_places_and_categories_narrow_it(self):
        category = self.env["product.category"].create({"name": "泵类"})
        self.part.categ_id = category
        self._put(1)
        self._put(1, location=self.rack)
        count = self._count(
            location_ids=[Command.set(self.rack.ids)],
            categ_ids=[Command.set(category.ids)],
        )
        self.assertEqual(count.line_ids.location_id, self.rack)

    def test_only_the_warehouse_starts_a_count(self):
        for user in (self.fin, self.dgm):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._count(user=user)

    def test_what_is_counted_does_not_change_any_more(self):
        count = self._full_started()
        with self.assertRaises(UserError):
            count.kind = "spot"
        for vals in ({"state": "done"}, {"blind": True}, {"book_value": 1}):
            with self.subTest(vals), self.assertRaises(AccessError):
                count.write(vals)
        with self.assertRaises(AccessError):
            self._count(start=False, state="done")
        made = count.with_context(default_state="done").create({"kind": "spot"})
        self.assertEqual(made.state, "draft")

    def test_a_batch_costs_the_same_however_many_lines_there_are(self):
        """G: no statement for each line."""
        quants = self.env["stock.quant"].search(
            [("location_id", "=", self.shelf.id)], order="id"
        )
        used = []
        for number in (2, 10):
            count = self._full()
            count._freeze(quants[:1])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            count._freeze(quants[:number])
            self.env.flush_all()
            used.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(used[1], used[0] + 2)
