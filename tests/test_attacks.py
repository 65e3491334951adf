"""Attempts on the documents of service and parts, by everybody and past the screen."""

import base64
import datetime
import inspect
import json

from attack import AttackCommon, Writes

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

# Readonly fields that Odoo itself fills from the client, or that say nothing.
HOUSEKEEPING = ("message_", "activity_", "rating_", "website_", "access_", "create_")
HOUSEKEEPING += ("write_", "positive_rate_percentage", "commercial_partner_id")
# Buttons that need arguments; they are attacked by name below.
WITH_ARGUMENTS = {"evaluate_tier", "action_reassign", "action_reschedule"}
SCRIPT = "<img src=x onerror=alert(1)>"


def another_value(record, field):
    """A value of the field that differs from the record's; None if there is none."""
    value = record[field.name]
    kind = field.type
    if kind in ("char", "text", "html"):
        return f"{value or ''}x"
    if kind in ("integer", "float", "monetary"):
        return (value or 0) + 7
    if kind == "boolean":
        return not value
    if kind in ("date", "datetime"):
        now = fields.Datetime.now() if kind == "datetime" else fields.Date.today()
        return (value or now) - datetime.timedelta(days=3)
    if kind == "selection":
        others = [key for key in field.get_values(record.env) if key != value]
        return others[-1] if others else None
    if kind == "many2one":
        others = record.env[field.comodel_name].sudo()
        return others.search([("id", "!=", value.id)], limit=1).id or None
    return None


def public_methods(env):
    """``{model: [names]}`` of what our addons let everybody call by RPC."""
    core = set(dir(BaseModel))
    found = {}
    for name, model in env.registry.items():
        for part in model.__mro__:
            module = part.__module__
            if not module.startswith("odoo.addons.sanbao_") or ".tests" in module:
                continue
            found.setdefault(name, set()).update(
                method
                for method, function in vars(part).items()
                if inspect.isfunction(function)
                and not method.startswith("_")
                and method not in core | WITH_ARGUMENTS
            )
    return found


