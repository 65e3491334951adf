from odoo.tests import tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .common import ForecastCommon


@tagged("post_install", "-at_install")
class TestForm(ForecastCommon):
    def _text(self, records):
        return printed_text(self.env, "sanbao_forecast.report_f44", records)

    def test_form_44_prints_what_the_forecast_considers(self):
        """F44, PUR-12: parts, history, stock, figure, basis, who prepared and reviewed."""
        self.sr.name, self.sm.name = "编制人甲", "审核人乙"
        self._needed(self.part, self._months(12, 5))
        forecast = self._forecast()
        forecast.with_user(self.sr).line_ids.write({"quantity": 9, "note": "春季检修"})
        forecast.with_user(self.sr).action_prepare()
        forecast.action_submit()
        text = self._text(forecast)
        for expected in (
            forecast.name,
            "2026-07",
            "GB-200",
            "春季检修",
            "编制人甲",
            "审核人乙",
            "预测",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, text.replace(" ", ""))
