from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import DesignCommon


@tagged("post_install", "-at_install")
class TestAccess(DesignCommon):
    def test_the_inspector_reads_and_writes_nothing(self):
        """QLT-07: designs are the technical department's."""
        design = self._design()
        seen = design.with_user(self.inspector)
        self.assertTrue(seen.risk_ids.hazard)
        for attempt in (
            lambda: seen.write({"description": "x"}),
            lambda: seen.risk_ids.write({"severity": "1"}),
            lambda: seen.test_ids.unlink(),
            seen.action_submit,
            seen.action_cancel,
            seen.action_new_version,
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_others_see_nothing(self):
        self._design()
        for groups in ("base.group_portal", "base.group_user", "sanbao_base.group_sr"):
            user = new_test_user(self.env, f"dsg_out_{groups[-4:]}", groups)
            for model in ("sanbao.product.design", "sanbao.design.risk"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([]).read(["id"])

    def test_customers_see_nothing_of_owner_and_review(self):
        page = self._page_in_force("procedure")
        page.with_user(self.manager).sanbao_public = True
        customer = new_test_user(self.env, "dsg_portal", "base.group_portal")
        seen = page.with_user(customer)
        self.assertTrue(seen.name)
        for name in ("sanbao_owner_id", "sanbao_review_date", "sanbao_review_ids"):
            with self.assertRaises(AccessError):
                seen.read([name])

    def test_companies_are_kept_apart(self):
        design = self._design()
        company = self.env["res.company"].create({"name": "青禾二厂"})
        stranger = self._person(
            "dsg_far", "tech", company_ids=[company.id], company_id=company.id
        )
        with self.assertRaises(AccessError):
            design.with_user(stranger).read(["name"])
        with self.assertRaises(AccessError):
            design.risk_ids.with_user(stranger).read(["hazard"])
