from odoo import Command
from odoo.tests import tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestForms(ServiceCommon):
    def _text(self, report, records):
        return printed_text(self.env, report, records)

    def test_form_3_prints_two_copies_with_the_approvals(self):
        """F03, SVC-02."""
        self.asm.name, self.sm.name = "罗部长", "沈部长"
        application = self._approved(
            300, part_line_ids=[Command.create({"product_id": self.part.id})]
        )
        text = self._text("sanbao_service.report_f03", application)
        for expected in (
            "JL-7.5-08",
            application.name,
            "青禾市环卫处",
            "高压水泵",
            "SN-0001",
            "罗部长",
            "沈部长",
        ):
            self.assertIn(expected, text)
        self.assertEqual(text.count("GB-200"), 2)

    def test_form_5_prints_two_copies_with_every_level(self):
        """F05, SVC-10, SVC-11: total in words, all four levels."""
        people = self.asm, self.sm, self.dgm, self.gm
        names = ("罗部长", "沈部长", "白副总", "云总")
        for person, name in zip(people, names, strict=True):
            person.name = name
        budget = self._budget(self._approved(1500), 1500)
        self._approve(budget, *people)
        text = self._text("sanbao_service.report_f05", budget)
        self.assertEqual(text.replace(" ", "").count("壹仟伍佰元整"), 2)
        for name in names:
            self.assertEqual(text.count(name), 2)

    def test_form_20_prints_the_whole_case(self):
        """F20, SVC-21."""
        application = self._accepted(self._approved(200, solution_type="adjust"))
        application.action_close()
        text = self._text("sanbao_service.report_f20", application)
        for expected in (
            application.ticket_id.number,
            "李队长",
            "启动后水泵无压力",
            "售后负责人",
        ):
            self.assertIn(expected, text)
