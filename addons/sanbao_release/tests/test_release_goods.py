from odoo.exceptions import UserError
from odoo.tests import tagged

from .release_common import ReleaseCommon


@tagged("post_install", "-at_install")
class TestReleaseGoods(ReleaseCommon):
    """SAL-39, SAL-40: what leaves, and the mark that it carries."""

    def test_untested_goods_do_not_leave(self):
        """SAL-39: neither from where they wait nor from the stock."""
        picking = self._wanted()
        self._take(picking, self.batch, 5, self.pending)
        with self.assertRule("STK-02"):
            picking._action_done()
        lot = self._lot("B-7", self.tested, 5)
        picking = self._wanted(lot=lot)
        self._take(picking, lot, 5)
        with self.assertRule("SAL-39"):
            picking._action_done()

    def test_no_other_way_out(self):
        """SAL-39: without a transfer, and as superuser."""
        lot = self._lot("B-8", self.tested, 5)
        with self.assertRule("SAL-39"):
            self._book(lot, 1, self.stock, self.customers)

    def test_a_booked_delivery_is_not_turned_to_an_untested_lot(self):
        """SAL-39: Odoo lets people correct what is done."""
        self._pass()
        self._put(self.batch, 5)
        delivery = self._delivery(self.batch, 2)
        lot = self._lot("B-11", self.tested, 5)
        for user in (self.keeper, self.env.user):
            with self.subTest(user=user.login), self.assertRule("SAL-39"):
                delivery.move_line_ids.with_user(user).lot_id = lot

    def test_accepted_goods_leave(self):
        """SAL-39: also while another part of the lot still waits."""
        self.inspection.with_user(self.inspector).sanbao_accepted_qty = 8
        self.inspection.with_user(self.inspector).action_sanbao_decide()
        transfer = self.inspection.sudo().sanbao_stock_move_ids.picking_id
        transfer.move_ids.picked = True
        transfer._action_done()
        self.assertEqual(self.batch._sanbao_quality_state(), "pending")
        self._delivery(self.batch, 8)

    def test_what_failed_a_re_inspection_stays(self):
        """SAL-39: accepted once is not accepted for ever."""
        self._pass()
        lot = self.batch
        self._put(lot, 5)
        self._delivery(lot, 1)
        again = self._inspection(
            lot, 4, sanbao_kind="recheck", sanbao_location_id=False
        )
        self._fail(again)
        with self.assertRule("SAL-39"):
            self._delivery(lot, 1)

    def test_products_without_inspection_leave(self):
        """SAL-39: nothing is asked of them."""
        self._delivery(self.lot, 3)

    def test_the_released_quantity_leaves(self):
        """SAL-39: it is put on the delivery by the signature, from where it waits."""
        release = self._released()
        picking = release.sudo().picking_id
        line = picking.move_line_ids
        self.assertEqual(
            (line.lot_id, line.location_id, line.quantity),
            (self.batch, self.pending, 5),
        )
        self._ship(picking)
        self.assertEqual(picking.state, "done")
        self.assertEqual((release.state, release.shipped_qty), ("shipped", 5))
        self.assertEqual(self._on_hand(self.batch, self.pending), 15)

    def test_no_more_than_the_released_quantity(self):
        """SAL-39: 3 of 3; the fourth waits for the test."""
        picking = self._wanted(5)
        release = self._released(picking, quantity=3)
        self._take(picking, self.batch, 4, self.pending)
        with self.assertRule("STK-02"):
            picking._action_done()
        self._take(picking, self.batch, 3, self.pending)
        picking._action_done()
        self.assertEqual(release.shipped_qty, 3)
        rest = picking.backorder_ids
        self._take(rest, self.batch, 1, self.pending)
        with self.assertRule("STK-02"):
            rest._action_done()

    def test_what_is_left_of_the_delivery_may_follow(self):
        """SAL-39: the backorder of a released delivery, within the quantity."""
        picking = self._wanted(5)
        release = self._released(picking)
        self._take(picking, self.batch, 2, self.pending)
        picking._action_done()
        rest = picking.backorder_ids
        self._take(rest, self.batch, 3, self.pending)
        rest._action_done()
        self.assertEqual(release.shipped_qty, 5)

    def test_other_deliveries_wait(self):
        """SAL-39: another customer, and another delivery of the same one."""
        self._released()
        for partner in (self.partner, self.other):
            picking = self._wanted(1, partner)
            self._take(picking, self.batch, 1, self.pending)
            with self.subTest(partner=partner.name), self.assertRule("STK-02"):
                picking._action_done()

    def test_the_customer_of_the_delivery_is_not_exchanged(self):
        """SAL-39: the consent is that of one customer."""
        release = self._released()
        picking = release.sudo().picking_id
        picking.partner_id = self.other
        release.sudo().picking_id.flush_recordset()
        self._refuse_ship(picking, release)

    def _refuse_ship(self, picking, release):
        picking.move_ids.picked = True
        with self.assertRule("STK-02"):
            picking._action_done()
        self.assertFalse(release.shipped_qty)

    def test_a_cancelled_release_frees_nothing(self):
        """SAL-39."""
        release = self._released()
        picking = release.sudo().picking_id
        release.action_cancel()
        self.assertFalse(picking.move_line_ids)
        self.assertFalse(self.batch.sanbao_emergency)
        self._take(picking, self.batch, 5, self.pending)
        self._refuse_ship(picking, release)

    def test_a_changed_release_frees_nothing(self):
        """SAL-39: what was signed is not what is written now."""
        release = self._released()
        picking = release.sudo().picking_id
        release.measures = "无"
        self.assertEqual(release.state, "draft")
        self.assertEqual(self._obligation("SAL-41", release).state, "cancelled")
        self._take(picking, self.batch, 5, self.pending)
        self._refuse_ship(picking, release)

    def test_what_has_left_is_not_taken_back(self):
        """SAL-39: a release whose goods are out ends with its test."""
        release = self._shipped()
        with self.assertRaises(UserError):
            release.action_cancel()
        with self.assertRaises(UserError):
            release.measures = "无"

    def test_the_mark_shows_everywhere(self):
        """SAL-40: on the lot, its goods, its transfers, until testing ends."""
        release = self._released()
        picking = release.sudo().picking_id
        quant = self.batch.quant_ids.filtered(
            lambda quant: quant.location_id == self.pending
        )
        later = self._wanted(2, self.other)
        self._take(later, self.batch, 2, self.pending)
        marked = (self.batch, quant, picking, picking.move_line_ids, later)
        plain = self._delivery(self.lot, 1)
        for user in (self.keeper, self.inspector):
            for record in marked:
                with self.subTest(record=record, user=user.login):
                    self.assertTrue(record.with_user(user).sanbao_emergency)
        self.assertFalse(plain.sanbao_emergency or self.lot.sanbao_emergency)
        lots = self.env["stock.lot"].search([("sanbao_emergency", "=", True)])
        self.assertEqual(lots, self.batch)
        self._ship(picking)
        self.assertTrue(self.batch.sanbao_emergency)
        self._pass()
        for record in marked[:3]:
            self.assertFalse(record.sanbao_emergency)
        lots = self.env["stock.lot"].search([("sanbao_emergency", "=", False)])
        self.assertIn(self.batch, lots)

    def test_two_releases_of_one_lot(self):
        """SAL-39: each covers its own delivery."""
        first = self._released()
        second = self._released(self._wanted(4, self.other))
        self._ship(second.sudo().picking_id)
        self.assertEqual((first.state, second.state), ("approved", "shipped"))
        self._ship(first.sudo().picking_id)
        self.assertEqual(first.state, "shipped")
