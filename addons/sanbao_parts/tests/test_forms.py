from odoo.tests import tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestForms(PartsCommon):
    def _text(self, report, records):
        return printed_text(self.env, report, records)

    def test_form_11_prints_two_copies(self):
        """F11, PRT-07: the warehouse's write-off voucher and the archive's."""
        self.dgm.name, self.gm.name = "白副总", "云总"
        issue = self._issued()
        text = self._text("sanbao_parts.report_f11", issue)
        self.assertEqual(text.count("GB-200"), 2)
        for expected in ("青禾市环卫处", "白副总", "云总", issue.requisition_number):
            self.assertIn(expected, text)
        self.assertIn("贰佰元整", text.replace(" ", ""))

    def test_form_14_is_printed_with_its_own_number(self):
        """F14, PRT-08: with the names of who asked and who handed out."""
        self.staff.name, self.keeper.name = "钱师傅", "库管李"
        issue = self._issued()
        text = self._text("sanbao_parts.report_f14", issue)
        for name in ("钱师傅", "库管李"):
            self.assertIn(name, text)
        for label in ("仓管员", "记账"):
            self.assertIn(label, text)
        self.assertEqual(text.count("GB-200"), 2)
        self.assertIn(issue.requisition_number, text)

    def test_form_12_prints_two_copies_with_the_findings(self):
        """F12, PRT-13, PRT-14."""
        self.qc.name, self.keeper.name = "质检王", "库管李"
        application = self._case((self.part, 1))
        self._issued(application)
        note = self._note(application)
        self._post(note)
        text = self._text("sanbao_parts.report_f12", note)
        self.assertEqual(text.count("质检王"), 2)
        self.assertIn("库管李", text)
        self.assertIn("密封圈", text)
