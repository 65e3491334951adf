from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestEscapes(QualityCommon):
    """A verdict cannot be had by a trick (QLT-10, QLT-06, STK-02)."""

    def _refused(self, attempt):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            attempt()

    def test_states_and_evidence_are_not_written(self):
        """QLT-10: OCA accepts a state from every inspector."""
        inspection = self._inspection()
        for values in (
            {"state": "success"},
            {"state": "draft"},
            {"date_done": "2026-01-01 00:00:00"},
            {"success": True},
            {"sanbao_decided_by_id": self.second.id},
            {"sanbao_report_no": "X"},
            {"sanbao_report_approver_id": self.second.id},
            {"sanbao_plan_size": 0},
            {"sanbao_accept_number": 99},
            {"sanbao_quantity": 1},
            {"sanbao_pending_qty": 0},
            {"sanbao_lot_id": False},
            {"sanbao_location_id": False},
            {"sanbao_kind": "type"},
            {"product_id": self.part.id},
            {"sanbao_move_id": False},
            {"auto_generated": False},
            {"sanbao_due": "2030-01-01 00:00:00"},
            {"name": "QC-X"},
            {"inspection_lines": [Command.clear()]},
            {"inspection_lines": [Command.create({"name": "x"})]},
        ):
            with self.subTest(values=values):
                self._refused(lambda values=values: inspection.write(values))

    def test_points_come_from_the_standard(self):
        """QLT-10: limits, results, answers of other points."""
        inspection = self._inspection()
        line = inspection.inspection_lines[3]
        foreign = self._standard(products=self.part).test_lines[0].ql_values[0]
        for values in (
            {"success": True},
            {"max_value": 99},
            {"min_value": 0},
            {"name": "x"},
            {"test_uom_id": False},
            {"question_type": "qualitative"},
            {"possible_ql_values": [Command.set(foreign.ids)]},
            {"sanbao_needs_photo": False},
            {"valid_values": "x"},
            {"qualitative_value": foreign.id},
        ):
            with self.subTest(values=values):
                self._refused(lambda values=values: line.write(values))
        self._refused(line.unlink)
        self._refused(lambda: line.create({"inspection_id": inspection.id}))

    def test_nothing_changes_after_the_verdict(self):
        """QLT-10."""
        inspection = self._decide(self._inspection())
        line = inspection.inspection_lines[3]
        for attempt in (
            lambda: inspection.write({"sanbao_accepted_qty": 1}),
            lambda: inspection.write({"sanbao_rejected_qty": 1}),
            lambda: inspection.write({"sanbao_defect_note": "x"}),
            lambda: inspection.write({"test": False}),
            lambda: line.write({"quantitative_value": 1.7}),
            inspection.action_cancel,
            inspection.action_draft,
            inspection.action_approve,
            inspection.unlink,
        ):
            self._refused(attempt)
        inspection.internal_notes = "备注"

    def test_inspections_are_not_made_decided(self):
        """QLT-10: nor with goods, numbers or points."""
        create = self.inspections.with_user(self.inspector).create
        product = {"product_id": self.inspected.id}
        for values in (
            {"state": "success"},
            {"state": "ready"},
            {"auto_generated": True},
            {"name": "QC-1"},
            {"sanbao_report_no": "X"},
            {"sanbao_decided_by_id": self.inspector.id},
        ):
            with self.subTest(values=values):
                self._refused(lambda values=values: create({**product, **values}))
        forged = self.inspections.with_user(self.inspector).with_context(
            default_state="success", default_sanbao_report_no="X"
        )
        inspection = forged.create(product)
        self.assertEqual(
            (inspection.state, inspection.sanbao_report_no), ("draft", False)
        )

    def test_an_own_inspection_frees_no_more_than_lies_there(self):
        """STK-02: opened by hand about goods that wait for another one."""
        waiting = self._inspection(quantity=10)
        own = self.inspections.with_user(self.inspector).create(
            {
                "product_id": self.inspected.id,
                "sanbao_quantity": 100,
                "sanbao_location_id": self.pending.id,
            }
        )
        self._refused(own.action_todo)
        self.assertEqual(waiting.state, "ready")

    def test_ways_of_oca_to_set_a_standard(self):
        """STK-08: with the right answers filled in, or on a decided inspection."""
        inspection = self._inspection()
        self._refused(
            lambda: inspection.set_test(
                self.env["qc.trigger.product_line"].sudo().new({}), force_fill=True
            )
        )
        other = self._in_force(self._standard(name="另一标准"))
        wizard = self.env["qc.inspection.set.test"].with_user(self.inspector)
        wizard = wizard.with_context(active_id=inspection.id).create({"test": other.id})
        self._refused(wizard.action_create_test)

    def test_other_companies_stay_apart(self):
        """QLT-10."""
        other = self.env["res.company"].create({"name": "另一公司"})
        stranger = self._person(
            "qlt_other", "qc", company_id=other.id, company_ids=[Command.set(other.ids)]
        )
        inspection = self._inspection()
        self._refused(
            lambda: inspection.with_user(stranger).write({"sanbao_accepted_qty": 1})
        )
        self._refused(inspection.with_user(stranger).action_sanbao_accept_all)
        line = inspection.inspection_lines[0].with_user(stranger)
        self._refused(lambda: line.write({"notes": "x"}))

    def test_roles_without_quality_take_no_verdict(self):
        """QLT-06."""
        inspection = self._answer(self._inspection())
        for user in (self.keeper, self.buyer, self.technician, self.stock_manager):
            for method in (
                "action_sanbao_decide",
                "action_sanbao_accept_all",
                "action_sanbao_reject_all",
                "action_sanbao_approve_report",
                "action_sanbao_certify",
                "action_confirm",
                "action_todo",
                "action_cancel",
            ):
                with self.subTest(user=user.login, method=method):
                    self._refused(getattr(inspection.with_user(user), method))

    def test_what_stands_in_a_standard_is_for_its_company(self):
        """STK-08: OCA keeps standards apart, but not their points and answers."""
        other = self.env["res.company"].create({"name": "别的公司"})
        stranger = self._person(
            "qlt_stranger",
            "qc",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        points = self.standard.test_lines
        for records in (points, points.ql_values):
            own = [("id", "in", records.ids)]
            with self.subTest(model=records._name):
                self.assertEqual(records.with_user(self.inspector).search(own), records)
                self.assertFalse(records.with_user(stranger).search(own))
