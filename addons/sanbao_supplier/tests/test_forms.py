from odoo.tests import tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .evaluation_common import EvaluationCommon


@tagged("post_install", "-at_install")
class TestForms(EvaluationCommon):
    """F43 for assessment and evaluation, the notice, the list of qualified suppliers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.qc.name, cls.manager.name, cls.buyer.name = "质检王", "采购赵", "采购员钱"
        cls.supplier.ref = "GYS-001"

    def _text(self, report, records):
        return printed_text(self.env, f"sanbao_supplier.{report}", records)

    def _expect(self, text, *expected):
        for words in expected:
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_assessment(self):
        """F43, PUR-03."""
        self._qualified(scope="高压水泵、液压件")
        text = self._text("report_f43", self.dossier.qualification_id)
        self._expect(
            text,
            self.supplier.name,
            "GYS-001",
            "高压水泵、液压件",
            "91110108MA01",
            "市场监督管理局",
            "80.00",
            "质检王",
            "采购赵",
            "采购员钱",
        )

    def test_evaluation_and_notice(self):
        """F43, PUR-07, PUR-08: with the reasons for the supplier."""
        evaluation = self._evaluate(("received", 10), ("returned", 4))
        line = self._line(evaluation, "reliability").with_user(self.qc)
        line.write({"score": 55, "reason": "三次投诉未结"})
        evaluation.with_user(self.buyer).letter_note = "请于十五日内书面答复"
        evaluation.with_user(self.manager).action_close()
        text = self._text("report_f43_evaluation", evaluation)
        self._expect(text, "2026-01 – 2026-03", "55.00", "三次投诉未结", "2026-06-30")
        text = self._text("report_notice", evaluation)
        self._expect(text, self.supplier.name, "请于十五日内书面答复", "采购赵")

    def test_list_of_qualified_suppliers(self):
        """PUR-01: those who are not qualified are not on it."""
        candidate = self.supplier.copy({"name": "候选厂"})
        dossiers = self._qualified(scope="高压水泵") | self._dossier(candidate)
        text = self._text("report_list", dossiers)
        self._expect(text, self.supplier.name, "GYS-001", "高压水泵")
        self.assertNotIn("候选厂", text)
