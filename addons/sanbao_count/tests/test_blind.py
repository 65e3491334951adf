import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CountCommon

SECRET = 7731
WITHHELD = ("book_quantity", "moved_quantity", "difference_quantity", "book_now")
WITHHELD += ("difference_value", "book_value")


@tagged("post_install", "-at_install")
class TestBlind(CountCommon):
    """STK-17: a blind count withholds the book on the server, not only on the screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set("blind_count", "on")
        cls._put(SECRET)

    def _assert_withheld(self, found):
        text = json.dumps(found, default=str)
        for told in (str(SECRET), str(SECRET * 10)):
            self.assertNotIn(told, text)

    def test_reading(self):
        """STK-17: fields, RPC read, web read, export."""
        self.keeper.group_ids |= self.env.ref("base.group_allow_export")
        count = self._count()
        line = count.line_ids
        self.assertTrue(count.blind and line.hidden)
        for name in WITHHELD:
            self.assertFalse(line[name], name)
        names = [name for name in line._fields if name not in ("product_id",)]
        self._assert_withheld(line.read())
        self._assert_withheld(line.web_read({name: {} for name in names}))
        self._assert_withheld(line.export_data(list(WITHHELD))["datas"])
        self._assert_withheld(count.read())

    def test_searching_and_grouping(self):
        """STK-17: every way to ask finds the same whatever the book says."""
        count = self._count()
        lines = count.line_ids
        mine = [("count_id", "=", count.id)]
        for name in ("book_quantity", "moved_quantity", "difference_quantity"):
            self.assertFalse(lines.search([*mine, (name, ">", 0)]), name)
            self._assert_withheld(lines.formatted_read_group(mine, [name], ["__count"]))
            self._assert_withheld(
                lines.formatted_read_group(mine, ["product_id"], [f"{name}:sum"])
            )
            self.assertTrue(lines.search(mine, order=f"{name} desc"))
        self.assertFalse(lines.search([*mine, ("book_value", "!=", 0)]))

    def test_the_withheld_book_is_nobodys(self):
        """STK-17: no person reads the model in which it waits."""
        self._count()
        secrets = self.env["sanbao.stock.count.secret"]
        for user in (self.keeper, self.head, self.dgm, self.fin, self.gm):
            with self.subTest(user.login), self.assertRaises(AccessError):
                secrets.with_user(user).search([])

    def test_by_way_of_others(self):
        """STK-17: search on the count, paper, names."""
        count = self._count()
        path = "line_ids.book_quantity"
        self.assertFalse(count.search([(path, ">", 0)]))
        html = self.env["ir.qweb"]._render(
            "sanbao_count.report_f40_lines", {"doc": count, "docs": count}
        )
        self.assertNotIn(str(SECRET), str(html))
        self._assert_withheld(count.line_ids.name_search(""))

    def test_counting_tells_nothing_handing_in_does(self):
        """STK-17."""
        count = self._count()
        line = self._enter(count, SECRET - 1)
        self._assert_withheld(line.read([*WITHHELD]))
        self.assertFalse(line.search([("difference_quantity", "!=", 0)]) & line)
        count.action_hand_in()
        line.invalidate_recordset()
        self.assertEqual(
            (line.book_quantity, line.difference_quantity, line.hidden),
            (SECRET, -1, False),
        )
        self.assertEqual(line.book_value, SECRET * 10)
        self.assertFalse(self.env["sanbao.stock.count.secret"].search([]))

    def test_the_second_counter_is_blind_too(self):
        """STK-17: until the second count is closed."""
        count = self._count()
        line = self._enter(count, 1)
        count.action_hand_in()
        self.assertEqual(count.state, "checking")
        self._assert_withheld(line.with_user(self.checker).read())
        line.with_user(self.checker).check_quantity = SECRET
        self._assert_withheld(line.with_user(self.checker).read(list(WITHHELD)))
        count.action_close_check()
        self.assertEqual(count.state, "done")

    def test_goods_found_besides_are_blind_too(self):
        """STK-17."""
        count = self._count()
        self._put(SECRET, self.filter, self.rack)
        line = count.line_ids.create(
            {
                "count_id": count.id,
                "product_id": self.filter.id,
                "location_id": self.rack.id,
                "counted_quantity": 5,
            }
        )
        self._assert_withheld(line.read())
        self._enter(count, SECRET)
        self._set("count_check_above", "1000000")
        count.action_hand_in()
        self.assertEqual(count.difference_id.line_ids.quantity, 5 - SECRET)

    def test_moved_goods_are_right_in_a_blind_count(self):
        """STK-17."""
        count = self._count()
        self._transfer(31, self.shelf, self.rack)
        self._enter(count, SECRET - 31)
        count.action_hand_in()
        self.assertEqual((count.state, count.line_ids.moved_quantity), ("done", -31))

    def test_the_counter_cannot_lift_it(self):
        """STK-17."""
        count = self._count()
        for record, vals in (
            (count, {"blind": False}),
            (count.line_ids, {"hidden": 0}),
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                record.write(vals)

    def test_clearing_keeps_the_book_withheld(self):
        """STK-17."""
        count = self._count()
        line = self._enter(count, 3)
        line.action_clear()
        self._assert_withheld(line.read())
        self._enter(count, SECRET)
        count.action_hand_in()
        self.assertEqual(count.state, "done")

    def test_without_it_the_book_shows(self):
        """STK-17: blind_count is off as delivered."""
        self._set("blind_count", "off")
        self.assertEqual(self._count().line_ids.book_quantity, SECRET)