@tagged("post_install", "-at_install")
class TestAttacks(AttackCommon):
    def assertRefused(self, attack, *args, **kwargs):
        self.assertIsInstance(
            self._attempt(lambda: attack(*args, **kwargs)), UserError, "accepted"
        )

    # === Values that nobody types ===

    def test_readonly_values_are_not_written(self):
        """Every readonly stored field of every document, by all who may write it."""
        accepted, attempts = set(), 0
        for record in self._documents():
            for code, user in self.role.items():
                mine = record.with_user(user)
                if not mine.has_access("write"):
                    continue
                for field in record._fields.values():
                    if not field.store or not field.readonly or field.name == "id":
                        continue
                    if field.name.startswith(HOUSEKEEPING):
                        continue
                    value = another_value(record, field)
                    if value is not None:
                        attempts += 1
                        if self._changes(mine, field.name, value):
                            accepted.add((record._name, field.name, code))
        self.assertGreater(attempts, 300)
        self.assertFalse(sorted(accepted))

    def _changes(self, record, name, value):
        before = record.sudo()._convert_to_write({name: record.sudo()[name]})
        changed = []

        def attack():
            record.write({name: value})
            self.env.flush_all()
            self.env.invalidate_all()
            after = record.sudo()._convert_to_write({name: record.sudo()[name]})
            changed.append(after != before)

        self._attempt(attack)
        return any(changed)

    def test_readonly_values_are_not_given_at_creation(self):
        """Neither as values nor as defaults in the context."""
        application = self._approved()
        visit = self._visit(application)
        line = {"visit_id": visit.id, "product_id": self.part.id}
        cases = [
            (
                self.staff,
                "sanbao.service.application",
                {"ticket_id": self._ticket().id},
            ),
            (self.staff, "sanbao.service.budget", {"application_id": application.id}),
            (self.staff, "sanbao.dispatch", {"application_id": application.id}),
            (self.staff, "sanbao.visit", {"dispatch_id": visit.dispatch_id.id}),
            (self.engineer, "sanbao.visit.part", line),
            (self.staff, "sanbao.parts.issue", {"application_id": application.id}),
            (self.staff, "sanbao.parts.return", {"application_id": application.id}),
            (self.keeper, "sanbao.gate.pass", {"partner_id": self.partner.id}),
            (self.cs, "helpdesk.ticket", {"name": "x", "description": "<p>x</p>"}),
        ]
        accepted = set()
        for user, model, vals in cases:
            model = self.env[model].with_user(user)
            plain = []
            self.assertIsNone(
                self._attempt(
                    lambda m=model, v=vals, p=plain: p.append(m.create(v).read()[0])
                )
            )
            for field in model._fields.values():
                if not field.store or not field.readonly or field.name == "id":
                    continue
                if field.name.startswith(HOUSEKEEPING) or field.name == "name":
                    continue
                value = another_value(model, field)
                if value is not None and self._gets(
                    model, vals, field.name, value, plain[0][field.name]
                ):
                    accepted.add((model._name, field.name))
        self.assertFalse(sorted(accepted))

    def _gets(self, model, vals, name, value, plain):
        ways = (
            lambda: model.create({**vals, name: value}),
            lambda: model.with_context(**{f"default_{name}": value}).create(vals),
        )
        return any(self._given(create, name, value, plain) for create in ways)

    def _given(self, create, name, value, plain):
        found = []

        def attack():
            record = create().sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            now = record._convert_to_write({name: record[name]})[name]
            usual = plain[0] if isinstance(plain, tuple) else plain
            found.append(now == value and now != usual)

        self._attempt(attack)
        return any(found)

    # === Buttons pressed by people without business there ===

    def test_outsiders_change_nothing_by_any_public_method(self):
        """Staff of another department, customers, visitors, another company."""
        people = {
            "hr": self.role["hr"],
            "leg": self.role["leg"],
            "customer": self.portal,
            "visitor": self.public,
            "other company": self.stranger,
        }
        methods = public_methods(self.env)
        calls, written = 0, set()
        for record in self._documents():
            for method in sorted(methods.get(record._name, ())):
                for who, user in people.items():
                    calls += 1
                    if models := self._written_by(record.with_user(user), method):
                        written.add((record._name, method, who, *sorted(models)))
        self.assertGreater(calls, 500)
        self.assertFalse(sorted(written))

    def _written_by(self, record, method):
        found = []

        def attack():
            with Writes() as writes:
                getattr(record, method)()
                self.env.flush_all()
            found.append(writes.found)

        self._attempt(attack)
        return found[0] if found else set()

    def test_departments_write_their_part_of_a_notice_only(self):
        application = self._approved(
            can_solve_alone=False, help_department="production"
        )
        action = application.with_user(self.staff).action_sanbao_notice()
        notice = self.env["sanbao.repair.notice"].browse(action["res_id"])
        notice.write({"work_required": "x", "due_date": fields.Date.today()})
        for code in ("prod", "tech", "qc"):
            mine = notice.with_user(self.role[code])
            for button in ("action_submit", "action_cancel", "request_validation"):
                with self.subTest(role=code, button=button):
                    self.assertRefused(getattr(mine, button))

    # === Ways around a step ===

    def test_a_case_is_not_closed_past_its_rules(self):
        """SVC-20: neither as a value, nor as another kind of request."""
        ticket = self._approved().ticket_id.with_user(self.staff)
        other = self.env["helpdesk.ticket.type"].create({"name": "别的"})
        self.assertRefused(ticket.action_sanbao_close)
        self.assertRefused(ticket.write, {"closed": True})
        self.assertRefused(ticket.write, {"type_id": other.id})
        self.assertRefused(ticket.write, {"type_id": False})
        self.assertRefused(ticket.write, {"active": False})
        self.assertRefused(ticket.action_archive)
        created = self._ticket(closed=True, sanbao_first_contact_at="2020-01-01")
        self.assertFalse(created.closed or created.sanbao_first_contact_at)

    def test_the_report_does_not_move_after_the_papers(self):
        """SVC-01, SVC-05: warranty and deadlines count from it."""
        application = self._application()
        ticket = application.ticket_id.with_user(self.staff)
        ticket.sanbao_reported_at = "2026-01-01 00:00:00"
        application.action_submit()
        self.assertRefused(ticket.write, {"sanbao_reported_at": "2025-01-01 00:00:00"})

    def test_a_closed_case_is_not_made_younger(self):
        """SVC-21: it is archived by the day on which it was closed."""
        application = self._accepted(self._approved(solution_type="adjust"))
        application.with_user(self.staff).action_close()
        ticket = application.ticket_id.with_user(self.staff)
        self.assertRefused(ticket.write, {"closed_date": fields.Datetime.now()})
        told = application.notified_at
        mine = application.with_user(self.staff).with_context(notice_means="mail")
        self.assertRefused(mine.action_record_notice)
        self.assertEqual(application.notified_at, told)

    def test_lines_of_a_finished_record_are_not_reached_through_another(self):
        """SVC-13: a command may name the line of any record."""
        visit = self._visit(self._approved())
        done = self._signed(visit)
        line = {"product_id": self.part.id, "quantity": 1}
        done.action_discard_signature()
        done.write({"part_ids": [Command.create(line)]})
        part = done.part_ids
        done._write_engine({"state": "done"})
        own = self._visit(self._approved())
        own.action_arrive()
        for command in (
            Command.update(part.id, {"quantity": 9}),
            Command.delete(part.id),
            Command.link(part.id),
        ):
            with self.subTest(command=command):
                self.assertRefused(own.write, {"part_ids": [command]})

    def test_returned_goods_are_those_that_were_issued(self):
        """PRT-12: the part on a return note is not exchanged."""
        application = self._issued(self._case((self.part, 1))).application_id
        note = self._note(application)
        other = self._product("贵重件", 9999)
        for user in (self.staff, self.keeper):
            line = note.line_ids.with_user(user)
            self.assertRefused(line.write, {"product_id": other.id})
            command = Command.update(line.id, {"product_id": other.id})
            self.assertRefused(note.with_user(user).write, {"line_ids": [command]})

    def test_parts_do_not_leave_the_pending_zone_by_a_transfer_of_ones_own(self):
        """PRT-12: a transfer tied to a note by hand."""
        application = self._issued(self._case((self.part, 1))).application_id
        note = self._note(application)
        note.with_user(self.keeper).action_receive()
        picking = self.env["stock.picking"].with_user(self.keeper)
        vals = {
            "picking_type_id": self.warehouse.int_type_id.id,
            "location_id": self.pending_old.id,
            "location_dest_id": self.old_zone.id,
        }
        self.assertRefused(picking.create, {**vals, "sanbao_return_id": note.id})
        transfer = picking.create(vals)
        self.assertRefused(transfer.write, {"sanbao_return_id": note.id})
        move = {
            "product_id": self.part.id,
            "product_uom_qty": 1,
            "location_id": self.pending_old.id,
            "location_dest_id": self.old_zone.id,
        }
        lines = [Command.create({**move, "sanbao_return_line_id": note.line_ids.id})]
        self.assertRefused(transfer.write, {"move_ids": lines})

    # === Other people's data ===

    def test_another_company_sees_nothing(self):
        """By search, name search, groups, reading, export, files and printed forms."""
        leaks = set()
        for record in self._documents():
            for way, use in self._ways_to(record).items():
                if self._gives(use):
                    leaks.add((record._name, way))
        self.assertFalse(sorted(leaks))

    def _ways_to(self, record):
        model = self.env[record._name].with_user(self.stranger)
        mine = model.browse(record.id)
        domain = [("id", "=", record.id)]
        return {
            "search": lambda: model.search(domain),
            "count": lambda: model.search_count(domain),
            "names": lambda: model.name_search("", domain=domain),
            "groups": lambda: model.formatted_read_group(domain, [], ["__count"])[0][
                "__count"
            ],
            "web": lambda: model.web_search_read(domain, {"id": {}})["records"],
            "read": lambda: mine.read(["display_name"]),
            "export": lambda: mine.export_data(["display_name"])["datas"],
            "write": lambda: mine.write({"display_name": "x"}),
            "copy": mine.copy,
            "unlink": mine.unlink,
        }

    def _gives(self, use):
        found = []
        self._attempt(lambda: found.append(use()))
        return any(found)

    @mute_logger("odoo.addons.base.models.ir_qweb")
    def test_printed_forms_are_for_those_who_read_the_document(self):
        documents = self._documents()
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", "sanbao%")]
        )
        people = {"customer": self.portal, "other company": self.stranger}
        printed, tried = set(), set()
        for report in reports:
            record = next((d for d in documents if d._name == report.model), None)
            if record is None:
                continue
            tried.add(report.report_name)
            for who, user in people.items():
                if self._prints(report.with_user(user), record):
                    printed.add((report.report_name, who))
        self.assertGreaterEqual(len(tried), 6)
        self.assertFalse(sorted(printed))

    def _prints(self, report, record):
        name = report.sudo().report_name
        return self._gives(lambda: report._render_qweb_html(name, record.ids)[0])

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
