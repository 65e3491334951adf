from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import STOCK, CountCommon


class AdjustmentCommon(CountCommon):
    """Ten pieces on the shelf, and a manager of the stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put(10)
        cls.manager = new_test_user(
            cls.env,
            "count_manager",
            f"base.group_user,{STOCK},stock.group_stock_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def _quant(self, user):
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.part.id), ("location_id", "=", self.shelf.id)]
        )
        return quant.with_user(user).with_context(inventory_mode=True)

    def _apply(self, quant):
        quant.inventory_quantity = 3
        quant.action_apply_inventory()

    def _move(self, env, source, target, **values):
        move = env["stock.move"].create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 1,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": self.company.id,
                **values,
            }
        )
        move._action_confirm()
        move.write({"quantity": 1, "picked": True})
        move._action_done()
        return move


@tagged("post_install", "-at_install")
class TestAdjustments(AdjustmentCommon):
    """STK-18: outside of counts nothing adjusts the stock; a spot count is two clicks."""

    def test_every_way_of_odoo_is_refused(self):
        """STK-18: as keeper, as manager of the stock, as superuser."""
        loss = self.part.with_company(self.company).property_stock_inventory
        for user in (self.keeper, self.manager, self.env.ref("base.user_root")):
            for way in (
                self._apply,
                self._apply_directly,
                self._set_zero,
                self._new_quant,
                lambda quant: quant.sudo().write({"inventory_quantity_auto_apply": 3}),
                lambda quant: quant.product_id.sudo().write({"qty_available": 3}),
                lambda quant: self._move(quant.env, self.shelf, loss),
                lambda quant: self._move(quant.env, loss, self.shelf),
            ):
                with self.subTest(user=user.login, way=way), self.assertRule("STK-18"):
                    way(self._quant(user))
        self.assertEqual(self._on_hand(), 10)

    def _apply_directly(self, quant):
        quant.inventory_quantity = 3
        quant._apply_inventory()

    def _set_zero(self, quant):
        quant.with_context(
            inventory_report_mode=True
        ).action_set_inventory_quantity_zero()

    def _new_quant(self, quant):
        made = quant.create(
            {
                "product_id": self.filter.id,
                "location_id": self.shelf.id,
                "inventory_quantity": 3,
            }
        )
        made.action_apply_inventory()

    def test_what_is_no_adjustment_goes_on(self):
        """STK-18: transfers, relocation, scrap, a count without difference."""
        self._mode("QLT-15", "off")
        self._transfer(1, self.shelf, self.rack)
        quant = self._quant(self.keeper)
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.part.id,
                "scrap_qty": 1,
                "location_id": self.shelf.id,
                "company_id": self.company.id,
            }
        )
        scrap.do_scrap()
        quant.inventory_quantity = 8
        quant.action_apply_inventory()
        quant.sudo().move_quants(self.rack)
        self.assertEqual((self._on_hand(), self._on_hand(location=self.rack)), (0, 9))

    def test_the_mode_decides(self):
        """STK-18: off, Odoo's own screens adjust."""
        self._mode("STK-18", "off")
        self._apply(self._quant(self.keeper))
        self.assertEqual(self._on_hand(), 3)
        self._quant(self.manager).with_context(inventory_mode=False).quantity = 7
        self.assertEqual(self._on_hand(), 7)

    def test_a_spot_count_takes_over_what_was_typed(self):
        """STK-18: Physical Inventory, choose, “Spot count”."""
        self._put(5, self.filter)
        quant = self._quant(self.keeper)
        quant.inventory_quantity = 8
        other = quant.search([("product_id", "=", self.filter.id)])
        action = (quant | other).action_sanbao_spot_count()
        count = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((count.kind, count.state), ("spot", "counting"))
        self.assertEqual(count.line_count, 2)
        line = self._line(count)
        self.assertEqual((line.counted, line.difference_quantity), (True, -2))
        self.assertEqual(line.counter_id, self.keeper)
        self.assertFalse(self._line(count, self.filter).counted)
        self.assertFalse(quant.inventory_quantity_set)
        self.assertEqual(self._on_hand(), 10)

    def test_a_spot_count_is_of_one_warehouse_and_for_keepers(self):
        """STK-18."""
        other = self.env["stock.warehouse"].create(
            {"name": "二号库", "code": "EH", "company_id": self.company.id}
        )
        self._put(1, location=other.lot_stock_id)
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.part.id), ("location_id.usage", "=", "internal")]
        )
        with self.assertRaises(UserError):
            quants.with_user(self.keeper).action_sanbao_spot_count()
        with self.assertRaises(UserError):
            quants[:0].with_user(self.keeper).action_sanbao_spot_count()
        user = new_test_user(self.env, "count_stock", f"base.group_user,{STOCK}")
        with self.assertRaises(AccessError):
            quants[:1].with_user(user).action_sanbao_spot_count()

    def test_the_button_that_would_be_refused_is_not_shown(self):
        """STK-18."""
        quants = self.env["stock.quant"].with_user(self.keeper)
        view = self.env.ref("stock.view_stock_quant_tree_inventory_editable")
        for mode, shown in (("block", False), ("off", True)):
            self._mode("STK-18", mode)
            arch = quants.get_view(view.id, "list")["arch"]
            with self.subTest(mode):
                self.assertIs("action_apply_inventory" in arch, shown)
                self.assertIs("action_apply_all" in arch, shown)
                self.assertIn("action_sanbao_spot_count", arch)

    def test_plain_moves_cost_nothing(self):
        """G1, G2, G6: the rule looks at two places that Odoo has read already."""
        moves = self._transfer(1, self.shelf, self.rack)
        with self.assertQueryCount(0):
            moves.filtered(lambda move: move._sanbao_is_loose_adjustment())
