from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ProductionCommon


@tagged("post_install", "-at_install")
class TestAccess(ProductionCommon):
    def test_readers_write_nothing(self):
        plan, output, problem = self._plan(), self._output(), self._problem()
        for attempt in (
            plan.with_user(self.quality).action_reset,
            output.with_user(self.quality).action_confirm,
            lambda: output.with_user(self.inspector).write({"quantity_good": 1}),
            problem.with_user(self.quality).action_close,
            problem.with_user(self.quality).action_open_nonconformity,
            lambda: self.machine.with_user(self.inspector).write({"name": "x"}),
            lambda: self.step.with_user(self.seller).write({"name": "x"}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertTrue(self.machine.with_user(self.inspector).name)
        self.assertTrue(plan.with_user(self.quality).line_ids.product_id.name)

    def test_others_see_nothing(self):
        for make in (self._plan, self._output, self._problem):
            make()
        for groups in ("base.group_portal", "base.group_user", "sanbao_base.group_sr"):
            user = new_test_user(self.env, f"prd_out_{groups[-4:]}", groups)
            for model in (
                "sanbao.production.plan",
                "sanbao.production.output",
                "sanbao.process.problem",
                "sanbao.production.statistic",
            ):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([]).read(["id"])

    def test_companies_are_kept_apart(self):
        records = (self._plan(), self._output(), self._problem(), self.step)
        company = self.env["res.company"].create({"name": "青禾二厂"})
        stranger = self._person(
            "prd_far", "prod", company_ids=[company.id], company_id=company.id
        )
        for record in records:
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["display_name"])
