"""Attempts to read, print, forge or infect what belongs to others."""

import base64
import json

from attack_service import AttackCommon

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

SCRIPT = "<img src=x onerror=alert(1)>"


@tagged("post_install", "-at_install")
class TestReading(AttackCommon):
    # === Other people's data ===

    def test_files_of_a_visit_are_for_those_who_read_it(self):
        visit = self._signed(self._visit(self._approved()))
        visit.photo_ids = self._file(base64.b64decode(visit.signature), "photo.png")
        field = [("res_model", "=", visit._name), ("res_field", "=", "signature")]
        files = self.env["ir.attachment"].sudo().search(field) | visit.photo_ids
        self.assertGreater(len(files), 1)
        for user in (self.portal, self.public, self.stranger):
            with self.subTest(user=user.login):
                mine = files.with_user(user)
                self.assertFalse(mine.search([("id", "in", files.ids)]))
                for file in mine:
                    self.assertRefused(file.read, ["raw"])
                    self.assertRefused(file.write, {"res_id": 0})

    def test_customers_read_no_notes_of_the_staff_on_their_case(self):
        ticket = self._ticket(partner_id=self.portal.partner_id.id)
        ticket.sudo().sanbao_handover_note = "难缠的客户"
        mine = ticket.with_user(self.portal)
        self.assertTrue(mine.read(["number"]))
        for name in ("sanbao_handover_note", "sanbao_escalated_at"):
            self.assertRefused(mine.read, [name])
        texts = mine.message_ids.mapped("body")
        self.assertFalse([text for text in texts if "难缠" in text])

    def test_what_a_customer_signed_is_not_changed_as_a_file(self):
        """SVC-14: the files behind a finished record, past the record."""
        visit = self._signed(self._visit(self._approved()))
        png = base64.b64decode(visit.signature)
        own = self._file(png, "own.png")
        visit.photo_ids = own
        field = [("res_model", "=", visit._name), ("res_field", "=", "signature")]
        files = self.env["ir.attachment"]
        signature = files.search([*field, ("res_id", "=", visit.id)])
        self.assertTrue(signature)
        self.assertRefused(signature.with_user(self.engineer).write, {"raw": png})
        own.with_user(self.engineer).name = "better name.png"
        visit.action_done()
        for user in (self.engineer, self.staff, self.asm):
            for file in (signature, own):
                with self.subTest(user=user.login, file=file.name):
                    mine = file.with_user(user)
                    self.assertRefused(mine.write, {"raw": png})
                    self.assertRefused(mine.write, {"res_id": 0})
                    self.assertRefused(mine.unlink)

    def test_a_photo_of_somebody_else_is_not_made_ones_own(self):
        secret = self.env["ir.attachment"].create(
            {"name": "secret.png", "raw": b"x", "res_model": "res.company", "res_id": 1}
        )
        visit = self._visit(self._approved())
        visit.action_arrive()
        self._attempt(lambda: visit.write({"photo_ids": [Command.link(secret.id)]}))
        self.assertEqual(secret.res_model, "res.company")

    def test_the_log_of_a_document_stays(self):
        application = self._approved().with_context(tracking_disable=False)
        ticket = application.ticket_id
        ticket.message_post(body="noted", message_type="notification")
        application.message_post(body="noted", message_type="notification")
        for record in (ticket, application):
            notes = record.sudo().message_ids.filtered(
                lambda message: message.message_type == "notification"
            )
            self.assertTrue(notes)
            for code in ("as", "asm", "admin"):
                mine = notes[:1].with_user(self.role[code])
                with self.subTest(model=record._name, role=code):
                    self.assertRefused(mine.unlink)
                    self.assertRefused(mine.write, {"body": "never"})

    # === Text that is a program ===

    def test_typed_text_is_never_a_program(self):
        """In messages, in what changed after approval, and on printed forms."""
        ticket = self._ticket(name=SCRIPT, sanbao_contact_name=SCRIPT)
        self.partner.name = SCRIPT
        application = self._application(
            ticket=ticket, analysis=SCRIPT, fault_description=SCRIPT
        )
        application.action_submit()
        application.analysis = f"{SCRIPT}2"
        application.action_submit()
        application.with_user(self.asm)._sanbao_decide("rejected", SCRIPT)
        for kind in ("first_contact", "escalate"):
            note = self.env["sanbao.ticket.note"].with_user(self.cs)
            note.create(
                {"ticket_id": ticket.id, "kind": kind, "note": SCRIPT}
            ).action_apply()
        texts = (ticket | ticket).sudo().message_ids.mapped("body")
        texts += application.sudo().message_ids.mapped("body")
        texts += application.sudo().mapped("activity_ids.note")
        texts += [application.approval_changes or ""]
        report = self.env.ref("sanbao_service.report_service_application", False)
        reports = report or self.env["ir.actions.report"].search(
            [("model", "=", application._name), ("report_name", "=like", "sanbao%")]
        )
        for one in reports:
            html = one._render_qweb_html(one.report_name, application.ids)[0]
            texts.append(html.decode())
        self.assertTrue(any("onerror" in text for text in texts))
        for text in texts:
            self.assertNotIn("<img src=x", str(text))
            self.assertNotIn('<img src="x"', str(text))


