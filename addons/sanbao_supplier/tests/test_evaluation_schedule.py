from datetime import date
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .evaluation_common import QUARTER, EvaluationCommon


@tagged("post_install", "-at_install")
class TestEvaluationSchedule(EvaluationCommon):
    """PUR-07: opened automatically, owed, listed when overdue."""

    def _of(self, partner):
        return self.evaluations.search([("partner_id", "=", partner.id)])

    def test_who_delivered_or_is_qualified(self):
        new = self.supplier.copy({"name": "新供应商"})
        idle = self.supplier.copy({"name": "未供货"})
        self._dossier(idle)
        self._receive(1, partner=new)
        self._only_rules("PUR-01", "PUR-07")
        self._qualified()
        self._run()
        found = self._of(new)
        self.assertEqual((found.date_from, found.date_to), QUARTER)
        self.assertTrue(found.has_deliveries)
        self.assertTrue(self._of(self.supplier))
        self.assertFalse(self._of(self.supplier).has_deliveries)
        self.assertFalse(self._of(idle))

    def test_twice_opens_nothing_twice(self):
        self._receive(1)
        self._run()
        self._run()
        self.assertEqual(len(self._of(self.supplier)), 1)

    def test_progress_is_told_and_a_broken_run_goes_on(self):
        partners = self.supplier
        for number in range(3):
            partners |= self.supplier.copy({"name": f"厂{number}"})
        for partner in partners:
            self._receive(1, partner=partner)
        schedule = (
            "odoo.addons.sanbao_supplier.models.sanbao_supplier_evaluation_schedule"
        )
        cron = type(self.env["ir.cron"])
        with patch(f"{schedule}.BATCH", 2):
            with patch.object(cron, "_commit_progress", return_value=0) as commit:
                self.evaluations._cron_open()
            self.assertEqual(commit.call_args_list[1].args, (2,))
            self.assertEqual(len(self._of(partners[0]) | self._of(partners[1])), 2)
            self._run()
        for partner in partners:
            self.assertEqual(len(self._of(partner)), 1)

    def test_the_interval_is_a_parameter(self):
        self._receive(1)
        self._set("supplier_eval_interval", "1")
        self._run()
        self.assertFalse(self._of(self.supplier))  # nothing came in March
        self._set("supplier_eval_interval", "12")
        self._receive(1, date="2025-05-05 00:00:00")
        self._run()
        found = self._of(self.supplier)
        self.assertEqual(found.date_from, date(2025, 1, 1))

    def test_it_is_owed_until_closed(self):
        self._receive(1)
        self._run()
        found = self._of(self.supplier)
        owed = found.obligation_ids.filtered(lambda o: o.kind_id.code == "PUR-07")
        self.assertEqual(owed.user_id, self.buyer)
        self.assertEqual(found.due_date, date(2026, 4, 25))
        self.assertEqual(fields.Datetime.to_string(owed.due), "2026-04-25 15:59:59")
        with freeze_time("2026-04-25 16:00:00"):
            late = self.evaluations.search([("obligation_late", "=", True)])
            self.assertIn(found, late)
            found.with_user(self.manager).action_close()
        self.assertEqual(owed.state, "done")

    def test_nothing_while_the_rule_is_off(self):
        self._only_rules()
        self._receive(1)
        self._run()
        self.assertFalse(self._of(self.supplier))

    def test_the_button_finds_or_opens_it(self):
        dossier = self.dossier.with_user(self.buyer)
        first = dossier.action_evaluate()["res_id"]
        self.assertEqual(dossier.action_evaluate()["res_id"], first)
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.qc).action_evaluate()
