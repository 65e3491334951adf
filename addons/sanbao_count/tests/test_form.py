from odoo.tests import tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestForm(CountCommon):
    """F40: the count sheet and the sheet of its differences."""

    def _text(self, count):
        env = self.env(user=self.fin)
        return printed_text(env, "sanbao_count.report_f40", count).replace(" ", "")

    def test_form_40_prints_count_differences_and_signatures(self):
        """F40, STK-17 to STK-20: two copies; counter, observer, who explained, approved."""
        people = {"keeper": "盘点人甲", "head": "库长乙", "fin": "监盘人丙"}
        people |= {"dgm": "副总丁"}
        for name, words in people.items():
            getattr(self, name).name = words
        difference = self._explain(
            self._found(-2), "human", responsible_id=self.checker.id, decision="warning"
        )
        difference.count_id.observer_id = self.fin
        self.checker.name = "戊某"
        self._approve(difference).action_post()
        text = self._text(difference.count_id)
        for expected in (
            difference.count_id.name,
            difference.name,
            "GB-200",
            "货架甲",
            "搬运中挥发",
            *people.values(),
            "戊某",
            "98",
            "-2",
            "第一联",
            "第二联",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, text)

    def test_the_differences_print_their_count(self):
        """F40: the sheet shows what the difference of a line is worth, too."""
        difference = self._found(-2)
        action = difference.with_user(self.fin).action_print()
        self.assertEqual(action["report_name"], "sanbao_count.report_f40")
        count = difference.count_id
        self.assertEqual(action["context"]["active_ids"], count.ids)
        value = count.line_ids.filtered("difference_quantity").difference_value
        self.assertIn(f"{value:,.2f}", self._text(count))

    def test_a_blind_sheet_prints_no_book(self):
        """F40, STK-17."""
        self._set("blind_count", "on")
        self._put(7731)
        self.assertNotIn("7731", self._text(self._count()))
