from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import ServiceCommon


class DispatchCommon(ServiceCommon):
    def _dispatch(self, application=None, **values):
        application = application or self._approved(100, solution_type="repair")
        return (
            self.env["sanbao.dispatch"]
            .with_user(self.staff)
            .create(
                {
                    "application_id": application.id,
                    "service_type": "repair",
                    "engineer_ids": [Command.set(self.engineer.ids)],
                    "departure_at": fields.Datetime.now() + timedelta(hours=1),
                    "line_ids": [Command.create({"kind": "tool", "name": "扭力扳手"})],
                    **values,
                }
            )
        )

    def _dispatched(self, application=None, **values):
        return self._approve(self._dispatch(application, **values), self.asm)


@tagged("post_install", "-at_install")
class TestDispatch(DispatchCommon):
    def test_the_head_of_after_sales_approves_before_the_journey(self):
        """SVC-35."""
        dispatch = self._dispatch()
        with self.assertRule("SVC-35"):
            dispatch._gate_approved()
        dispatch.action_submit()
        self.assertEqual(dispatch.review_ids.sanbao_rule_id.code, "SVC-35")
        for person in (self.staff, self.engineer, self.sm):
            with self.subTest(person=person.login), self.assertRaises(UserError):
                dispatch.with_user(person)._validate_tier()
        self._approve(dispatch, self.asm)
        dispatch._gate_approved()

    def test_the_order_states_kind_and_fault(self):
        """SVC-35."""
        application = self._approved(100)
        for values in (
            {"service_type": False},
            {"fault": " "},
            {"engineer_ids": False},
            {"departure_at": False},
        ):
            with self.subTest(**values):
                dispatch = self._dispatch(application, **values)
                with self.assertRule("SVC-35"):
                    dispatch.action_submit()

    def test_nobody_is_sent_before_the_case_is_released(self):
        """SVC-02, SVC-09, SVC-10: the dispatch asks the application."""
        with self.assertRule("SVC-02"):
            self._dispatch(self._application()).action_submit()
        with self.assertRule("SVC-10"):
            self._dispatch(self._approved(1000.01)).action_submit()
        helped = self._approved(can_solve_alone=False, help_department="technical")
        with self.assertRule("SVC-09"):
            self._dispatch(helped).action_submit()
        with self.assertRule("SVC-02"):
            self._application().action_sanbao_dispatch()

    def test_an_approved_order_prepares_the_visit_of_its_engineers(self):
        dispatch = self._dispatched()
        visit = dispatch.visit_ids
        self.assertEqual(visit.engineer_ids, self.engineer)
        self.assertEqual(visit.planned_at, dispatch.departure_at)
        self.assertEqual(visit.place, dispatch.place)
        self.assertIn(self.engineer.partner_id, dispatch.message_partner_ids)

    def test_a_changed_order_takes_the_planned_visit_back(self):
        """SVC-35."""
        dispatch = self._dispatched()
        dispatch.line_ids.quantity = 7
        self.assertEqual(dispatch.state, "draft")
        self.assertEqual(dispatch.visit_ids.state, "cancelled")
        with self.assertRule("SVC-35"):
            dispatch.action_create_visit()

    def test_return_waits_for_the_field_record(self):
        """SVC-13; pressed twice it is recorded once."""
        dispatch = self._dispatched()
        dispatch.visit_ids.with_user(self.engineer).action_arrive()
        with self.assertRule("SVC-13"):
            dispatch.with_user(self.engineer).action_record_return()
        dispatch.visit_ids._write_engine({"state": "cancelled"})
        dispatch.with_user(self.engineer).action_record_return()
        self.assertEqual(dispatch.state, "done")
        other = self._person("svc_other", "eng")
        with self.assertRaises(AccessError):
            dispatch.with_user(other).action_record_return()
        returned = dispatch.returned_at
        dispatch.with_user(self.engineer).action_record_return()
        self.assertEqual(dispatch.returned_at, returned)

    def test_nobody_cancels_a_journey_that_has_begun(self):
        dispatch = self._dispatched()
        dispatch.visit_ids.with_user(self.engineer).action_arrive()
        with self.assertRaises(UserError):
            dispatch.action_cancel()

    def test_engineers_do_not_write_orders(self):
        """SVC-35: whoever may not create orders may not add parts either."""
        dispatch = self._dispatch()
        for attempt in (
            dispatch.with_user(self.engineer).copy,
            dispatch.with_user(self.engineer).action_submit,
            dispatch.with_user(self.engineer).action_cancel,
            lambda: dispatch.with_user(self.engineer).write({"place": "x"}),
            lambda: dispatch.proposal_ids[:1].with_user(self.engineer).action_assign(),
        ):
            with self.assertRaises(AccessError):
                attempt()
        with self.assertRaises(AccessError):
            dispatch.line_ids.with_user(self.engineer).write({"quantity": 2})

    @mute_logger("odoo.sql_db")
    def test_times_are_in_order(self):
        with self.assertRaisesRegex(Exception, "return"), self.env.cr.savepoint():
            dispatch = self._dispatch()
            dispatch.return_planned_at = dispatch.departure_at - timedelta(hours=1)
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestProposal(DispatchCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("sanbao_base.group_eng").user_ids = cls.engineer
        cls.state = cls.env["res.country.state"].search([], limit=1)
        cls.archive.state_id = cls.state
        cls.skill = cls.env["sanbao.service.skill"].create(
            {"name": "水路", "keywords": "水泵，水压"}
        )
        cls.skilled = cls._person("svc_skilled", "eng")
        cls.near = cls._person("svc_near", "eng")
        cls.near.sanbao_region_ids = cls.state

    def _ranking(self, dispatch):
        return dispatch.proposal_ids.sorted("rank").user_id

    def test_skill_comes_before_region_and_region_before_workload(self):
        """SVC-06."""
        self.skill.with_user(self.asm).user_ids = self.skilled
        dispatch = self._dispatch(engineer_ids=False)
        ranking = self._ranking(dispatch)
        self.assertEqual(ranking[:2], self.skilled | self.near)
        reasons = dispatch.proposal_ids.mapped("reason")
        self.assertIn("水路", reasons[0])
        self.assertIn(self.state.name, reasons[1])

    def test_the_less_busy_engineer_comes_first(self):
        """SVC-06."""
        self.near.sanbao_region_ids = False
        self._dispatched(engineer_ids=[Command.set(self.engineer.ids)])
        dispatch = self._dispatch(engineer_ids=False)
        self.assertEqual(self._ranking(dispatch)[-1], self.engineer)
        self.assertEqual(dispatch.proposal_ids.sorted("rank")[-1].open_count, 1)

    def test_urgent_cases_go_to_experienced_engineers(self):
        """SVC-06: severity."""
        self.engineer.sanbao_engineer_grade = "3"
        normal = self._dispatch(engineer_ids=False)
        self.assertEqual(self._ranking(normal)[0], self.near)
        ticket = self._ticket(priority="3")
        urgent = self._dispatch(self._approved(ticket=ticket), engineer_ids=False)
        self.assertEqual(self._ranking(urgent)[0], self.engineer)

    def test_skills_are_found_by_category_too(self):
        """SVC-06."""
        top = self.env["product.category"].create({"name": "环卫车"})
        below = self.env["product.category"].create(
            {"name": "洗扫车", "parent_id": top.id}
        )
        self.vehicle.categ_id = below
        skill = self.env["sanbao.service.skill"].create(
            {
                "name": "底盘",
                "categ_ids": [Command.link(top.id)],
                "user_ids": [Command.link(self.engineer.id)],
            }
        )
        self.assertEqual(skill._needed_for(self.vehicle, "异响"), skill)

    def test_a_proposal_is_taken_with_one_press_before_submission(self):
        """SVC-06."""
        dispatch = self._dispatch(engineer_ids=False)
        proposal = dispatch.proposal_ids[:1]
        proposal.action_assign()
        self.assertEqual(dispatch.engineer_ids, proposal.user_id)
        self.assertTrue(proposal.is_assigned)
        self._approve(dispatch, self.asm)
        with self.assertRaises(UserError):
            dispatch.proposal_ids[-1:].action_assign()

    def test_proposals_are_written_by_the_system_only(self):
        """SVC-06."""
        dispatch = self._dispatch()
        for operation in ("write", "create", "unlink"):
            self.assertFalse(dispatch.proposal_ids.has_access(operation))

    def test_without_the_rule_nobody_is_proposed(self):
        """SVC-06."""
        self.env.ref("sanbao_service.rule_svc_06").mode = "off"
        self.assertFalse(self._dispatch().proposal_ids)


@tagged("post_install", "-at_install")
class TestDispatchEscapes(ApprovalEscapes, DispatchCommon):
    """SVC-35: the dispatch order cannot be approved by a trick."""

    def _escape_document(self):
        return self._dispatch()

    def _escape_header_change(self):
        return {"advance_amount": 90000}

    def _escape_line_change(self):
        return "line_ids", {"quantity": 900}
