from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.exceptions import RuleViolation

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestApplication(ServiceCommon):
    def test_warranty_is_computed_and_says_why(self):
        """SVC-01, WAR-03: covered units are free, others are charged."""
        covered = self._application()
        self.assertTrue(covered.in_warranty)
        self.assertEqual(covered.charge_type, "warranty")
        old = self._archive("SN-OLD", days_ago=400)
        expired = self._application(ticket=self._ticket(sanbao_archive_id=old.id))
        self.assertFalse(expired.in_warranty)
        self.assertEqual(expired.charge_type, "chargeable")
        self.assertIn(old.name, expired.warranty_reason)

    def test_free_service_out_of_warranty_is_refused(self):
        """SVC-01: whichever way the charge became wrong, it is not submitted."""
        old = self._archive("SN-FREE", days_ago=400)
        application = self._application(ticket=self._ticket(sanbao_archive_id=old.id))
        as_engine(application).charge_type = "warranty"
        with self.assertRule("SVC-01"):
            application._gate_charge()

    def test_misuse_is_not_free(self):
        """SVC-01, SVC-37: the cause decides as well as the date."""
        application = self._application(cause_class="misuse")
        self.assertEqual(application.charge_type, "chargeable")

    def test_the_verdict_cannot_be_typed(self):
        """SVC-01, WAR-03: neither by RPC write nor at creation."""
        old = self._archive("SN-OLD", days_ago=400)
        ticket = self._ticket(sanbao_archive_id=old.id)
        application = self._application(ticket=ticket)
        for vals in ({"charge_type": "warranty"}, {"in_warranty": True}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                application.write(vals)
        other = self._ticket(sanbao_archive_id=old.id)
        with self.assertRaises(AccessError):
            self._application(ticket=other, charge_type="warranty")

    def test_a_price_cannot_be_typed(self):
        """SVC-10, PRT-10: the list price decides about limits."""
        application = self._application(
            part_line_ids=[Command.create({"product_id": self.part.id, "quantity": 2})]
        )
        line = application.part_line_ids
        self.assertEqual(line.price_unit, 100)
        self.assertEqual(application.amount_total, 200)
        with self.assertRaises(AccessError):
            line.write({"price_unit": 1})
        with self.assertRaises(AccessError):
            self._application(
                part_line_ids=[
                    Command.create({"product_id": self.part.id, "price_unit": 1})
                ]
            )

    def test_prices_include_tax(self):
        """SVC-10: the limit counts tax."""
        tax = self.env["account.tax"].create(
            {
                "name": "增值税13%测试",
                "amount": 13,
                "price_include_override": "tax_excluded",
                "tax_group_id": self.env["account.tax.group"]
                .create({"name": "T", "country_id": self.company.country_id.id})
                .id,
            }
        )
        self.part.taxes_id = tax
        self.assertEqual(self.part._sanbao_price_with_tax(self.company), 113)

    def test_description_and_diagnosis_come_first(self):
        """SVC-08."""
        for vals in (
            {"fault_description": "  "},
            {"analysis": False},
            {"cause_class": False},
        ):
            with self.subTest(vals=vals):
                application = self._application()
                application.write(vals)
                with self.assertRule("SVC-08"):
                    application.action_submit()

    def test_a_solution_is_chosen_first(self):
        """SVC-18."""
        application = self._application(solution_type=False)
        with self.assertRule("SVC-18"):
            application.action_submit()

    def test_after_sales_signs_first_then_sales_when_parts_are_wanted(self):
        """SVC-47, PRT-03."""
        application = self._application(
            part_line_ids=[Command.create({"product_id": self.part.id})]
        )
        application.action_submit()
        with self.assertRaises(UserError):
            application.with_user(self.sm)._validate_tier()
        application.with_user(self.asm)._validate_tier()
        self.assertEqual(application.state, "submitted")
        application.with_user(self.sm)._validate_tier()
        self.assertEqual(application.state, "approved")

    def test_without_parts_after_sales_alone_signs(self):
        """SVC-47."""
        self.assertEqual(len(self._approved().review_ids), 1)

    def test_out_of_warranty_needs_company_leaders(self):
        """SVC-25: the general manager strictly above 5,000."""
        for amount, steps in ((4999.99, 2), (5000, 2), (5000.01, 3)):
            with self.subTest(amount=amount):
                application = self._application(amount, cause_class="wear")
                application.action_submit()
                self.assertEqual(len(application.review_ids), steps)

    def test_nothing_is_released_before_the_approval(self):
        """SVC-02."""
        application = self._application()
        with self.assertRule("SVC-02"):
            application._gate_release()
        application.action_submit()
        with self.assertRule("SVC-02"):
            application._gate_release()
        application.with_user(self.asm)._validate_tier()
        application._gate_release()

    def test_a_change_after_approval_stops_the_release(self):
        """SVC-02: header and lines."""
        application = self._approved()
        application.analysis = "另一种原因"
        with self.assertRule("SVC-02"):
            application._gate_release()

    def test_consent_is_needed_where_a_charge_applies(self):
        """SVC-19."""
        application = self._application(100, cause_class="wear")
        self._approve(application, self.asm, self.dgm)
        with self.assertRule("SVC-19"):
            application._gate_release()
        application.write(
            {
                "consent_by": "李队长",
                "consent_at": "2026-01-01 00:00:00",
                "consent_means": "phone",
            }
        )
        application._gate_release()
        self.env.ref("sanbao_service.parameter_consent_required").value = "always"
        with self.assertRule("SVC-19"):
            self._approved()._gate_release()

    def test_a_rule_that_is_off_refuses_nothing(self):
        self.env.ref("sanbao_service.rule_svc_18").mode = "off"
        application = self._application(solution_type=False)
        application.action_submit()

    def test_a_second_application_is_refused(self):
        """SVC-02: one Form 3 for a case."""
        application = self._application()
        with self.assertRaises(Exception) as refusal, self.env.cr.savepoint():
            self._application(ticket=application.ticket_id)
        self.assertNotIsInstance(refusal.exception, RuleViolation)

    def test_other_companies_do_not_see_it(self):
        application = self._application()
        other = self.env["res.company"].create({"name": "Other"})
        person = self._person(
            "svc_other", "as", company_id=other.id, company_ids=[other.id]
        )
        self.assertFalse(
            self.env["sanbao.service.application"]
            .with_user(person)
            .search([("id", "=", application.id)])
        )
        with self.assertRaises(AccessError):
            application.with_user(person).read(["name"])
