from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_hold import LotHoldCommon


@tagged("post_install", "-at_install")
class TestLotHold(LotHoldCommon):
    """QLT-12: a held lot is not reserved and leaves the stock by no public path."""

    # === Reservation ===

    def test_it_is_not_reserved(self):
        """QLT-12: another lot is taken instead."""
        delivery = self._picking(self.stock, self.customers, quantity=3)
        delivery.action_assign()
        self.assertFalse(delivery.move_ids.quantity)
        self._put(self.stock, 2, self.tracked, self.other_lot)
        delivery.action_assign()
        self.assertEqual(delivery.move_ids.quantity, 2)
        self.assertEqual(delivery.move_ids.lot_ids, self.other_lot)

    def test_what_is_reserved_is_freed_when_it_is_held(self):
        """QLT-12."""
        self._put(self.stock, 2, self.tracked, self.other_lot)
        delivery = self._picking(self.stock, self.customers, quantity=2)
        delivery.action_assign()
        self.assertEqual(delivery.move_ids.lot_ids, self.other_lot)
        self.other_lot._sanbao_hold("复检不合格", self.sheet)
        self.assertFalse(delivery.move_ids.quantity)
        third = self._lot("PQ-2603")
        self._put(self.stock, 2, self.tracked, third)
        delivery.action_assign()
        self.assertEqual(delivery.move_ids.lot_ids, third)

    def test_bookings_still_find_its_quantity(self):
        """A hold makes no second row of the same lot."""
        self._put(self.stock, 1, self.tracked, self.lot)
        quants = self.env["stock.quant"].search(
            [("lot_id", "=", self.lot.id), ("location_id", "=", self.stock.id)]
        )
        self.assertEqual(quants.mapped("quantity"), [6])

    # === Ways out ===

    def test_no_transfer_takes_it_out(self):
        """QLT-12: to a customer, a supplier, production, transit, another warehouse."""
        other = self.env["stock.warehouse"].create({"name": "二库", "code": "ERK"})
        for target in (
            self.customers,
            self.env.ref("stock.stock_location_suppliers"),
            self.tracked.property_stock_production,
            self.tracked.property_stock_inventory,
            other.lot_stock_id,
        ):
            picking = self._picking(self.stock, target, self.lot)
            with self.subTest(target=target.display_name), self.assertRule("QLT-12"):
                picking.button_validate()
        self.assertEqual(self._held_on_hand(), 5)

    def test_scrap_counts_and_corrections_do_not_take_it_out(self):
        """QLT-12: as keeper, manager of the stock, and superuser."""
        self._off("QLT-15")
        quant = self.env["stock.quant"].search(
            [("lot_id", "=", self.lot.id), ("location_id", "=", self.stock.id)]
        )
        with self.assertRule("QLT-12"):
            self._scrap(quant.with_user(self.keeper).env)
        for user in (self.stock_manager, self.env.user):
            own = quant.with_user(user).with_context(inventory_mode=True)
            ways = (
                lambda own=own: self._scrap(own.env),
                lambda own=own: own.write({"inventory_quantity_auto_apply": 2}),
                lambda own=own: self._count(own, 0),
                lambda own=own: own.move_quants(self.customers),
            )
            for way in ways:
                with self.subTest(user=user.login), self.assertRule("QLT-12"):
                    way()
        self.assertEqual(self._held_on_hand(), 5)

    def _scrap(self, env):
        scrap = env["stock.scrap"].create(
            {
                "product_id": self.tracked.id,
                "lot_id": self.lot.id,
                "scrap_qty": 1,
                "location_id": self.stock.id,
            }
        )
        return scrap.action_validate()

    def _count(self, quant, quantity):
        quant.inventory_quantity = quantity
        quant.action_apply_inventory()

    def test_a_quantity_is_not_rewritten_by_rpc(self):
        """QLT-12, STK-02: Odoo lets users of the stock write quantities without a move."""
        self._put(self.pending, 3)
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "in", (self.tracked | self.part).ids),
                ("location_id", "in", (self.stock | self.pending).ids),
            ]
        )
        shelf = self.env["stock.location"].create(
            {"name": "货架", "location_id": self.stock.id}
        )
        for user in (self.keeper, self.stock_manager):
            for quant in quants.with_user(user):
                for vals in (
                    {"location_id": shelf.id},
                    {"lot_id": self.other_lot.id},
                    {"quantity": 1},
                ):
                    with (
                        self.subTest(user=user.login, vals=vals),
                        self.assertRaises(AccessError),
                    ):
                        quant.write(vals)
            with self.assertRaises(AccessError):
                self.env["stock.quant"].with_user(user).create(
                    {
                        "product_id": self.tracked.id,
                        "location_id": self.stock.id,
                        "lot_id": self.lot.id,
                        "quantity": -5,
                    }
                )

    def test_it_is_not_returned_or_used_in_a_repair(self):
        """QLT-12."""
        repair = self.env["repair.order"].create(
            {
                "product_id": self.part.id,
                "picking_type_id": self.warehouse.repair_type_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "repair_line_type": "add",
                            "product_id": self.tracked.id,
                            "product_uom_qty": 1,
                        }
                    )
                ],
            }
        )
        repair.action_validate()
        self.assertFalse(repair.move_ids.quantity)
        repair.action_repair_start()
        repair.move_ids.move_line_ids = [
            Command.create(
                {
                    "product_id": self.tracked.id,
                    "lot_id": self.lot.id,
                    "quantity": 1,
                    "location_id": repair.move_ids.location_id.id,
                    "location_dest_id": repair.move_ids.location_dest_id.id,
                }
            )
        ]
        repair.move_ids.picked = True
        with self.assertRule("QLT-12"):
            repair.action_repair_end()

    def test_a_receipt_is_not_sent_back(self):
        """QLT-12: Odoo's own return of a receipt."""
        lot = self._lot("PQ-2700")
        suppliers = self.env.ref("stock.stock_location_suppliers")
        receipt = self._picking(
            suppliers, self.stock, lot, kind=self.warehouse.in_type_id
        )
        receipt.button_validate()
        lot._sanbao_hold("供方批次召回", self.sheet)
        wizard = (
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .with_context(active_id=receipt.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        back = back.with_user(self.keeper)
        back.move_ids.move_line_ids.unlink()
        back.move_ids.move_line_ids = [
            Command.create(
                {
                    "product_id": self.tracked.id,
                    "lot_id": lot.id,
                    "quantity": 1,
                    "location_id": self.stock.id,
                    "location_dest_id": suppliers.id,
                    "picking_id": back.id,
                }
            )
        ]
        back.move_ids.picked = True
        with self.assertRule("QLT-12"):
            back.button_validate()

    def test_a_done_line_is_not_turned_to_it(self):
        """QLT-12: corrections of what is booked already."""
        self._put(self.stock, 3, self.tracked, self.other_lot)
        picking = self._picking(self.stock, self.customers, self.other_lot, 2)
        picking.button_validate()
        line = picking.move_ids.move_line_ids
        for user in (self.keeper, self.stock_manager):
            with self.subTest(user=user.login), self.assertRule("QLT-12"):
                line.with_user(user).lot_id = self.lot
        self.other_lot._sanbao_hold("复检不合格", self.sheet)
        with self.assertRule("QLT-12"):
            line.quantity = 3
        line.quantity = 1
        with self.assertRule("QLT-12"):
            self._add_line(picking)

    def _add_line(self, picking):
        return self.env["stock.move.line"].create(
            {
                "move_id": picking.move_ids.id,
                "product_id": self.tracked.id,
                "lot_id": self.lot.id,
                "quantity": 1,
                "location_id": self.stock.id,
                "location_dest_id": self.customers.id,
                "picking_id": picking.id,
                "state": "done",
            }
        )

    def test_held_goods_are_not_taken_by_correcting_a_done_line(self):
        """STK-02: a booked line is not pointed at the pending zone afterwards."""
        self._put(self.pending, 2)
        self._put(self.stock, 2)
        picking = self._transfer(self.stock, self.customers)
        picking.button_validate()
        with self.assertRule("STK-02"):
            picking.move_ids.move_line_ids.location_id = self.pending

    # === Ways that stay open ===

    def test_it_moves_inside_its_warehouse_and_into_a_held_zone(self):
        shelf = self.env["stock.location"].create(
            {"name": "货架", "location_id": self.stock.id}
        )
        kind = self.warehouse.int_type_id
        self._picking(self.stock, shelf, self.lot, kind=kind).button_validate()
        self._picking(
            self.stock, self.nonconforming, self.lot, kind=kind
        ).button_validate()
        self.assertEqual(self._held_on_hand(), 5)

    def test_it_comes_back_from_customers(self):
        self._picking(
            self.customers, self.stock, self.lot, kind=self.warehouse.in_type_id
        ).button_validate()
        self.assertEqual(self._held_on_hand(), 6)

    def test_switched_off_it_moves(self):
        """QLT-12: the mode of the rule decides."""
        self._off("QLT-12")
        picking = self._picking(self.stock, self.customers, quantity=1)
        picking.action_assign()
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(self._held_on_hand(), 4)

    # === Screen ===

    def test_from_the_lot_its_sheets_are_opened(self):
        """By whoever may read them."""
        lot = self.lot.with_user(self.inspector)
        self.assertEqual(lot.sanbao_nonconformity_count, 1)
        action = lot.action_sanbao_view_nonconformities()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.sheet)
