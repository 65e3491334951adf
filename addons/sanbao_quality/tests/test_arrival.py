from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestArrival(QualityCommon):
    """到货验收: what arrives is checked before it is received."""

    def test_nothing_is_received_unchecked(self):
        """STK-05."""
        picking = self._picking((self.part, 10))
        with self.assertRule("STK-05"):
            picking.button_validate()
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        self.assertEqual(self._on_hand(self.stock), 10)
        self.assertEqual(picking.sanbao_checked_by_id, self.keeper)

    def test_each_batch_needs_its_results(self):
        """STK-05: model and appearance of everything that came."""
        picking = self._picking((self.part, 10), (self._product("滤芯"), 4))
        first, second = picking.move_line_ids
        for values in ({}, {"sanbao_spec_check": "ok"}):
            first.write(values)
            with self.subTest(values=values), self.assertRule("STK-05"):
                picking.action_sanbao_check_done()
        (first | second).write({"sanbao_spec_check": "ok", "sanbao_look_check": "ok"})
        picking.action_sanbao_check_done()
        self.assertTrue(picking.sanbao_checked_at)

    def test_the_check_is_due_hours_after_the_arrival(self):
        """STK-05: one second before, at, and after the end."""
        start = fields.Datetime.to_datetime("2026-03-02 01:00:00")
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            with self.subTest(seconds=seconds):
                with freeze_time(start):
                    picking = self._picking((self.part, 1))
                    picking.action_sanbao_arrive()
                obligation = self._obligations("STK-05", picking)
                self.assertEqual(obligation.due, start + timedelta(hours=24))
                end = start + timedelta(hours=24, seconds=seconds)
                with freeze_time(end):
                    picking.action_sanbao_check_all_ok()
                self.assertEqual((obligation.state, obligation.kept), ("done", kept))

    def test_the_time_for_the_check_is_a_parameter(self):
        """STK-05."""
        self._value("arrival_check_hours", 2)
        picking = self._picking((self.part, 1))
        picking.action_sanbao_arrive()
        obligation = self._obligations("STK-05", picking)
        self.assertEqual(obligation.due - obligation.start, timedelta(hours=2))

    def test_results_are_kept_for_each_lot(self):
        """STK-10: a lot added after the check has none."""
        lots = {self._lot("P1"): 6, self._lot("P2"): 4}
        picking = self._picking((self.tracked, 12, lots))
        picking.action_sanbao_check_all_ok()
        self.assertEqual(
            picking.move_line_ids.mapped("sanbao_look_check"), ["ok", "ok"]
        )
        move = picking.move_ids
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": self.tracked.id,
                    "lot_id": self._lot("P3").id,
                    "quantity": 2,
                    "location_id": self.vendors.id,
                    "location_dest_id": self.pending.id,
                    "picking_id": picking.id,
                    "picked": True,
                }
            )
        ]
        with self.assertRule("STK-10"):
            picking.button_validate()
        picking.action_sanbao_check_again()
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        self.assertEqual(len(picking.sudo().sanbao_inspection_ids), 3)

    def test_results_do_not_change_after_the_check(self):
        """STK-05: before it is taken back."""
        picking = self._picking((self.part, 10))
        picking.action_sanbao_check_all_ok()
        line = picking.move_line_ids.with_user(self.keeper)
        with self.assertRaises(UserError):
            line.sanbao_look_check = "bad"
        picking.action_sanbao_check_again()
        line.sanbao_look_check = "bad"
        self.assertFalse(picking.sanbao_checked_at)

    def test_only_keepers_check(self):
        """STK-05."""
        picking = self._picking((self.part, 1))
        for name in ("arrive", "check_all_ok", "check_done", "check_again"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                method = f"action_sanbao_{name}"
                getattr(picking.with_user(self.inspector), method)()

    def test_a_type_without_check_and_other_goods_need_none(self):
        """STK-05."""
        self.receipts.sanbao_arrival_check = False
        self._validate(self._picking((self.part, 1)))
        self.receipts.sanbao_arrival_check = True
        back = self._picking((self.part, 1), source=self.customers)
        self._validate(back)

    def test_the_check_is_delivered_for_receipts_of_chinese_companies(self):
        """STK-05."""
        china, germany = self.env.ref("base.cn"), self.env.ref("base.de")
        for country, code, wanted in (
            (china, "incoming", True),
            (china, "outgoing", False),
            (germany, "incoming", False),
        ):
            company = self.env["res.company"].create(
                {"name": f"{country.code} {code}", "country_id": country.id}
            )
            warehouse = self.env["stock.warehouse"].search(
                [("company_id", "=", company.id)], limit=1
            )
            kind = warehouse.in_type_id if code == "incoming" else warehouse.out_type_id
            self.assertEqual(kind.sanbao_arrival_check, wanted)

    # === Bad goods (STK-07, STK-11) ===

    def _with_bad(self, quantity, bad, **values):
        picking = self._picking((self.part, quantity))
        picking.move_line_ids.write(
            {
                "sanbao_spec_check": "ok",
                "sanbao_look_check": "bad",
                "sanbao_bad_qty": bad,
                "sanbao_check_note": "外壳破损",
                **values,
            }
        )
        return picking

    def test_bad_goods_go_to_the_nonconforming_zone_by_themselves(self):
        """STK-11, STK-07: the good ones of the same line are stored."""
        picking = self._with_bad(10, 3)
        picking.action_sanbao_check_done()
        self._validate(picking)
        self.assertEqual(self._on_hand(self.stock), 7)
        self.assertEqual(self._on_hand(self.nonconforming), 3)
        sheet = self.env["sanbao.nonconformity"].search(
            [("product_id", "=", self.part.id)]
        )
        self.assertEqual(
            (sheet.quantity, sheet.source, sheet.partner_id, sheet.location_id),
            (3, "incoming", self.supplier, self.nonconforming),
        )
        self.assertIn("外壳破损", sheet.description)
        self.assertEqual(picking.move_ids.sanbao_rejected_qty, 3)

    def test_all_of_it_is_bad_where_no_quantity_is_given(self):
        """STK-11."""
        picking = self._with_bad(10, 0)
        picking.action_sanbao_check_done()
        self._validate(picking)
        self.assertEqual(self._on_hand(self.nonconforming), 10)

    def test_a_defect_is_described(self):
        """STK-11."""
        picking = self._with_bad(10, 3, sanbao_check_note=False)
        with self.assertRule("STK-11"):
            picking.action_sanbao_check_done()

    def test_no_more_is_bad_than_came(self):
        """STK-11: one less, all, one more."""
        for bad, passes in ((9, True), (10, True), (11, False)):
            with self.subTest(bad=bad):
                picking = self._with_bad(10, bad)
                if passes:
                    picking.action_sanbao_check_done()
                else:
                    with self.assertRaises(UserError):
                        picking.action_sanbao_check_done()

    def test_bad_goods_cannot_be_stored_by_another_target(self):
        """STK-07."""
        picking = self._with_bad(10, 3)
        picking.action_sanbao_check_done()
        bad = picking.move_line_ids.filtered("sanbao_is_rejected")
        bad.location_dest_id = self.stock
        with self.assertRule("STK-07"):
            picking.button_validate()

    def test_purchasing_is_told(self):
        """STK-11: the buyer of the order, with the time."""
        order = self._order(10)
        picking = order.picking_ids.with_user(self.keeper)
        picking.move_line_ids.write(
            {
                "sanbao_spec_check": "bad",
                "sanbao_look_check": "ok",
                "sanbao_check_note": "型号不符",
            }
        )
        picking.action_sanbao_check_done()
        self._validate(picking)
        activity = order.activity_ids
        self.assertEqual(activity.user_id, self.buyer)
        self.assertIn("型号不符", activity.note)
        self.assertTrue(picking.sanbao_told_at)

    def test_each_buyer_learns_of_his_own_goods(self):
        """STK-11: where receipts of two orders are booked in one go."""
        defects = ("型号不符", "外壳破损")
        orders = [self._order(10), self._order(4, self._product("滤芯"))]
        pickings = self.env["stock.picking"]
        for order, defect in zip(orders, defects, strict=True):
            picking = order.picking_ids.with_user(self.keeper)
            picking.move_line_ids.write(
                {
                    "sanbao_spec_check": "bad",
                    "sanbao_look_check": "ok",
                    "sanbao_check_note": defect,
                }
            )
            picking.action_sanbao_check_done()
            pickings |= picking
        pickings.move_ids.picked = True
        pickings.button_validate()
        for order, own, other in zip(orders, defects, reversed(defects), strict=True):
            activity = order.activity_ids
            self.assertEqual(len(activity), 1)
            self.assertIn(own, activity.note)
            self.assertNotIn(other, activity.note)

    def _order(self, quantity, product=None):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "user_id": self.buyer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or self.part).id,
                            "product_qty": quantity,
                            "price_unit": 10,
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        return order

    # === Goods that are inspected (STK-06, STK-07) ===

    def test_inspected_goods_go_to_the_pending_zone_and_the_inspector_is_told(self):
        """STK-06."""
        order = self._order(10, self.inspected)
        picking = order.picking_ids.with_user(self.keeper)
        self.assertEqual(picking.move_ids.location_dest_id, self.pending)
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        inspection = picking.sudo().sanbao_inspection_ids
        self.assertEqual(
            (inspection.sanbao_kind, inspection.sanbao_quantity, inspection.user),
            ("incoming", 10, self.inspector),
        )
        self.assertEqual(inspection.sanbao_partner_id, self.supplier)
        self.assertEqual(inspection.activity_ids.user_id, self.inspector)
        self.assertEqual(inspection.sanbao_pending_qty, 10)
        self.assertEqual(self._on_hand(self.pending, self.inspected), 10)
        self.assertEqual(self.inspected.qty_available, 0)
        # Also on the receipt: which version of the standard was used (STK-09).
        self.assertEqual(picking.move_ids.sudo().sanbao_standard_id, self.standard)

    def test_one_receipt_takes_both_kinds_of_goods(self):
        """STK-06, STK-07: what needs no inspection is stored at once."""
        picking = self._received((self.part, 5), (self.inspected, 6))
        self.assertEqual(self._on_hand(self.stock), 5)
        self.assertEqual(self._on_hand(self.pending, self.inspected), 6)
        self.assertEqual(len(picking.sudo().sanbao_inspection_ids), 1)

    def test_without_registered_staff_all_inspectors_are_told(self):
        """STK-06."""
        self.env["sanbao.quality.staff"].search([]).active = False
        inspection = self._inspection().sudo()
        self.assertFalse(inspection.user)
        self.assertLessEqual(
            self.inspector | self.second, inspection.activity_ids.user_id
        )

    def test_inspected_goods_are_not_stored_past_the_inspection(self):
        """STK-07: by no target of the move or of its lines."""
        for tamper in (
            lambda p: p.move_ids.write({"location_dest_id": self.stock.id}),
            lambda p: p.move_line_ids.write({"location_dest_id": self.stock.id}),
            lambda p: p.write({"location_dest_id": self.stock.id}),
        ):
            picking = self._picking((self.inspected, 3))
            picking.action_sanbao_check_all_ok()
            tamper(picking)
            if picking.move_line_ids.location_dest_id == self.pending:
                self._validate(picking)
                continue
            with self.assertRule("STK-07"):
                picking.button_validate()

    def test_a_booked_receipt_is_not_corrected_past_the_inspection(self):
        """STK-07: neither where goods were stored, nor how many came."""
        picking = self._received((self.inspected, 3))
        line = picking.move_line_ids.with_user(self.stock_manager)
        for values in ({"location_dest_id": self.stock.id}, {"quantity": 30}):
            with self.subTest(values=values), self.assertRaises(UserError):
                line.write(values)

    def test_the_category_says_what_is_inspected(self):
        """STK-06: the nearest setting counts, the product's own first."""
        parent = self.env["product.category"].create(
            {"name": "外购件", "sanbao_inspection": "yes"}
        )
        child = parent.create({"name": "轴承", "parent_id": parent.id})
        product = self._product("轴承 6205", categ_id=child.id)
        self.assertTrue(product._sanbao_needs_inspection())
        child.sanbao_inspection = "no"
        self.assertFalse(product._sanbao_needs_inspection())
        product.sanbao_inspection = "yes"
        self.assertTrue(product._sanbao_needs_inspection())
        self.assertFalse(self.part._sanbao_needs_inspection())

    def test_returned_goods_are_inspected_as_well(self):
        """STK-07, QLT-10."""
        back = self._picking((self.inspected, 2), source=self.customers)
        self._validate(back)
        inspection = back.sudo().sanbao_inspection_ids
        self.assertEqual(inspection.sanbao_kind, "returned")
        self.assertEqual(self._on_hand(self.pending, self.inspected), 2)

    def test_doubtful_goods_of_the_stock_are_inspected_again(self):
        """QLT-10: whatever is put into the pending zone brings its inspection along."""
        self._put(self.stock, 4)
        self._transfer(self.stock, self.pending, 4).button_validate()
        inspection = self.inspections.search([("product_id", "=", self.part.id)])
        self.assertEqual(
            (inspection.sanbao_kind, inspection.sanbao_quantity), ("recheck", 4)
        )

    def test_the_next_step_does_not_take_what_waits(self):
        """STK-02, STK-07: a delivery made to order is served from the stock later."""
        out = self._picking(
            (self.inspected, 3),
            source=self.stock,
            target=self.customers,
            kind=self.warehouse.out_type_id,
        )
        out.move_ids.picked = False
        picking = self._picking((self.inspected, 3))
        picking.move_ids.sudo().move_dest_ids = out.move_ids
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        self.assertFalse(out.move_ids.move_line_ids)
        inspection = picking.sudo().sanbao_inspection_ids.with_user(self.inspector)
        self._decide(inspection)
        self._validate(self._put_away(inspection))
        out.action_assign()
        self.assertEqual(out.move_ids.quantity, 3)
        self.assertEqual(out.move_line_ids.location_id, self.stock)
