from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestIssue(PartsCommon):
    def test_one_button_prepares_what_is_wanted_and_not_asked_for(self):
        """PRT-01."""
        application = self._case()
        issue = self._issue(application)
        self.assertEqual(issue.line_ids.product_id, self.part)
        self.assertEqual(issue.line_ids.quantity, 2)
        self.assertEqual(self._issue(application), issue)
        issue.line_ids.quantity = 1
        self._approve(issue, self.dgm, self.gm)
        application.invalidate_recordset()
        self.assertTrue(application.parts_wanted)
        second = self._issue(application)
        self.assertNotEqual(second, issue)
        self.assertEqual(second.line_ids.quantity, 1)

    def test_no_issue_from_an_application_without_parts_or_approval(self):
        """PRT-01, SVC-02."""
        with self.assertRaisesRegex(UserError, "wanted parts"):
            self._issue(self._approved())
        draft = self._application(
            part_line_ids=[Command.create({"product_id": self.part.id})]
        )
        with self.assertRule("SVC-02"):
            self._issue(draft)

    def test_only_wanted_parts_and_not_more_of_them(self):
        """PRT-01: 1 and 2 of 2 wanted pass, 3 and another product do not."""
        for quantity, passes in ((1, True), (2, True), (2.01, False), (3, False)):
            with self.subTest(quantity=quantity):
                issue = self._issue(self._case())
                issue.line_ids.quantity = quantity
                if passes:
                    issue.action_submit()
                    self.assertEqual(issue.state, "submitted")
                else:
                    self._blocked("PRT-01", issue.action_submit)
        issue = self._issue()
        other = self._product("别的件", 10)
        issue.line_ids = [Command.create({"product_id": other.id})]
        self._blocked("PRT-01", issue.action_submit)
        issue.line_ids.unlink()
        self._blocked("PRT-01", issue.action_submit)

    def test_two_issues_share_the_wanted_quantity(self):
        """PRT-01."""
        application = self._case()
        self._approved_issue(application)
        second = (
            self.env["sanbao.parts.issue"]
            .with_user(self.staff)
            .create(
                {
                    "application_id": application.id,
                    "line_ids": [Command.create({"product_id": self.part.id})],
                }
            )
        )
        self._blocked("PRT-01", second.action_submit)

    def test_an_application_changed_after_approval_stops_the_issue(self):
        """PRT-01, SVC-02."""
        application = self._case()
        issue = self._issue(application)
        application.part_line_ids.quantity = 5
        self._blocked("SVC-02", issue.action_submit)

    def test_warranty_parts_need_a_quality_problem(self):
        """PRT-02."""
        issue = self._issue(self._case(cause_class="other"))
        self.assertEqual(issue.category, "warranty")
        self._blocked("PRT-02", issue.action_submit)

    def test_region_and_category_are_filled_in(self):
        """PRT-09."""
        issue = self._issue()
        self.assertEqual(issue.state_id, self.partner.state_id)
        for values in ({"state_id": False}, {"category": False}):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                issue.write(values)
                self._blocked("PRT-09", issue.action_submit)
                savepoint.rollback()
        issue.action_submit()

    def test_a_chargeable_case_gets_no_warranty_parts(self):
        """PRT-09."""
        application = self._application(
            cause_class="misuse",
            consent_by="李队长",
            consent_at="2026-01-01 00:00:00",
            consent_means="phone",
            part_line_ids=[Command.create({"product_id": self.part.id})],
        )
        self._approve(application, self.asm, self.sm, self.dgm)
        issue = self._issue(application)
        self.assertEqual((issue.category, issue.freight_payer), ("sale", "customer"))
        self.assertFalse(issue.line_ids.return_old_part)
        issue.category = "warranty"
        self._blocked("PRT-09", issue.action_submit)
        issue.category = "sale"
        issue.action_submit()

    def test_the_company_pays_the_freight_of_warranty_parts(self):
        """PRT-06: and it is booked to the case."""
        issue = self._issue(freight_amount=35.5)
        self.assertEqual(issue.freight_payer, "company")
        issue.freight_payer = "customer"
        self._blocked("PRT-06", issue.action_submit)
        issue.freight_payer = "company"
        self._approve(issue, self.dgm, self.gm)
        issue.action_fill_requisition()
        issue.with_user(self.keeper).action_release()
        application = issue.application_id
        self.assertEqual(self._cost(application), 0)
        picking = self._picking(issue)
        self._gate_pass(picking)
        picking.button_validate()
        self.assertIn(("freight", 35.5), application._actual_costs())
        self.assertEqual(self._cost(application), 235.5)

    def test_freight_paid_by_the_customer_costs_the_case_nothing(self):
        """PRT-06."""
        self._set("warranty_freight_payer", "customer")
        issue = self._issued(freight_amount=35.5)
        self.assertEqual(issue.freight_payer, "customer")
        self.assertIn(("freight", 0), issue.application_id._actual_costs())

    def test_old_parts_strictly_above_the_limit_come_back(self):
        """PRT-10: 49.99 and 50.00 no, 50.01 yes."""
        for price, comes_back in ((49.99, False), (50.00, False), (50.01, True)):
            with self.subTest(price=price):
                part = self._product(f"件{price}", price)
                issue = self._issue(self._case((part, 1)))
                self.assertEqual(issue.line_ids.price_unit, price)
                self.assertEqual(issue.line_ids.return_old_part, comes_back)

    def test_the_limit_is_compared_with_tax(self):
        """PRT-10: 45.00 and 13 % tax are 50.85."""
        tax = self.env["account.tax"].create({"name": "13", "amount": 13})
        part = self._product("含税件", 45, taxes_id=[Command.set(tax.ids)])
        line = self._issue(self._case((part, 1))).line_ids
        self.assertEqual(line.price_unit, 50.85)
        self.assertTrue(line.return_old_part)

    def test_prices_are_computed_and_cannot_be_written(self):
        """PRT-10."""
        issue = self._issue()
        for values in ({"price_unit": 1}, {"return_old_part": False}, {"amount": 1}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                issue.line_ids.write(values)
        with self.assertRaises(AccessError):
            issue.write({"amount_total": 1})

    def test_both_leaders_approve_whatever_the_value(self):
        """PRT-05: first the deputy general manager, then the general manager."""
        cheap = self._product("垫片", 0.01)
        issue = self._issue(self._case((cheap, 1)))
        issue.action_submit()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            issue.with_user(self.gm).validate_tier()
        self._approve(issue, self.dgm)
        self.assertEqual(issue.state, "submitted")
        self._approve(issue, self.gm)
        self.assertEqual(issue.state, "approved")

    def test_the_general_manager_may_be_left_out_below_a_limit(self):
        """PRT-05, gm_skip_below 200: 199.99 without, 200.00 and 200.01 with."""
        self._set("gm_skip_below", 200)
        for price, state in (
            (199.99, "approved"),
            (200.00, "submitted"),
            (200.01, "submitted"),
        ):
            with self.subTest(price=price):
                part = self._product(f"件{price}", price)
                issue = self._issue(self._case((part, 1)))
                self._approve(issue, self.dgm)
                self.assertEqual(issue.state, state)

    def test_missing_parts_are_flagged_to_purchasing_once(self):
        """PRT-16."""
        scarce = self._product("缺货件", 20)
        first = self._issue(self._case((scarce, 1)))
        first.action_submit()
        self.assertTrue(first.is_short)
        second = self._issue(self._case((scarce, 1)))
        second.action_submit()
        activities = scarce.activity_ids
        self.assertEqual(len(activities), 1)
        self.assertEqual(activities.user_id, first._people("pb"))
        enough = self._issue()
        enough.action_submit()
        self.assertFalse(enough.is_short)
        self.assertFalse(self.part.activity_ids)
