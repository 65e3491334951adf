from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestScan(CountCommon):
    """STK-17: counting with a scanner, on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put(3)
        cls._put(2, cls.oil, cls.rack, cls.lot)

    def _scanner(self, count, user=None):
        return (
            self.env["sanbao.stock.count.scan"]
            .with_user(user or self.keeper)
            .create({"count_id": count.id})
        )

    def test_place_then_goods_piece_by_piece(self):
        """STK-17."""
        count = self._count()
        scanner = self._scanner(count)
        with self.assertRaises(UserError):
            scanner.action_sanbao_scan("CNT-P1")
        scanner.action_sanbao_scan("CNT-A")
        self.assertEqual(scanner.location_id, self.shelf)
        scanner.action_sanbao_scan("CNT-P1")
        scanner.action_sanbao_scan("CNT-P1")
        line = self._line(count)
        self.assertEqual((line.counted_quantity, scanner.quantity), (2, 2))
        scanner.quantity = 3
        scanner.action_save()
        self.assertEqual((line.counted_quantity, line.difference_quantity), (3, 0))

    def test_a_lot_and_the_next_line(self):
        """STK-17."""
        count = self._count()
        scanner = self._scanner(count)
        scanner.action_sanbao_scan("CNT-B")
        scanner.action_sanbao_scan("CNT-L1")
        line = self._line(count, self.oil, self.rack)
        self.assertEqual(line.counted_quantity, 1)
        scanner.action_next()
        self.assertEqual(
            (scanner.product_id, scanner.location_id), (self.part, self.shelf)
        )
        scanner.quantity = 3
        scanner.action_save()
        with self.assertRaises(UserError):
            scanner.action_next()

    def test_goods_that_are_not_on_the_sheet(self):
        """STK-17."""
        count = self._count()
        scanner = self._scanner(count)
        scanner.action_sanbao_scan("CNT-B")
        scanner.action_sanbao_scan("CNT-P1")
        line = self._line(count, location=self.rack)
        self.assertEqual((line.book_quantity, line.counted_quantity), (0, 1))

    def test_the_second_counter_scans_too(self):
        """STK-17."""
        self._set("count_check_above", "0")
        count = self._count(location_ids=self.shelf.ids)
        self._enter(count, 1)
        count.action_hand_in()
        scanner = self._scanner(count, self.checker)
        scanner.action_next()
        for _piece in range(3):
            scanner.action_sanbao_scan("CNT-P1")
        self.assertEqual(self._line(count).check_quantity, 3)
        count.action_close_check()
        self.assertEqual(count.state, "done")

    def test_what_does_not_belong_there(self):
        count = self._count()
        scanner = self._scanner(count)
        for code in ("CNT-NOTHING", count.name):
            with self.subTest(code), self.assertRaises(UserError):
                scanner.action_sanbao_scan(code)