@tagged("post_install", "-at_install")
class TestAttacksOverHttp(AttackCommon, HttpCase):
    """The same by the wire: what the web client's address accepts."""

    def _login(self, user):
        user.sudo().password = user.login
        self.authenticate(user.login, user.login)

    def _call(self, model, method, *args, **kwargs):
        body = {
            "jsonrpc": "2.0",
            "method": "call",
            "params": {
                "model": model,
                "method": method,
                "args": args,
                "kwargs": kwargs,
            },
        }
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_private_methods_and_engines_are_out_of_reach(self):
        application = self._application()
        application.action_submit()
        self.env.flush_all()
        self._login(self.role["as"])
        name, ids = application._name, application.ids
        engine = {"context": {"sanbao_engine": True, "sanbao_visit_lines": [1]}}
        attacks = [
            ("write", (ids, {"state": "approved"}), engine),
            ("web_save", (ids, {"state": "approved"}), {"specification": {}}),
            ("_set_state", (ids, "approved"), {}),
            ("_write_engine", (ids, {"solved": "yes"}), {}),
            ("_sanbao_decide", (ids, "approved"), {}),
            ("_validate_tier", (ids,), {}),
            (
                "create",
                ([{"ticket_id": application.ticket_id.id, "state": "done"}],),
                {},
            ),
            ("write", (ids, {"review_ids": [[5, 0, 0]]}), engine),
            ("evaluate_tier", (ids, 1), {}),
        ]
        for method, args, kwargs in attacks:
            with self.subTest(method=method, args=args):
                self.assertIn("error", self._call(name, method, *args, **kwargs))
        application.invalidate_recordset()
        self.assertEqual(application.state, "submitted")
        review = application.sudo().review_ids
        for method, args in (
            ("write", (review.ids, {"status": "approved"})),
            ("unlink", (review.ids,)),
            ("create", ([{"model": name, "res_id": ids[0], "status": "approved"}],)),
        ):
            with self.subTest(method=method):
                self.assertIn("error", self._call("tier.review", method, *args))

    @mute_logger(
        "odoo.http",
        "odoo.addons.base.models.ir_rule",
        "odoo.addons.base.models.ir_qweb",
    )
    def test_customers_reach_neither_forms_nor_signatures(self):
        visit = self._signed(self._visit(self._approved()))
        self.env.flush_all()
        reports = self.env["ir.actions.report"].search([("model", "=", visit._name)])
        addresses = [
            *(f"/report/pdf/{one.report_name}/{visit.id}" for one in reports),
            *(f"/report/html/{one.report_name}/{visit.id}" for one in reports),
        ]
        self.assertTrue(addresses)
        self._login(self.portal)
        for address in addresses:
            with self.subTest(address=address):
                self.assertNotEqual(self.url_open(address).status_code, 200)
        image = self.url_open(f"/web/image/{visit._name}/{visit.id}/signature")
        signature = base64.b64decode(visit.signature)
        self.assertNotEqual(image.content, signature)
        self.assertIn("error", self._call(visit._name, "read", visit.ids, ["name"]))
        self.assertIn("error", self._call("helpdesk.ticket", "create", [{"name": "x"}]))
        self.assertRaises(AccessError, visit.with_user(self.portal).read, ["name"])
