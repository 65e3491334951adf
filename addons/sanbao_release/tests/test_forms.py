from odoo.tests import tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .release_common import ReleaseCommon


@tagged("post_install", "-at_install")
class TestForms(ReleaseCommon):
    """Forms F46 and F47, the delivery note and the label."""

    def _print(self, report, record):
        return printed_text(self.env, report, record)

    def test_the_risk_assessment(self):
        """F46: SAL-39, SAL-41: two copies with everything that was signed."""
        self.dgm.name = "丁副总"
        release = self._released()
        text = self._print("sanbao_release.report_f46", release)
        for expected in (
            release.name,
            "B-1",
            "七天稳定性试验",
            "存放后可能分层",
            "李队长",
            "留样柜 3-2",
            release.sample_number,
            "丁副总",
        ):
            with self.subTest(expected=expected):
                self.assertEqual(text.count(expected) % 2, 0)
                self.assertIn(expected, text)

    def test_the_recall_record(self):
        """F47: SAL-42."""
        self.dgm.name = "丁副总"
        delivery = self._delivery(self.lot, 10)
        recall = self._recall(disposition="scrap", cost=320)
        recall.line_ids.write(
            {"used_qty": 7, "explained_qty": 3, "explanation": "已倒入河中"}
        )
        self._approve(recall, self.dgm)
        text = self._print("sanbao_release.report_f47", recall)
        for expected in (
            recall.name,
            "L-1",
            "青禾市环卫处",
            delivery.name.split("/")[-1],
            "已倒入河中",
            "丁副总",
            "320",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, text)

    def _html(self, report, record, **data):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            report, record.ids, data=data or None
        )
        return html.decode()

    def test_the_delivery_note_is_signed(self):
        """SAL-39, SAL-40: the deputy general manager's name, the mark, the result."""
        self.dgm.name = "丁副总"
        self.partner.lang = "zh_CN"  # Odoo prints the note in the customer's language.
        release = self._released()
        picking = release.sudo().picking_id
        note = self._html("stock.action_report_delivery", picking)
        self.assertIn("丁副总", note)
        self.assertIn(release.name, note)
        self.assertIn("紧急放行：检验尚未完成", note)
        self._ship(picking)
        self._pass()
        note = self._html("stock.action_report_delivery", picking)
        self.assertNotIn("检验尚未完成", note)
        self.assertIn("紧急放行：检验已合格", note)
        plain = self._html("stock.action_report_delivery", self._delivery(self.lot))
        self.assertNotIn("紧急放行", plain)

    def test_an_unsigned_release_does_not_stand_on_the_note(self):
        """SAL-39."""
        release = self._release()
        release.action_submit()
        note = self._html("stock.action_report_delivery", release.sudo().picking_id)
        self.assertNotIn(release.name, note)

    def test_the_label_carries_the_mark(self):
        """SAL-40: on the sheet of labels and on the label printer."""
        label = self._html("stock.action_report_lot_label", self.batch)
        self.assertNotIn("Emergency", label)
        self._released()
        label = self._html("stock.action_report_lot_label", self.batch)
        self.assertIn("Emergency Release", label)
        self.assertEqual(self.batch._sanbao_mark(), "Emergency Release")
        printer = self.env["ir.actions.report"]._render_qweb_text(
            "stock.label_lot_template_view", self.batch.ids
        )[0]
        self.assertIn("^FDEmergency Release^FS", printer.decode())
        text = self._print("stock.action_report_lot_label", self.batch)
        self.assertIn("紧急放行", text)
        self.assertEqual(text.count("\f"), 1, "no empty sheet of labels before")
