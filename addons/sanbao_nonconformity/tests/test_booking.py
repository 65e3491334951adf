from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NonconformityCommon


@tagged("post_install", "-at_install")
class TestBooking(NonconformityCommon):
    """The decision is carried out: exactly this quantity, this lot, once."""

    def test_scrap_is_booked_at_once(self):
        """QLT-15, STK-02."""
        sheet = self._decided("scrap")
        self.assertEqual(self._on_hand(self.nonconforming), 0)
        self.assertEqual(sheet.state, "done")
        self.assertTrue(sheet.carried_out_at)
        move = sheet.sudo().move_ids
        self.assertEqual((move.state, move.quantity), ("done", 2))
        self.assertEqual(move.location_dest_id.usage, "inventory")

    def test_return_leaves_with_the_keeper(self):
        """QLT-15, STK-11."""
        sheet = self._decided("return")
        self.assertEqual(sheet.state, "approved")
        picking = self._transfer_of(sheet)
        self.assertEqual(picking.partner_id, self.supplier)
        self.assertEqual(picking.picking_type_id, self.warehouse.out_type_id)
        self.assertEqual(picking.state, "assigned")
        self._move(sheet)
        self.assertEqual(picking.location_dest_id.usage, "supplier")
        self.assertEqual(self._on_hand(self.nonconforming), 0)
        self.assertEqual(sheet.state, "done")
        self.assertEqual(sheet.sudo().carried_out_by_id, self.keeper)

    def test_concession_goes_to_the_stock(self):
        """QLT-12, QLT-15: an approved concession frees the goods."""
        sheet = self._decided("concession")
        self._move(sheet)
        self.assertEqual(self._on_hand(self.stock), 2)
        self.assertEqual(sheet.state, "done")

    def test_repaired_goods_are_inspected_again(self):
        """QLT-12: repair alone frees nothing."""
        sheet = self._decided("repair")
        self._move(sheet)
        self.assertEqual(self._on_hand(self.pending), 2)
        self.assertEqual(sheet.state, "approved")
        with self.assertRule("STK-02"):
            self._transfer(self.pending, self.stock, 2).button_validate()
        with self.assertRule("QLT-12"):
            sheet.action_close()
        sheet.action_recheck_passed()
        sheet.action_recheck_passed()
        self._move(sheet)
        self.assertEqual(self._on_hand(self.stock), 2)
        self.assertEqual((sheet.state, sheet.recheck_result), ("done", "passed"))

    def test_goods_that_fail_again_get_another_sheet(self):
        """QLT-12."""
        sheet = self._decided("repair")
        self._move(sheet)
        sheet.action_recheck_failed()
        sheet.action_recheck_failed()
        self.assertEqual(self._on_hand(self.nonconforming), 2)
        self.assertEqual((sheet.state, sheet.recheck_result), ("done", "failed"))
        further = self.sheets.search([("previous_id", "=", sheet.id)])
        self.assertEqual(len(further), 1)
        self.assertEqual((further.state, further.quantity), ("draft", 2))

    def test_an_inspection_that_books_itself(self):
        """QLT-12: the inspection moves the goods; the sheet takes its verdict."""
        sheet = self._decided("repair")
        self._move(sheet)
        sheet._record_recheck(True, book=False)
        self.assertEqual(sheet.state, "done")
        self.assertFalse(self._transfer_of(sheet))

    def test_the_verdict_is_given_where_the_goods_are_inspected(self):
        """QLT-12: while an inspection is open, not on the sheet."""
        sheet = self._decided("repair")
        self.assertFalse(sheet.may_recheck)
        self._move(sheet)
        self.assertTrue(sheet.may_recheck)
        self.patch(
            type(self.sheets), "_recheck_inspection", lambda sheet: self.supplier
        )
        with self.assertRaises(UserError):
            sheet.action_recheck_passed()
        self.assertFalse(sheet.recheck_result)

    def test_no_re_inspection_before_the_repair(self):
        sheet = self._decided("repair")
        with self.assertRaises(UserError):
            sheet.action_recheck_passed()
        other = self._decided("return")
        with self.assertRaises(UserError):
            other.action_recheck_passed()
        self._move(sheet)
        with self.assertRaises(AccessError):
            sheet.with_user(self.keeper).action_recheck_passed()

    def test_a_part_of_it_does_not_move(self):
        """STK-02: all of the sheet or nothing."""
        for quantity in (1, 3):
            sheet = self._decided("concession")
            self._put(self.nonconforming, 5)
            picking = self._transfer_of(sheet)
            picking.move_ids.quantity = quantity
            picking.move_ids.picked = True
            with self.subTest(quantity=quantity), self.assertRule("STK-02"):
                picking.with_context(skip_backorder=True).button_validate()

    def test_it_goes_where_the_decision_says(self):
        """STK-02."""
        sheet = self._decided("repair")
        picking = self._transfer_of(sheet)
        picking.move_ids.move_line_ids.location_dest_id = self.stock
        picking.move_ids.picked = True
        with self.assertRule("STK-02"):
            picking.button_validate()
        self.assertFalse(sheet.carried_out_at)

    def test_no_move_is_tied_to_a_sheet_by_hand(self):
        """STK-02."""
        sheet = self._decided("concession")
        self._put(self.nonconforming, 2)
        picking = self._transfer(self.nonconforming, self.stock, 2)
        for user in (self.keeper, self.stock_manager):
            move = picking.move_ids.with_user(user)
            with self.assertRaises(AccessError):
                move.sanbao_nonconformity_id = sheet
            with self.assertRaises(AccessError):
                move.copy({"sanbao_nonconformity_id": sheet.id})
            with self.assertRaises(AccessError):
                move.with_context(default_sanbao_nonconformity_id=sheet.id).copy()
        copied = self._transfer_of(sheet).copy()
        self.assertFalse(copied.move_ids.sanbao_nonconformity_id)
        with self.assertRule("STK-02"):
            picking.button_validate()

    def test_it_moves_once(self):
        """STK-02: a finished sheet frees nothing any more."""
        sheet = self._decided("concession")
        done = self._move(sheet)
        self._put(self.nonconforming, 2)
        again = done.copy()
        again.action_confirm()
        again.action_assign()
        again.move_ids.picked = True
        with self.assertRule("STK-02"):
            again.button_validate()
        with self.assertRaises(UserError):
            sheet.action_prepare_transfer()
        self.assertEqual(self._on_hand(self.stock), 2)

    def test_a_cancelled_transfer_is_prepared_anew_once(self):
        sheet = self._decided("return")
        self._transfer_of(sheet).action_cancel()
        self.assertFalse(self._transfer_of(sheet))
        sheet.action_prepare_transfer()
        action = sheet.action_prepare_transfer()
        self.assertEqual(action["res_id"], self._transfer_of(sheet).id)
        self._move(sheet)
        self.assertEqual(self._on_hand(self.nonconforming), 0)

    def test_a_changed_decision_takes_its_transfer_back(self):
        """QLT-15."""
        sheet = self._decided("return")
        picking = self._transfer_of(sheet)
        sheet.description = "叶轮有裂纹，轴弯曲"
        self.assertEqual(sheet.state, "draft")
        self.assertEqual(picking.state, "cancel")

    def test_lots_are_kept(self):
        sheet = self._decided(
            "repair", product_id=self.tracked.id, lot_id=self.lot.id, source="finished"
        )
        self._put(self.nonconforming, 2, self.tracked, self.other_lot)
        picking = self._transfer_of(sheet)
        self.assertEqual(picking.move_ids.lot_ids, self.lot)
        picking.move_ids.move_line_ids.lot_id = self.other_lot
        picking.move_ids.picked = True
        with self.assertRule("STK-02"):
            picking.button_validate()

    def test_goods_that_are_gone_are_not_moved(self):
        sheet = self._submitted("scrap")
        self._put(self.nonconforming, -1)
        self._approve(sheet, self.technician)
        with self.assertRaises(UserError):
            sheet.with_user(self.manager).validate_tier()

    def test_what_was_booked_is_not_corrected(self):
        """STK-02."""
        sheet = self._decided("concession")
        picking = self._move(sheet)
        with self.assertRaises(UserError):
            picking.move_ids.move_line_ids.quantity = 1

    def test_the_receipt_is_returned(self):
        """STK-11: the return is tied to the move that brought the goods."""
        suppliers = self.env.ref("stock.stock_location_suppliers")
        receipt = self._transfer(suppliers, self.pending, 2)
        receipt.button_validate()
        sheet = self.sheets.with_user(self.inspector)._open(
            [
                {
                    **self._values(location_id=self.pending.id),
                    "receipt_move_id": receipt.move_ids.id,
                }
            ]
        )
        sheet.disposition = "return"
        sheet.action_submit()
        self._approve(sheet)
        move = self._move(sheet).move_ids
        self.assertEqual(move.origin_returned_move_id, receipt.move_ids)
        self.assertTrue(move.to_refund)
