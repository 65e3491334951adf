from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NonconformityCommon


@tagged("post_install", "-at_install")
class TestScrapOrder(NonconformityCommon):
    """QLT-15: whether goods are scrapped is decided on a sheet, by their value."""

    def setUp(self):
        super().setUp()
        self._put(self.stock, 5)
        self.reason = self.env["stock.scrap.reason.tag"].create({"name": "跌落损坏"})

    def _order(self, user=None, **values):
        return (
            self.env["stock.scrap"]
            .with_user(user or self.keeper)
            .create(
                {
                    "product_id": self.part.id,
                    "scrap_qty": 2,
                    "location_id": self.stock.id,
                    "scrap_reason_tag_ids": self.reason.ids,
                    **values,
                }
            )
        )

    def test_nobody_scraps_without_a_sheet(self):
        """QLT-15: keeper, manager of the stock, superuser; by either method."""
        for user in (self.keeper, self.stock_manager, self.env.user):
            order = self._order(user)
            for way in (order.action_validate, order.do_scrap):
                with self.subTest(user=user.login), self.assertRule("QLT-15"):
                    way()
        self.assertEqual(self._on_hand(self.stock), 5)

    def test_a_move_of_a_scrap_order_is_booked_by_nobody(self):
        """QLT-15: the order's move, made by RPC."""
        order = self._order()
        move = self.env["stock.move"].with_user(self.stock_manager)
        move = move.create(order._prepare_move_values())
        with self.assertRule("QLT-15"):
            move._action_done()

    def test_the_sheet_takes_the_place_of_the_order(self):
        """QLT-15, STK-21: the goods are set apart, the people are told."""
        order = self._order(origin="保管巡查")
        action = order.action_sanbao_open_nonconformity()
        self.assertFalse(order.exists())
        sheet = self.env["sanbao.nonconformity"].browse(action["res_id"])
        found = (sheet.source, sheet.product_id, sheet.quantity, sheet.origin)
        self.assertEqual(found, ("stock", self.part, 2, "保管巡查"))
        self.assertEqual((sheet.state, sheet.user_id), ("draft", self.keeper))
        self.assertIn("跌落损坏", sheet.description)
        self.assertEqual(sheet.location_id, self.nonconforming)
        self.assertEqual(self._on_hand(self.stock), 3)

    def test_goods_of_a_receipt_lead_back_to_it(self):
        """QLT-15: sent back, they count as a return of that receipt."""
        receipt = self._receipt()
        receipt.action_confirm()
        receipt.move_ids.picked = True
        receipt._action_done()
        order = self._order(picking_id=receipt.id)
        action = order.action_sanbao_open_nonconformity()
        sheet = self.env["sanbao.nonconformity"].browse(action["res_id"])
        self.assertEqual(sheet.receipt_move_id, receipt.move_ids)
        self.assertEqual(sheet.partner_id, self.supplier)

    def test_without_quantity_no_sheet_is_opened(self):
        order = self._order(scrap_qty=0)
        with self.assertRaises(UserError):
            order.action_sanbao_open_nonconformity()
        self.assertTrue(order.exists())

    def test_goods_that_are_not_here_get_no_sheet(self):
        """Odoo proposes the customer's place for a return not received yet."""
        customers = self.env.ref("stock.stock_location_customers")
        order = self._order(location_id=customers.id)
        with self.assertRaises(UserError):
            order.action_sanbao_open_nonconformity()
        self.assertTrue(order.exists())

    def test_from_a_dialog_the_way_back_to_the_transfer_stays(self):
        order = self._order().with_context(sanbao_dialog=True)
        action = order.action_sanbao_open_nonconformity()
        self.assertEqual(action["target"], "current")

    def test_who_may_not_scrap_opens_no_sheet_from_an_order(self):
        order = self._order().with_user(self.buyer)
        with self.assertRaises(AccessError):
            order.action_sanbao_open_nonconformity()

    def test_what_is_scrapped_already_gets_no_sheet(self):
        self._off("QLT-15")
        order = self._order()
        order.action_validate()
        self.assertEqual((order.state, order.sanbao_by_sheet), ("done", False))
        with self.assertRaises(UserError):
            order.action_sanbao_open_nonconformity()

    def test_the_mode_decides_which_button_is_shown(self):
        """QLT-15: off or only warning, Odoo's own order scraps."""
        rule = self.env["sanbao.rule"].search([("code", "=", "QLT-15")])
        for mode, by_sheet in (("block", True), ("warn", False), ("off", False)):
            rule.mode = mode
            order = self._order(scrap_qty=1)
            with self.subTest(mode=mode):
                self.assertEqual(order.sanbao_by_sheet, by_sheet)
                if not by_sheet:
                    order.action_validate()
                    self.assertEqual(order.state, "done")
