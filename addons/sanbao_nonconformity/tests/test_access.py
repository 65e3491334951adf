from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import NonconformityCommon


@tagged("post_install", "-at_install")
class TestAccess(NonconformityCommon):
    def test_leaders_read_and_write_nothing(self):
        sheet = self._sheet(product_id=self.tracked.id, lot_id=self.lot.id)
        for role in ("gm", "fin", "rd", "sup", "asm"):
            person = self._person(f"acc_{role}", role)
            seen = sheet.with_user(person)
            self.assertTrue(seen.product_id.display_name)
            for attempt in (
                lambda seen=seen: seen.write({"description": "x"}),
                seen.action_submit,
                seen.action_close,
                seen.action_cancel,
                seen.action_isolate,
                seen.action_recheck_passed,
                seen.action_corrective_action,
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    attempt()

    def test_others_see_nothing(self):
        self._sheet(product_id=self.tracked.id, lot_id=self.lot.id, source="finished")
        for groups in ("base.group_portal", "base.group_user"):
            user = new_test_user(self.env, f"out_{groups[-4:]}", groups)
            for model in (
                "sanbao.nonconformity",
                "sanbao.lot.hold",
                "mgmtsystem.action",
            ):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([]).read(["id"])

    def test_companies_are_kept_apart(self):
        sheet = self._sheet(
            product_id=self.tracked.id, lot_id=self.lot.id, source="finished"
        )
        company = self.env["res.company"].create({"name": "青禾二厂"})
        stranger = self._person(
            "acc_far", "qc", "qm", company_ids=[company.id], company_id=company.id
        )
        action = self.env["mgmtsystem.action"].create(
            {"name": "x", "type_action": "correction"}
        )
        for record in (sheet, self.lot.sudo().sanbao_hold_ids, action):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["id", "display_name"])

    def test_ocas_groups_write_no_actions(self):
        """QLT-20: the roles decide, not OCA's own groups."""
        action = self.env["mgmtsystem.action"].create(
            {"name": "x", "type_action": "correction"}
        )
        oca = new_test_user(self.env, "acc_oca", "mgmtsystem.group_mgmtsystem_manager")
        self.assertTrue(action.with_user(oca).name)
        with self.assertRaises(AccessError):
            action.with_user(oca).write({"name": "y"})
        with self.assertRaises(AccessError):
            self.env["mgmtsystem.action.stage"].with_user(oca).create({"name": "y"})
