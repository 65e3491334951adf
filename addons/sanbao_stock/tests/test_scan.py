from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import STOCK, StockCommon

PLACES = "stock.group_stock_multi_locations"


class ScanCommon(StockCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.barcode = "9990000000001"
        cls.shelf = cls.env["stock.location"].create(
            {"name": "SHELF-A", "location_id": cls.stock.id, "barcode": "LOC-A"}
        )
        cls.scan = cls.env["sanbao.scan"].with_user(cls.keeper)

    @classmethod
    def _tracked(cls, tracking="serial", name="油泵"):
        return cls._product(name, tracking=tracking)

    @classmethod
    def _lot(cls, product, name):
        return cls.env["stock.lot"].create({"name": name, "product_id": product.id})


@tagged("post_install", "-at_install")
class TestScan(ScanCommon):
    """What a code means."""

    def test_codes_of_goods_and_places(self):
        lot = self._lot(self._tracked(), "SN-77001")
        for code, record in (
            ("9990000000001", self.part),
            ("GB-200", self.part),
            ("gb-200", self.part),
            ("SN-77001", lot),
            ("LOC-A", self.shelf),
            ("SHELF-A", self.shelf),
            (self.shelf.complete_name, self.shelf),
        ):
            with self.subTest(code=code):
                self.assertEqual(self.scan._resolve(code), record)

    def test_what_surrounds_a_code_is_dropped(self):
        """A scanner's line end, and the wide digits of a Chinese input method."""
        for code in ("９９９００００００００01\r\n", "  9990000000001\t"):
            self.assertEqual(self.scan._resolve(code), self.part)

    def test_nothing_is_an_empty_result(self):
        for code in ("", None, "  ", "no such code", "%", "/odoo/res.users/2"):
            with self.subTest(code=code):
                self.assertFalse(self.scan._resolve(code))

    def test_numbers_and_addresses_of_documents(self):
        picking = self._receipt()
        address = f"https://example.com/odoo/stock.picking/{picking.id}"
        for code in (picking.name, address, f"{address}/"):
            with self.subTest(code=code):
                self.assertEqual(self.scan._resolve(code), picking)
        self.assertFalse(self.scan._resolve("/odoo/stock.picking/999999999"))

    def test_every_document_with_a_form_is_found_by_what_it_prints(self):
        models = self.scan._document_models()
        self.assertNotIn("sanbao.form.mixin", models)
        self.assertNotIn("sanbao.numbered.mixin", models)
        for model in models:
            self.assertTrue(self.env[model]._auto, model)

    def test_what_one_may_not_read_is_unknown(self):
        clerk = new_test_user(self.env, "scan_clerk", "base.group_user")
        picking = self._receipt()
        self.assertFalse(self.scan.with_user(clerk)._resolve(picking.name))

    def test_the_same_number_of_two_products(self):
        first, second = self._tracked(name="油泵甲"), self._tracked(name="油泵乙")
        self._lot(first, "SN-1")
        wanted = self._lot(second, "SN-1")
        with self.assertRaisesRegex(UserError, "several"):
            self.scan._resolve("SN-1")
        self.assertEqual(self.scan._resolve("SN-1", second), wanted)

    def test_a_packaging_counts_what_it_holds(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.env["product.uom"].create(
            {"product_id": self.part.id, "uom_id": dozen.id, "barcode": "BOX-12"}
        )
        picking = self._receipt((self.part, 24))
        picking.action_sanbao_scan("BOX-12")
        self.assertEqual(picking.move_ids.quantity, 12)


@tagged("post_install", "-at_install")
class TestScanTransfer(ScanCommon):
    """A keeper counts a transfer by scanning."""

    def test_each_scan_counts_one(self):
        picking = self._receipt()
        self.assertFalse(picking.move_ids.picked)
        for number in (1, 2, 3):
            answer = picking.action_sanbao_scan("9990000000001")
            self.assertEqual(picking.move_ids.quantity, number)
            self.assertIn(f"{number} of 3", answer["message"])
            self.assertEqual(answer["type"], "success")
        self.assertEqual(picking.action_sanbao_scan("GB-200")["type"], "warning")

    def test_goods_go_where_the_scanned_place_is(self):
        picking = self._receipt()
        picking.action_sanbao_scan("9990000000001")
        picking.action_sanbao_scan("9990000000001")
        picking.action_sanbao_scan("LOC-A")
        picking.action_sanbao_scan("9990000000001")
        lines = picking.move_line_ids.sorted("quantity")
        self.assertEqual(lines.mapped("quantity"), [1, 2])
        self.assertEqual(lines.location_dest_id, self.stock | self.shelf)
        self.assertEqual(lines[1].location_dest_id, self.shelf)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(self._on_hand(self.shelf), 2)

    def test_a_place_needs_goods_first_and_must_lie_in_reach(self):
        picking = self._receipt()
        with self.assertRaisesRegex(UserError, "first"):
            picking.action_sanbao_scan("LOC-A")
        picking.action_sanbao_scan("9990000000001")
        self.pending.barcode = "LOC-P"
        with self.assertRaisesRegex(UserError, "neither"):
            picking.action_sanbao_scan("LOC-P")

    def test_serial_numbers_of_a_receipt(self):
        """The product first; then each new number is a piece, once."""
        pump = self._tracked()
        pump.barcode = "9990000000002"
        picking = self._receipt((pump, 2))
        with self.assertRaisesRegex(UserError, "Nothing is known"):
            picking.action_sanbao_scan("SN-A")
        picking.action_sanbao_scan("9990000000002")
        picking.action_sanbao_scan("SN-A")
        self.assertEqual(picking.action_sanbao_scan("SN-A")["type"], "warning")
        picking.action_sanbao_scan("SN-B")
        self.assertEqual(picking.move_ids.quantity, 2)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(
            set(picking.move_line_ids.lot_id.mapped("name")), {"SN-A", "SN-B"}
        )

    def test_the_scanned_serial_number_leaves_not_the_reserved_one(self):
        pump = self._tracked()
        lots = self._lot(pump, "SN-1"), self._lot(pump, "SN-2")
        for lot in lots:
            self._put(self.stock, 1, pump, lot)
        self.part = pump
        picking = self._transfer(self.stock, self.shelf)
        picking.move_ids.picked = False
        self.assertEqual(picking.move_line_ids.lot_id, lots[0])
        picking.action_sanbao_scan("SN-2")
        self.assertEqual(picking.move_line_ids.lot_id, lots[1])
        self.assertEqual(picking.move_line_ids.quantity, 1)
        self.assertEqual(picking.action_sanbao_scan("SN-2")["type"], "warning")

    def test_pieces_of_two_lots(self):
        oil = self._tracked("lot", "液压油")
        first, second = self._lot(oil, "L-1"), self._lot(oil, "L-2")
        self._put(self.stock, 5, oil, first)
        self._put(self.stock, 5, oil, second)
        self.part = oil
        picking = self._transfer(self.stock, self.shelf, 3)
        picking.move_ids.picked = False
        for code in ("L-1", "L-2", "L-2"):
            picking.action_sanbao_scan(code)
        done = picking.move_line_ids.filtered("picked")
        self.assertEqual(
            {line.lot_id.name: line.quantity for line in done}, {"L-1": 1, "L-2": 2}
        )
        picking.button_validate()
        self.assertEqual(self._on_hand(self.shelf, oil), 3)

    def test_what_does_not_belong_here_is_refused(self):
        picking = self._receipt()
        self._product("别的件", default_code="OTHER-1")
        for code, words in (
            ("OTHER-1", "not on"),
            ("no such code", "Nothing is known"),
            ("", "Nothing is known"),
            (picking.name, "cannot be used"),
        ):
            with self.subTest(code=code), self.assertRaisesRegex(UserError, words):
                picking.action_sanbao_scan(code)
        picking.action_cancel()
        with self.assertRaisesRegex(UserError, "not open"):
            picking.action_sanbao_scan("9990000000001")

    def test_only_who_may_change_a_transfer_scans_into_it(self):
        picking = self._receipt()
        clerk = new_test_user(self.env, "scan_clerk", "base.group_user")
        with self.assertRaises(AccessError):
            picking.with_user(clerk).action_sanbao_scan("9990000000001")


@tagged("post_install", "-at_install", "sanbao_tour")
class TestScanOnPhone(ScanCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_keeper_scans_with_a_phone(self):
        """The field works at 390 pixels; a refusal does not stop the next scan."""
        keeper = self._person("scan_keeper", "wh", extra=[STOCK, PLACES], lang="zh_CN")
        picking = self._receipt(user=keeper)
        self.start_tour(
            f"/odoo/stock.picking/{picking.id}",
            "sanbao_stock_scan_on_phone",
            login=keeper.login,
        )
        self.env.invalidate_all()
        line = picking.move_line_ids.filtered("picked")
        self.assertEqual((line.quantity, line.location_dest_id), (2, self.shelf))
