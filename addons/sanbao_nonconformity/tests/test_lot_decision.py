from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_hold import LotHoldCommon


@tagged("post_install", "-at_install")
class TestLotDecision(LotHoldCommon):
    """QLT-12: what holds a lot, and what frees it."""

    # === Holding and freeing ===

    def test_a_document_holds_and_frees_once(self):
        """QLT-12."""
        again = self.lot._sanbao_hold("再次", self.sheet)
        self.assertEqual(len(again), 1)
        other = self._sheet()
        self.lot._sanbao_hold("召回", other)
        self.lot._sanbao_release_hold(self.sheet)
        self.assertTrue(self.lot.sanbao_held)
        self.lot._sanbao_release_hold(other)
        self.lot._sanbao_release_hold(other)
        self.assertFalse(self.lot.sanbao_held)
        self.assertNotIn(self.lot.id, self.env["stock.lot"]._sanbao_held_ids())

    def test_an_approved_concession_frees_the_lot(self):
        """QLT-12."""
        sheet = self._whole_lot()
        self._decided_whole(sheet, "concession", self.dgm)
        self.lot.invalidate_recordset()
        self.assertTrue(self.lot.sanbao_held, "the sheet of the fixture still holds it")
        self.lot._sanbao_release_hold(self.sheet)
        self.assertFalse(self.lot.sanbao_held)

    def test_repair_frees_it_after_the_re_inspection_only(self):
        """QLT-12."""
        self.lot._sanbao_release_hold(self.sheet)
        sheet = self._whole_lot()
        self._decided_whole(sheet, "repair")
        self.assertTrue(self.lot.sanbao_held)
        self._move(sheet)
        self.assertTrue(self.lot.sanbao_held)
        sheet.action_recheck_passed()
        self.assertFalse(self.lot.sanbao_held)

    def test_giving_up_a_sheet_frees_nothing(self):
        """QLT-12: another sheet with an approved decision does."""
        self.lot._sanbao_release_hold(self.sheet)
        first = self._whole_lot().with_user(self.manager)
        first.cancel_reason = "误报"
        first.action_cancel()
        self.assertTrue(self.lot.sanbao_held)
        second = self._whole_lot(put=0)
        self._decided_whole(second, "concession", self.dgm)
        self.assertFalse(self.lot.sanbao_held)

    def test_scrap_frees_a_lot_that_is_gone(self):
        """QLT-12: while some of it is left it stays held."""
        self.lot._sanbao_release_hold(self.sheet)
        sheet = self._whole_lot()
        self._decided_whole(sheet, "scrap")
        sheet.result = "已报废"
        sheet.action_close()
        self.assertTrue(self.lot.sanbao_held)

    def _whole_lot(self, put=1):
        if put:
            self._put(self.nonconforming, 1, self.tracked, self.lot)
        return self.sheets.with_user(self.inspector).create(
            self._values(
                source="finished",
                product_id=self.tracked.id,
                lot_id=self.lot.id,
                quantity=1,
            )
        )

    def _decided_whole(self, sheet, disposition, *more):
        sheet.write({"disposition": disposition, "concession_terms": "降级使用"})
        sheet.action_submit()
        self._approve(sheet, self.technician, self.manager, *more)
        self.assertTrue(sheet._is_approved())

    def test_nobody_writes_holds(self):
        """QLT-12."""
        hold = self.lot.sudo().sanbao_hold_ids
        for user in (self.keeper, self.stock_manager, self.manager, self.env.user):
            with self.subTest(user=user.login):
                own = hold.with_user(user)
                with self.assertRaises(AccessError):
                    own.write({"released_at": "2026-01-01 00:00:00"})
                with self.assertRaises(AccessError):
                    own.copy()
                with self.assertRaises(Exception):  # noqa: B017  either reason will do
                    own.unlink()
        for user in (self.keeper, self.stock_manager):
            with self.assertRaises(AccessError):
                self.lot.with_user(user).sanbao_held = False

    def test_without_held_lots_it_costs_nothing(self):
        """G1, G2, G6: one look into a cached set."""
        self.lot._sanbao_release_hold(self.sheet)
        self._put(self.stock, 5)
        moves = self._transfer(self.stock, self.customers).move_ids
        moves.picking_id.button_validate()
        self.env["stock.lot"]._sanbao_held_ids()
        with self.assertQueryCount(0):
            moves._sanbao_taking_held_lots()
