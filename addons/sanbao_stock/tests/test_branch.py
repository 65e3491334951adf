from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import STOCK, StockCommon


@tagged("post_install", "-at_install")
class TestBranches(StockCommon):
    """PRT-17: service staff see what other branches have, and ask for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create(
            {"name": "南方分公司", "parent_id": cls.company.id}
        )
        cls.stranger = cls.env["res.company"].create({"name": "别的集团"})
        warehouses = cls.env["stock.warehouse"]
        cls.far = warehouses.search([("company_id", "=", cls.branch.id)], limit=1) or (
            warehouses.create(
                {"name": "南方库", "code": "NF", "company_id": cls.branch.id}
            )
        )
        cls.foreign = warehouses.search([("company_id", "=", cls.stranger.id)], limit=1)
        cls.second = warehouses.create(
            {"name": "二号库", "code": "EH", "company_id": cls.company.id}
        )
        cls.staff = cls._person("branch_as", "as", extra=[STOCK])
        cls.far_keeper = cls._person(
            "branch_wh",
            "wh",
            extra=[STOCK],
            company_id=cls.branch.id,
            company_ids=[Command.set(cls.branch.ids)],
        )
        cls.second.sanbao_keeper_id = cls.keeper
        for warehouse, quantity in (
            (cls.warehouse, 1),
            (cls.second, 5),
            (cls.far, 7),
            (cls.foreign, 9),
        ):
            cls._put(warehouse.lot_stock_id, quantity)
        cls._put(cls.far.sanbao_nonconforming_location_id, 4)
        cls._without_arrival_checks()

    def _rows(self, user=None):
        rows = self.env["sanbao.branch.stock"].with_user(user or self.staff)
        return rows.search([("product_id", "=", self.part.id)])

    def _request(self, warehouse, quantity=2, user=None, **values):
        row = self._rows(user).filtered(lambda row: row.warehouse_id == warehouse)
        action = row.action_sanbao_request()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.staff)
            .with_context(**action["context"])
            .create({"quantity": quantity, "reason": "抢修", **values})
        )

    def test_the_stock_of_all_branches_is_seen(self):
        """PRT-17: also of branches in which one does not work; held goods are not."""
        found = {row.sudo().warehouse_id: row.available for row in self._rows()}
        self.assertEqual(found, {self.warehouse: 1, self.second: 5, self.far: 7})
        read = self._rows().web_read({"warehouse_id": {"fields": {"display_name": {}}}})
        names = {row["warehouse_id"]["display_name"] for row in read}
        self.assertIn(self.far.display_name, names)

    def test_other_groups_of_companies_are_not_seen(self):
        """PRT-17."""
        self.assertNotIn(self.foreign, self._rows().sudo().warehouse_id)

    def test_people_without_business_there_see_nothing(self):
        """PRT-17."""
        clerk = self._person("branch_hr", "hr")
        with self.assertRaises(AccessError):
            self._rows(clerk)

    def test_reserved_goods_are_not_free(self):
        """PRT-17."""
        self._transfer(self.second.lot_stock_id, self.stock, 4)
        row = self._rows().filtered(lambda row: row.warehouse_id == self.second)
        self.assertEqual((row.quantity, row.reserved, row.available), (5, 4, 1))

    def test_a_request_within_the_company_is_one_draft(self):
        """PRT-17: the giving warehouse's keeper is told."""
        request = self._request(self.second)
        self.assertEqual(request.target_warehouse_id, self.warehouse)
        request.action_request()
        picking = request.picking_id
        self.assertEqual(picking.state, "draft")
        self.assertEqual(picking.location_id, self.second.lot_stock_id)
        self.assertEqual(picking.location_dest_id, self.stock)
        self.assertEqual(picking.move_ids.product_uom_qty, 2)
        self.assertEqual(picking.origin, "抢修")
        self.assertEqual(picking.activity_ids.user_id, self.keeper)
        self.assertEqual(picking.create_uid, self.staff)

    def test_a_request_to_another_branch_is_two_chained_drafts(self):
        """PRT-17: what the one sends, the other receives."""
        request = self._request(self.far)
        request.action_request()
        picking = request.sudo().picking_id
        self.assertEqual(picking.company_id, self.branch)
        self.assertEqual(picking.activity_ids.user_id, self.far_keeper)
        receipt = picking.move_ids.move_dest_ids.picking_id
        self.assertEqual(receipt.company_id, self.company)
        self.assertEqual(receipt.location_dest_id, self.stock)
        mine = picking.with_user(self.far_keeper)
        mine.action_confirm()
        mine.action_assign()
        mine.move_ids.picked = True
        mine.button_validate()
        self.assertEqual(mine.state, "done")
        receipt.action_confirm()
        receipt.action_assign()
        self.assertEqual(receipt.move_ids.quantity, 2)
        receipt.with_user(self.keeper).move_ids.picked = True
        receipt.with_user(self.keeper).button_validate()
        self.assertEqual(receipt.state, "done")
        self.assertEqual(self._on_hand(self.stock), 3)

    def test_the_dialogue_opens_for_a_branch_one_may_not_read(self):
        """PRT-17."""
        row = self._rows().filtered(lambda row: row.warehouse_id == self.far)
        action = row.action_sanbao_request()
        model = self.env[action["res_model"]].with_user(self.staff)
        with Form(model.with_context(**action["context"])) as form:
            form.quantity = 7
            form.reason = "抢修"
            self.assertEqual(form.available, 7)
        self.assertEqual(form.record.sudo().warehouse_id, self.far)

    def test_pressed_twice_it_is_one_request(self):
        """PRT-17."""
        request = self._request(self.second)
        request.action_request()
        first = request.picking_id
        request.action_request()
        self.assertEqual(request.picking_id, first)
        with self.assertRaises(AccessError):
            request.write({"picking_id": False})

    def test_only_what_is_free_is_asked_for(self):
        """PRT-17: 0, 1, 5 and 6 of 5."""
        for quantity, good in ((0, False), (1, True), (5, True), (6, False)):
            with self.subTest(quantity=quantity):
                request = self._request(self.second, quantity)
                if good:
                    request.action_request()
                    continue
                with self.assertRaises(UserError):
                    request.action_request()

    def test_a_warehouse_one_may_not_see_gets_nothing(self):
        """PRT-17: neither does a stranger's give, nor receive."""
        request = self._request(self.second)
        request.sudo().target_warehouse_id = self.foreign
        with self.assertRaises(AccessError):
            request.action_request()
        request.sudo().write(
            {
                "target_warehouse_id": self.warehouse.id,
                "warehouse_id": self.foreign.id,
            }
        )
        request.invalidate_recordset()
        with self.assertRaises(UserError):
            request.action_request()

    def test_only_service_staff_and_keepers_ask(self):
        """PRT-17: a buyer looks only."""
        buyer = self._person("branch_pb", "pb")
        self.assertTrue(self._rows(buyer))
        with self.assertRaises(AccessError):
            self._request(self.second, user=buyer)

    def test_switched_off_nobody_asks(self):
        """PRT-17: the mode decides."""
        self.env["sanbao.rule"].search([("code", "=", "PRT-17")]).mode = "off"
        with self.assertRaises(UserError):
            self._request(self.second).action_request()
