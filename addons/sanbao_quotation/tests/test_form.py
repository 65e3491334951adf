import subprocess
import tempfile

from odoo.tests import tagged

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestForm(QuotationCommon):
    def test_the_comparison_prints(self):
        """F45: needs, quotations, choice, reason and who approved."""
        self.manager.name, self.inspector.name = "采购部长白", "质检王"
        self.scores[self.supplier] = 50.0
        comparison = self._comparison(500, 510, 520, quality_reason="现货急用")
        self._approve(comparison, self.manager, self.inspector)
        pdf, _kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True, lang="zh_CN")
            ._render_qweb_pdf("sanbao_quotation.report_f45", comparison.ids)
        )
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            text = subprocess.run(
                ["pdftotext", "-layout", file.name, "-"],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        for expected in (
            comparison.name,
            "GB-200",
            self.supplier.name,
            self.others[1].name,
            "价格最低,质量合格",
            "现货急用",
            "采购部长白",
            "质检王",
        ):
            self.assertIn(expected, text)
