from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import TrackingCommon


@tagged("post_install", "-at_install")
class TestAccess(TrackingCommon):
    def test_the_lawyer_reads_and_writes_nothing(self):
        breach = self._breach()
        seen = breach.with_user(self.lawyer)
        self.assertTrue(seen.line_ids.product_id.display_name)
        for attempt in (
            lambda: seen.write({"facts": "x"}),
            lambda: seen.line_ids.write({"quantity": 1}),
            seen.action_submit,
            seen.action_close,
            seen.action_cancel,
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_others_see_nothing(self):
        breach = self._breach()
        for groups in (
            "base.group_portal",
            "base.group_user",
            "sanbao_base.group_gate",
        ):
            user = new_test_user(self.env, f"out_{groups[-4:]}", groups)
            for model in (
                "sanbao.breach",
                "sanbao.supplier.contact",
                "sanbao.delivery.report",
            ):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([]).read(["id"])
        self.assertTrue(breach)

    def test_companies_are_kept_apart(self):
        breach = self._breach()
        company = self.env["res.company"].create({"name": "青禾二厂"})
        stranger = self._person(
            "trk_pb3", "pb", company_ids=[company.id], company_id=company.id
        )
        with self.assertRaises(AccessError):
            breach.with_user(stranger).read(["name"])
        self.assertFalse(
            self.env["sanbao.delivery.report"]
            .with_user(stranger)
            .search([("order_id", "=", breach.order_id.id)])
        )
