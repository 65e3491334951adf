from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCounting(CountCommon):
    """STK-17: what was counted, by whom, against the book of that moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put(10)
        cls._put(4, cls.filter)

    def test_a_line_shows_book_count_difference_value_and_counter(self):
        """STK-17."""
        count = self._count()
        line = self._enter(count, 8)
        self.assertEqual(
            (line.book_quantity, line.counted_quantity, line.difference_quantity),
            (10, 8, -2),
        )
        self.assertEqual(line.difference_value, -20)
        self.assertEqual(line.counter_id, self.keeper)
        self.assertTrue(line.counted_at)
        self.assertEqual((count.open_count, count.progress), (1, 50))

    def test_everything_is_counted_before_it_is_handed_in(self):
        """STK-17."""
        count = self._count()
        self._enter(count, 10)
        with self.assertRule("STK-17"):
            count.action_hand_in()
        self._line(count, self.filter).action_none_there()
        count.action_hand_in()
        self.assertEqual(count.state, "differences")

    def test_zero_by_typing_counts_as_counted(self):
        count = self._count()
        line = self._enter(count, 0)
        self.assertTrue(line.counted)
        self.assertEqual(line.difference_quantity, -10)

    def test_no_difference_no_paper(self):
        count = self._count()
        self._enter(count, 10)
        self._enter(count, 4, self.filter)
        count.action_hand_in()
        self.assertEqual((count.state, bool(count.difference_id)), ("done", False))
        self.assertEqual(count.book_value, 108)

    def test_goods_moved_meanwhile_are_shown_and_taken_into_account(self):
        """STK-17: book 10, 3 leave before and 2 after counting, 6 counted: one is missing."""
        count = self._count()
        self._transfer(3, self.shelf, self.rack)
        line = self._enter(count, 6)
        self.assertEqual((line.moved_quantity, line.difference_quantity), (-3, -1))
        self._transfer(2, self.shelf, self.rack)
        line.invalidate_recordset(["book_now"])
        self.assertEqual((line.book_quantity, line.book_now), (10, 5))
        self.assertEqual(line.difference_quantity, -1)

    def test_a_figure_typed_later_counts_from_when_it_was_counted(self):
        """STK-17: counted at ten o'clock, typed at noon; what moved at eleven is no loss."""
        now = fields.Datetime.now()
        with freeze_time(now - timedelta(hours=3)):
            count = self._count()
        with freeze_time(now - timedelta(hours=1)):
            self._transfer(4, self.shelf, self.rack)
        line = self._line(count)
        line.write({"counted_quantity": 10, "counted_at": now - timedelta(hours=2)})
        self.assertEqual((line.moved_quantity, line.difference_quantity), (0, 0))
        line.write({"counted_quantity": 10, "counted_at": now - timedelta(minutes=30)})
        self.assertEqual((line.moved_quantity, line.difference_quantity), (-4, 4))
        with self.assertRaises(ValidationError):
            line.counted_at = now + timedelta(hours=1)
        with self.assertRaises(ValidationError):
            line.counted_at = now - timedelta(hours=4)

    def test_two_counters_on_one_line_leave_the_first_figure(self):
        """STK-17: the second is told who counted; the first may correct himself."""
        count = self._count()
        self._enter(count, 9)
        with self.assertRaises(UserError) as caught:
            self._enter(count, 7, user=self.checker)
        self.assertIn(self.keeper.name, str(caught.exception))
        line = self._enter(count, 8)
        self.assertEqual((line.counted_quantity, line.counter_id), (8, self.keeper))

    def test_counter_and_responsible_clear_a_figure(self):
        count = self._count(user_id=self.head.id)
        line = self._enter(count, 9)
        with self.assertRaises(UserError):
            line.with_user(self.checker).action_clear()
        line.with_user(self.head).action_clear()
        self.assertFalse(line.counted or line.counter_id or line.difference_quantity)
        self._enter(count, 7, user=self.checker)
        self.assertEqual(line.counter_id, self.checker)

    def test_a_large_difference_is_counted_again_by_somebody_else(self):
        """STK-17: the limit of 100 itself needs no second count."""
        for missing, again in ((9.9, False), (10, False), (10.1, True)):
            product = self._product(f"件{missing}", 10)
            self._put(20, product, self.rack)
            count = self._count(location_ids=self.rack.ids)
            for line in count.line_ids:
                line.counted_quantity = line.book_quantity
            self._enter(count, 20 - missing, product, self.rack)
            count.action_hand_in()
            with self.subTest(missing=missing):
                self.assertEqual(count.state == "checking", again)
                self.assertEqual(bool(count.check_count), again)
        line = self._line(count, product, self.rack)
        with self.assertRule("STK-17"):
            count.action_close_check()
        with self.assertRaises(UserError):
            line.check_quantity = 10  # he counted it first
        line.with_user(self.checker).check_quantity = 20
        self.assertEqual((line.checker_id, line.final_quantity), (self.checker, 20))
        count.action_close_check()
        self.assertEqual(count.state, "done")

    def test_the_second_count_is_the_result(self):
        """STK-17: count_check_above."""
        self._set("count_check_above", "0")
        count = self._count()
        self._enter(count, 4)
        self._enter(count, 4, self.filter)
        count.action_hand_in()
        line = self._line(count).with_user(self.checker)
        self._transfer(1, self.shelf, self.rack)
        line.check_quantity = 7
        self.assertEqual((line.moved_quantity, line.difference_quantity), (-1, -2))
        with self.assertRaises(UserError):
            self._line(count, self.filter).with_user(self.checker).check_quantity = 1
        with self.assertRaises(UserError):
            line.with_user(self.head).check_quantity = 9
        count.action_close_check()
        self.assertEqual(count.difference_id.line_ids.counted_quantity, 7)

    def test_goods_not_on_the_sheet_are_added(self):
        """STK-17: with the book of that moment."""
        count = self._count()
        self._put(2, location=self.rack)
        lines = count.line_ids.with_user(self.keeper)
        line = lines.create(
            {
                "count_id": count.id,
                "product_id": self.part.id,
                "location_id": self.rack.id,
                "counted_quantity": 5,
            }
        )
        self.assertEqual((line.book_quantity, line.difference_quantity), (2, 3))
        self.assertEqual((line.unit_cost, line.counter_id), (10, self.keeper))
        vals = {"count_id": count.id, "location_id": self.rack.id}
        with self.assertRaises(ValidationError):
            lines.create({**vals, "product_id": self.oil.id})
        for name, value in (("book_quantity", 9), ("unit_cost", 1), ("counted", True)):
            with self.subTest(name), self.assertRaises(AccessError):
                lines.create({**vals, "product_id": self.filter.id, name: value})

    def test_nobody_writes_what_the_system_keeps(self):
        """STK-17."""
        line = self._line(self._count())
        for name, value in (
            ("book_quantity", 1),
            ("moved_quantity", 1),
            ("difference_quantity", 1),
            ("unit_cost", 1),
            ("counted", True),
            ("counter_id", self.checker.id),
            ("checker_id", self.checker.id),
            ("needs_check", True),
            ("hidden", True),
            ("frozen_at", fields.Datetime.now()),
            ("product_id", self.filter.id),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                line.write({name: value})
        with self.assertRaises(AccessError):
            line.with_user(self.fin).counted_quantity = 1
        with self.assertRaises(UserError):
            line.unlink()

    def test_after_handing_in_nothing_is_entered(self):
        count = self._count()
        self._enter(count, 9)
        self._enter(count, 4, self.filter)
        count.action_hand_in()
        count.action_hand_in()
        for vals in ({"counted_quantity": 10}, {"check_quantity": 10}):
            with self.subTest(vals), self.assertRaises(UserError):
                self._line(count).write(vals)
        with self.assertRaises(UserError):
            self._line(count).action_clear()

    def test_serial_numbers_are_there_once(self):
        pump = self._product("水泵总成", 100, tracking="serial")
        lot = self.env["stock.lot"].create({"name": "S-1", "product_id": pump.id})
        self._put(1, pump, lot=lot)
        count = self._count()
        with self.assertRaises(ValidationError):
            self._enter(count, 2, pump)
        with self.assertRaises(ValidationError):
            self._line(count).bad_quantity = 11

    def test_the_sheet_on_screen(self):
        """The keeper types a figure on the form of a line."""
        line = self._line(self._count())
        with Form(line.with_user(self.keeper)) as form:
            form.counted_quantity = 9
        self.assertEqual(line.difference_quantity, -1)

    def test_known_differences_are_cancelled_by_the_head_only(self):
        """STK-18: and nobody owes their causes any more."""
        count = self._count()
        self._enter(count, 9)
        self._enter(count, 4, self.filter)
        count.action_hand_in()
        with self.assertRaises(AccessError):
            count.action_cancel()
        difference = count.difference_id
        count.with_user(self.head).action_cancel()
        self.assertEqual((count.state, difference.state), ("cancelled", "cancelled"))
        self.assertFalse(difference.obligation_count)
        with self.assertRaises(UserError):
            difference.with_user(self.keeper).action_reset()
        self.assertEqual(self._on_hand(), 10)
