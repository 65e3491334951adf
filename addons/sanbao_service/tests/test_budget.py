from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestBudget(ServiceCommon):
    def _chain(self):
        return self.asm, self.sm, self.dgm, self.gm

    def _costs(self, amount):
        return patch.object(
            type(self.env["sanbao.service.application"]),
            "_actual_costs",
            lambda application: [("labour", amount)],
        )

    def test_a_budget_is_needed_strictly_above_the_limit(self):
        """SVC-10: 999.99 and 1,000.00 pass, 1,000.01 does not."""
        for amount, needed in ((999.99, False), (1000.0, False), (1000.01, True)):
            with self.subTest(amount=amount):
                application = self._approved(amount)
                self.assertEqual(application.budget_needed, needed)
                if needed:
                    with self.assertRule("SVC-10"):
                        application._gate_release()
                else:
                    application._gate_release()

    def test_the_whole_case_counts(self):
        """SVC-10: parts, labour, travel and freight together."""
        application = self._application(
            400,
            amount_travel=300,
            amount_freight=200.01,
            part_line_ids=[Command.create({"product_id": self.part.id})],
        )
        self._approve(application, self.asm, self.sm)
        self.assertEqual(application.amount_total, 1000.01)
        with self.assertRule("SVC-10"):
            application._gate_release()

    def test_the_limit_is_a_parameter_of_the_company(self):
        """SVC-10."""
        self.env.ref("sanbao_service.parameter_sanbao_budget_above").value = "500"
        with self.assertRule("SVC-10"):
            self._approved(500.01)._gate_release()

    def test_nothing_is_released_before_the_last_level(self):
        """SVC-11: four levels, one after the other."""
        application = self._approved(1500)
        budget = self._budget(application, 1500)
        budget.action_submit()
        for person in self._chain():
            self.assertEqual(budget.state, "submitted")
            with self.assertRule("SVC-11"):
                application._gate_release()
            budget.with_user(person)._validate_tier()
        self.assertEqual(budget.state, "approved")
        application.invalidate_recordset()
        application._gate_release()

    def test_levels_cannot_be_skipped(self):
        """SVC-11."""
        budget = self._budget(self._approved(1500), 1500)
        budget.action_submit()
        with self.assertRaises(UserError):
            budget.with_user(self.gm)._validate_tier()

    def test_the_budget_must_reach_the_estimate(self):
        """SVC-10."""
        application = self._approved(1500)
        self._approve(self._budget(application, 1499.99), *self._chain())
        with self.assertRule("SVC-10"):
            application._gate_release()

    def test_a_budget_changed_after_approval_does_not_count(self):
        """SVC-11."""
        application = self._approved(1500)
        budget = self._approve(self._budget(application, 1500), *self._chain())
        budget.line_ids.price_unit = 90000
        application.invalidate_recordset()
        self.assertEqual(application.amount_approved, 0)
        with self.assertRule("SVC-10"):
            application._gate_release()

    def test_an_empty_budget_cannot_be_submitted(self):
        """SVC-10."""
        with self.assertRule("SVC-10"):
            self._budget(self._approved(1500), 0).action_submit()

    def test_the_button_prepares_it_from_the_estimate(self):
        application = self._approved(1500)
        action = application.action_sanbao_budget()
        budget = self.env["sanbao.service.budget"].browse(action["res_id"])
        self.assertEqual(budget.amount_total, 1500)
        self.assertEqual(application.action_sanbao_budget()["res_id"], budget.id)

    def test_actual_cost_over_the_limit_needs_a_budget(self):
        """SVC-12: exactly the limit passes."""
        application = self._approved(100)
        for amount, refused in ((1000.0, False), (1000.01, True)):
            with self.subTest(amount=amount), self._costs(amount):
                application.invalidate_recordset()
                if refused:
                    with self.assertRule("SVC-12"):
                        application._gate_overrun()
                else:
                    application._gate_overrun()

    def test_the_approved_budget_tolerates_its_margin(self):
        """SVC-12: 10 % over 1,500 is 1,650."""
        application = self._approved(1500)
        self._approve(self._budget(application, 1500), *self._chain())
        for amount, refused in ((1649.99, False), (1650, False), (1650.01, True)):
            with self.subTest(amount=amount), self._costs(amount):
                application.invalidate_recordset()
                if refused:
                    with self.assertRule("SVC-12"):
                        application._gate_overrun()
                else:
                    application._gate_overrun()

    def test_a_supplementary_budget_heals_an_overrun(self):
        """SVC-12."""
        application = self._approved(1500)
        self._approve(self._budget(application, 1500), *self._chain())
        with self._costs(2000):
            application.invalidate_recordset()
            action = application.action_sanbao_budget()
            budget = self.env["sanbao.service.budget"].browse(action["res_id"])
            self.assertEqual((budget.kind, budget.amount_total), ("supplementary", 500))
            self._approve(budget.with_user(self.staff), *self._chain())
            application.invalidate_recordset()
            application._gate_overrun()

    def test_chargeable_service_needs_no_budget_of_ours(self):
        """SVC-10 is about the company's own cost."""
        application = self._application(3000, cause_class="wear")
        self.assertFalse(application.budget_needed)
