from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .common import ServiceCommon

REPORTED = "2026-03-02 01:00:00"  # 09:00 in Shanghai


@tagged("post_install", "-at_install")
class TestDeadlines(ServiceCommon):
    def _obligations(self, ticket):
        return {row.kind_id.code: row for row in ticket.sudo().obligation_ids}

    def test_each_class_of_urgency_has_its_limits(self):
        """SVC-05, WAR-05: critical 2/24 h, urgent 4/48 h, normal 24/72 h."""
        start = fields.Datetime.to_datetime(REPORTED)
        for priority, response, completion in (
            ("3", 2, 24),
            ("2", 4, 48),
            ("1", 24, 72),
            ("0", 24, 72),
        ):
            with self.subTest(priority=priority):
                ticket = self._ticket(priority=priority, sanbao_reported_at=REPORTED)
                due = self._obligations(ticket)
                self.assertEqual(
                    due["SVC-05-response"].due, start + timedelta(hours=response)
                )
                self.assertEqual(
                    due["SVC-05-completion"].due, start + timedelta(hours=completion)
                )

    def test_another_urgency_moves_the_limits(self):
        """SVC-05."""
        ticket = self._ticket(priority="1", sanbao_reported_at=REPORTED)
        ticket.priority = "3"
        start = fields.Datetime.to_datetime(REPORTED)
        self.assertEqual(
            self._obligations(ticket)["SVC-05-completion"].due,
            start + timedelta(hours=24),
        )

    def test_a_hand_over_moves_the_responsibility(self):
        ticket = self._ticket()
        ticket.write({"user_id": self.asm.id, "sanbao_handover_note": "请接手"})
        self.assertEqual(
            self._obligations(ticket)["SVC-05-completion"].user_id, self.asm
        )

    def test_the_first_contact_keeps_the_response_limit_or_not(self):
        """SVC-07: just before, at and just after the limit."""
        limit = fields.Datetime.to_datetime(REPORTED) + timedelta(hours=24)
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            with self.subTest(seconds=seconds):
                ticket = self._ticket(sanbao_reported_at=REPORTED)
                with freeze_time(limit + timedelta(seconds=seconds)):
                    ticket._sanbao_record_first_contact("已联系")
                row = self._obligations(ticket)["SVC-05-response"]
                self.assertEqual((row.state, row.kept), ("done", kept))

    def test_late_requests_are_found(self):
        """SVC-05: what is late is shown."""
        late = self._ticket(sanbao_reported_at=REPORTED)
        fresh = self._ticket()
        found = self.env["helpdesk.ticket"].search([("obligation_late", "=", True)])
        self.assertIn(late, found)
        self.assertNotIn(fresh, found)

    def test_an_escalation_tells_and_starts_a_limit(self):
        """SVC-36."""
        tech = self._person("svc_tech", "tech")
        ticket = self._ticket().with_user(self.engineer)
        ticket._sanbao_escalate("需要技术支持")
        row = self._obligations(ticket)["SVC-36"]
        self.assertEqual(row.due - row.start, timedelta(hours=24))
        told = ticket.message_ids[0].partner_ids
        self.assertIn(tech.partner_id, told)
        self.assertIn(self.asm.partner_id, told)
        ticket._sanbao_answer_escalation("更换密封件")
        self.assertEqual(row.state, "done")

    def test_a_closed_case_owes_no_answer_to_an_escalation(self):
        """SVC-36."""
        application = self._accepted(self._approved(solution_type="adjust"))
        ticket = application.ticket_id.with_user(self.engineer)
        ticket._sanbao_escalate("需要技术支持")
        row = self._obligations(ticket)["SVC-36"]
        application.action_close()
        self.assertEqual(row.state, "done")

    def test_other_tickets_have_no_clock(self):
        plain = self.env["helpdesk.ticket.type"].create({"name": "咨询"})
        self.assertFalse(self._ticket(type_id=plain.id).obligation_count)
