from odoo.tests import tagged

from .common import FlowCase

COUNTS = "/odoo/stock-counts"
DIFFERENCES = "/odoo/count-differences"


@tagged("post_install", "-at_install", "sanbao_tour")
class TestStockCount(FlowCase):
    """FL-8 from the count of the month to the posted difference."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("checker", "head"):
            cls.people[name] = cls._keeper(name)
        cls.warehouse = cls.env["stock.warehouse"]._sanbao_of_company(cls.company)
        cls.warehouse.sanbao_head_id = cls.people["head"]
        cls.shelf = cls.env["stock.location"].create(
            {
                "name": "货架丙",
                "barcode": "HJ-C",
                "location_id": cls.warehouse.lot_stock_id.id,
            }
        )
        cls.valve, cls.nozzle = (
            cls.env["product.product"].create(
                {
                    "name": name,
                    "default_code": code,
                    "barcode": code,
                    "type": "consu",
                    "is_storable": True,
                    "standard_price": cost,
                }
            )
            for name, code, cost in (
                ("电磁换向阀", "YY-442", 190),
                ("高压喷嘴", "GB-355", 40),
            )
        )
        for product, quantity in ((cls.valve, 4), (cls.nozzle, 3)):
            cls.env["stock.quant"]._update_available_quantity(
                product, cls.shelf, quantity
            )
        parameter = cls.env["sanbao.parameter"].search(
            [("code", "=", "small_count_scope")]
        )
        parameter.with_company(cls.company).value = "100"

    @classmethod
    def _keeper(cls, name):
        person = cls._person("wh", f"walker_{name}")
        person.name = {"checker": "赵复盘", "head": "吴主管"}[name]
        return person

    def test_from_the_count_of_the_month_to_the_adjustment(self):
        """FL-8: STK-14 to STK-20."""
        self.count = self.env["sanbao.stock.count"]._schedule(self.warehouse)
        self.assertEqual(self.count.state, "counting")
        self.assertEqual(self.count.line_count, 2)
        self._count()
        self._settle()

    def _count(self):
        """STK-17: scanned on a phone, handed in, counted again by somebody else."""
        self.walk_on_phone("sanbao_fl8_01_scan_wh", COUNTS)
        line = self.count.line_ids.filtered(lambda x: x.product_id == self.valve)
        self.assertEqual(line.counted_quantity, 3)
        self.assertEqual(line.counter_id, self.people["wh"])
        self.walk("sanbao_fl8_02_hand_in_wh", COUNTS)
        self.assertEqual(self.count.state, "checking")
        self.walk_on_phone("sanbao_fl8_03_again_checker", COUNTS)
        self.walk("sanbao_fl8_04_close_checker", COUNTS)
        self.assertEqual(self.count.state, "differences")
        self.assertEqual(line.checker_id, self.people["checker"])

    def _settle(self):
        """STK-18 cause, STK-19 person and decision, STK-20 approvals, posted once."""
        self.walk("sanbao_fl8_05_explain_wh", DIFFERENCES)
        difference = self.count.difference_id
        self.assertEqual(difference.state, "submitted")
        self.walk("sanbao_fl8_06_approve_head", DIFFERENCES)
        self.assertFalse(difference._is_approved())
        self.walk("sanbao_fl8_07_approve_dgm", DIFFERENCES)
        self.assertTrue(difference._is_approved())
        self.walk("sanbao_fl8_08_post_wh", DIFFERENCES)
        self.assertEqual(difference.state, "posted")
        book = self.env["stock.quant"]._sanbao_book(self.valve, self.shelf)
        self.assertEqual(sum(book.values()), 3)
        self.assertEqual(difference.line_ids.responsible_id, self.people["wh"])
        self.assertEqual(self.count.state, "done")
