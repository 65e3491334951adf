from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ANSWERS, FollowupCommon


@tagged("post_install", "-at_install")
class TestSteps(FollowupCommon):
    def test_a_week_ends_with_the_seventh_day(self):
        """FUP-04: the 6th and 7th day keep it, the 8th does not."""
        help_ = {"can_solve_alone": False, "help_department": "technical"}
        for day, clock, kept in (
            (6, (12,), True),
            (7, (12,), True),
            (7, (23, 59, 59), True),
            (8, (0,), False),
            (8, (12,), False),
        ):
            with self.subTest(day=day, clock=clock):
                application = self._accepted(
                    self._approved(solution_type="adjust", **help_)
                )
                application._finish()
                followup = self._answered(application.followup_ids)
                self.assertEqual(followup.kind, "repair_major")
                with self._on_day(followup, day, *clock):
                    followup.invalidate_recordset(["late"])
                    self.assertEqual(followup.late, not kept)
                    followup.with_user(self.staff).action_done()
                obligation = self._obligation(followup, "FUP-04")
                self.assertEqual(obligation.state, "done")
                self.assertEqual(obligation.kept, kept)
                self.assertEqual(followup.done_in_time, kept)
                self.assertFalse(followup.late)

    def test_two_weeks_end_with_the_fourteenth_day(self):
        """FUP-09."""
        for day, kept in ((13, True), (14, True), (15, False)):
            with self.subTest(day=day):
                followup = self._answered(self._followup())
                with self._on_day(followup, day):
                    followup.with_user(self.staff).action_done()
                self.assertEqual(self._obligation(followup, "FUP-09").kept, kept)

    def test_late_ones_are_found(self):
        """FUP-04, FUP-09: and only those."""
        followup = self._followup()
        for day, late in ((14, False), (15, True)):
            with self.subTest(day=day), self._on_day(followup, day):
                found = self.followups.search([("late", "=", True)])
                self.assertEqual(followup in found, late)
                others = self.followups.search([("late", "=", False)])
                self.assertEqual(followup in others, not late)

    def test_the_form_is_complete_before_it_is_done(self):
        """FUP-09: means, overall score and result are asked."""
        for lacking in ("means", "overall", "solved"):
            with self.subTest(lacking=lacking):
                followup = self._answered(self._followup(), **{lacking: False})
                with self.assertRaises(UserError):
                    followup.with_user(self.staff).action_done()
                self.assertEqual(followup.state, "open")

    def test_an_unsolved_problem_is_described(self):
        """FUP-09."""
        followup = self._answered(self._followup(), solved="no", problem="  ")
        with self.assertRaises(UserError):
            followup.action_done()
        followup.problem = "又漏水"
        followup.action_done()
        self.assertEqual(followup.state, "done")

    def test_it_records_who_and_when(self):
        """FUP-09."""
        followup = self._done(self._followup(), self.cs)
        self.assertEqual(followup.done_by_id, self.cs)
        self.assertTrue(followup.done_at)
        self.assertEqual(followup.score_technique, 4)
        with self.assertRaises(UserError):
            followup.action_done()

    def test_what_was_said_stays(self):
        followup = self._done(self._followup()).with_user(self.staff)
        for vals in ({"overall": "1"}, {"problem": "x"}, {"user_id": self.cs.id}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                followup.write(vals)
        followup.analysis = "客户满意"
        self.assertEqual(followup.analysis, "客户满意")

    def test_a_call_without_answer_is_counted(self):
        followup = self._followup().with_user(self.cs)
        before = followup.message_ids
        followup.action_no_answer()
        followup.action_no_answer()
        self.assertEqual((followup.attempt_count, followup.state), (2, "open"))
        self.assertTrue(followup.last_attempt_at)
        self.assertEqual(len(followup.message_ids - before), 2)

    def test_another_person_takes_the_clock_along(self):
        followup = self._followup()
        followup.with_user(self.staff).user_id = self.cs
        obligation = self._obligation(followup)
        self.assertEqual(obligation.user_id, self.cs)
        self.assertEqual(obligation.change_ids.old_user_id, self.staff)

    def test_only_the_head_cancels_and_says_why(self):
        followup = self._followup()
        for user in (self.cs, self.staff):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                followup.with_user(user).action_cancel()
        wizards = self.env["sanbao.followup.cancel"]
        with self.assertRaises(AccessError):
            wizards.with_user(self.staff).create({"reason": "x"})
        action = followup.with_user(self.asm).action_cancel()
        wizard = wizards.with_user(self.asm).with_context(**action["context"])
        wizard.create({"reason": "车辆已报废"}).action_apply()
        self.assertEqual(followup.state, "cancelled")
        self.assertEqual(followup.cancel_reason, "车辆已报废")
        self.assertEqual(self._obligation(followup).state, "cancelled")
        with self.assertRaises(UserError):
            followup.with_user(self.asm).action_cancel()

    def test_a_problem_becomes_a_new_request_once(self):
        followup = self._answered(
            self._followup(), solved="no", problem="水泵又不出水\n噪音大"
        ).with_user(self.cs)
        first = followup.action_open_ticket()
        ticket = followup.problem_ticket_id
        self.assertEqual(first["res_id"], ticket.id)
        self.assertTrue(ticket.sanbao_is_service)
        self.assertEqual(ticket.sanbao_archive_id, self.archive)
        self.assertEqual(ticket.partner_id, self.partner)
        self.assertIn("噪音大", ticket.description)
        self.assertEqual(ticket.create_uid, self.cs)
        self.assertEqual(followup.action_open_ticket()["res_id"], ticket.id)
        self.assertEqual(followup.problem_ticket_id, ticket)
        followup.action_done()
        self.assertEqual(followup.action_open_ticket()["res_id"], ticket.id)

    def test_without_a_problem_there_is_no_new_request(self):
        followup = self._answered(self._followup())
        with self.assertRaises(UserError):
            followup.with_user(self.cs).action_open_ticket()

    def test_answers_are_one_to_five(self):
        followup = self._followup()
        for value in ("0", "6"):
            with self.subTest(value=value), self.assertRaises(ValueError):
                followup.write(dict(ANSWERS, overall=value))
