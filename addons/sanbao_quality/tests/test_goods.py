from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestGoods(QualityCommon):
    """What a verdict does to the goods, and what nothing else does."""

    def test_accepted_goods_get_a_transfer_for_the_keeper(self):
        """STK-07: the verdict does not store them itself."""
        inspection = self._decide(self._inspection())
        picking = self._put_away(inspection)
        self.assertEqual((picking.state, picking.move_ids.quantity), ("assigned", 10))
        self.assertEqual(self._on_hand(self.pending, self.inspected), 10)
        self._validate(picking)
        self.assertEqual(self._on_hand(self.stock, self.inspected), 10)
        self.assertEqual(self.inspected.qty_available, 10)

    def test_a_passing_product_goes_to_its_zone(self):
        """STK-07, STK-01."""
        self.inspected.sanbao_zone_id = self.env.ref("sanbao_stock.zone_special")
        inspection = self._decide(self._inspection())
        special = self.warehouse.sanbao_special_location_id
        self.assertEqual(
            self._put_away(inspection).move_line_ids.location_dest_id, special
        )

    def test_what_one_receipt_brought_is_put_away_together(self):
        """STK-07: while the transfer is open; then another one."""
        first, second = self._lot("A"), self._lot("B")
        third = self._lot("C")
        picking = self._received((self.tracked, 9, {first: 3, second: 3, third: 3}))
        found = picking.sudo().sanbao_inspection_ids.with_user(self.inspector)
        self._decide(found[0])
        self._decide(found[1])
        transfer = self._put_away(found[0])
        self.assertEqual(transfer, self._put_away(found[1]))
        self._validate(transfer)
        self._decide(found[2])
        self.assertNotEqual(self._put_away(found[2]), transfer)
        self._validate(self._put_away(found[2]))
        self.assertEqual(self._on_hand(self.stock, self.tracked), 9)

    def test_rejected_goods_leave_at_once_and_a_sheet_is_opened(self):
        """STK-11."""
        inspection = self._decide(self._inspection(), accepted=7, rejected=3)
        self.assertEqual(self._on_hand(self.nonconforming, self.inspected), 3)
        sheet = inspection.sudo().sanbao_nonconformity_id
        self.assertEqual(
            (sheet.quantity, sheet.location_id, sheet.partner_id, sheet.source),
            (3, self.nonconforming, self.supplier, "incoming"),
        )
        self.assertIn("划痕", sheet.description)
        self.assertEqual(self._put_away(inspection).move_ids.product_uom_qty, 7)
        move = inspection.sudo().sanbao_move_id
        self.assertEqual(move.sanbao_rejected_qty, 3)

    def test_the_transfer_frees_what_was_accepted_and_no_more(self):
        """STK-02: one more than accepted, another product, a copy of the transfer."""
        inspection = self._decide(self._inspection(), accepted=6)
        picking = self._put_away(inspection)
        picking.move_line_ids.quantity = 7
        with self.assertRule("STK-02"):
            picking.button_validate()
        picking.move_line_ids.quantity = 6
        self._validate(picking)
        again = picking.copy()
        again.action_confirm()
        again.action_assign()
        again.move_ids.picked = True
        with self.assertRule("STK-02"):
            again._action_done()

    def test_the_transfer_puts_away_and_nothing_else(self):
        """STK-02: accepted goods are not written off, sold or used by its transfer."""
        picking = self._put_away(self._decide(self._inspection()))
        loss = self.inspected.with_company(self.env.company)
        for place in (
            loss.property_stock_inventory,
            loss.property_stock_production,
            self.env.ref("stock.stock_location_customers"),
        ):
            picking.move_line_ids.location_dest_id = place
            with self.subTest(place.name), self.assertRule("STK-02"):
                picking.button_validate()
        self.assertEqual(self._on_hand(self.pending, self.inspected), 10)

    def test_nobody_else_takes_goods_out_of_the_pending_zone(self):
        """STK-02, STK-07: before the verdict, and by moves that name the inspection."""
        inspection = self._inspection()
        self.part = self.inspected
        with self.assertRule("STK-02"):
            self._transfer(self.pending, self.stock, 1).button_validate()
        named = self._transfer(self.pending, self.stock, 1)
        named.move_ids.sudo().sanbao_inspection_id = inspection
        with self.assertRule("STK-02"):
            named.button_validate()

    def test_a_part_of_the_transfer_leaves_the_rest_for_later(self):
        """STK-07."""
        inspection = self._decide(self._inspection())
        picking = self._put_away(inspection)
        picking.move_ids.quantity = 4
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self._on_hand(self.stock, self.inspected), 4)
        rest = self._put_away(inspection)
        self.assertEqual(rest.move_ids.product_uom_qty, 6)
        rest.action_assign()
        self._validate(rest)
        self.assertEqual(self._on_hand(self.stock, self.inspected), 10)

    def test_released_goods_are_not_moved_once_more(self):
        """STK-07: only what still lies in the pending zone."""
        inspection = self._inspection()
        self._put(self.pending, -4, self.inspected)
        self._decide(inspection)
        self.assertEqual(self._put_away(inspection).move_ids.product_uom_qty, 6)

    def test_another_unit_of_the_order(self):
        """QLT-10: inspections count in the unit of the product."""
        dozen = self.env.ref("uom.product_uom_dozen")
        picking = self._picking((self.inspected, 2), units=dozen)
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        inspection = picking.sudo().sanbao_inspection_ids.with_user(self.inspector)
        self.assertEqual(inspection.sanbao_quantity, 24)
        self._decide(inspection, accepted=20, rejected=4)
        self.assertEqual(self._on_hand(self.nonconforming, self.inspected), 4)

    # === Repaired goods are inspected again ===

    def test_repaired_goods_come_back_through_their_inspection(self):
        """QLT-12, STK-07: the sheet learns of the verdict; the keeper stores them."""
        for passes in (True, False):
            sheet = self._repaired_sheet()
            again = self.inspections.search(
                [("sanbao_move_id", "in", sheet.move_ids.ids)]
            )
            self.assertEqual((again.sanbao_kind, again.sanbao_quantity), ("recheck", 3))
            # The verdict is given there, not on the sheet.
            self.assertEqual(sheet._recheck_inspection(), again)
            self.assertFalse(sheet.may_recheck)
            again = again.with_user(self.inspector)
            before = self._on_hand(self.stock, self.inspected)
            if passes:
                self._decide(again)
                self._validate(self._put_away(again))
                self.assertEqual(sheet.recheck_result, "passed")
                after = self._on_hand(self.stock, self.inspected)
                self.assertEqual(after - before, 3)
            else:
                self._decide(again, 0, 3, good=False)
                self.assertEqual(sheet.recheck_result, "failed")
                self.assertEqual(
                    again.sudo().sanbao_nonconformity_id.previous_id, sheet
                )

    def _repaired_sheet(self):
        """A sheet whose goods were repaired and lie in the pending zone again."""
        inspection = self._decide(self._inspection(), accepted=7, rejected=3)
        sheet = inspection.sudo().sanbao_nonconformity_id.with_user(self.inspector)
        sheet.write({"severity": "minor", "cause": "装配", "disposition": "repair"})
        sheet.action_submit()
        for _step in sheet.sudo().review_ids:
            review = sheet.sudo().review_ids.filtered(lambda r: r.status == "pending")[
                :1
            ]
            if not review:
                break
            signer = (self.technician | self.manager).filtered(
                lambda u, review=review: u in review.reviewer_ids
            )[:1]
            sheet.with_user(signer).validate_tier()
        self.assertTrue(sheet._is_approved())
        moves = sheet.sudo().move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        self._validate(moves.picking_id)
        return sheet.sudo()

    # === Rights ===

    def test_the_inspection_of_a_move_is_not_typed_in(self):
        """STK-02: what was rejected neither."""
        picking = self._picking((self.inspected, 1))
        with self.assertRaises(AccessError):
            picking.move_ids.sanbao_rejected_qty = 1
        inspection = self._inspection()
        with self.assertRaises(AccessError):
            picking.move_ids.sanbao_inspection_id = inspection
        with self.assertRaises(AccessError):
            picking.move_line_ids.sanbao_is_rejected = True
        with self.assertRaises(AccessError):
            picking.write({"sanbao_checked_at": "2026-01-01 00:00:00"})
        with self.assertRaises(AccessError):
            self._picking((self.part, 1), sanbao_checked_at="2026-01-01 00:00:00")

    def test_inspectors_need_no_right_on_the_stock(self):
        """STK-07: and keepers none on inspections beyond reading."""
        inspection = self._inspection()
        with self.assertRaises(AccessError):
            inspection.with_user(self.keeper).write({"sanbao_accepted_qty": 1})
        with self.assertRaises(AccessError):
            inspection.with_user(self.keeper).action_sanbao_accept_all()
        move = inspection.sudo().sanbao_move_id.with_user(self.inspector)
        with self.assertRaises(AccessError):
            move.write({"move_line_ids": [Command.clear()]})
