from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestClosing(ServiceCommon):
    def _application(self, estimate=0.0, **values):
        """Solved without a visit, so that visits do not matter here."""
        return super()._application(estimate, **{"solution_type": "adjust", **values})

    def test_a_closed_case_is_done_and_in_the_archive(self):
        """SVC-05, SVC-20, SVC-21, ARC-07."""
        application = self._accepted(self._approved(200))
        application.action_close()
        self.assertEqual(application.state, "done")
        self.assertTrue(application.ticket_id.closed)
        self.assertTrue(application.completed_in_time)
        line = self.archive.running_ids
        self.assertEqual(line.case_no, application.ticket_id.number)
        states = application.ticket_id.sudo().obligation_ids.mapped("state")
        self.assertEqual(set(states), {"done"})

    def test_a_warranty_case_is_in_time_inside_its_limit(self):
        """WAR-05: 72 hours for a normal request; one second later is late."""
        for seconds, in_time in ((-1, True), (0, True), (1, False)):
            with self.subTest(seconds=seconds):
                application = self._approved(200)
                limit = application.ticket_id._sanbao_completion_limit()
                with freeze_time(limit + timedelta(seconds=seconds)):
                    self._accepted(application)
                    application.action_close()
                self.assertEqual(application.completed_in_time, in_time)

    def test_without_the_rule_no_warranty_case_is_late(self):
        """WAR-05."""
        self.env.ref("sanbao_service.rule_war_05").mode = "off"
        application = self._approved(200)
        limit = application.ticket_id._sanbao_completion_limit()
        with freeze_time(limit + timedelta(days=9)):
            self._accepted(application)
            application.action_close()
        self.assertTrue(application.completed_in_time)

    def test_closing_by_the_stage_obeys_the_same_rules(self):
        """SVC-20: also the status bar, a kanban drag or RPC."""
        application = self._approved()
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        for user in (self.staff, self.env.user):
            with self.subTest(user=user.login), self.assertRule("SVC-20"):
                application.ticket_id.with_user(user).stage_id = done

    def test_closing_waits_for_the_customer(self):
        """SVC-20."""
        with self.assertRule("SVC-20"):
            self._finished(self._approved()).action_close()

    def test_unsolved_work_goes_on(self):
        """SVC-20."""
        application = self._accepted(self._approved(), solved="no")
        self.assertFalse(application.completed_at)
        with self.assertRule("SVC-20"):
            application.action_close()
        self._accepted(application)
        application.action_close()

    def test_the_customer_is_told_in_time(self):
        """SVC-17: the notice closes its obligation; without it no closing."""
        application = self._approved()
        now = fields.Datetime.now()
        application._on_work_finished(now)
        notice = self.env["sanbao.obligation"].search(
            [("kind_id.code", "=", "SVC-17"), ("res_id", "=", application.id)]
        )
        self.assertEqual(notice.due, now + timedelta(hours=24))
        application._accept({"solved": "yes", "satisfaction": "4"})
        with self.assertRule("SVC-17"):
            application.action_close()
        application.action_record_notice()
        self.assertEqual(notice.state, "done")
        application.action_close()

    def test_no_notice_is_owed_where_work_goes_on_or_ends(self):
        """SVC-17: the customer is not satisfied; the case is given up."""
        ends = {
            "unsolved": lambda application: application._accept({"solved": "no"}),
            "given up": lambda application: application._abandon(),
        }
        for name, end in ends.items():
            application = self._approved()
            application._on_work_finished(fields.Datetime.now())
            notice = self.env["sanbao.obligation"].search(
                [("kind_id.code", "=", "SVC-17"), ("res_id", "=", application.id)]
            )
            self.assertEqual(notice.state, "open")
            end(application)
            with self.subTest(name):
                self.assertEqual(notice.state, "cancelled")

    def test_satisfaction_is_asked(self):
        """SVC-22."""
        self.env.ref("sanbao_service.rule_svc_22").mode = "block"
        application = self._accepted(self._approved(), satisfaction=False)
        with self.assertRule("SVC-22"):
            application.action_close()

    def test_misuse_needs_the_guidance_given(self):
        """SVC-37."""
        self.env.ref("sanbao_service.rule_svc_37").mode = "block"
        application = self._application(100, cause_class="misuse")
        self._approve(application, self.asm, self.dgm)
        self._accepted(application)
        with self.assertRule("SVC-37"):
            application.action_close()
        application.guidance = "培训了操作步骤"
        application.action_close()

    def test_an_overrun_stops_the_closing(self):
        """SVC-12."""
        application = self._accepted(self._approved(100))
        costs = patch.object(
            type(application), "_actual_costs", lambda document: [("travel", 1000.01)]
        )
        with costs, self.assertRule("SVC-12"):
            application.action_close()

    def test_a_closed_application_stays_as_it_is(self):
        """SVC-21."""
        application = self._accepted(self._approved())
        application.action_close()
        for vals in ({"analysis": "x"}, {"result": "x"}, {"guidance": "x"}):
            with self.subTest(vals=vals), self.assertRule("SVC-21"):
                application.write(vals)

    def test_a_closed_case_may_be_corrected_for_some_days(self):
        """SVC-21: two days after closing it is archived."""
        application = self._accepted(self._approved())
        application.action_close()
        ticket = application.ticket_id
        closed = ticket.closed_date
        with freeze_time(closed + timedelta(days=2, seconds=-1)):
            ticket.description = "<p>补充</p>"
        with (
            freeze_time(closed + timedelta(days=2)),
            self.assertRule("SVC-21"),
        ):
            ticket.description = "<p>改写</p>"

    def test_a_reopened_case_goes_on(self):
        """SVC-20, SVC-21."""
        application = self._accepted(self._approved())
        application.action_close()
        ticket = application.ticket_id
        ticket.action_sanbao_reopen()
        self.assertEqual((ticket.closed, application.state), (False, "approved"))
        with self.assertRule("SVC-20"):
            application.action_close()

    def test_a_case_dragged_back_to_an_open_stage_is_reopened(self):
        """SVC-20: the kanban reopens as the button does."""
        application = self._accepted(self._approved())
        application.action_close()
        ticket = application.ticket_id
        ticket.stage_id = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_stage_in_progress"
        )
        self.assertEqual((application.state, application.solved), ("approved", False))

    def test_a_withdrawn_request_needs_no_acceptance(self):
        application = self._approved()
        cancelled = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        application.ticket_id.stage_id = cancelled
        self.assertEqual(application.state, "cancelled")
        self.assertEqual(
            set(application.ticket_id.sudo().obligation_ids.mapped("state")),
            {"cancelled"},
        )

    def test_a_case_with_work_done_is_not_withdrawn(self):
        application = self._finished(self._approved())
        cancelled = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        with self.assertRaises(UserError):
            application.ticket_id.stage_id = cancelled

    def test_steps_cannot_be_typed(self):
        """SVC-17, SVC-20: what the steps record is not written by hand."""
        application = self._approved()
        for vals in (
            {"solved": "yes"},
            {"satisfaction": "5"},
            {"completed_at": "2026-01-01 00:00:00"},
            {"notified_at": "2026-01-01 00:00:00"},
            {"closed_at": "2026-01-01 00:00:00"},
            {"completed_in_time": True},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                application.write(vals)

    def test_acceptance_follows_the_work(self):
        """SVC-20."""
        with self.assertRaises(UserError):
            self._approved()._accept({"solved": "yes"})

    def test_a_larger_repair_is_marked(self):
        """FUP-04: above the limit, or with help of another department."""
        self.assertFalse(self._application(1000).is_major)
        self.assertTrue(self._application(1000.01).is_major)
        self.assertTrue(
            self._application(
                can_solve_alone=False, help_department="technical"
            ).is_major
        )
