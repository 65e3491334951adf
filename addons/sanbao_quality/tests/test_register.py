from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestRegister(QualityCommon):
    """Only registered staff sign inspections (QLT-06)."""

    def test_only_registered_staff_take_a_verdict(self):
        """QLT-06."""
        outsider = self._person("qlt_new", "qc")
        inspection = self._inspection().with_user(outsider)
        with self.assertRule("QLT-06"):
            self._decide(inspection)
        self._registered(outsider)
        self._decide(inspection)
        self.assertEqual(inspection.sanbao_decided_by_id, outsider)

    def test_a_signature_needs_the_scope(self):
        """QLT-06: kind and category."""
        inspection = self._inspection()
        self.staff.write({"all_kinds": False, "finished": True})
        with self.assertRule("QLT-06"):
            self._decide(inspection)
        self.staff.incoming = True
        other, own = self.env["product.category"].create(
            [{"name": "电气"}, {"name": "液压"}]
        )
        self.inspected.categ_id = own
        self.staff.categ_ids = [Command.set(other.ids)]
        with self.assertRule("QLT-06"):
            self._decide(inspection)
        self.staff.categ_ids = [Command.link(own.id)]
        self._decide(inspection)

    def test_a_registration_counts_within_its_days(self):
        """QLT-06: the day before, the last day, the day after; and before it begins."""
        today = company_today(self.company)
        for name, days, passes in (
            ("valid_until", 1, True),
            ("valid_until", 0, True),
            ("valid_until", -1, False),
            ("valid_from", -1, True),
            ("valid_from", 0, True),
            ("valid_from", 1, False),
        ):
            self.staff.write({"valid_until": False, "valid_from": False})
            inspection = self._inspection()
            self.staff[name] = fields.Date.add(today, days=days)
            with self.subTest(name=name, days=days):
                if passes:
                    self._decide(inspection)
                else:
                    with self.assertRule("QLT-06"):
                        self._decide(inspection)

    def test_reports_and_certificates_need_a_registered_approver(self):
        """QLT-06."""
        inspection = self._decide(self._produced())
        third = self._person("qlt_qc3", "qc")
        staff = self._registered(third)
        with self.assertRule("QLT-06"):
            inspection.with_user(third).action_sanbao_approve_report()
        staff.can_approve = True
        inspection.with_user(third).action_sanbao_approve_report()
        staff.can_approve = False
        with self.assertRule("QLT-06"):
            inspection.with_user(third).action_sanbao_certify()

    def test_inspectors_do_not_register_themselves(self):
        """QLT-06: the quality manager and the technical department do."""
        staff = self.env["sanbao.quality.staff"]
        values = {"user_id": self.buyer.id, "qualification": "x"}
        with self.assertRaises(AccessError):
            staff.with_user(self.inspector).create(values)
        with self.assertRaises(AccessError):
            self.staff.with_user(self.inspector).can_approve = True
        staff.with_user(self.manager).create(values)
