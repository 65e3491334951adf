"""Attempts on the documents of service and parts, by everybody and past the screen."""

from attack import HOUSEKEEPING, another_value
from attack_service import AttackCommon

from odoo import Command, fields
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestAttacks(AttackCommon):
    # === Values that nobody types ===

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

    # === Buttons pressed by people without business there ===

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

    def test_an_old_notice_does_not_count_for_new_work(self):
        """SVC-17: the customer was not content, work went on."""
        application = self._accepted(self._approved(solution_type="adjust"), "no")
        self.assertFalse(application.notified_at)
        application._on_work_finished(fields.Datetime.now())
        self.assertRefused(application.action_close)
        application.with_user(self.staff).action_record_notice()
        self.assertTrue(application.notified_at)

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
