from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .release_common import ReleaseCommon

MODELS = (
    "sanbao.emergency.release",
    "sanbao.recall",
    "sanbao.recall.line",
    "sanbao.recall.contact",
)


@tagged("post_install", "-at_install")
class TestAccess(ReleaseCommon):
    def test_readers_write_nothing(self):
        """SAL-39, SAL-42: the keeper and the head of sales see, others do."""
        release = self._release()
        self._delivery(self.lot, 2)
        recall = self._recall()
        keeper = recall.with_user(self.keeper)
        for attempt in (
            lambda: release.with_user(self.keeper).write({"risk": "无"}),
            lambda: release.with_user(self.head).action_submit(),
            lambda: keeper.write({"reason": "无"}),
            lambda: keeper.line_ids.write({"used_qty": 2}),
            keeper.action_notify,
            keeper.action_refresh,
            keeper.line_ids.action_receive,
            keeper.action_cancel,
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertTrue(keeper.line_ids.partner_id)

    def test_others_see_nothing(self):
        self._recall()
        for groups in (
            "base.group_portal",
            "base.group_user",
            "sanbao_base.group_gate",
        ):
            user = new_test_user(self.env, f"out_{groups[-4:]}", groups)
            for model in MODELS:
                with self.subTest(model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([]).read(["id"])

    def test_companies_are_kept_apart(self):
        release, recall = self._release(), self._recall()
        company = self.env["res.company"].create({"name": "青禾二厂"})
        stranger = self._person(
            "rel_qc2", "qc", company_ids=[company.id], company_id=company.id
        )
        for record in (release, recall):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["name"])

    def test_sales_and_inspectors_prepare(self):
        """SAL-39: each of them, with the rights of the role alone."""
        for user in (self.sales, self.inspector):
            release = self._release(user=user)
            release.action_submit()
            self.assertEqual(release.state, "submitted")
            release.action_withdraw()
            self.env.invalidate_all()
            release.unlink()
