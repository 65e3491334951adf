from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalScreen(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.view = cls.env["ir.ui.view"].create(
            {
                "name": "tester.form",
                "model": "sanbao.approval.tester",
                "arch": """<form><header>
                    <button name="action_submit" type="object" string="Submit"/>
                    <field name="state" widget="statusbar"/></header><sheet><group>
                    <field name="partner_id"/><field name="note"/>
                    <field name="line_ids"/></group></sheet></form>""",
            }
        )

    def _arch(self):
        model = self.env["sanbao.approval.tester"].with_user(self.engineer)
        return etree.fromstring(model.get_view(self.view.id, "form")["arch"])

    def test_banner_with_the_decision_buttons(self):
        arch = self._arch()
        for name in ("validate_tier", "reject_tier", "action_forward"):
            (button,) = arch.xpath(f"//button[@name='{name}']")
            self.assertEqual(button.getparent().get("invisible"), "not can_review")
        for name in ("request_validation", "restart_validation"):
            self.assertFalse(arch.xpath(f"//button[@name='{name}']"))
        self.assertTrue(arch.xpath("//field[@name='review_ids']"))

    def test_only_approved_content_becomes_readonly(self):
        arch = self._arch()
        for name in ("partner_id", "line_ids"):
            readonly = arch.xpath(f"//field[@name='{name}']")[0].get("readonly")
            self.assertEqual(readonly, "state not in ('draft', 'rejected')")
        self.assertIsNone(arch.xpath("//field[@name='note']")[0].get("readonly"))

    def test_what_would_be_refused_is_not_offered(self):
        """Colleagues of the requester do not see the buttons that take it back."""
        self.view.arch = self.view.arch.replace(
            '<field name="state"',
            """<button name="action_cancel" type="object" string="Cancel"
            invisible="state == 'cancelled'"/><field name="state\"""",
        )
        document, draft = self._submitted(), self._document()
        for record, user, hidden in (
            (document, self.engineer, False),
            (document, self.admin, False),
            (document, self.colleague, True),
            (draft, self.colleague, False),
        ):
            own = record.with_user(user)
            arch = etree.fromstring(own.get_view(self.view.id, "form")["arch"])
            (button,) = arch.xpath("//button[@name='action_cancel']")
            values = {
                "state": own.state,
                "requested_by_id": own.requested_by_id.id,
                "uid": user.id,
            }
            with self.subTest(user=user.login, state=record.state):
                verdict = safe_eval(button.get("invisible"), values)
                self.assertIs(bool(verdict), hidden)
        with self.assertRaises(UserError):
            document.with_user(self.colleague).action_cancel()

    def test_can_review_is_searchable(self):
        document = self._submitted()
        model = self.env["sanbao.approval.tester"]
        for user, found in ((self.dgm, True), (self.gm, False), (self.engineer, False)):
            own = model.with_user(user)
            with self.subTest(user=user.login):
                mine = own.search([("can_review", "=", True)])
                others = own.search([("can_review", "=", False)])
                self.assertEqual(document in mine, found)
                self.assertEqual(document in others, not found)
                self.assertEqual(document.with_user(user).can_review, found)

    def test_top_bar_counts_what_waits(self):
        self._submitted()
        self._submitted(800)
        for user, count in ((self.dgm, 2), (self.gm, 0)):
            entries = self.env["res.users"].with_user(user).review_user_count()
            self.assertEqual(sum(e["pending_count"] for e in entries), count)

    def test_list_of_what_waits_names_and_opens_the_document(self):
        document = self._submitted()
        document.name = "B-1"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_approval.tier_review_action_waiting"
        )
        self.assertEqual(action["res_model"], "tier.review")
        reviews = self.env["tier.review"].with_user(self.dgm)
        review = reviews.search(reviews._sanbao_waiting_domain())
        self.assertEqual(review.sanbao_document, "B-1")
        self.assertEqual(review.action_open_document()["res_id"], document.id)

    def test_administrator_opens_the_chains(self):
        chains = self.env["tier.definition"].with_user(self.admin)
        self.assertTrue(chains.search([]).read(["model_id", "name"]))
        self.assertTrue(chains.get_views([(False, "form"), (False, "list")]))
