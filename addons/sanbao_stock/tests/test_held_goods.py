from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from odoo.addons.sanbao_stock.models.stock_move import StockMove

from .common import StockCommon


@tagged("post_install", "-at_install")
class TestHeldGoods(StockCommon):
    """STK-02: goods in a holding zone are not available and do not move."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put(cls.pending, 5)

    def test_held_goods_are_not_available(self):
        """STK-02."""
        self._put(self.nonconforming, 3)
        self.part.invalidate_recordset()
        part = self.part.with_context(warehouse_id=self.warehouse.id)
        self.assertEqual((part.qty_available, part.free_qty), (0, 0))
        delivery = self._delivery()
        self.assertEqual(delivery.state, "confirmed")
        self.assertFalse(delivery.move_ids.quantity)

    def _delivery(self):
        customers = self.env.ref("stock.stock_location_customers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.part.id,
                            "product_uom_qty": 1,
                            "location_id": self.stock.id,
                            "location_dest_id": customers.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    def test_no_transfer_takes_them_out(self):
        """STK-02: into the stock, to a customer, or from one holding zone to another."""
        customers = self.env.ref("stock.stock_location_customers")
        for target in (self.stock, customers, self.nonconforming):
            with self.subTest(target=target.display_name), self.assertRule("STK-02"):
                self._transfer(self.pending, target).button_validate()
        self.assertEqual(self._on_hand(self.pending), 5)

    def test_a_line_pointed_at_them_does_not_help(self):
        """STK-02: the reservation may say anything, the booking counts."""
        self._put(self.stock, 1)
        picking = self._transfer(
            self.stock, self.env.ref("stock.stock_location_customers")
        )
        picking.move_ids.move_line_ids.location_id = self.pending
        with self.assertRule("STK-02"):
            picking.button_validate()

    def test_no_other_way_takes_them_out(self):
        """STK-02: scrap, a corrected quantity, relocation, as manager and superuser."""
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.part.id), ("location_id", "=", self.pending.id)]
        )
        for user in (self.stock_manager, self.env.user):
            own = quant.with_user(user).with_context(inventory_mode=True)
            for way in (
                lambda own=own: self._scrap(own.env).action_validate(),
                lambda own=own: own.write({"inventory_quantity_auto_apply": 2}),
                lambda own=own: self._count(own, 0),
                lambda own=own: own.move_quants(self.stock),
            ):
                with self.subTest(user=user.login), self.assertRule("STK-02"):
                    way()
        self.assertEqual(self._on_hand(self.pending), 5)

    def _scrap(self, env):
        return env["stock.scrap"].create(
            {
                "product_id": self.part.id,
                "scrap_qty": 1,
                "location_id": self.pending.id,
            }
        )

    def _count(self, quant, quantity):
        quant.inventory_quantity = quantity
        quant.action_apply_inventory()

    def test_goods_come_in_and_move_inside_freely(self):
        shelf = self.env["stock.location"].create(
            {"name": "待检架", "location_id": self.pending.id}
        )
        self._transfer(self.pending, shelf, 2).button_validate()
        self._put(self.stock, 4)
        self._transfer(self.stock, self.nonconforming, 4).button_validate()
        self.assertEqual(self._on_hand(self.pending), 5)
        self.assertEqual(self._on_hand(self.nonconforming), 4)

    def test_a_decision_frees_exactly_what_it_covers(self):
        """STK-02."""
        with patch.object(
            StockMove, "_sanbao_is_freed", lambda move: move.product_qty == 2
        ):
            self._transfer(self.pending, self.stock, 2).button_validate()
            with self.assertRule("STK-02"):
                self._transfer(self.pending, self.stock, 1).button_validate()
        self.assertEqual(self._on_hand(self.stock), 2)

    def test_switched_off_they_move(self):
        """STK-02: the mode of the rule decides."""
        self.env["sanbao.rule"].search([("code", "=", "STK-02")]).mode = "off"
        self._transfer(self.pending, self.stock, 2).button_validate()
        self.assertEqual(self._on_hand(self.stock), 2)

    def test_moves_that_touch_no_zone_cost_nothing(self):
        """G1, G2, G6: one look into a cached list."""
        self._put(self.stock, 50)
        target = self.env["stock.location"].create(
            {"name": "货架", "location_id": self.stock.id}
        )
        self._transfer(self.stock, target).button_validate()
        moves = self._transfer(self.stock, target).move_ids
        with self.assertQueryCount(0):
            moves._sanbao_leaving_hold()
