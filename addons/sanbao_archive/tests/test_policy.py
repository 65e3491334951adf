from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestPolicy(ArchiveCommon):
    """Which terms an archive gets, and that it keeps them (WAR-07)."""

    def _policy(self, months, **values):
        return self.policies.create(
            {
                "name": f"{months} months",
                "warranty_months": months,
                "warranty_scope": "Parts",
                **values,
            }
        )

    def test_the_nearest_policy_counts(self):
        child = self.env["product.category"].create(
            {"name": "Small", "parent_id": self.category.id}
        )
        self.vehicle.categ_id = child
        steps = (
            (12, {}),
            (13, {"company_id": self.company.id}),
            (14, {"categ_id": self.category.id}),
            (15, {"categ_id": child.id}),
            (16, {"product_tmpl_id": self.vehicle.product_tmpl_id.id}),
        )
        for number, (months, values) in enumerate(steps):
            with self.subTest(months):
                if number:
                    self._policy(months, **values)
                archive = self._archive(f"P-{months}")
                self.assertEqual(archive.warranty_months, months)

    def test_other_companies_policies_do_not_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._policy(36, company_id=other.id)
        self.assertEqual(self._archive("P-1").warranty_months, 12)

    def test_later_change_changes_no_archive(self):
        archive = self._archive("P-2", ex_factory_date="2025-03-01")
        before = archive.read(["warranty_months", "warranty_scope", "warranty_end"])
        self.policy.write(
            {"warranty_months": 24, "warranty_scope": "All", "mileage_limit": 1}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            archive.read(["warranty_months", "warranty_scope", "warranty_end"]), before
        )
        archive.acceptance_date = "2025-03-05"
        self.assertEqual(str(archive.warranty_end), "2026-03-04")
        with self.assertRaises(UserError):
            archive.action_take_terms()
        self.policy.unlink()
        self.assertEqual(archive.warranty_months, 12)

    def test_senseless_policies_are_refused(self):
        for values in (
            {"warranty_months": 0},
            {"warranty_months": -1},
            {"mileage_limit": -1},
            {
                "categ_id": self.category.id,
                "product_tmpl_id": self.vehicle.product_tmpl_id.id,
            },
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.policy.write(values)

    def test_head_of_after_sales_keeps_the_policies(self):
        self.policy.with_user(self.head).write({"warranty_months": 18})
        with self.assertRaises(AccessError):
            self.policy.with_user(self.after_sales).write({"warranty_months": 18})

    def test_terms_are_kept_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.policy.with_context(lang="fr_FR").warranty_scope = "Pièces"
        self.company.partner_id.lang = "fr_FR"
        archive = self.archives.with_context(lang="en_US").create(
            {"lot_id": self._lot("P-3").id}
        )
        self.assertEqual(archive.warranty_scope, "Pièces")
