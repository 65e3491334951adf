from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_stock.fitting import fits_inside, is_damp_proof

from .common import StockCommon


class PutawayCommon(StockCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = cls._shelf("A-01")
        for code in ("STK-03", "STK-26", "STK-29"):
            cls._rule(code).mode = "block"

    @classmethod
    def _rule(cls, code):
        return cls.env["sanbao.rule"].search([("code", "=", code)])

    @classmethod
    def _shelf(cls, name, parent=None, **values):
        return cls.env["stock.location"].create(
            {"name": name, "location_id": (parent or cls.stock).id, **values}
        )

    def _put_away(self, place, quantity=1, product=None, confirm=True):
        """Goods come from a supplier straight to the place."""
        picking = self._receipt((product or self.part, quantity))
        picking.move_line_ids.location_dest_id = place
        picking.move_ids.picked = True
        if confirm and picking.sanbao_packing_pending:
            picking.action_sanbao_confirm_packing()
        picking.button_validate()
        return picking

    def _events(self, code, outcome="warned"):
        return self.env["sanbao.rule.event"].search_count(
            [("rule_id.code", "=", code), ("outcome", "=", outcome)]
        )


@tagged("post_install", "-at_install")
class TestFit(PutawayCommon):
    """STK-03: shelf and place by size and weight."""

    def test_goods_too_large_for_the_place(self):
        """STK-03: 39, 40 and 41 cm into 40 cm; a box may be turned."""
        self.shelf.write(
            {
                "sanbao_length": 120,
                "sanbao_width": 40,
                "sanbao_height": 30,
                "sanbao_shelf_type": "medium",
            }
        )
        for edge, good in ((39, True), (40, True), (41, False)):
            with self.subTest(edge=edge):
                self.part.write(
                    {"sanbao_length": 30, "sanbao_width": edge, "sanbao_height": 120}
                )
                if good:
                    self._put_away(self.shelf)
                    continue
                with self.assertRule("STK-03"):
                    self._put_away(self.shelf)

    def test_goods_too_heavy_for_the_place(self):
        """STK-03: 99, 100 and 101 kg onto 100 kg, with what lies there already."""
        self.shelf.sanbao_max_weight = 100
        self.part.weight = 1
        self._put(self.shelf, 90)
        for quantity, good in ((9, True), (1, True), (1, False)):
            with self.subTest(quantity=quantity):
                if good:
                    self._put_away(self.shelf, quantity)
                    continue
                with self.assertRule("STK-03"):
                    self._put_away(self.shelf, quantity)

    def test_the_storage_category_carries_as_much_as_it_says(self):
        """STK-03: Odoo's limit counts where the place has none of its own."""
        category = self.env["stock.storage.category"].create(
            {"name": "轻型货架", "max_weight": 10}
        )
        self.shelf.storage_category_id = category
        self.part.weight = 11
        with self.assertRule("STK-03"):
            self._put_away(self.shelf)
        category.max_weight = 11
        self._put_away(self.shelf)

    def test_it_warns_as_delivered(self):
        """STK-03: the goods are booked and the warning is kept."""
        self._rule("STK-03").mode = False
        self.part.sanbao_length = 50
        self.shelf.write({"sanbao_length": 40, "sanbao_width": 1, "sanbao_height": 1})
        before = self._events("STK-03")
        self.assertEqual(self._put_away(self.shelf).state, "done")
        self.assertEqual(self._events("STK-03"), before + 1)

    def test_transfers_inside_are_asked_corrections_are_not(self):
        """STK-03."""
        self.shelf.sanbao_max_weight = 5
        self.part.weight = 6
        self._put(self.stock, 1)
        with self.assertRule("STK-03"):
            self._transfer(self.stock, self.shelf).button_validate()
        marked = self._transfer(self.stock, self.shelf).move_ids
        marked.is_inventory = True
        with self.assertRule("STK-03"):
            marked._action_done()
        quant = self.env["stock.quant"].with_context(inventory_mode=True)
        quant.create(
            {
                "product_id": self.part.id,
                "location_id": self.shelf.id,
                "inventory_quantity": 1,
            }
        ).action_apply_inventory()
        self.assertEqual(self._on_hand(self.shelf), 1)

    def test_goods_are_sent_to_a_place_that_fits(self):
        """STK-03: after Odoo's own rules."""
        self.shelf.unlink()
        find = self.stock._get_putaway_strategy
        self.part.write({"sanbao_length": 90, "sanbao_width": 10, "sanbao_height": 10})
        self.stock.write({"sanbao_length": 50, "sanbao_width": 50, "sanbao_height": 50})
        self.assertEqual(find(self.part), self.stock)
        self._shelf("小格", sanbao_length=60, sanbao_width=60, sanbao_height=60)
        large = self._shelf("大格")
        self.assertEqual(find(self.part), large)

    def test_pure_functions(self):
        self.assertTrue(fits_inside((120, 30, 40), (40, 120, 30)))
        self.assertFalse(fits_inside((121, 30, 40), (40, 120, 30)))
        self.assertTrue(fits_inside((121, 30, 40), (40, 0, 30)))
        self.assertTrue(is_damp_proof({"dry"}) and is_damp_proof({"ventilated"}))
        self.assertFalse(is_damp_proof({"guard"}))


@tagged("post_install", "-at_install")
class TestSensitiveGoods(PutawayCommon):
    """STK-26 moisture, STK-29 measures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.damp = cls._product("纸滤芯", sanbao_moisture_sensitive=True)
        cls.guard = cls.env.ref("sanbao_stock.measure_guard")
        cls.sealed = cls.env.ref("sanbao_stock.measure_sealed")

    def test_moisture_sensitive_goods_lie_dry(self):
        """STK-26: dry or ventilated, of the place or of the room around it."""
        with self.assertRule("STK-26"):
            self._put_away(self.shelf, product=self.damp)
        for ability in ("sanbao_dry", "sanbao_ventilated"):
            with self.subTest(ability=ability):
                room = self._shelf(ability, **{ability: True})
                self._put_away(room, product=self.damp)
                self._put_away(self._shelf("内格", room), product=self.damp)

    def test_moisture_sensitive_goods_go_to_a_dry_place_by_themselves(self):
        """STK-26."""
        dry = self._shelf("干燥间", sanbao_dry=True)
        picking = self._receipt((self.damp, 1))
        self.assertEqual(picking.move_line_ids.location_dest_id, dry)

    def test_their_packing_is_confirmed(self):
        """STK-26: asked on the transfer, noted with the person."""
        dry = self._shelf("干燥间", sanbao_dry=True)
        with self.assertRule("STK-26"):
            self._put_away(dry, product=self.damp, confirm=False)
        picking = self._receipt((self.damp, 1))
        self.assertTrue(picking.sanbao_packing_pending)
        self.assertIn("moisture-proof", picking.sanbao_care_note)
        picking.action_sanbao_confirm_packing()
        self.assertFalse(picking.sanbao_packing_pending)
        first = picking.move_ids.sanbao_packed_at
        self.assertEqual(picking.move_ids.sanbao_packed_by_id, self.keeper)
        messages = len(picking.message_ids)
        picking.action_sanbao_confirm_packing()
        self.assertEqual(picking.move_ids.sanbao_packed_at, first)
        self.assertEqual(len(picking.message_ids), messages)
        picking.move_ids.picked = True
        picking.button_validate()
        with self.assertRaises(UserError):
            picking.action_sanbao_confirm_packing()

    def test_nobody_writes_the_confirmation_himself(self):
        """STK-26."""
        picking = self._receipt((self.damp, 1))
        for name, value in (
            ("sanbao_packed_at", "2026-01-01"),
            ("sanbao_packed_by_id", self.keeper.id),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                picking.move_ids.write({name: value})
            with self.subTest(name=name), self.assertRaises(AccessError):
                picking.move_ids.create(
                    {
                        "product_id": self.damp.id,
                        "location_id": self.stock.id,
                        "location_dest_id": self.shelf.id,
                        name: value,
                    }
                )

    def test_measures_are_shown_and_confirmed(self):
        """STK-29: perishable, fragile, or with measures of its own."""
        for values in (
            {"sanbao_perishable": True},
            {"sanbao_fragile": True},
            {"sanbao_measure_ids": self.sealed.ids},
        ):
            with self.subTest(values=values):
                product = self._product(f"件 {values}", **values)
                self.assertTrue(product.sanbao_sensitive)
                with self.assertRule("STK-29"):
                    self._put_away(self.shelf, product=product, confirm=False)
                picking = self._put_away(self.shelf, product=product)
                self.assertIn(product.name, picking.sanbao_care_note)

    def test_a_measure_may_ask_something_of_the_place(self):
        """STK-29: the shelf guard."""
        glass = self._product("挡风玻璃", sanbao_measure_ids=self.guard.ids)
        with self.assertRule("STK-29"):
            self._put_away(self.shelf, product=glass)
        self.shelf.sanbao_guarded = True
        self._put_away(self.shelf, product=glass)

    def test_switched_off_nobody_is_asked(self):
        """STK-26, STK-29: the mode decides."""
        for code in ("STK-26", "STK-29"):
            self._rule(code).mode = "off"
        self.damp.sanbao_measure_ids = self.guard
        picking = self._put_away(self.shelf, product=self.damp, confirm=False)
        self.assertEqual(picking.state, "done")

    def test_goods_that_leave_or_wait_are_not_put_away(self):
        """STK-26: a customer's shelf and the pending zone are not ours to fit."""
        customers = self.env.ref("stock.stock_location_customers")
        self._put(self.shelf, 5, self.damp)
        self.part = self.damp
        for place in (customers, self.pending):
            self._transfer(self.shelf, place).button_validate()

    def test_plain_goods_cost_no_query(self):
        """G2, G6: a cached list, and fields that are there already."""
        picking = self._receipt((self.part, 5))
        picking.move_ids.picked = True
        picking.button_validate()
        moves = picking.move_ids
        lines = moves._sanbao_put_away_lines()
        self.assertTrue(lines)
        lines.product_id.mapped("name")
        with self.assertQueryCount(0):
            moves._sanbao_put_away_lines()._sanbao_gate_putaway()
