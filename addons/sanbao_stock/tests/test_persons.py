from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import STOCK, StockCommon


@tagged("post_install", "-at_install")
class TestPersonsAllowed(StockCommon):
    """STK-25: who books goods into and out of a warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._person("stk_wh2", "wh", extra=[STOCK])
        cls._put(cls.stock, 50)
        cls._put(cls.pending, 5)
        cls.shelf = cls.env["stock.location"].create(
            {"name": "A-01", "location_id": cls.stock.id}
        )

    def _close(self, *users):
        self.warehouse.sanbao_user_ids = self.env["res.users"].concat(*users)

    def test_without_a_list_everybody_with_the_role(self):
        """STK-25."""
        self._transfer(self.stock, self.shelf, user=self.other).button_validate()

    def test_with_a_list_only_those_on_it(self):
        """STK-25: into, out of and inside the warehouse, and its held goods."""
        self._close(self.keeper)
        customers = self.env.ref("stock.stock_location_customers")
        ways = [
            (self.stock, self.shelf),
            (self.stock, customers),
            (self.stock, self.nonconforming),
        ]
        for source, target in ways:
            with self.subTest(target=target.name), self.assertRule("STK-25"):
                self._transfer(source, target, user=self.other).button_validate()
            self._transfer(source, target, user=self.keeper).button_validate()
        receipt = self._receipt(user=self.other)
        receipt.move_ids.picked = True
        with self.assertRule("STK-25"):
            receipt.button_validate()

    def test_the_head_of_the_stock_too(self):
        """STK-25: a right of Odoo's is no place on the list; counts included."""
        self._close(self.keeper)
        with self.assertRule("STK-25"):
            self._transfer(
                self.stock, self.shelf, user=self.stock_manager
            ).button_validate()
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.part.id), ("location_id", "=", self.stock.id)]
        )
        mine = quant.with_user(self.stock_manager).with_context(inventory_mode=True)
        mine.inventory_quantity = 1
        with self.assertRule("STK-25"):
            mine.action_apply_inventory()

    def test_other_warehouses_stay_open(self):
        """STK-25."""
        self._close(self.keeper)
        second = self.env["stock.warehouse"].create({"name": "二号库", "code": "EH"})
        self._put(second.lot_stock_id, 1)
        shelf = self.env["stock.location"].create(
            {"name": "B-01", "location_id": second.lot_stock_id.id}
        )
        self._transfer(second.lot_stock_id, shelf, user=self.other).button_validate()

    def test_a_new_place_belongs_to_the_list_at_once(self):
        """STK-25: what is remembered of the places is up to date."""
        self._close(self.keeper)
        with self.assertRule("STK-25"):
            self._transfer(self.stock, self.shelf, user=self.other).button_validate()
        bin_ = self.env["stock.location"].create(
            {"name": "A-02", "location_id": self.stock.id}
        )
        self.assertIn(bin_.id, self.env["stock.warehouse"]._sanbao_lists())
        self._close()
        self._transfer(self.stock, bin_, user=self.other).button_validate()

    def test_nobody_adds_himself(self):
        """STK-25: and each change of the list is kept."""
        self._close(self.keeper)
        with self.assertRaises(AccessError):
            self.warehouse.with_user(self.other).write(
                {"sanbao_user_ids": [(4, self.other.id)]}
            )
        self.warehouse.with_user(self.stock_manager).write(
            {"sanbao_user_ids": [(4, self.other.id)]}
        )
        change = self.env["sanbao.rule.change"].search(
            [("rule_id.code", "=", "STK-25")], order="id desc", limit=1
        )
        self.assertEqual(change.user_id, self.stock_manager)
        self.assertIn(self.other.name, change.new_value)
        self.assertNotIn(self.other.name, change.old_value)

    def test_switched_off_the_list_is_a_list(self):
        """STK-25: the mode decides."""
        self._close(self.keeper)
        self.env["sanbao.rule"].search([("code", "=", "STK-25")]).mode = "off"
        self._transfer(self.stock, self.shelf, user=self.other).button_validate()

    def test_no_list_costs_no_query(self):
        """G1, G2, G6."""
        moves = self._transfer(self.stock, self.shelf).move_ids
        self.env["stock.warehouse"]._sanbao_lists()
        with self.assertQueryCount(0):
            self.assertFalse(moves.env["stock.warehouse"]._sanbao_lists())

    def test_the_keeper_of_a_warehouse(self):
        outsider = new_test_user(self.env, "stk_out", "base.group_user")
        self.warehouse.sanbao_keeper_id = outsider
        self.assertEqual(self.warehouse._sanbao_find_keeper(), outsider)
        self.warehouse.sanbao_keeper_id = False
        self._close(self.other)
        self.assertEqual(self.warehouse._sanbao_find_keeper(), self.other)
