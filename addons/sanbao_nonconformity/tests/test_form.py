from odoo.tests import tagged

from .test_action import ActionCommon


@tagged("post_install", "-at_install")
class TestForms(ActionCommon):
    def _html(self, report, record):
        report = self.env.ref(f"sanbao_nonconformity.{report}")
        html, _type = report.sudo()._render_qweb_html(report.id, record.ids)
        return html.decode()

    def test_f48_two_copies_with_its_signatures(self):
        """QLT-15: F48, quality department and responsible department."""
        sheet = self._decided(
            "concession", price_cut=30, marking="红标 07", loss_amount=12
        )
        html = self._html("action_report_f48", sheet)
        self.assertEqual(html.count('class="article'), 2)
        for text in (
            *("Quality department", "Responsible department", sheet.name),
            *(self.part.name, self.supplier.name, "叶轮有裂纹", "红标 07"),
            *("☑", "仅用于低压工况", self.technician.name, self.manager.name),
            *(self.dgm.name, self.inspector.name, self.purchase_manager.name),
        ):
            with self.subTest(text=text):
                self.assertIn(text, html)

    def test_f48_of_a_given_up_sheet_is_void(self):
        sheet = self._sheet()
        own = sheet.with_user(self.manager)
        own.cancel_reason = "误报"
        own.action_cancel()
        self.assertIn("VOID", self._html("action_report_f48", sheet))

    def test_f49(self):
        """QLT-20: F49."""
        action = self._done()
        own = action.with_user(self.verifier)
        own.write(
            {"sanbao_conclusion": "effective", "sanbao_conclusion_note": "抽检十件合格"}
        )
        own.action_sanbao_verify()
        html = self._html("action_report_f49", action)
        self.assertEqual(html.count('class="article'), 1)
        for text in (
            *(action.reference, "本月三批泵壳有气孔", "浇注温度低", "JY2026/00001"),
            *("修订工艺卡，增加测温", "新工艺卡已发布", "抽检十件合格"),
            *(self.producer.name, self.verifier.name, self.department.name),
            *("Copy 1", "Quality department"),
            "Verifier",
        ):
            with self.subTest(text=text):
                self.assertIn(text, html)

    def test_text_of_people_is_escaped(self):
        sheet = self._sheet(description="<script>alert(1)</script>")
        self.assertNotIn("<script>alert", self._html("action_report_f48", sheet))
