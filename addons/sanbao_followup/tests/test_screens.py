from odoo.tests import Form, tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .common import FollowupCommon


@tagged("post_install", "-at_install")
class TestScreens(FollowupCommon):
    def test_ways_there_and_back(self):
        application = self._closed()
        followup = application.followup_ids
        self._answered(followup, solved="no", problem="又漏水")
        followup.with_user(self.cs).action_open_ticket()
        new = followup.problem_ticket_id
        for document, action in (
            (application, "action_view_followups"),
            (application.ticket_id, "action_sanbao_followups"),
            (new, "action_sanbao_followups"),
            (self.archive, "action_sanbao_followups"),
        ):
            with self.subTest(document=document):
                document = document.with_user(self.sup)
                self.assertEqual(getattr(document, action)()["res_id"], followup.id)
        self.assertEqual(application.followup_count, 1)
        self.assertEqual(application.ticket_id.sanbao_followup_count, 1)
        self.assertEqual(self.archive.sanbao_followup_count, 1)
        mine = followup.with_user(self.staff)
        self.assertEqual(
            [
                mine.action_view_ticket()["res_id"],
                mine.action_view_application()["res_id"],
                mine.action_view_archive()["res_id"],
            ],
            [application.ticket_id.id, application.id, self.archive.id],
        )

    def test_engineers_open_their_case_without_follow_ups(self):
        application = self._closed()
        forms = {
            user: application.with_user(user).get_view(view_type="form")["arch"]
            for user in (self.engineer, self.staff)
        }
        self.assertNotIn(b"followup_count", forms[self.engineer])
        self.assertIn(b"followup_count", forms[self.staff])

    def test_the_form_is_filled_on_screen(self):
        followup = self._followup().with_user(self.cs)
        with Form(followup) as form:
            form.means = "phone"
            form.overall = "4"
            form.solved = "yes"
            form.opinions = "希望多备件"
        followup.action_done()
        self.assertEqual(followup.state, "done")

    def test_the_default_list_is_what_i_owe(self):
        action = self.env.ref("sanbao_followup.sanbao_followup_action")
        self.assertIn("search_default_mine", action.context)
        self.assertIn("search_default_open", action.context)

    def test_form_50_prints_what_the_customer_said(self):
        """F50, FUP-09."""
        self.staff.name = "钱师傅"
        followup = self._answered(
            self._followup(), solved="no", problem="又漏水", opinions="希望多备件"
        )
        followup.with_user(self.cs).action_open_ticket()
        followup.with_user(self.staff).action_done()
        text = printed_text(self.env, "sanbao_followup.report_f50", followup)
        for expected in (
            followup.name,
            "青禾市环卫处",
            "13900000001",
            "又漏水",
            "希望多备件",
            "钱师傅",
            "售后负责人",
            followup.problem_ticket_id.number,
            "☑",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, text)
