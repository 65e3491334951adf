from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanEscapes(ApprovalEscapes, PlanCommon):
    """PUR-14, PUR-15: a plan cannot be approved by a trick."""

    def _escape_document(self):
        return self._plan(10)

    def _escape_header_change(self):
        return {"reason": "其他"}

    def _escape_line_change(self):
        return "line_ids", {"quantity": 900}

    def _escape_outsiders(self, document):
        return document.env.user | self.buyer | self.manager | self.finance

    def _escape_approve(self, document):
        self._approve(document)
        return document

    def test_escape_group_emptied(self):
        """The first step asks a person, not a group: without a head nobody is asked."""
        self.department.manager_id = False
        self._refused(self._escape_document().action_submit)
        self.department.manager_id = self.head.sudo().employee_id
        document = self._escape_submitted()
        self._decide(document, self.head)
        self.env.ref("sanbao_base.group_dgm").all_implied_by_ids.user_ids = [
            Command.clear()
        ]
        self.assertFalse(document.sudo().review_ids[-1].reviewer_ids)
        self._refused(self._decide, document, self.dgm)
        self._assert_not_through(document)

    def test_values_of_the_engine_are_not_written(self):
        """PUR-15: the approver relies on stock, proposal and source."""
        plan = self._plan()
        line = plan.line_ids
        for values in (
            {"qty_proposed": 5},
            {"qty_on_hand": 500},
            {"qty_incoming": 500},
            {"amount": 1},
            {"origin": f"stock.warehouse.orderpoint,{line.id}"},
            {"qty_released": 1},
            {"plan_state": "approved"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                line.write(values)
            with self.subTest(create=values), self.assertRaises(AccessError):
                line.copy(values)
        for values in ({"amount_total": 1}, {"closed_by_id": self.gm.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                plan.write(values)
        made = line.with_context(default_qty_proposed=9).copy({})
        self.assertFalse(made.qty_proposed)

    def test_close_is_for_the_requester_and_the_purchase_manager(self):
        plan = self._approved()
        for user in (self.buyer, self.head):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                plan.with_user(user).action_close()
        plan.with_user(self.manager).action_close("不再需要")
        self.assertEqual((plan.state, plan.close_reason), ("closed", "不再需要"))
        with self.assertRaises(UserError):
            plan.line_ids.sudo().quantity = 99
        self._refused(self._plan().action_close)
