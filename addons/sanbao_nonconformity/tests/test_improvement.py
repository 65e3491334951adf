from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .test_action import ActionCommon


@tagged("post_install", "-at_install")
class TestImprovement(ActionCommon):
    """QLT-19: what service finds out goes to those who make the product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls._person(
            "imp_as", "as", extra=["helpdesk_mgmt.group_helpdesk_user"]
        )
        cls.developer = cls._person("imp_rd", "rd")
        cls.ticket = (
            cls.env["helpdesk.ticket"]
            .with_user(cls.server)
            .create({"name": "密封件老化", "description": "<p>两台车密封件老化</p>"})
        )

    def _request(self, addressee="rd", **values):
        action = self.ticket.action_sanbao_improvement()
        action = self.env["mgmtsystem.action"].browse(action["res_id"])
        action = action.with_user(self.server)
        action.write(
            {
                "sanbao_addressee": addressee,
                "user_id": self.developer.id,
                "sanbao_verifier_id": self.manager.id,
                **values,
            }
        )
        return action

    def _sent(self, **values):
        action = self._request(**values)
        action.action_sanbao_start()
        return action

    def test_the_button_opens_one_draft(self):
        """QLT-19."""
        first = self.ticket.action_sanbao_improvement()["res_id"]
        self.assertEqual(self.ticket.action_sanbao_improvement()["res_id"], first)
        action = self.env["mgmtsystem.action"].browse(first)
        self.assertEqual(action.type_action, "improvement")
        self.assertEqual(action.sanbao_ticket_id, self.ticket)
        self.assertIn("密封件老化", action.sanbao_problem)
        self.ticket.invalidate_recordset()
        self.assertEqual(self.ticket.sanbao_improvement_count, 1)
        self.assertEqual(
            action.action_sanbao_open_source()["res_model"], "helpdesk.ticket"
        )

    def test_an_addressee_is_needed(self):
        """QLT-19."""
        with self.assertRule("QLT-19"):
            self._request(addressee=False).action_sanbao_start()

    def test_the_department_is_told_and_owes_a_reply(self):
        """QLT-19: within ten days."""
        action = self._sent()
        self.assertIn(self.developer.partner_id, self._told(action))
        obligation = self._obligations("QLT-19", action)
        zone = company_timezone(self.company)
        self.assertEqual(
            local_day(obligation.due, zone),
            local_day(obligation.start, zone) + timedelta(days=10),
        )
        self.assertEqual(obligation.user_id, self.developer)

    def test_the_days_are_a_parameter(self):
        """QLT-19."""
        self._value("reply_days", "4")
        obligation = self._obligations("QLT-19", self._sent())
        zone = company_timezone(self.company)
        self.assertEqual(
            local_day(obligation.due, zone),
            local_day(obligation.start, zone) + timedelta(days=4),
        )

    def test_answered_in_time(self):
        """QLT-19, reply_days: in the last second, not in the one after it."""
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            # One request of each ticket is open at a time.
            self.ticket = self.ticket.copy()
            action = self._sent()
            obligation = self._obligations("QLT-19", action)
            own = action.with_user(self.developer)
            own.sanbao_reply = "改用氟橡胶"
            with (
                self.subTest(seconds=seconds),
                freeze_time(obligation.due + timedelta(seconds=seconds)),
            ):
                own.action_sanbao_reply()
            self.assertEqual((obligation.state, obligation.kept), ("done", kept))

    def test_reply_and_result(self):
        """QLT-19: answered by the department that was asked, then done and verified."""
        action = self._sent(addressee="tech", user_id=self.developer.id)
        with self.assertRaises(AccessError):
            action.with_user(self.producer).sanbao_reply = "x"
        own = action.with_user(self.technician)
        with self.assertRule("QLT-19"):
            own.action_sanbao_reply()
        own.sanbao_reply = "改用氟橡胶"
        own.action_sanbao_reply()
        own.action_sanbao_reply()
        self.assertEqual(action.sanbao_replied_by_id, self.technician)
        self.assertEqual(self._obligations("QLT-19", action).mapped("state"), ["done"])
        self.assertIn(self.server.partner_id, self._told(action))
        owner = action.with_user(self.developer)
        owner.write(
            {
                "sanbao_cause": "材料不耐臭氧",
                "sanbao_measure": "换材料",
                "sanbao_result": "图纸已更改",
            }
        )
        owner.action_sanbao_done()
        judge = action.with_user(self.manager)
        judge.write(
            {"sanbao_conclusion": "effective", "sanbao_conclusion_note": "有效"}
        )
        judge.action_sanbao_verify()
        self.assertEqual(action.sanbao_state, "closed")

    def test_a_request_that_is_given_up_owes_no_reply(self):
        """QLT-19."""
        action = self._sent()
        action.sanbao_cancel_reason = "并入另一项改进"
        action.action_sanbao_cancel()
        self.assertEqual(self._obligations("QLT-19", action).state, "cancelled")

    def test_it_is_not_done_without_a_reply(self):
        """QLT-19."""
        owner = self._sent().with_user(self.developer)
        owner.write({"sanbao_cause": "a", "sanbao_measure": "b", "sanbao_result": "c"})
        with self.assertRule("QLT-19"):
            owner.action_sanbao_done()

    def test_others_do_not_ask(self):
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.keeper).action_sanbao_improvement()
