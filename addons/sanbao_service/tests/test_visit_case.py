from odoo import Command
from odoo.tests import tagged

from .test_visit import PNG, VisitCommon


@tagged("post_install", "-at_install")
class TestVisitAndCase(VisitCommon):
    def test_the_last_solved_visit_finishes_the_work(self):
        """SVC-17 starts with it."""
        visit = self._done()
        application = visit.application_id
        self.assertEqual(application.completed_at, visit.left_at)
        self.assertEqual(application.result, visit.method)

    def test_an_unsolved_visit_does_not_finish_the_work(self):
        first = self._done(solved="no")
        application = first.application_id
        self.assertFalse(application.completed_at)
        second = self._visit(application)
        self._signed(second).action_done()
        self.assertEqual(application.completed_at, second.left_at)

    def test_work_is_not_finished_while_another_visit_is_open(self):
        application = self._approved(100, solution_type="repair")
        first, second = self._visit(application), self._visit(application)
        self._signed(first).action_done()
        self.assertFalse(application.completed_at)
        self._signed(second).action_done()
        self.assertTrue(application.completed_at)

    def test_a_repair_is_closed_with_a_signed_record_only(self):
        """SVC-14."""
        application = self._accepted(self._approved(100, solution_type="repair"))
        with self.assertRule("SVC-14"):
            application.action_close()
        self._done(application)
        application.action_close()
        self.assertEqual(application.state, "done")

    def test_other_solutions_need_no_visit(self):
        """SVC-14."""
        application = self._accepted(self._approved(100, solution_type="guidance"))
        application.action_close()

    def test_an_open_visit_keeps_the_case_open(self):
        """SVC-14: planned and on site; a cancelled one does not."""
        application = self._approved(100, solution_type="adjust")
        visit = self._visit(application)
        self._accepted(application)
        with self.assertRule("SVC-14"):
            application.action_close()
        visit.action_arrive()
        with self.assertRule("SVC-14"):
            application.action_close()
        visit._write_engine({"state": "cancelled"})
        application.action_close()

    def test_a_withdrawn_case_takes_its_journeys_back(self):
        """SVC-14: not while somebody is on site."""
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        application = self._approved(100)
        visit = self._visit(application)
        visit.action_arrive()
        with self.assertRule("SVC-14"):
            application.ticket_id.with_user(self.staff).stage_id = stage
        visit._write_engine({"state": "draft"})
        application.ticket_id.with_user(self.staff).stage_id = stage
        self.assertEqual(visit.state, "cancelled")

    def test_costs_of_visits_count_for_the_case(self):
        """SVC-12."""
        visit = self._done(labour_amount=600, travel_amount=300, other_amount=100.01)
        application = visit.application_id
        application.invalidate_recordset()
        self.assertAlmostEqual(application.amount_actual, 1000.01)
        with self.assertRule("SVC-12"):
            application._gate_overrun()

    def test_parts_with_their_numbers_reach_the_archive(self):
        """ARC-10."""
        line = {
            "product_id": self.part.id,
            "old_serial": "K-OLD",
            "new_serial": "K-NEW",
        }
        application = self._done(part_ids=[Command.create(line)]).application_id
        application.action_record_notice()
        self._accepted(application).action_close()
        change = self.archive.change_ids
        self.assertEqual((change.old_serial, change.new_serial), ("K-OLD", "K-NEW"))
        self.assertEqual(change.kind, "replacement")

    def test_links_in_both_directions(self):
        visit = self._done()
        application = visit.application_id
        self.assertEqual(application.visit_count, 1)
        self.assertEqual(application.dispatch_count, 1)
        self.assertEqual(application.ticket_id.sanbao_visit_count, 1)
        self.assertEqual(self.archive.sanbao_visit_count, 1)
        action = self.archive.action_sanbao_visits()
        self.assertEqual(action["res_id"], visit.id)

    def test_the_outcome_of_the_journey_comes_from_its_records(self):
        """SVC-35: what the engineer wrote on site is not typed again."""
        dispatch = self._done().dispatch_id
        dispatch.with_user(self.engineer).action_record_return()
        self.assertIn("更换密封件", dispatch.outcome)

    def test_other_companies_do_not_see_the_work(self):
        visit = self._done(part_ids=[Command.create({"product_id": self.part.id})])
        elsewhere = self.env["res.company"].create({"name": "别处"})
        person = self._person(
            "svc_elsewhere",
            "as",
            "asm",
            "eng",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        dispatch = visit.dispatch_id
        for records in (
            visit,
            visit.part_ids,
            dispatch,
            dispatch.line_ids,
            dispatch.proposal_ids,
        ):
            with self.subTest(model=records._name):
                self.assertTrue(records)
                self.assertFalse(records.with_user(person).search([]) & records)

    def test_forms_print_in_their_copies(self):
        """F04, F06, F36, SVC-09, SVC-13, SVC-35: with the rows of signatures."""
        visit = self._done()
        notice = self.env["sanbao.repair.notice"].create(
            {"application_id": visit.application_id.id, "department": "technical"}
        )
        for code, document, copies in (
            ("F04", notice, 3),
            ("F06", visit, 2),
            ("F36", visit.dispatch_id, 2),
        ):
            with self.subTest(code=code):
                form = self.env["sanbao.form"]._for_code(code)
                html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                    form.report_id.report_name, document.ids
                )
                text = html.decode()
                self.assertEqual(text.count("right-middle"), copies)
                self.assertEqual(text.count('class="sanbao-signatures"'), copies)
                self.assertIn(document.name, text)
                self.assertEqual(form.report_id.model, document._name)

    def test_the_paper_shows_both_signatures(self):
        """SVC-14."""
        visit = self._done(engineer_signature=PNG.decode())
        self.assertEqual(visit._form_signature("customer")["name"], "李队长")
        self.assertTrue(visit._form_signature("customer")["image"])
        self.assertEqual(visit._form_signature("engineer")["name"], self.engineer.name)
