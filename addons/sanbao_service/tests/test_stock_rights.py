from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceCommon

COUNTING = {"inventory_mode": True}


@tagged("post_install", "-at_install")
class TestStockRights(ServiceCommon):
    """Engineers are users of the stock application; the warehouse is not theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stock = cls.env.ref("stock.group_stock_user")
        # Who may adjust is asked here; that a count stands behind it is another rule.
        rules = cls.env["sanbao.rule"].search([("code", "=", "STK-18")])
        rules.write({"mode": "off"})
        cls.keeper = cls._person("rights_wh", "wh")
        cls.manager = cls._person("rights_sm")
        cls.manager.group_ids |= cls.env.ref("stock.group_stock_manager")
        cls.service_staff = cls.staff | cls.asm | cls.engineer
        for user in cls.service_staff | cls.keeper:
            user.group_ids |= stock
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.shelf = cls.warehouse.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(cls.part, cls.shelf, 10)
        cls.quant = cls.env["stock.quant"]._gather(cls.part, cls.shelf)

    def _on_hand(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return sum(
            self.env["stock.quant"]._gather(self.part, self.shelf).mapped("quantity")
        )

    def _assert_refused(self, attempt, user):
        with self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
            attempt(user)
            self.env.flush_all()
        self.assertEqual(self._on_hand(), 10)
        self.assertIn(self.keeper.name, str(caught.exception))

    # === Ways to adjust ===

    def _new_count(self, user, field="inventory_quantity"):
        return (
            self.env["stock.quant"]
            .with_user(user)
            .with_context(**COUNTING)
            .create(
                {
                    "product_id": self.part.id,
                    "location_id": self.shelf.id,
                    field: 3,
                }
            )
        )

    def _count(self, user):
        self._new_count(user).action_apply_inventory()

    def _count_at_once(self, user):
        self._new_count(user, "inventory_quantity_auto_apply")

    def _import(self, user):
        fields = ["product_id/.id", "location_id/.id", "inventory_quantity"]
        rows = [[str(self.part.id), str(self.shelf.id), "3"]]
        quants = self.env["stock.quant"].with_user(user).with_context(import_file=True)
        result = quants.load(fields, rows)
        if not result["ids"]:
            raise AccessError(result["messages"][0]["message"])
        quants.browse(result["ids"]).action_apply_inventory()

    def _zero(self, user):
        quant = self.quant.with_user(user).with_context(**COUNTING)
        quant.action_set_inventory_quantity_zero()

    def _write_count(self, user):
        quant = self.quant.with_user(user).with_context(**COUNTING)
        quant.inventory_quantity = 3

    def _apply_prepared(self, user):
        self.quant.with_context(**COUNTING).inventory_quantity = 3
        self.env.flush_all()
        self.quant.with_user(user).action_apply_inventory()

    def _write_quantity(self, user):
        self.quant.with_user(user).write({"quantity": 3})

    def _write_move(self, user, **values):
        move = (
            self.env["stock.move"]
            .with_user(user)
            .create(
                {
                    "product_id": self.part.id,
                    "product_uom_qty": 7,
                    "location_id": self.shelf.id,
                    "location_dest_id": self.part.property_stock_inventory.id,
                    "company_id": self.company.id,
                    **values,
                }
            )
        )
        move._action_confirm()
        move.quantity = 7
        move.picked = True
        move._action_done()

    def _loss(self, user):
        self._write_move(user, is_inventory=True)

    def test_service_staff_adjust_nothing(self):
        """By no button, import or call (sanbao_service, stock rights)."""
        attempts = (
            self._count,
            self._count_at_once,
            self._import,
            self._zero,
            self._write_count,
            self._apply_prepared,
            self._write_quantity,
            self._loss,
        )
        for user in self.service_staff:
            for attempt in attempts:
                with self.subTest(attempt.__name__, user=user.login):
                    self._assert_refused(attempt, user)

    def test_the_warehouse_adjusts(self):
        for user in self.keeper | self.manager:
            # An imported count is added to what lies there, as in Odoo.
            expected = {self._count: 3, self._count_at_once: 3, self._import: 13}
            for attempt, quantity in expected.items():
                with self.subTest(attempt.__name__, user=user.login):
                    attempt(user)
                    self.assertEqual(self._on_hand(), quantity)
                    self.env["stock.quant"]._update_available_quantity(
                        self.part, self.shelf, 10 - quantity
                    )

    def test_a_keeper_counts_instead_of_writing_the_quantity(self):
        with self.assertRaisesRegex(AccessError, "Physical Inventory"):
            self._write_quantity(self.keeper)

    # === Scrap ===

    def _scrap(self, user, method="action_validate"):
        scrap = (
            self.env["stock.scrap"]
            .with_user(user)
            .create(
                {
                    "product_id": self.part.id,
                    "scrap_qty": 1,
                    "location_id": self.shelf.id,
                }
            )
        )
        getattr(scrap, method)()

    def _scrap_at_once(self, user):
        self._scrap(user, "do_scrap")

    def _scrap_by_move(self, user):
        scrap = self.env["stock.scrap"].create(
            {"product_id": self.part.id, "location_id": self.shelf.id}
        )
        self._write_move(user, scrap_id=scrap.id)

    def test_service_staff_scrap_nothing(self):
        for user in self.service_staff:
            for attempt in (self._scrap, self._scrap_at_once, self._scrap_by_move):
                with self.subTest(attempt.__name__, user=user.login):
                    self._assert_refused(attempt, user)

    def test_the_warehouse_scraps(self):
        # Where sanbao_nonconformity is installed, a sheet decides (its own tests).
        self.env["sanbao.rule"].search([("code", "=", "QLT-15")]).mode = "off"
        self._scrap(self.keeper)
        self.assertEqual(self._on_hand(), 9)
        self._scrap(self.manager)
        self.assertEqual(self._on_hand(), 8)

    # === Transfers ===

    def _transfer(self, user):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": self.shelf.id,
                "location_dest_id": self.warehouse.wh_input_stock_loc_id.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.part.id,
                            "product_uom_qty": 4,
                            "location_id": self.shelf.id,
                            "location_dest_id": self.warehouse.wh_input_stock_loc_id.id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        picking.with_user(user).button_validate()
        return picking

    def _consume(self, user, **values):
        self._write_move(user, repair_line_type="add", **values)

    def _consume_by_repair_without_case(self, user):
        order = self.env["repair.order"].with_user(user).create({})
        self._consume(user, repair_id=order.id)

    def test_service_staff_book_no_transfer_of_the_warehouse(self):
        for user in self.service_staff:
            attempts = (self._transfer, self._consume_by_repair_without_case)
            for attempt in attempts:
                with self.subTest(attempt.__name__, user=user.login):
                    self._assert_refused(attempt, user)

    def test_a_repair_of_a_case_is_no_way_into_the_warehouse(self):
        application = self._approved(100, solution_type="repair")
        application.with_user(self.staff).action_sanbao_repair()
        order = application.repair_ids
        customer = self.partner.property_stock_customer
        moves = {
            "taken off on the shelf": ("remove", self.part, self.shelf, customer),
            "fitted into the shelf": ("add", self.part, customer, self.shelf),
            "another product": (False, self.part, self.shelf, self.shelf),
            "the unit leaves": (False, self.vehicle, self.shelf, customer),
        }
        for name, (kind, product, source, target) in moves.items():
            move = self.env["stock.move"].create(
                {
                    "product_id": product.id,
                    "product_uom_qty": 1,
                    "repair_id": order.id,
                    "repair_line_type": kind,
                }
            )
            move.write({"location_id": source.id, "location_dest_id": target.id})
            move._action_confirm(merge=False)
            move.write({"quantity": 1, "picked": True})
            if product == self.vehicle:
                move.move_line_ids.lot_id = order.lot_id
            move.move_line_ids.write(
                {"location_id": source.id, "location_dest_id": target.id}
            )
            with self.subTest(name):
                self._assert_refused(
                    lambda user, move=move: move.with_user(user)._action_done(),
                    self.engineer,
                )

    def test_what_is_booked_is_corrected_by_the_warehouse(self):
        picking = self._transfer(self.keeper)
        self.assertEqual(picking.state, "done")
        line = picking.move_line_ids
        attempts = (
            lambda user: line.with_user(user).write({"quantity": 1}),
            lambda user: picking.move_ids.with_user(user).write({"quantity": 1}),
            lambda user: line.with_user(user).copy({"quantity": 1}),
        )
        # Odoo lets every employee write lines of transfers.
        for user in self.service_staff | self.gm:
            for attempt in attempts:
                with (
                    self.subTest(user=user.login),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    attempt(user)
                    self.env.flush_all()
        self.assertEqual(self._on_hand(), 6)
        line.with_user(self.keeper).quantity = 5
        self.assertEqual(self._on_hand(), 5)

    def test_what_service_staff_may_not_do_is_not_shown(self):
        views = self.env["stock.picking"]
        menus = self.env["ir.ui.menu"]
        counting = self.env.ref("stock.menu_stock_adjustments").id
        scrap = self.env.ref("stock.action_scrap").id
        for user, shown in ((self.engineer, False), (self.keeper, True)):
            with self.subTest(user.login):
                arch = views.with_user(user).get_view(view_type="form")["arch"]
                self.assertIs("button_validate" in arch, shown)
                self.assertIs(
                    counting in menus.with_user(user)._visible_menu_ids(), shown
                )
                bindings = self.env["ir.actions.actions"].with_user(user)
                offered = bindings.get_bindings("stock.picking").get("action", [])
                self.assertIs(scrap in [action["id"] for action in offered], shown)
