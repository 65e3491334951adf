from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanBudget(PlanCommon):
    """PUR-16."""

    def _steps(self, plan):
        return plan.sudo().review_ids.sorted("sequence").reviewer_ids

    def test_boundary(self):
        """PUR-16: just below and equal pass, a cent above asks the general manager."""
        self.budget.amount = 1000
        for price, over in ((99.99, False), (100, False), (100.01, True)):
            with self.subTest(price=price):
                plan = self._plan(10, price=price)
                self.assertEqual(plan.over_budget, over)
                plan.action_submit()
                self.assertEqual(self.gm in self._steps(plan), over)
                plan.action_withdraw()

    def test_the_general_manager_allows_more_with_a_reason(self):
        """PUR-16."""
        self.budget.amount = 999
        plan = self._submitted()
        self._decide(plan, self.head)
        self._decide(plan, self.dgm)
        self.assertEqual(plan.state, "submitted")
        with self.assertRaises(UserError):
            self._decide(plan, self.gm, comment=" ")
        self._decide(plan, self.gm, comment="旺季备货")
        self.assertEqual(plan.state, "approved")
        self.assertEqual(plan.sudo().review_ids[-1].comment, "旺季备货")

    def test_a_large_plan_over_budget_is_signed_once_by_the_general_manager(self):
        """PUR-16: who approved the amount allows the excess in the same act."""
        self.budget.amount = 999
        plan = self._submitted(1, price=30000)
        self._decide(plan, self.head)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._decide(plan, self.gm, comment="")
        self._decide(plan, self.gm, comment="旺季备货")
        self.assertEqual(plan.state, "approved")

    def test_money_spent_meanwhile_blocks_the_last_approval(self):
        """PUR-16: the budget is compared when the plan is approved, not only before."""
        self.budget.amount = 1500
        first, second = self._submitted(), self._submitted()
        self._approve(first)
        self._decide(second, self.head)
        message = self._blocked("PUR-16", self._decide, second, self.dgm)
        self.assertIn("1,500", message)
        self.assertEqual(second.state, "submitted")
        second.action_withdraw()
        second.action_submit()
        self.assertIn(self.gm, self._steps(second))

    def test_what_is_committed(self):
        """PUR-16: open plan lines at the estimate, orders at their price."""
        plan = self._approved(10)
        self.assertEqual(self.budget.amount_committed, 1000)
        self._on_plan(plan, 4, price=90).button_confirm()
        self.budget.invalidate_recordset()
        self.assertEqual(self.budget.amount_committed, 4 * 90 + 6 * 100)
        self._only_rules("PUR-16")
        self._order(3, price=10).button_confirm()
        self.budget.invalidate_recordset()
        self.assertEqual(self.budget.amount_committed, 960 + 30)
        plan.with_user(self.manager).action_close()
        self.budget.invalidate_recordset()
        self.assertEqual(self.budget.amount_committed, 360 + 30)

    def test_own_orders_do_not_count_twice(self):
        """PUR-16."""
        self.budget.amount = 1000
        plan = self._approved(10)
        self._on_plan(plan, 10).button_confirm()
        plan.invalidate_recordset()
        self.assertEqual(plan.budget_committed, 0)
        self.assertEqual(plan.budget_remaining, 0)

    def test_other_periods_do_not_count(self):
        """PUR-16."""
        self._approved(10)
        later = fields.Date.add(self.budget.date_to, days=1)
        plan = self._plan(period_date=later)
        self.assertTrue(plan.budget_missing)
        self.budget.copy({"period_date": later, "amount": 1000})
        plan.invalidate_recordset()
        self.assertEqual(plan.budget_committed, 0)
        self.assertFalse(plan.over_budget)

    def test_the_department_has_a_budget_of_its_own(self):
        """PUR-16: both the company's and the department's budget hold."""
        self.budget.copy({"department_id": self.department.id, "amount": 999})
        plan = self._plan(10)
        self.assertTrue(plan.over_budget)
        self.assertEqual(plan.budget_remaining, -1)
        plan.line_ids.department_id = self._department("销售部", self.manager)
        plan.invalidate_recordset()
        self.assertFalse(plan.over_budget)

    def test_without_a_budget_the_rule_decides(self):
        """PUR-16: the message says who sets the budget."""
        self.budget.unlink()
        plan = self._submitted()
        self.assertIn(self.gm, self._steps(plan))
        self._only_rules("PUR-14", "PUR-15")
        self._approved()
        self.env["sanbao.rule"].search([("code", "=", "PUR-16")]).mode = "warn"
        self._approved()
        self.env["sanbao.rule"].search([("code", "=", "PUR-16")]).mode = "block"
        self.budget = self.budget.create({"amount": 100000})
        late = self._submitted()
        self._decide(late, self.head)
        self.budget.unlink()
        message = self._blocked("PUR-16", self._decide, late, self.dgm)
        self.assertIn("finance", message)

    def test_only_finance_sets_budgets(self):
        """PUR-16."""
        values = {"amount": 1, "department_id": self.department.id}
        for user in (self.buyer, self.manager, self.gm, self.staff):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.budget.with_user(user).create(values)
        self.budget.with_user(self.finance).create(values)
        with self.assertRaises(AccessError):
            self.budget.with_user(self.manager).amount = 5

    def test_quarter(self):
        """PUR-16: budget_period."""
        self._set("budget_period", "quarter")
        plan = self._plan(period_date="2026-05-20")
        self.assertEqual(plan.period_name, "2026-Q2")
        self.assertEqual(str(plan.date_to), "2026-06-30")

    def test_lines_of_two_departments(self):
        """PUR-16: each department's budget is compared with its own lines."""
        other = self._department("销售部", self.manager)
        self.budget.copy({"department_id": other.id, "amount": 500})
        plan = self._plan(10, {"quantity": 5, "department_id": other.id})
        self.assertFalse(plan.over_budget)
        plan.write({"line_ids": [Command.update(plan.line_ids[1].id, {"quantity": 6})]})
        plan.invalidate_recordset()
        self.assertTrue(plan.over_budget)
