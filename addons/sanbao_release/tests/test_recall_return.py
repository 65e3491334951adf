from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RecallCommon


@tagged("post_install", "-at_install")
class TestRecallReturn(RecallCommon):
    """SAL-42: recovered is what the keeper booked into the nonconforming zone."""

    def setUp(self):
        super().setUp()
        self.delivery = self._delivery(self.lot, 10)
        self.recall = self._recall()
        self.line = self.recall.line_ids

    def _return(self, line=None):
        line = line or self.line
        action = line.action_receive()
        picking = line.sudo()._waiting_returns().picking_id
        # Inspectors are told the number: Odoo shows transfers to users of the stock.
        self.assertIn(picking.name, action["params"]["message"])
        return picking

    def _validate(self, picking, quantity=None):
        picking = picking.with_user(self.keeper)
        if quantity is not None:
            picking.move_line_ids.quantity = quantity
        picking.move_ids.picked = True
        picking._action_done()
        self.assertEqual(picking.state, "done")

    def test_goods_come_back_apart(self):
        """SAL-42."""
        picking = self._return()
        self.assertEqual(picking.move_ids.product_uom_qty, 10)
        self.assertTrue(self.line.return_waiting)
        self._validate(picking)
        self.assertEqual(self.line.recovered_qty, 10)
        self.assertEqual(self.recall.recovery_rate, 100)
        self.assertEqual(self._on_hand(self.lot, self.nonconforming), 10)
        with self.assertRaises(UserError):
            self.line.action_receive()

    def test_who_books_it_opens_it(self):
        """SAL-42."""
        self.inspector.group_ids |= self.env.ref("stock.group_stock_user")
        self.assertEqual(self.line.action_receive()["res_model"], "stock.picking")

    def test_a_sheet_decides_about_what_came_back(self):
        """SAL-42, QLT-15: for exactly this quantity, where it lies."""
        self._validate(self._return(), 4)
        sheets = self.env["sanbao.nonconformity"].search(
            [("lot_id", "=", self.lot.id), ("location_id", "!=", False)]
        )
        self.assertEqual(sheets.mapped("quantity"), [4])
        self.assertEqual(sheets.origin, self.recall.name)

    def test_in_parts(self):
        """SAL-42: 6 now, the rest later; recovered and open move along."""
        picking = self._return()
        self.assertEqual(self._return(), picking)
        self._validate(picking, 6)
        self.assertEqual((self.line.recovered_qty, self.line.open_qty), (6, 4))
        self.assertEqual(self.recall.recovery_rate, 60)
        rest = self._return()
        self.assertNotEqual(rest, picking)
        self.assertEqual(rest.move_ids.product_uom_qty, 4)
        self._validate(rest)
        self.assertEqual(self.line.open_qty, 0)

    def test_a_waiting_return_keeps_it_open(self):
        """SAL-42."""
        self.recall.disposition = "scrap"
        self._return()
        self.line.used_qty = 10
        with self.assertRule("SAL-42"):
            self.recall.action_submit()

    def test_nowhere_else(self):
        """SAL-42: not into the stock, not past the recall."""
        for target in (self.stock, self.pending):
            with self.subTest(target=target.name), self.assertRule("SAL-42"):
                self._book(self.lot, 1, self.customers, target)
        picking = self._return()
        picking.move_line_ids.location_dest_id = self.stock
        picking.move_ids.picked = True
        with self.assertRule("SAL-42"):
            picking._action_done()
        other = self._lot("L-7")
        self._delivery(other, 2)
        self._book(other, 1, self.customers, self.stock)

    def test_switched_off_they_come_back_anywhere(self):
        """SAL-42: the mode of the rule decides."""
        self.env["sanbao.rule"].search([("code", "=", "SAL-42")]).mode = "off"
        self._book(self.lot, 1, self.customers, self.stock)

    def test_a_corrected_booking_counts_as_corrected(self):
        """SAL-42: the sum is taken anew before closing."""
        picking = self._return()
        self._validate(picking)
        # Nobody corrects what a sheet holds; the system may have to.
        picking.move_line_ids.sudo().quantity = 7
        self.recall.disposition = "scrap"
        with self.assertRule("SAL-42"):
            self.recall.action_submit()

    def test_a_unit_that_contains_it(self):
        """SAL-42: the unit comes back, its content counts."""
        unit = self._lot("U-1", self._product("洗扫车", "serial"), quantity=0)
        lot = self._lot("L-6")
        self._make([(lot, 3)], [(unit, 1)])
        self._delivery(unit)
        line = self._recall(lot).line_ids
        self.assertEqual((line.quantity, line.delivered_qty), (3, 1))
        picking = self._return(line)
        self.assertEqual(picking.move_line_ids.lot_id, unit)
        self._validate(picking)
        self.assertEqual((line.recovered_qty, line.open_qty), (3, 0))

    def test_moves_are_not_tied_to_it_by_hand(self):
        """SAL-42: nobody makes a return count that the recall did not prepare."""
        self._put(self.lot, 5)
        values = {
            "product_id": self.agent.id,
            "product_uom_qty": 5,
            "location_id": self.stock.id,
            "location_dest_id": self.nonconforming.id,
            "sanbao_recall_line_id": self.line.id,
        }
        moves = self.env["stock.move"].with_user(self.keeper)
        with self.assertRaises(AccessError):
            moves.create(values)
        del values["sanbao_recall_line_id"]
        with self.assertRaises(AccessError):
            moves.create(values).sanbao_recall_line_id = self.line

    def test_late_goods_open_a_closed_recall(self):
        """SAL-42: what comes back after all changes what was approved."""
        self._validate(self._return(), 6)
        # Nobody waits for the rest any more.
        self._return().action_cancel()
        rest = self.line.with_user(self.inspector)
        rest.write({"explained_qty": 4, "explanation": "下落不明"})
        self.recall.disposition = "scrap"
        self._approve(self.recall, self.dgm)
        self.assertEqual(self.recall.state, "approved")
        rest.write({"explained_qty": 3})
        self.assertEqual(self.recall.state, "draft")
