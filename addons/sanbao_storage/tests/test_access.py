from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import StorageCommon


@tagged("post_install", "-at_install")
class TestAccess(StorageCommon):
    def test_guards_see_visitors_and_nothing_else(self):
        """STK-25: the log is theirs, the safety of the house is not."""
        self.assertTrue(
            self.env["sanbao.visitor"].with_user(self.guard).has_access("create")
        )
        for model in (
            "sanbao.storage.round",
            "sanbao.storage.reading",
            "sanbao.storage.action",
        ):
            self.assertFalse(self.env[model].with_user(self.guard).has_access("read"))

    def test_nobody_deletes_evidence(self):
        """STK-24, STK-25, STK-28."""
        for model in (
            "sanbao.storage.round",
            "sanbao.storage.round.line",
            "sanbao.storage.reading",
            "sanbao.storage.action",
            "sanbao.visitor",
        ):
            for user in (self.keeper, self.guard, self.dgm, self.stock_manager):
                with self.subTest(model=model, user=user.login):
                    records = self.env[model].with_user(user)
                    self.assertFalse(records.has_access("unlink"))

    def test_repairs_of_safety_equipment_are_the_keepers(self):
        """STK-24: he sees and moves those, and no others of strangers."""
        self._equipment()
        line = self._round().line_ids.filtered("equipment_id")
        request = self._fail(line).request_id
        colleague = request.with_user(self.colleague)
        colleague.stage_id = self.env.ref("maintenance.stage_1")
        above = request.with_user(self.dgm)
        self.assertIn("压力不足", above.name)
        with self.assertRaises(AccessError):
            above.stage_id = self.env.ref("maintenance.stage_3")
        machine = self.env["maintenance.equipment"].create({"name": "车床"})
        other = request.sudo().copy({"equipment_id": machine.id})
        with self.assertRaises(AccessError):
            other.with_user(self.colleague).name  # noqa: B018

    def test_points_are_the_administrators(self):
        """STK-24."""
        points = self.env["sanbao.storage.point"]
        self.assertFalse(points.with_user(self.keeper).has_access("write"))
        self.assertTrue(points.with_user(self.stock_manager).has_access("create"))
