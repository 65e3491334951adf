from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from .common import RecallCommon

slowly = settings(max_examples=6, deadline=None)
small = st.integers(1, 5)


@tagged("post_install", "-at_install")
class TestRecallSearch(RecallCommon):
    """SAL-42: every delivery of a lot is found, also where the lot is inside."""

    def test_deliveries_and_their_customers(self):
        """SAL-42."""
        first = self._delivery(self.lot, 4)
        second = self._delivery(self.lot, 6, self.other)
        self._delivery(self._lot("L-2"), 7)
        self.assertEqual(
            self._found(),
            {
                ("delivered", first.move_ids.id, self.lot.id): 4,
                ("delivered", second.move_ids.id, self.lot.id): 6,
            },
        )
        recall = self._recall()
        self.assertEqual(recall.line_ids.partner_id, self.partner | self.other)
        self.assertEqual(recall.line_ids.picking_id, first | second)
        self.assertEqual(recall.delivered_qty, 10)

    def test_what_never_left_or_came_back_is_not_listed(self):
        """SAL-42: planned deliveries, moves inside, returns."""
        self._delivery(self.lot, 3, done=False)
        self._book(self.lot, 2, self.stock, self.nonconforming)
        delivery = self._delivery(self.lot, 5)
        self._book(
            self.lot,
            2,
            self.customers,
            self.stock,
            origin_returned_move_id=delivery.move_ids.id,
        )
        self.assertEqual(list(self._found().values()), [3])
        back = self._delivery(self.lot, 1, self.other)
        self._book(
            self.lot,
            1,
            self.customers,
            self.stock,
            origin_returned_move_id=back.move_ids.id,
        )
        self.assertEqual(list(self._found().values()), [3])

    def test_inside_of_what_was_made_of_it(self):
        """SAL-42: 6 of the lot in 3 units; two of them were delivered."""
        units = [self._lot(f"U-{n}", self._unit(), quantity=0) for n in range(3)]
        self._make([(self.lot, 6)], [(unit, 1) for unit in units])
        first = self._delivery(units[0])
        second = self._delivery(units[2], partner=self.other)
        self.assertEqual(
            self._found(),
            {
                ("component", first.move_ids.id, units[0].id): 2,
                ("component", second.move_ids.id, units[2].id): 2,
            },
        )
        held = self.env["sanbao.recall"]._find_lots(self.lot, self.company)
        self.assertEqual(set(held.ids), {self.lot.id, *(unit.id for unit in units)})

    def _unit(self):
        if not hasattr(self, "unit"):
            self.unit = self._product("洗扫车", tracking="serial")
        return self.unit

    def test_at_any_depth_and_by_several_ways(self):
        """SAL-42: in a half-finished lot, and beside it in the same unit."""
        half = self._lot("H-1", self._product("半成品"), quantity=0)
        unit = self._lot("U-9", self._unit(), quantity=0)
        self._make([(self.lot, 10)], [(half, 5)])
        self._make([(half, 2), (self.lot, 3)], [(unit, 1)])
        delivery = self._delivery(unit)
        self.assertEqual(
            self._found(), {("component", delivery.move_ids.id, unit.id): 2 * 2 + 3}
        )

    def test_a_lot_that_was_made_with_and_without_it(self):
        """SAL-42: half of the made lot contains it; deliveries are taken as an average."""
        made = self._lot("M-1", self._product("混合液"), quantity=0)
        self._make([(self.lot, 4)], [(made, 10)])
        self._make([(self._lot("L-3"), 4)], [(made, 10)])
        self._delivery(made, 5)
        self.assertEqual(list(self._found().values()), [1])

    def test_a_circle_ends(self):
        """SAL-42: what is taken apart and made anew is found once."""
        half = self._lot("H-2", self._product("半成品二"), quantity=0)
        self._make([(self.lot, 1)], [(half, 1)])
        self._make([(half, 1)], [(self.lot, 1)])
        delivery = self._delivery(self.lot, 1)
        self.assertEqual(
            self._found(), {("delivered", delivery.move_ids.id, self.lot.id): 1}
        )

    def test_a_part_fitted_for_a_customer(self):
        """SAL-42: his repair is listed, not the first delivery of his unit."""
        unit = self._lot("U-5", self._unit(), quantity=1)
        self._delivery(unit, partner=self.other)
        order, part = self._repaired(unit, self.partner)
        found = self._found()
        self.assertEqual(found, {("fitted", part.id, self.lot.id): 2})
        line = self._recall().line_ids
        self.assertEqual(line.partner_id, self.partner)
        self.assertEqual(line.reference, order.name)

    def test_a_part_fitted_to_our_own_unit(self):
        """SAL-42: who bought the unit afterwards is listed, who had it before is not."""
        unit = self._lot("U-6", self._unit(), quantity=1)
        before = self._delivery(unit)
        before.move_ids.move_line_ids.date = "2020-01-01 00:00:00"
        self._book(unit, 1, self.customers, self.stock)
        self._repaired(unit, self.env["res.partner"])
        after = self._delivery(unit, partner=self.other)
        self.assertEqual(self._found(), {("component", after.move_ids.id, unit.id): 2})

    def _repaired(self, unit, partner):
        """A repair of the unit that takes 2 of the lot, ended by Odoo's own buttons."""
        order = self.env["repair.order"].create(
            {
                "product_id": unit.product_id.id,
                "lot_id": unit.id,
                "partner_id": partner.id,
                "move_ids": [
                    Command.create(
                        {
                            "repair_line_type": "add",
                            "product_id": self.agent.id,
                            "product_uom_qty": 2,
                        }
                    )
                ],
            }
        )
        order._action_repair_confirm()
        order.action_repair_start()
        part = order.move_ids
        part.move_line_ids.unlink()
        part.move_line_ids = [
            Command.create(
                {
                    "product_id": self.agent.id,
                    "product_uom_id": self.agent.uom_id.id,
                    "quantity": 2,
                    "lot_id": self.lot.id,
                    "location_id": part.location_id.id,
                    "location_dest_id": part.location_dest_id.id,
                }
            )
        ]
        part.picked = True
        order.action_repair_end()
        self.assertEqual(order.state, "done")
        return order, part

    def test_used_where_no_lot_leads_on(self):
        """SAL-42: it has to be explained."""
        loose = self._product("散装液", tracking="none")
        used = self._book(self.lot, 3, self.stock, self.production)
        made = self._book(
            self.env["stock.lot"], 3, self.production, self.stock, product=loose
        )
        made.move_line_ids.consume_line_ids = used.move_line_ids
        self.assertEqual(self._found(), {("untraced", used.id, self.lot.id): 3})
        line = self._recall().line_ids
        self.assertFalse(line.partner_id)
        self.assertEqual((line.kind, line.open_qty), ("untraced", 3))

    def test_customers_of_another_company_are_its_own(self):
        """SAL-42: also of a lot that both companies have."""
        self.lot.company_id = False
        delivery = self._delivery(self.lot, 2)
        other = self.env["res.company"].create({"name": "青禾二厂"})
        delivery.move_ids.move_line_ids.flush_recordset()
        self.assertTrue(self._found())
        self.assertFalse(self.env["sanbao.recall"]._find_deliveries(self.lot, other))

    @slowly
    @given(
        st.lists(
            st.tuples(small, st.lists(small, min_size=1, max_size=3)),
            min_size=1,
            max_size=3,
        ),
        small,
    )
    def test_what_is_found_is_what_went_in(self, steps, direct):
        """SAL-42: of a chain of productions nothing gets lost and nothing is doubled."""
        product = self._product("级")
        lot = self._lot("S", product, quantity=0)
        self._put(lot, 10**4)
        self._delivery(lot, direct)
        source, inside = lot, {lot: 1.0}
        expected = float(direct)
        for number, (used, made) in enumerate(steps):
            lots = [
                self._lot(f"S-{number}-{n}", self._product("级"), quantity=0)
                for n in range(len(made))
            ]
            self._make([(source, used)], zip(lots, made, strict=True))
            content = inside[source] * used
            for new, quantity in zip(lots, made, strict=True):
                inside[new] = content / sum(made)
                if new != lots[0]:
                    self._delivery(new, quantity)
                    expected += inside[new] * quantity
            # The next step uses more of the first one than was made: put some there.
            source = lots[0]
            self._put(source, 100)
        self._delivery(source, 1)
        expected += inside[source]
        self.assertAlmostEqual(sum(self._found(lot).values()), expected, places=5)
