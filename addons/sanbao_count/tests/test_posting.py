from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestPosting(CountCommon):
    """An approved difference adjusts the stock once, whatever moved meanwhile."""

    def test_posting_adjusts_with_a_link(self):
        """STK-18, STK-20: the adjustment points to the line that explains it."""
        difference = self._approve(self._explain(self._found(-2, 3)))
        difference.action_post()
        self.assertEqual(self._on_hand(), 98)
        self.assertEqual(self._on_hand(location=self.rack), 103)
        for line in difference.sudo().line_ids:
            move = line.move_ids
            self.assertEqual((move.quantity, move.state), (abs(line.quantity), "done"))
            self.assertIn(difference.name, move.reference)
        self.assertEqual(difference.move_count, 2)
        self.assertEqual(difference.count_id.move_count, 2)
        self.assertEqual(difference.posted_by_id, self.keeper)
        self.assertEqual(difference.count_id.state, "done")

    def test_posted_twice_is_posted_once(self):
        """STK-20."""
        difference = self._approve(self._explain(self._found(-2)))
        difference.action_post()
        difference.action_post()
        self.assertEqual((self._on_hand(), difference.move_count), (98, 1))
        with self.assertRaises(AccessError):
            difference.with_user(self.fin).action_post()

    def test_goods_that_moved_after_the_count(self):
        """STK-18: 98 of 100 counted, 40 leave until it is posted: 58 are left."""
        difference = self._explain(self._found(-2))
        self._transfer(40, self.shelf, self.rack)
        self._approve(difference).action_post()
        self.assertEqual(self._on_hand(), 58)
        line = difference.line_ids
        line.invalidate_recordset(["book_now"])
        self.assertEqual((line.book_quantity, line.book_now), (100, 58))

    def test_everything_has_left_before_it_is_posted(self):
        """STK-18: no stop; the book shows what it owes."""
        difference = self._explain(self._found(-2))
        self._transfer(99, self.shelf, self.rack)
        self._approve(difference).action_post()
        self.assertEqual(self._on_hand(), -1)

    def test_goods_that_the_book_does_not_know(self):
        """STK-18: a lot found where the book has none."""
        self._set("count_check_above", "1000000")
        self._put(1)
        count = self._count()
        self._enter(count, 1)
        count.line_ids.create(
            {
                "count_id": count.id,
                "product_id": self.oil.id,
                "location_id": self.rack.id,
                "lot_id": self.lot.id,
                "counted_quantity": 6,
            }
        )
        count.action_hand_in()
        difference = self._explain(count.difference_id.with_user(self.keeper), "other")
        self._approve(difference).action_post()
        quant = self.env["stock.quant"].search(
            [("lot_id", "=", self.lot.id), ("location_id", "=", self.rack.id)]
        )
        self.assertEqual(quant.quantity, 6)
        self.assertFalse(quant.inventory_quantity_set)

    def test_reserved_goods_may_be_missing(self):
        """STK-18."""
        difference = self._explain(self._found(-60))
        move = self.env["stock.move"].create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 100,
                "location_id": self.shelf.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        self.assertEqual(move.quantity, 100)
        self._approve(difference).action_post()
        self.assertEqual((self._on_hand(), move.quantity), (40, 40))

    def test_held_goods_are_adjusted_by_an_approved_difference(self):
        """STK-02, STK-18: and by nothing less."""
        zone = self.warehouse.sanbao_nonconforming_location_id
        self._put(1000, location=zone)
        count = self._count(location_ids=zone.ids)
        count.line_ids.counted_quantity = 999
        count.action_hand_in()
        difference = self._explain(count.difference_id.with_user(self.keeper))
        self._approve(difference).action_post()
        self.assertEqual(self._on_hand(location=zone), 999)

    def test_lines_of_posting_cost_little(self):
        """Posting asks nothing of the stock for each line but what Odoo itself asks."""
        lines = self._found(-2, 3).sudo().line_ids
        quants = self.env["stock.quant"]
        quants._sanbao_of(lines)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            quants._sanbao_of(lines)
