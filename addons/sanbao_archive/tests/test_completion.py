from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.sanbao_base.exceptions import RuleViolation

from .common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestCompletion(ArchiveCommon):
    """ARC-06: section A is filled before an archive is complete."""

    def test_full_archive_is_completed_and_signed(self):
        archive = self._full_archive("C-1").with_user(self.after_sales)
        archive.action_complete()
        self.assertEqual(archive.state, "complete")
        self.assertEqual(archive.completed_by_id, self.after_sales)
        self.assertFalse(archive.missing_fields)

    def test_each_mandatory_field_blocks_and_is_named(self):
        for number, name in enumerate(
            (
                "specification",
                "chassis_no",
                "engine_no",
                "ex_factory_date",
                "partner_id",
                "contact_name",
                "contact_phone",
                "component_ids",
            )
        ):
            with self.subTest(name):
                empty = [] if name == "component_ids" else False
                archive = self._full_archive(f"C-2{number}", **{name: empty})
                if name == "specification":
                    archive.specification = False
                archive = archive.with_user(self.after_sales)
                with self.assertRaises(RuleViolation) as refused:
                    archive.action_complete()
                self.assertEqual(refused.exception.rule_code, "ARC-06")
                # The web client shows it as a message, not as a crash.
                shown_as = refused.exception.context["exception_class"]
                self.assertEqual(shown_as, "odoo.exceptions.UserError")
                label = archive._labels([name])
                self.assertIn(label, str(refused.exception))
                self.assertIn(label, archive.missing_fields)
                self.assertEqual(archive.state, "draft")

    def test_archive_without_terms_is_not_complete(self):
        self.policy.active = False
        archive = self._full_archive("C-3")
        with self.assertRaisesRegex(RuleViolation, "Warranty \\(months\\)"):
            archive.action_complete()
        self.policy.active = True
        archive.with_user(self.after_sales).action_take_terms()
        archive.action_complete()
        self.assertEqual(archive.state, "complete")

    def test_equipment_needs_no_chassis_and_engine(self):
        self.vehicle.sanbao_is_vehicle = False
        archive = self._full_archive("C-4", chassis_no=False, engine_no=False)
        archive.action_complete()
        self.assertEqual(archive.state, "complete")

    def test_complete_archive_is_not_emptied(self):
        archive = self._full_archive("C-5")
        archive.action_complete()
        with self.assertRaisesRegex(RuleViolation, "ARC-06"):
            archive.with_user(self.after_sales).write({"contact_phone": False})

    def test_rule_in_mode_warn_lets_it_pass(self):
        rule = self.env["sanbao.rule"].search([("code", "=", "ARC-06")])
        rule.mode = "warn"
        archive = self._archive("C-6")
        archive.action_complete()
        self.assertEqual(archive.state, "complete")

    def test_administrator_chooses_the_mandatory_fields(self):
        parameter = self.env["sanbao.parameter"].search([("code", "=", "archive_A")])
        parameter.value = "serial, plate_no"
        archive = self._archive("C-7")
        with self.assertRaisesRegex(RuleViolation, "Plate no."):
            archive.action_complete()
        archive.plate_no = "Q1"
        archive.action_complete()

    def test_state_is_not_written(self):
        archive = self._full_archive("C-8").with_user(self.after_sales)
        for name, value in (("state", "complete"), ("completed_by_id", 1)):
            with self.subTest(name), self.assertRaises(UserError):
                archive.write({name: value})
        with self.assertRaises(UserError):
            archive.create({"lot_id": self._lot("C-9").id, "state": "complete"})
        sly = archive.with_context(default_state="complete", sanbao_archive_engine=1)
        self.assertEqual(sly.create({"lot_id": self._lot("C-10").id}).state, "draft")

    def test_only_after_sales_completes_and_its_head_reopens(self):
        archive = self._full_archive("C-11")
        sales = self._person("sales", "sr")
        with self.assertRaises(AccessError):
            archive.with_user(sales).action_complete()
        archive.with_user(self.after_sales).action_complete()
        with self.assertRaises(UserError):
            archive.with_user(self.after_sales).action_complete()
        with self.assertRaises(AccessError):
            archive.with_user(self.after_sales).action_reopen()
        archive.with_user(self.head).action_reopen()
        self.assertEqual(archive.state, "draft")
        self.assertFalse(archive.completed_by_id)

    def test_impossible_values_are_refused(self):
        archive = self._archive("C-12", ex_factory_date="2025-03-01")
        for vals in (
            {"chassis_no": "LXGO123"},
            {"chassis_no": "lxg123"},
            {"production_date": "2025-03-02"},
            {"acceptance_date": "2025-02-28"},
        ):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                archive.write(vals)
        archive.write({"production_date": "2025-03-01", "chassis_no": "LXG-123"})
