from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.sanbao_base.exceptions import RuleViolation

from .common import ArchiveCommon

SOURCE = {"source_model": "res.partner", "source_id": 1}


@tagged("post_install", "-at_install")
class TestEntries(ArchiveCommon):
    """ARC-07 and ARC-10: what service writes into sections B and E stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.archive = cls._archive("E-1")
        cls.engineer = cls._person("engineer", "eng")
        cls.technician = cls._person("technician", "tech")

    def test_service_work_flows_in_once(self):
        """ARC-07, written by somebody who may only read archives."""
        archive = self.archive.with_user(self.engineer)
        line = archive._log_running({"fault": "Leak", "case_no": "T1", **SOURCE})
        self.assertEqual(line.origin, "service")
        self.assertEqual(archive._log_running({"fault": "Again", **SOURCE}), line)
        self.assertEqual(len(self.archive.running_ids), 1)

    def test_rules_switched_off_log_nothing(self):
        """ARC-07 and ARC-10 off."""
        rules = self.env["sanbao.rule"].search([("code", "in", ("ARC-07", "ARC-10"))])
        rules.write({"mode": "off"})
        self.assertFalse(self.archive._log_running({"fault": "Leak"}))
        self.assertFalse(self.archive._log_change({"content": "Pump"}))

    def test_lines_of_service_are_nobodys_to_change(self):
        """ARC-07, ARC-10."""
        running = self.archive._log_running({"fault": "Leak"})
        change = self.archive._log_change(
            [
                {"kind": "replacement", "content": "Pump", "old_serial": "P1"},
                {"kind": "replacement", "content": "Hose"},
            ]
        )
        for line in (running, change[:1]):
            line = line.with_user(self.head)
            with self.subTest(line._name):
                with self.assertRaises(AccessError):
                    line.write({"date": "2025-01-01"})
                with self.assertRaises(AccessError):
                    line.unlink()

    def test_typed_lines_are_typed(self):
        values = {"archive_id": self.archive.id, "origin": "service", **SOURCE}
        line = self.env["sanbao.archive.running"].with_user(self.after_sales)
        line = line.create(values)
        self.assertEqual(line.origin, "manual")
        self.assertFalse(line.source_id)
        with self.assertRaises(AccessError):
            line.write({"origin": "service"})
        line.write({"fault": "Noise"})
        line.unlink()

    def test_changes_are_typed_by_technical_department_and_after_sales_only(self):
        """ARC-10"""
        values = {"archive_id": self.archive.id, "content": "New hose routing"}
        changes = self.env["sanbao.archive.change"]
        for user in (self.technician, self.after_sales):
            with self.subTest(user.login):
                self.assertTrue(changes.with_user(user).create(values))
        line = self.archive.change_ids[:1]
        for role in ("eng", "sr", "qc", "cs", "gate"):
            user = self._person(f"no_{role}", role)
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    changes.with_user(user).create(values)
                with self.assertRaises(AccessError):
                    line.with_user(user).write({"content": "x"})

    def test_technician_types_a_change_on_the_form(self):
        archive = self.archive.with_user(self.technician)
        archive.write({"change_ids": [(0, 0, {"content": "Hose"})]})
        self.assertEqual(archive.change_ids.origin, "manual")

    def test_typed_replacement_names_both_parts(self):
        """ARC-10"""
        changes = self.env["sanbao.archive.change"].with_user(self.technician)
        values = {"archive_id": self.archive.id, "content": "Pump"}
        for serials in ({}, {"old_serial": "P1"}, {"new_serial": "P2"}):
            with (
                self.subTest(**serials),
                self.assertRaisesRegex(RuleViolation, "ARC-10"),
            ):
                changes.create({**values, "kind": "replacement", **serials})
        changes.create(
            {**values, "kind": "replacement", "old_serial": "P1", "new_serial": "P2"}
        )
