from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ALL_TICKS, PlanCommon


@tagged("post_install", "-at_install")
class TestPlanApproval(PlanCommon):
    def _asked(self, plan):
        """Who is asked in the order of the steps, one list for each."""
        reviews = plan.sudo().review_ids.sorted("sequence")
        return [review.reviewer_ids for review in reviews]

    def test_the_department_head_is_asked_first(self):
        """PUR-14."""
        plan = self._submitted()
        self.assertEqual(self._asked(plan)[0], self.head)
        with self.assertRaises(UserError):
            self._decide(plan, self.dgm)
        self._decide(plan, self.head)
        self.assertEqual(plan.state, "submitted")
        self._decide(plan, self.dgm)
        self.assertEqual(plan.state, "approved")

    def test_each_department_of_the_lines_is_asked(self):
        """PUR-14."""
        sales_head = self._person("pur_sm", "sm")
        sales = self._department("销售部", sales_head)
        plan = self._submitted(1, {"department_id": sales.id}, 2)
        self.assertEqual(self._asked(plan)[:2], [self.head, sales_head])
        self._decide(plan, self.head)
        with self.assertRaises(UserError):
            self._decide(plan, self.dgm)
        self._decide(plan, sales_head)
        self._decide(plan, self.dgm)
        self.assertEqual(plan.state, "approved")

    def test_a_head_of_two_departments_is_asked_once(self):
        """PUR-14."""
        other = self._department("备件库")
        other.manager_id = self.department.manager_id
        plan = self._submitted(1, {"department_id": other.id})
        self.assertEqual(len(self._asked(plan)), 2)

    def test_a_head_does_not_review_his_own_plan(self):
        """PUR-14: the department above is asked; without one the plan is not submitted."""
        plan = self._plan(user=self.head)
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            plan.action_submit()
        self.assertIn("售后服务部", str(caught.exception))
        above = self._person("pur_above", "sm")
        self.department.parent_id = self._department("营销中心", above)
        plan.action_submit()
        self.assertEqual(self._asked(plan)[0], above)

    def test_tiers(self):
        """PUR-15: 20,000.00 itself is for the deputy, above it the general manager."""
        for price, leader in (
            (19999.99, self.dgm),
            (20000, self.dgm),
            (20000.01, self.gm),
        ):
            with self.subTest(price=price):
                plan = self._submitted(1, price=price)
                self.assertIn(leader, self._asked(plan)[1])
                self.assertEqual(len(self._asked(plan)), 2)

    def test_the_superior_ticks_all_three(self):
        """PUR-15."""
        plan = self._submitted()
        self._decide(plan, self.head, ticks=None)
        action = plan.with_user(self.dgm).validate_tier()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.dgm)
            .with_context(**action["context"])
            .create({"quantity_checked": True, "timing_checked": True})
        )
        self._blocked("PUR-15", wizard.action_approve)
        self.assertEqual(plan.state, "submitted")
        wizard.budget_checked = True
        wizard.action_approve()
        self.assertEqual(plan.state, "approved")
        review = plan.sudo().review_ids.sorted("sequence")[-1]
        self.assertEqual(review.done_by, self.dgm)
        self.assertTrue(
            review.sanbao_tick_quantity
            and review.sanbao_tick_timing
            and review.sanbao_tick_budget
        )

    def test_ticks_are_not_forged(self):
        """PUR-15: neither by context, nor by the comment dialogue, nor by writing."""
        plan = self._submitted()
        self._decide(plan, self.head)
        for forged in (True, {"quantity": True, "timing": True, "budget": True}):
            context = {"sanbao_plan_ticks": forged}
            as_dgm = plan.with_user(self.dgm).with_context(**context)
            self._blocked("PUR-15", as_dgm._validate_tier)
        comment = (
            self.env["comment.wizard"]
            .with_user(self.dgm)
            .create(
                {
                    "res_model": plan._name,
                    "res_id": plan.id,
                    "validate_reject": "validate",
                    "comment": "ok",
                }
            )
        )
        self._blocked("PUR-15", comment.add_comment)
        review = plan.review_ids.with_user(self.dgm)[-1]
        with self.assertRaises(AccessError):
            review.write({"sanbao_tick_budget": True})

    def test_another_person_ticks_for_nobody(self):
        """PUR-15: the dialogue decides the step of who presses it."""
        plan = self._submitted()
        self._decide(plan, self.head)
        wizard = (
            self.env["sanbao.purchase.plan.approve"]
            .with_user(self.staff)
            .create(
                {
                    "plan_id": plan.id,
                    "quantity_checked": True,
                    "timing_checked": True,
                    "budget_checked": True,
                }
            )
        )
        with self.assertRaises(UserError):
            wizard.action_approve()

    def test_a_rejection_needs_a_reason(self):
        """PUR-15."""
        plan = self._submitted()
        self._decide(plan, self.head)
        with self.assertRaises(UserError):
            plan.with_user(self.dgm)._sanbao_decide("rejected", " ")
        plan.with_user(self.dgm)._sanbao_decide("rejected", "数量过多")
        self.assertEqual(plan.state, "rejected")

    def test_an_incomplete_plan_is_not_submitted(self):
        for change in (
            {"date_needed": False},
            {"price_unit": 0},
            {"department_id": False},
        ):
            with self.subTest(change=change):
                plan = self._plan()
                plan.line_ids.write(change)
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    plan.action_submit()
        with self.assertRaises(UserError):
            self._plan(kind="unplanned").action_submit()

    def test_plans_are_seen_by_who_is_concerned(self):
        plan = self._submitted()
        stranger = self._person("pur_eng", "eng")
        self.assertFalse(plan.with_user(stranger).search([("id", "=", plan.id)]))
        for user in (self.staff, self.head, self.buyer, self.finance, self.gm):
            with self.subTest(user=user.login):
                found = plan.with_user(user).search([("id", "=", plan.id)])
                self.assertEqual(found.line_ids.quantity, 10)

    def test_who_approved_is_printed(self):
        plan = self._approved()
        signature = plan._form_signature("engine:heads")
        self.assertEqual(signature["name"], self.head.name)

    def test_ticks_of_this_test_are_all_ticked(self):
        self.assertTrue(ALL_TICKS.budget and ALL_TICKS.quantity and ALL_TICKS.timing)
