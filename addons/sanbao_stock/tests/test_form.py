from lxml import html

from odoo.tests import tagged

from .test_receipts import ReceiptCommon

REPORT = "sanbao_stock.action_report_f33"


@tagged("post_install", "-at_install")
class TestReceiptForm(ReceiptCommon):
    """F33: the printed receipt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.env["sanbao.form"]._for_code("F33")
        cls.part.standard_price = 123.5

    def _page(self, receipt, **data):
        content = self.env["ir.actions.report"]._render_qweb_html(
            REPORT, receipt.ids, data=data
        )[0]
        return html.fromstring(content)

    def test_it_is_printed_in_three_copies(self):
        """STK-12, F33: warehouse, finance, purchasing."""
        self.assertEqual(
            self.form.copy_ids.mapped("keeper"), ["Warehouse", "Finance", "Purchasing"]
        )
        articles = self._page(self._received()).xpath(
            "//div[contains(@class, 'sanbao-article')]"
        )
        self.assertEqual(len(articles), 3)

    def test_it_says_what_the_register_says(self):
        """STK-12, F33: and who signs."""
        oil = self._product("液压油", default_code="YY-46", tracking="lot")
        picking = self._receipt((oil, 2), origin="PO0032")
        picking.sanbao_delivery_number = "SH-77"
        picking.move_line_ids.lot_name = "L-2026-1"
        picking.move_ids.picked = True
        picking.button_validate()
        text = " ".join(self._page(picking).text_content().split())
        for word in (
            picking.name,
            self.supplier.name,
            "PO0032",
            "SH-77",
            "液压油",
            "YY-46",
            "L-2026-1",
            self.stock.name,
            self.keeper.name,
            "Delivered by",
        ):
            with self.subTest(word=word):
                self.assertIn(word, text)

    def test_prices_stand_on_the_finance_copy_only(self):
        """F33: unit price and amount, said by the copy; nowhere without copies."""
        receipt = self._received()
        self.assertNotIn("123.50", self._page(receipt).text_content())
        page = self._page(receipt, report_type="pdf")
        found = page.xpath("//*[contains(text(), '123.50')]")
        self.assertTrue(found)
        for element in found:
            self.assertEqual(element.get("data-pdf-copy"), "2")
        amounts = page.xpath("//*[contains(text(), '370.50')]")
        self.assertTrue(amounts)
        for element in amounts:
            marks = [element, *element.iterancestors()]
            self.assertTrue([m for m in marks if m.get("data-pdf-copy") == "2"])

    def test_the_finance_copy_may_have_another_place(self):
        """F33: administrators order the copies."""
        self.form.copy_ids[1].sequence = 9
        self.form.invalidate_recordset()
        receipt = self._received()
        self.assertEqual(receipt._sanbao_finance_copy(self.form), 3)
        self.form.copy_ids[2].unlink()
        self.assertEqual(receipt._sanbao_finance_copy(self.form), 0)

    def test_a_cancelled_receipt_is_void(self):
        receipt = self._receipt()
        receipt.action_cancel()
        self.assertTrue(receipt._form_is_void())
        self.assertTrue(self._page(receipt).xpath("//div[@class='sanbao-void']"))

    def test_it_is_offered_on_receipts_only(self):
        report = self.env.ref(REPORT)
        self.assertIn("incoming", report.domain)
        self.assertEqual(report.binding_model_id.model, "stock.picking")
