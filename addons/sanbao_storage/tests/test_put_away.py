from odoo.tests import tagged

from .common import StorageCommon


@tagged("post_install", "-at_install")
class TestPutAway(StorageCommon):
    """Sensitive products are put where their condition is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = cls._shelf(sanbao_pest_check=True)
        cls.room = cls._room()
        cls.inside = cls._shelf("冷藏架", location_id=cls.room.id)
        cls._put(cls.stock, 100)
        cls._rule("STK-27", "block")
        cls._rule("STK-28", "block")

    def _move(self, target):
        return self._transfer(self.stock, target).move_ids

    def test_not_where_the_check_for_pests_is_overdue(self):
        """STK-27: other products may; other places may."""
        self.part.sanbao_pest_sensitive = True
        document = self._round("pest")
        self._move(self.shelf)._action_done()
        self._make_late(document)
        with self.assertRule("STK-27"):
            self._move(self.shelf)._action_done()
        self._move(self.room)._action_done()
        self.part.sanbao_pest_sensitive = False
        self._move(self.shelf)._action_done()

    def test_not_where_pests_were_found(self):
        """STK-27: until somebody dealt with them."""
        self.part.sanbao_pest_sensitive = True
        line = self._round("pest").line_ids.filtered(
            lambda line: line.location_id == self.shelf
        )
        action = self._fail(line, "有虫蛀")
        with self.assertRule("STK-27"):
            self._move(self.shelf)._action_done()
        action.measure = "已熏蒸"
        action.action_done()
        self._move(self.shelf)._action_done()

    def test_not_where_the_climate_is_out_of_range(self):
        """STK-28: nor on the shelves of such a room."""
        self.part.sanbao_climate_sensitive = True
        action = self._read(self.room, 36, 50).action_id.with_user(self.keeper)
        for place in (self.room, self.inside):
            with self.subTest(place=place.name), self.assertRule("STK-28"):
                self._move(place)._action_done()
        self._move(self.shelf)._action_done()
        self._read(self.room, 20, 50)
        action.measure = "开空调"
        action.action_done()
        self._move(self.inside)._action_done()

    def test_not_where_the_reading_is_overdue(self):
        """STK-28."""
        self.part.sanbao_climate_sensitive = True
        self._make_late(self._round("environment"))
        with self.assertRule("STK-28"):
            self._move(self.room)._action_done()
        self._read(self.room, 20, 50)
        self._move(self.room)._action_done()

    def test_one_fault_does_not_stop_the_other_need(self):
        """STK-27, STK-28: each product asks for its own condition."""
        self.part.sanbao_pest_sensitive = True
        self._read(self.room, 36, 50)
        self._move(self.room)._action_done()

    def test_in_mode_warn_it_is_noted_only(self):
        """STK-27, STK-28: as delivered."""
        rules = self.env["sanbao.rule"].search([("code", "in", ("STK-27", "STK-28"))])
        rules.mode = False
        self.assertEqual(set(rules.mapped("effective_mode")), {"warn"})
        self.part.sanbao_climate_sensitive = True
        self._read(self.room, 36, 50)
        self._move(self.room)._action_done()
        events = self.env["sanbao.rule.event"].search(
            [("rule_id", "in", rules.ids), ("outcome", "=", "warned")]
        )
        self.assertTrue(events)

    def test_goods_may_leave_a_place_that_is_not_in_order(self):
        """STK-28: they should."""
        self.part.sanbao_climate_sensitive = True
        self._put(self.room, 5)
        self._read(self.room, 36, 50)
        self._transfer(self.room, self.stock).move_ids._action_done()

    def test_a_count_states_what_is_there(self):
        """STK-28: it is no put-away."""
        self.part.sanbao_climate_sensitive = True
        self._read(self.room, 36, 50)
        quant = (
            self.env["stock.quant"]
            .with_context(inventory_mode=True)
            .create(
                {
                    "product_id": self.part.id,
                    "location_id": self.room.id,
                    "inventory_quantity": 4,
                }
            )
        )
        quant.action_apply_inventory()
        self.assertEqual(self._on_hand(self.room), 4)

    def test_a_mark_makes_no_count_of_a_transfer(self):
        """STK-28: by RPC anybody in the stock may set the mark of an adjustment."""
        self.part.sanbao_climate_sensitive = True
        self._read(self.room, 36, 50)
        move = self._move(self.room)
        move.is_inventory = True
        with self.assertRule("STK-28"):
            move._action_done()

    def test_other_products_cost_nothing(self):
        """STK-27, STK-28: what is sensitive is kept in memory."""
        self.part.sanbao_climate_sensitive = True
        plain = self._product("螺栓")
        self.env["product.template"]._sanbao_sensitive()
        self._put(self.stock, 10, plain)
        moves = self._transfer(self.stock, self.room, product=plain).move_ids
        moves._action_done()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        needs = self.env["product.template"]._sanbao_sensitive()
        for kind in ("pest", "environment"):
            self.assertFalse(moves._sanbao_put_away(kind, needs))
        self.assertEqual(self.env.cr.sql_log_count - before, 0)

    def _transfer(self, source, target, quantity=1, user=None, product=None, **values):
        kept = self.part
        if product:
            type(self).part = product
        try:
            return super()._transfer(source, target, quantity, user, **values)
        finally:
            type(self).part = kept
