from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_adjustments import AdjustmentCommon


@tagged("post_install", "-at_install")
class TestAdjustmentEscapes(AdjustmentCommon):
    """STK-18: ways around a count by RPC, that no screen has."""

    def test_the_book_is_not_rewritten(self):
        """STK-18: quantity, product, place, lot, owner and package of a quant."""
        package = self.env["stock.package"].create({"name": "箱"})
        other = {
            "quantity": 3,
            "product_id": self.filter.id,
            "location_id": self.rack.id,
            "lot_id": self.lot.id,
            "owner_id": self.company.partner_id.id,
            "package_id": package.id,
        }
        quant = self._quant(self.manager).with_context(inventory_mode=False)
        for name, value in other.items():
            with self.subTest(name), self.assertRule("STK-18"):
                quant.write({name: value})
        with self.assertRule("STK-18"):
            quant.create(
                {
                    "product_id": self.filter.id,
                    "location_id": self.shelf.id,
                    "quantity": 3,
                }
            )
        mine = quant.with_user(self.keeper)
        for name in ("product_id", "location_id", "lot_id", "owner_id", "package_id"):
            with self.subTest(f"keeper {name}"), self.assertRule("STK-18"):
                mine.write({name: other[name]})
        self.assertEqual(self._on_hand(), 10)

    def test_goods_do_not_come_from_where_there_are_none(self):
        """STK-18: found in the place of scrap, with and without a scrap order."""
        lost = self.env["stock.location"].create(
            {"name": "报废", "usage": "inventory", "company_id": self.company.id}
        )
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.part.id,
                "scrap_qty": 1,
                "location_id": self.shelf.id,
                "company_id": self.company.id,
            }
        )
        moves = self.env(user=self.keeper)
        for values in ({}, {"scrap_id": scrap.id}):
            with self.subTest(values), self.assertRule("STK-18"):
                self._move(moves, lost, self.shelf, **values)

    def test_goods_are_not_written_off_by_a_transfer(self):
        """STK-18: into a place of losses that is not the one of the product."""
        lost = self.env["stock.location"].create(
            {"name": "盘亏", "usage": "inventory", "company_id": self.company.id}
        )
        kind = self.warehouse.int_type_id
        for user in (self.keeper, self.manager):
            with self.subTest(user.login), self.assertRule("STK-18"):
                env = self.env(user=user)
                self._move(env, self.shelf, lost, picking_type_id=kind.id)
        self.assertEqual(self._on_hand(), 10)

    def test_lines_do_not_name_another_place_than_their_move(self):
        """STK-18: a relocation on paper, lost goods in the book; before and afterwards."""
        loss = self.part.with_company(self.company).property_stock_inventory
        env = self.env(user=self.keeper)
        transfer = self._move(env, self.shelf, self.rack)
        with self.assertRule("STK-18"):
            transfer.move_line_ids.location_dest_id = loss
        with self.assertRule("STK-18"):
            transfer.move_line_ids.copy(
                {"location_id": loss.id, "move_id": transfer.id, "quantity": 5}
            )
        move = transfer.copy()
        move._action_confirm()
        move.write({"quantity": 1, "picked": True})
        move.move_line_ids.location_dest_id = loss
        with self.assertRule("STK-18"):
            move._action_done()

    def test_nothing_enters_or_leaves_without_a_paper(self):
        """STK-18: bare moves that no screen makes; a transfer is none."""
        env = self.env(user=self.keeper)
        suppliers = self.env.ref("stock.stock_location_suppliers")
        customers = self.env.ref("stock.stock_location_customers")
        for source, target in ((suppliers, self.shelf), (self.shelf, customers)):
            with self.subTest(source=source.name), self.assertRule("STK-18"):
                self._move(env, source, target)
        kind = self.warehouse.out_type_id
        move = self._move(env, self.shelf, customers, picking_type_id=kind.id)
        self.assertTrue(move.picking_id)
        self.assertEqual(move.state, "done")

    def test_what_a_count_posted_stays(self):
        """STK-18, STK-20: neither corrected nor reverted, whatever the mode."""
        difference = self._approve(self._explain(self._found(-2)))
        difference.action_post()
        line = difference.sudo().line_ids.move_ids.move_line_ids.with_user(self.keeper)
        self.assertEqual(line.quantity, 2)
        with self.assertRule("STK-18"):
            line.action_revert_inventory()
        self._mode("STK-18", "off")
        for values in ({"quantity": 50}, {"location_id": self.rack.id}):
            with self.subTest(values), self.assertRaises(UserError):
                line.write(values)
        with self.assertRaises(UserError):
            line.copy({"move_id": line.move_id.id, "quantity": 3})

    def test_an_adjustment_of_the_past_is_not_corrected(self):
        """STK-18: booked while the rule was off, also down to nothing."""
        self._mode("STK-18", "off")
        self._apply(self._quant(self.keeper))
        line = self.env["stock.move.line"].search(
            [("product_id", "=", self.part.id), ("is_inventory", "=", True)], limit=1
        )
        self._mode("STK-18", "block")
        for quantity in (0, 50):
            with self.subTest(quantity), self.assertRule("STK-18"):
                line.with_user(self.keeper).quantity = quantity
