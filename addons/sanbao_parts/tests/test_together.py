from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestTogether(PartsCommon):
    """PRT-05, SAL-45: who approved Form 11 approves its gate passes together."""

    def _waiting(self, quantity=2):
        """A gate pass that waits for the deputy general manager."""
        issue = self._released(self._case((self.part, quantity)))
        action = self._picking(issue).action_sanbao_create_gate_pass()
        gate_pass = self.env["sanbao.gate.pass"].browse(action["res_id"])
        gate_pass.with_user(self.keeper).action_submit()
        return gate_pass.with_user(self.dgm)

    def _assert_alone(self, gate_pass, words):
        """It is not approved together, and not offered so."""
        gate_pass.invalidate_recordset()
        self.assertFalse(gate_pass.can_approve_together)
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            gate_pass.action_approve_together()
        self.assertFalse(gate_pass.sudo().review_ids.done_by)

    def _approved_by(self, gate_pass):
        reviews = gate_pass.sudo().review_ids
        return reviews.filtered(lambda r: r.status == "approved").done_by

    def test_passes_with_the_lines_of_form_11_are_approved_by_one_press(self):
        """PRT-05, SAL-45: each by its own step; finance still confirms (SAL-46)."""
        passes = self._waiting() | self._waiting(1)
        self.assertEqual(passes.mapped("can_approve_together"), [True, True])
        issues = passes.sudo().picking_ids.sanbao_issue_id
        self.assertEqual(passes.mapped("together_with"), issues.mapped("name"))
        passes.action_approve_together()
        for gate_pass, issue in zip(passes, issues, strict=True):
            self.assertEqual(self._approved_by(gate_pass), self.dgm)
            comment = gate_pass.sudo().review_ids.filtered("done_by").comment
            self.assertIn(issue.name, comment)
            self.assertEqual(gate_pass.state, "submitted")
            gate_pass.with_user(self.finance).validate_tier()
            self.assertEqual(gate_pass.state, "approved")
            self.assertTrue(gate_pass._is_approved())

    def test_another_quantity_is_decided_by_itself(self):
        """SAL-45: and none of the others is approved with it."""
        same, other = self._waiting(), self._waiting()
        keeper = other.with_user(self.keeper)
        keeper.action_withdraw()
        other.sudo().line_ids.with_user(self.keeper).quantity = 1
        self.assertNotEqual(other._goods_leaving(), same._goods_leaving())
        self._assert_reason(other, "lines differ")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (same | other).action_approve_together()
        self.assertFalse(self._approved_by(same))

    def _assert_reason(self, gate_pass, words):
        self.assertIn(words, gate_pass._why_not_together())

    def test_only_who_approved_form_11_himself(self):
        """PRT-05: another deputy has not seen the lines yet."""
        other = self._person("together_dgm", "dgm")
        gate_pass = self._waiting()
        gate_pass.sudo().review_ids._sanbao_refresh()
        self._assert_alone(gate_pass.with_user(other), "not approved")

    def test_finance_and_requester_cannot_use_it(self):
        """SAL-45, SAL-46."""
        gate_pass = self._waiting()
        for user in (self.finance, self.keeper, self.staff):
            with self.subTest(user.login):
                self._assert_alone(gate_pass.with_user(user), "not approved")

    def test_a_pass_that_waits_for_somebody_else_is_not_taken(self):
        """SAL-45: the general manager approved Form 11; up to the limit he is not asked."""
        self._assert_alone(self._waiting().with_user(self.gm), "No step")

    def test_a_pass_without_form_11_is_decided_by_itself(self):
        """SAL-45."""
        gate_pass = self._waiting()
        gate_pass.sudo().picking_ids.sanbao_issue_id = False
        self._assert_alone(gate_pass, "no parts issue")

    def test_it_can_be_switched_off(self):
        gate_pass = self._waiting()
        self._set("approve_together", "no")
        self._assert_alone(gate_pass, "switched off")

    def test_pressed_twice_it_signs_once(self):
        gate_pass = self._waiting()
        gate_pass.action_approve_together()
        gate_pass.action_approve_together()
        signed = gate_pass.sudo().review_ids.filtered(lambda r: r.status == "approved")
        self.assertEqual(len(signed), 1)

    def test_the_button_stands_where_it_helps(self):
        gate_pass = self._waiting()
        arch = etree.fromstring(gate_pass.get_view(view_type="form")["arch"])
        (button,) = arch.xpath("//button[@name='action_approve_together']")
        self.assertEqual(button.get("invisible"), "not can_approve_together")
