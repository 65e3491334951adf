from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.sanbao_followup.models.sanbao_followup import (
    KIND_MAJOR,
    KIND_REPAIR,
)

from .common import FollowupCommon


@tagged("post_install", "-at_install")
class TestOpening(FollowupCommon):
    def test_a_closed_case_in_warranty_is_followed_up(self):
        """FUP-09."""
        application = self._closed()
        followup = application.followup_ids
        self.assertEqual((followup.kind, followup.state), (KIND_REPAIR, "open"))
        self.assertEqual(followup.partner_id, self.partner)
        self.assertEqual(followup.archive_id, self.archive)
        self.assertEqual(followup.ticket_id, application.ticket_id)
        self.assertEqual(followup.user_id, self.staff)
        self.assertEqual(followup.contact_phone, "13900000001")
        self.assertTrue(followup.in_warranty)
        self.assertTrue(followup.name.startswith("HF"))
        self.assertEqual(followup.due_date, self._today() + timedelta(days=14))
        obligation = self._obligation(followup, "FUP-09")
        self.assertEqual((obligation.state, obligation.user_id), ("open", self.staff))

    def test_a_larger_repair_is_followed_up_within_a_week(self):
        """FUP-04: by cost (strictly above the limit) or with help."""
        help_ = {"can_solve_alone": False, "help_department": "technical"}
        cases = (
            (1000, {}, KIND_REPAIR, 14),
            (1000.01, {}, KIND_MAJOR, 7),
            (0, help_, KIND_MAJOR, 7),
        )
        for estimate, values, kind, days in cases:
            with self.subTest(estimate=estimate, values=values):
                application = self._finish_only(estimate, **values)
                followup = application.followup_ids
                self.assertEqual(followup.kind, kind)
                due = self._today() + timedelta(days=days)
                self.assertEqual(followup.due_date, due)

    def _finish_only(self, estimate, **values):
        """Closed past the budget and notice, which have tests of their own."""
        application = self._accepted(
            self._approved(estimate, solution_type="adjust", **values)
        )
        application._finish()
        return application

    def test_the_days_come_from_the_parameters(self):
        """FUP-04, FUP-09."""
        for code, estimate in (
            ("major_repair_followup_days", 1000.01),
            ("repair_followup_days", 0),
        ):
            with self.subTest(code=code):
                parameter = self.env.ref(f"sanbao_followup.parameter_{code}")
                parameter.value = "3"
                followup = self._finish_only(estimate).followup_ids
                due = self._today() + timedelta(days=3)
                self.assertEqual(followup.due_date, due)

    def test_a_case_out_of_warranty_is_not_followed_up(self):
        """FUP-09."""
        old = self._archive("SN-OLD", days_ago=800)
        application = self._application(
            ticket=self._ticket(sanbao_archive_id=old.id), solution_type="adjust"
        )
        self.assertFalse(application.in_warranty)
        self.followups._open_for_applications(application)
        self.assertFalse(application.followup_ids)

    def test_it_is_opened_once(self):
        """FUP-09: closing twice, in a batch or again, adds nothing."""
        applications = self._closed() + self._closed()
        for batch in (applications, applications, applications[0]):
            self.followups._open_for_applications(batch)
        for application in applications:
            self.assertEqual(len(application.followup_ids), 1)
            self.assertEqual(len(self._obligation(application.followup_ids)), 1)

    def test_a_rule_that_is_off_asks_for_nothing(self):
        """FUP-04, FUP-09: a larger repair falls back to the ordinary follow-up."""
        self.env.ref("sanbao_followup.rule_fup_04").mode = "off"
        self.assertEqual(self._finish_only(1000.01).followup_ids.kind, KIND_REPAIR)
        self.env.ref("sanbao_followup.rule_fup_09").mode = "off"
        self.assertFalse(self._finish_only(1000.01).followup_ids)

    def test_reopening_the_case_cancels_it(self):
        """FUP-09: and closing it again asks again."""
        application = self._closed()
        first = application.followup_ids
        application.ticket_id.with_user(self.staff).action_sanbao_reopen()
        self.assertEqual(first.state, "cancelled")
        self.assertTrue(first.cancel_reason)
        self.assertEqual(self._obligation(first).state, "cancelled")
        self._accepted(application).action_close()
        second = application.followup_ids - first
        self.assertEqual(second.state, "open")

    def test_what_was_asked_stays_when_the_case_is_reopened(self):
        """FUP-09."""
        application = self._closed()
        first = self._done(application.followup_ids)
        application.ticket_id.action_sanbao_reopen()
        self.assertEqual(first.state, "done")
        with self._on_day(first, 1):
            self._accepted(application).action_close()
        self.assertEqual(len(application.followup_ids), 2)

    def test_a_withdrawn_request_is_not_followed_up(self):
        """FUP-09."""
        application = self._approved()
        application.ticket_id.stage_id = self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_stage_cancelled"
        )
        self.assertFalse(application.followup_ids)

    def test_defaults_of_whoever_closes_do_not_reach_it(self):
        application = self._accepted(self._approved(solution_type="adjust"))
        context = {"default_state": "done", "default_overall": "5"}
        application.with_context(**context)._finish()
        followup = application.followup_ids
        self.assertEqual((followup.state, followup.overall), ("open", False))

    def test_without_a_responsible_the_head_of_the_team_asks(self):
        head = self._person("fup_head", "asm")
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Team", "user_id": head.id}
        )
        gone = self._person("fup_gone", "as")
        ticket = self._ticket(user_id=gone.id, team_id=team.id)
        application = self._approved(ticket=ticket, solution_type="adjust")
        self._accepted(application)
        gone.active = False
        application._finish()
        self.assertEqual(application.followup_ids.user_id, head)
