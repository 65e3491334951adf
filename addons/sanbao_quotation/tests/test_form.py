from odoo.tests import tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestForm(QuotationCommon):
    def test_the_comparison_prints(self):
        """F45: needs, quotations, choice, reason and who approved."""
        self.manager.name, self.inspector.name = "采购部长白", "质检王"
        self.scores[self.supplier] = 50.0
        comparison = self._comparison(500, 510, 520, quality_reason="现货急用")
        self._approve(comparison, self.manager, self.inspector)
        text = printed_text(self.env, "sanbao_quotation.report_f45", comparison)
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
