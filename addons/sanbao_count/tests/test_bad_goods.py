from odoo.tests import tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestBadGoods(CountCommon):
    """STK-21: damaged goods go aside with a sheet, shortages get an action."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put(10)
        cls.zone = cls.warehouse.sanbao_nonconforming_location_id

    def _counted(self, quantity=10, bad=3, condition="damaged", **values):
        self._set("count_check_above", "1000000")
        count = self._count()
        self._line(count).write(
            {
                "counted_quantity": quantity,
                "bad_quantity": bad,
                "condition": condition,
                "note": "壳体开裂",
                **values,
            }
        )
        count.action_hand_in()
        return count

    def test_damaged_goods_go_to_the_nonconforming_zone_with_a_sheet(self):
        """STK-21: at once, also where nothing is missing."""
        count = self._counted()
        self.assertEqual(count.state, "done")
        self.assertEqual((self._on_hand(), self._on_hand(location=self.zone)), (7, 3))
        sheet = count.line_ids.sudo().nonconformity_id
        self.assertEqual((sheet.source, sheet.quantity), ("stock", 3))
        self.assertEqual((sheet.product_id, sheet.location_id), (self.part, self.zone))
        self.assertEqual(sheet.origin, count.name)
        self.assertIn("壳体开裂", sheet.description)
        self.assertEqual(count.nonconformity_count, 1)
        self.assertEqual(sheet.count_line_count, 1)
        back = sheet.with_user(self.keeper).action_view_stock_counts()
        self.assertEqual(count.search(back["domain"]), count)

    def test_expired_goods_too(self):
        """STK-21."""
        sheet = self._counted(condition="expired").line_ids.sudo().nonconformity_id
        self.assertIn("Expired", sheet.description)

    def test_damage_and_shortage_together(self):
        """STK-21: two of ten are missing, three of the eight are broken."""
        count = self._counted(8)
        self.assertEqual((self._on_hand(), self._on_hand(location=self.zone)), (7, 3))
        difference = self._explain(count.difference_id.with_user(self.keeper))
        self._approve(difference).action_post()
        self.assertEqual((self._on_hand(), self._on_hand(location=self.zone)), (5, 3))

    def test_more_damaged_than_the_book_knows(self):
        """STK-21: set apart once the surplus is posted."""
        count = self._counted(15, 12)
        self.assertFalse(count.line_ids.sudo().nonconformity_id)
        difference = self._explain(count.difference_id.with_user(self.keeper), "other")
        self._approve(difference).action_post()
        self.assertEqual((self._on_hand(), self._on_hand(location=self.zone)), (3, 12))
        self.assertEqual(count.line_ids.sudo().nonconformity_id.quantity, 12)

    def test_switched_off_they_stay(self):
        """STK-21."""
        self._mode("STK-21", "off")
        count = self._counted()
        self.assertFalse(count.line_ids.sudo().nonconformity_id)
        self.assertEqual(self._on_hand(), 10)

    def test_shortages_get_an_action(self):
        """STK-21: with its source, cause and explanation, for the head of the warehouse."""
        count = self._counted(8, 0, "good")
        difference = self._explain(count.difference_id.with_user(self.keeper))
        self._approve(difference).action_post()
        action = difference.sudo().action_id
        self.assertEqual(action.sanbao_source, "count")
        self.assertEqual(action.sanbao_origin, difference.name)
        self.assertEqual(action.user_id, self.head)
        self.assertIn("搬运中挥发", action.sanbao_problem)
        self.assertEqual(action.sanbao_cause, self.causes["loss"].name)
        self.assertEqual(
            difference.with_user(self.keeper).action_view_action()["res_id"], action.id
        )

    def test_a_surplus_gets_none(self):
        """STK-21; nor anything where the rule is off."""
        for quantity, mode in ((12, "block"), (11, "off")):
            self._mode("STK-21", mode)
            count = self._counted(quantity, 0, "good")
            difference = self._explain(count.difference_id.with_user(self.keeper))
            self._approve(difference).action_post()
            with self.subTest(mode):
                self.assertFalse(difference.sudo().action_id)
