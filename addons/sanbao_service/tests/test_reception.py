from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestReception(ServiceCommon):
    def test_the_unit_is_found_by_any_number_and_by_phone(self):
        """SVC-03: the person at the phone has only what the customer reads to him."""
        self.archive.write(
            {
                "chassis_no": "LZZ5ELNB1AA000001",
                "engine_no": "D2676-7788",
                "plate_no": "京A12345",
            }
        )
        for text in (
            "SN-0001",
            "LZZ5ELNB1AA000001",
            "D2676-7788",
            "京A12345",
            "13900000001",
            "0000-8800001",
        ):
            with self.subTest(text=text):
                found = self.env["sanbao.archive"].with_user(self.cs).name_search(text)
                self.assertIn(self.archive.id, [row[0] for row in found])

    def test_the_unit_brings_the_contact(self):
        ticket = self._ticket()
        self.assertEqual(ticket.sanbao_contact_name, "李队长")
        self.assertEqual(ticket.sanbao_contact_phone, "13900000001")

    def test_registration_must_be_complete_before_the_application(self):
        """SVC-03: customer, unit and fault; each missing one is named."""
        rule = self.env.ref("sanbao_service.rule_svc_03")
        rule.mode = "block"
        for field, value, name in (
            ("partner_id", False, "customer"),
            ("sanbao_archive_id", False, "unit"),
            ("description", "", "fault description"),
        ):
            with self.subTest(field=field):
                ticket = self._ticket().with_user(self.staff)
                ticket.sudo().write({field: value})
                with self.assertRule("SVC-03") as refusal:
                    ticket.with_context(lang="en_US").action_sanbao_application()
                self.assertIn(name, str(refusal.exception))

    def test_the_fields_of_the_registration_are_a_parameter(self):
        """SVC-03: an administrator decides which fields count."""
        self.env.ref("sanbao_service.rule_svc_03").mode = "block"
        self.env.ref("sanbao_service.parameter_svc_register_fields").value = "channel"
        ticket = self._ticket(sanbao_archive_id=False, channel_id=False)
        with self.assertRule("SVC-03"):
            ticket._sanbao_gate_registration()
        ticket.channel_id = self.env.ref("sanbao_service.channel_wechat")
        ticket._sanbao_gate_registration()

    def test_mails_and_web_messages_become_service_requests(self):
        """SVC-04: one reception for every channel."""
        ticket = self.env["helpdesk.ticket"].message_new(
            {"subject": "车不能启动", "from": "kehu@example.com", "body": "<p>急</p>"}
        )
        self.assertTrue(ticket.sanbao_is_service)
        self.assertTrue(ticket.obligation_count)
        channels = self.env["helpdesk.ticket.channel"].search([])
        self.assertGreaterEqual(len(channels), 5)
        self.env.ref("sanbao_service.rule_svc_04").mode = "off"
        plain = self.env["helpdesk.ticket"].message_new(
            {"subject": "询价", "from": "kehu@example.com", "body": "<p>询价</p>"}
        )
        self.assertFalse(plain.sanbao_is_service)

    def test_a_hand_over_needs_a_note(self):
        """SVC-44: the case has one owner until it is closed."""
        self.env.ref("sanbao_service.rule_svc_44").mode = "block"
        ticket = self._ticket()
        with self.assertRule("SVC-44"):
            ticket.user_id = self.asm
        note = self.env["sanbao.ticket.note"].with_user(self.staff)
        note.create(
            {
                "ticket_id": ticket.id,
                "kind": "handover",
                "user_id": self.asm.id,
                "note": "客户要求下午联系",
            }
        ).action_apply()
        self.assertEqual(ticket.user_id, self.asm)
        self.assertIn("客户要求下午联系", ticket.message_ids[0].body)

    def test_the_owner_may_be_set_where_there_was_none(self):
        """SVC-44 is about a change of hands, not about the first owner."""
        self.env.ref("sanbao_service.rule_svc_44").mode = "block"
        ticket = self._ticket(user_id=False)
        ticket.user_id = self.staff

    def test_one_application_for_a_case(self):
        ticket = self._ticket().with_user(self.staff)
        first = ticket.action_sanbao_application()["res_id"]
        self.assertEqual(ticket.action_sanbao_application()["res_id"], first)

    def test_a_step_needs_the_right_to_write_the_ticket(self):
        ticket = self._ticket()
        stranger = new_test_user(self.env, "svc_gate", "sanbao_base.group_gate")
        note = self.env["sanbao.ticket.note"].with_user(stranger)
        with self.assertRaises(AccessError):
            note.create(
                {"ticket_id": ticket.id, "kind": "first_contact", "note": "x"}
            ).action_apply()

    def test_the_first_contact_is_recorded_once(self):
        """SVC-07."""
        ticket = self._ticket()
        ticket._sanbao_record_first_contact("确认故障")
        with self.assertRaises(UserError):
            ticket._sanbao_record_first_contact("确认故障")


@tagged("post_install", "-at_install")
class TestPortalClose(HttpCase):
    """The route of helpdesk_mgmt closed anybody's ticket from a link."""

    def setUp(self):
        super().setUp()
        self.stranger = new_test_user(
            self.env, "svc_portal_x", "base.group_portal", password="svc_portal_x"
        )
        self.ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "T",
                "description": "d",
                "partner_id": self.env["res.partner"].create({"name": "A"}).id,
                "type_id": False,
            }
        )
        self.stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")

    def _close(self, method, **values):
        self.authenticate("svc_portal_x", "svc_portal_x")
        data = {"ticket_id": self.ticket.id, "stage_id": self.stage.id, **values}
        if method == "GET":
            return self.url_open(
                f"/ticket/close?ticket_id={self.ticket.id}&stage_id={self.stage.id}"
            )
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open("/ticket/close", data=data)

    def test_a_stranger_closes_nothing(self):
        self._close("GET")
        self._close("POST")
        self.ticket.invalidate_recordset()
        self.assertFalse(self.ticket.closed)

    def test_the_customer_closes_his_own(self):
        self.ticket.partner_id = self.stranger.partner_id
        self._close("POST")
        self.ticket.invalidate_recordset()
        self.assertTrue(self.ticket.closed)

    def test_a_bad_number_is_no_error(self):
        for number in ("", "x", "999999999"):
            with self.subTest(number=number):
                response = self._close("POST", ticket_id=number)
                self.assertLess(response.status_code, 500)
