from odoo import Command
from odoo.tests import tagged

from .common import GatePassCommon


@tagged("post_install", "-at_install")
class TestGatePassForm(GatePassCommon):
    """SAL-47: form F15, three copies."""

    def _html(self, gate_pass, lang="en_US"):
        report = self.env.ref("sanbao_gate_pass.sanbao_gate_pass_report")
        html, _type = (
            report.sudo()
            .with_context(lang=lang)
            ._render_qweb_html(report.id, gate_pass.ids)
        )
        return html.decode()

    def test_three_copies(self):
        """SAL-47: gate, sales department, finance"""
        html = self._html(self._approved(self._picking()))
        self.assertEqual(html.count('class="article'), 3)
        for caption in ("Gate", "Sales Department", "Finance Department"):
            self.assertIn(caption, html)

    def test_amount_in_words_and_signatures(self):
        gate_pass = self._used(self._picking((self.filter, 5)))
        html = self._html(gate_pass)
        self.assertIn("伍佰元整", html)
        for person in (self.keeper, self.dgm, self.finance, self.guard):
            self.assertIn(person.name, html)
        self.assertIn("Stamp of finance", html)
        self.assertNotIn("VOID", html)

    def test_cancelled_pass_is_void(self):
        gate_pass = self._approved(self._picking())
        gate_pass.action_cancel()
        self.assertIn("VOID", self._html(gate_pass))

    def test_text_of_people_is_escaped(self):
        gate_pass = self._pass(self._picking())
        gate_pass.write({"carrier": "<script>alert(1)</script>", "note": "<b>x</b>"})
        html = self._html(gate_pass)
        self.assertNotIn("<script>alert", html)
        self.assertIn("&lt;b&gt;x", html)

    def test_pass_of_goods_without_transfer(self):
        """F15: samples that are not in stock leave with a pass, too"""
        gate_pass = (
            self.env["sanbao.gate.pass"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.partner.id,
                    "purpose": "sample",
                    "line_ids": [
                        Command.create({"product_id": self.filter.id, "quantity": 1})
                    ],
                }
            )
        )
        self._approve(gate_pass)
        gate_pass.with_user(self.guard).action_record_exit()
        self.assertEqual(gate_pass.state, "used")
        self.assertIn("Filter", self._html(gate_pass))

    def test_numbers_follow_each_other(self):
        passes = self._pass(self._picking()) | self._pass(self._picking())
        self.assertEqual(len(set(passes.mapped("name"))), 2)
        self.assertTrue(all(name.startswith("CM") for name in passes.mapped("name")))
