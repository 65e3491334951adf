"""Press every button of the service and parts flows twice at once; read by ``odoo shell``.

Two threads with connections of their own take their snapshot of the database, wait for
each other and then press; each is repeated as Odoo repeats a request that the database
refused. Everything is committed, so this runs in a copy of the database that is thrown
away. One line a button: "pass NAME" or "fail NAME: why".

Environment: PRESS_ONLY  part of a button's name; only those are pressed
"""

import os
import sys
import threading
import time
import traceback
from contextlib import closing
from unittest.mock import patch

from odoo import Command, api, fields
from odoo.exceptions import UserError
from odoo.service import model as service_model
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_followup.tests.common import ANSWERS
from odoo.addons.sanbao_parts.tests.common import PartsCommon
from odoo.addons.sanbao_service.tests.test_visit import VisitCommon

PRESSES = 2
PATIENCE = 20  # seconds
BUTTONS = {}
QUIET = {"tracking_disable": True, "mail_notify_force_send": False}


class Maker(PartsCommon, VisitCommon):
    """The people, goods and documents of the flows, as their own tests make them."""

    def commit(self):
        self.env.flush_all()
        self.env.cr.commit()
        self.env.invalidate_all()

    def closed(self):
        application = self._accepted(self._approved(solution_type="adjust"))
        application.with_user(self.staff).action_close()
        return application

    def used_issue(self):
        """An issued part of a case, its old part expected."""
        return self._issued(self._case((self.part, 1))).application_id

    def helped(self, *steps):
        """A repair notice on which these steps are done already."""
        application = self._approved(
            can_solve_alone=False, help_department="production"
        )
        action = application.with_user(self.staff).action_sanbao_notice()
        notice = self.env["sanbao.repair.notice"].browse(action["res_id"])
        notice = notice.with_user(self.staff)
        notice.write({"work_required": "更换水泵", "due_date": fields.Date.today()})
        for step in steps:
            step(notice)
        return notice

    def approved_notice(self, *steps):
        return self.helped(lambda notice: self._approve(notice, self.dgm), *steps)


class Press:
    """A button on a record, who presses it, and what there must be afterwards."""

    def __init__(self, records, user, button, *rows, refused=None, **values):
        """``rows``: ``(model, domain, number)``; ``values``: of the record itself;
        ``refused``: how many of the presses must be refused, None: it does not matter.
        """
        self.records, self.user, self.button = records, user, button
        self.rows, self.refused, self.values = rows, refused, values


def button(function):
    """Register a case by the name of its function."""
    BUTTONS[function.__name__.replace("_", " ")] = function
    return function


def of(record, name="application_id"):
    return [(name, "in", record.ids)]


def reviews(record):
    return [("model", "=", record._name), ("res_id", "=", record.id)]


# === Case and application (FL-1) ===


@button
def ticket_to_application(m):
    ticket = m._ticket()
    rows = ("sanbao.service.application", of(ticket, "ticket_id"), 1)
    return Press(ticket, m.staff, "action_sanbao_application", rows)


@button
def first_contact(m):
    note = m.env["sanbao.ticket.note"].with_user(m.cs)
    ticket = m._ticket()
    note = note.create(
        {"ticket_id": ticket.id, "kind": "first_contact", "note": "已联系"}
    )
    texts = [*reviews(ticket), ("body", "ilike", "已联系")]
    rows = ("mail.message", texts, 1)
    return Press(note, m.cs, "action_apply", rows)


@button
def escalation(m):
    note = m.env["sanbao.ticket.note"].with_user(m.cs)
    ticket = m._ticket()
    note = note.create({"ticket_id": ticket.id, "kind": "escalate", "note": "请支援"})
    texts = [*reviews(ticket), ("body", "ilike", "请支援")]
    opened = [("res_id", "=", ticket.id), ("kind_id.code", "=", "SVC-36")]
    rows = [("mail.message", texts, 1), ("sanbao.obligation", opened, 1)]
    return Press(note, m.cs, "action_apply", *rows)


@button
def hand_over(m):
    note = m.env["sanbao.ticket.note"].with_user(m.cs)
    ticket = m._ticket()
    note = note.create(
        {
            "ticket_id": ticket.id,
            "kind": "handover",
            "note": "请接手",
            "user_id": m.asm.id,
        }
    )
    texts = [*reviews(ticket), ("body", "ilike", "请接手")]
    return Press(note, m.cs, "action_apply", ("mail.message", texts, 1))


@button
def application_submit(m):
    application = m._application()
    rows = ("tier.review", reviews(application), 1)
    return Press(application, m.staff, "action_submit", rows, state="submitted")


@button
def application_approve(m):
    application = m._application()
    application.action_submit()
    rows = ("tier.review", [*reviews(application), ("status", "=", "approved")], 1)
    return Press(application, m.asm, "validate_tier", rows, state="approved")


@button
def application_withdraw(m):
    application = m._application()
    application.action_submit()
    rows = ("tier.review", reviews(application), 0)
    return Press(application, m.staff, "action_withdraw", rows, state="draft")


@button
def application_cancel(m):
    return Press(m._application(), m.staff, "action_cancel", state="cancelled")


@button
def budget_prepare(m):
    application = m._approved(5000)
    rows = ("sanbao.service.budget", of(application), 1)
    return Press(application, m.staff, "action_sanbao_budget", rows)


@button
def budget_submit(m):
    budget = m._budget(m._approved(5000), 5000)
    rows = ("tier.review", reviews(budget), 4)
    return Press(budget, m.staff, "action_submit", rows, state="submitted")


@button
def customer_told(m):
    application = m._approved(solution_type="adjust")
    application._on_work_finished(fields.Datetime.now())
    rows = (
        "sanbao.obligation",
        [("res_id", "=", application.id), ("kind_id.code", "=", "SVC-17")],
        1,
    )
    return Press(application, m.staff, "action_record_notice", rows)


@button
def acceptance_not_solved(m):
    application = m._finished(m._approved(solution_type="adjust"))
    wizard = m.env["sanbao.service.acceptance"].with_user(m.staff)
    wizard = wizard.create(
        {
            "application_id": application.id,
            "accepted_by": "李队长",
            "solved": "no",
            "customer_feedback": "仍漏水",
        }
    )
    rows = ("mail.message", [*reviews(application), ("body", "ilike", "仍漏水")], 1)
    return Press(wizard, m.staff, "action_accept", rows)


@button
def application_close(m):
    application = m._accepted(m._approved(solution_type="adjust"))
    running = ("sanbao.archive.running", [("source_id", "=", application.id)], 1)
    rows = [running, ("sanbao.followup", of(application), 1)]
    return Press(application, m.staff, "action_close", *rows, state="done")


@button
def ticket_close(m):
    application = m._accepted(m._approved(solution_type="adjust"))
    running = ("sanbao.archive.running", [("source_id", "=", application.id)], 1)
    rows = [running, ("sanbao.followup", of(application), 1)]
    return Press(
        application.ticket_id, m.staff, "action_sanbao_close", *rows, closed=True
    )


@button
def ticket_reopen(m):
    application = m.closed()
    rows = (
        "sanbao.service.application",
        [("id", "=", application.id), ("state", "=", "approved")],
        1,
    )
    return Press(
        application.ticket_id, m.staff, "action_sanbao_reopen", rows, closed=False
    )


# === Notice, dispatch, visit, repair ===


@button
def notice_prepare(m):
    application = m._approved(can_solve_alone=False, help_department="production")
    rows = ("sanbao.repair.notice", of(application), 1)
    return Press(application, m.staff, "action_sanbao_notice", rows)


@button
def notice_submit(m):
    return Press(m.helped(), m.staff, "action_submit", state="submitted")


@button
def notice_receive(m):
    notice = m.approved_notice()
    return Press(notice, m.prod, "action_receive", refused=1, state="received")


@button
def notice_repaired(m):
    notice = m.approved_notice(lambda n: n.with_user(m.prod).action_receive())
    notice.with_user(m.prod).result = "已修复"
    return Press(notice, m.prod, "action_repaired", refused=1, state="repaired")


@button
def notice_inspection(m):
    notice = m.approved_notice(lambda n: n.with_user(m.prod).action_receive())
    notice.with_user(m.prod).result = "已修复"
    notice.with_user(m.prod).action_repaired()
    notice.with_user(m.qc).qc_result = "passed"
    return Press(notice, m.qc, "action_record_inspection", refused=1, state="checked")


@button
def dispatch_prepare(m):
    application = m._approved()
    rows = ("sanbao.dispatch", of(application), 1)
    return Press(application, m.staff, "action_sanbao_dispatch", rows)


@button
def dispatch_submit(m):
    dispatch = m._dispatch()
    rows = ("tier.review", reviews(dispatch), 1)
    return Press(dispatch, m.staff, "action_submit", rows, state="submitted")


@button
def dispatch_approve(m):
    dispatch = m._dispatch()
    dispatch.action_submit()
    rows = ("sanbao.visit", of(dispatch, "dispatch_id"), 1)
    return Press(dispatch, m.asm, "validate_tier", rows, state="approved")


@button
def dispatch_next_visit(m):
    dispatch = m._done().dispatch_id
    rows = ("sanbao.visit", of(dispatch, "dispatch_id"), 2)
    return Press(dispatch, m.staff, "action_create_visit", rows)


@button
def dispatch_return(m):
    return Press(m._done().dispatch_id, m.staff, "action_record_return", state="done")


@button
def visit_arrive(m):
    return Press(m._visit(), m.engineer, "action_arrive", state="on_site")


@button
def visit_finish(m):
    visit = m._visit()
    visit.action_arrive()
    return Press(visit, m.engineer, "action_finish", state="on_site")


@button
def visit_done(m):
    visit = m._signed(m._visit())
    kind = ("kind_id.code", "=", "SVC-17")
    told = [("res_id", "=", visit.application_id.id), kind]
    rows = ("sanbao.obligation", told, 1)
    return Press(visit, m.engineer, "action_done", rows, state="done")


@button
def visit_done_with_parts(m):
    application = m.used_issue()
    line = {"product_id": m.part.id, "quantity": 1}
    visit = m._signed(m._visit(application), part_ids=[Command.create(line)])
    used = [
        ("repair_id.sanbao_application_id", "=", application.id),
        ("product_id", "=", m.part.id),
    ]
    rows = [
        ("repair.order", of(application, "sanbao_application_id"), 1),
        ("stock.move", used, 1),
    ]
    return Press(visit, m.engineer, "action_done", *rows, state="done")


@button
def visit_discard_signature(m):
    visit = m._signed(m._visit())
    texts = [*reviews(visit), ("body", "ilike", "discarded")]
    return Press(
        visit, m.engineer, "action_discard_signature", ("mail.message", texts, 1)
    )


@button
def visit_cancel(m):
    return Press(m._visit(), m.engineer, "action_cancel", state="cancelled")


@button
def repair_from_application(m):
    application = m._approved()
    rows = ("repair.order", of(application, "sanbao_application_id"), 1)
    return Press(application, m.staff, "action_sanbao_repair", rows)


@button
def repair_end(m):
    application = m.used_issue()
    order = m._repair(application, (m.part, 1))
    order._action_repair_confirm()
    order.action_repair_start()
    order.move_ids.picked = True
    used = [("repair_id", "=", order.id), ("state", "=", "done")]
    # One move for the vehicle itself, one for the part.
    rows = ("stock.move", [*used, ("product_id", "=", m.part.id)], 1)
    return Press(order, m.engineer, "action_repair_end", rows, state="done")


# === Parts (FL-4) ===


@button
def issue_prepare(m):
    application = m._case()
    rows = ("sanbao.parts.issue", of(application), 1)
    return Press(application, m.staff, "action_sanbao_parts_issue", rows)


@button
def issue_submit(m):
    issue = m._issue()
    return Press(issue, m.staff, "action_submit", state="submitted")


@button
def issue_requisition(m):
    return Press(m._approved_issue(), m.staff, "action_fill_requisition")


@button
def issue_release(m):
    issue = m._approved_issue()
    issue.action_fill_requisition()
    rows = ("stock.picking", of(issue, "sanbao_issue_id"), 1)
    return Press(issue, m.keeper, "action_release", rows, state="released")


@button
def issue_cancel_released(m):
    issue = m._released()
    cancelled = [*of(issue, "sanbao_issue_id"), ("state", "=", "cancel")]
    return Press(
        issue,
        m.staff,
        "action_cancel",
        ("stock.picking", cancelled, 1),
        state="cancelled",
    )


@button
def picking_validate(m):
    issue = m._released(m._case((m.part, 2)))
    picking = m._picking(issue)
    m._gate_pass(picking)
    picking.move_ids.picked = True
    rows = [
        ("sanbao.old.part", of(issue, "issue_id"), 2),
        ("stock.picking", of(issue, "sanbao_issue_id"), 1),
    ]
    return Press(picking, m.keeper, "button_validate", *rows, state="done")


@button
def gate_pass_prepare(m):
    picking = m._picking(m._released())
    rows = ("sanbao.gate.pass", [("picking_ids", "in", picking.ids)], 1)
    return Press(picking, m.keeper, "action_sanbao_create_gate_pass", rows)


@button
def gate_pass_submit(m):
    picking = m._picking(m._released())
    action = picking.action_sanbao_create_gate_pass()
    gate_pass = m.env["sanbao.gate.pass"].browse(action["res_id"])
    return Press(gate_pass, m.keeper, "action_submit", state="submitted")


def passed(m):
    issue = m._issued(m._case((m.part, 1)))
    return m._picking(issue).sudo().sanbao_gate_pass_line_ids.pass_id


@button
def gate_pass_exit(m):
    return Press(passed(m), m.guard, "action_record_exit", refused=1, state="used")


@button
def gate_pass_return(m):
    gate_pass = passed(m)
    gate_pass.with_user(m.guard).action_record_exit()
    # What was approved does not change; here only the button counts.
    m.env.flush_all()
    m.env.cr.execute(
        "UPDATE sanbao_gate_pass SET returnable = TRUE WHERE id = %s", [gate_pass.id]
    )
    return Press(gate_pass, m.guard, "action_record_return", refused=1)


@button
def old_parts_return_prepare(m):
    application = m.used_issue()
    rows = ("sanbao.parts.return", of(application), 1)
    return Press(application, m.staff, "action_sanbao_return_old", rows)


@button
def unused_parts_return_prepare(m):
    application = m.used_issue()
    rows = ("sanbao.parts.return", of(application), 1)
    return Press(application, m.staff, "action_sanbao_return_unused", rows)


def moved(note, number):
    return ("stock.move", [("sanbao_return_line_id", "in", note.line_ids.ids)], number)


@button
def return_receive(m):
    note = m._note(m.used_issue())
    return Press(note, m.keeper, "action_receive", moved(note, 1), state="received")


@button
def return_inspect(m):
    note = m._note(m.used_issue())
    note.with_user(m.keeper).action_receive()
    m._findings(note)
    return Press(note, m.qc, "action_inspect", state="inspected")


@button
def return_post(m):
    note = m._note(m.used_issue())
    note.with_user(m.keeper).action_receive()
    m._findings(note)
    note.with_user(m.qc).action_inspect()
    return Press(note, m.keeper, "action_post", moved(note, 2), state="posted")


@button
def waiver_prepare(m):
    part = m.used_issue().old_part_ids
    rows = ("sanbao.old.part.waiver", of(part, "part_ids"), 1)
    return Press(part, m.staff, "action_waive", rows)


@button
def waiver_submit(m):
    return Press(waiver(m), m.staff, "action_submit", state="submitted")


@button
def waiver_approve(m):
    document = waiver(m)
    document.action_submit()
    waived = [("id", "in", document.part_ids.ids), ("state", "=", "waived")]
    rows = ("sanbao.old.part", waived, 1)
    return Press(document, m.dgm, "validate_tier", rows, state="approved")


def waiver(m):
    part = m.used_issue().old_part_ids
    action = part.with_user(m.staff).action_waive()
    document = m.env["sanbao.old.part.waiver"].browse(action["res_id"])
    document = document.with_user(m.staff)
    document.reason = "客户遗失"
    return document


# === Follow-up, obligations, figures, documents ===


def followup(m, **answers):
    found = m.closed().followup_ids
    found.with_user(m.staff).write(dict(ANSWERS, **answers))
    return found


@button
def followup_done(m):
    return Press(followup(m), m.staff, "action_done", refused=1, state="done")


@button
def followup_new_ticket(m):
    found = followup(m, solved="no", problem="仍漏水")
    rows = ("helpdesk.ticket", [("name", "ilike", found.name)], 1)
    return Press(found, m.staff, "action_open_ticket", rows)


@button
def followup_cancel(m):
    found = followup(m)
    wizard = m.env["sanbao.followup.cancel"].with_user(m.asm)
    wizard = wizard.create(
        {"followup_ids": [Command.set(found.ids)], "reason": "客户搬迁"}
    )
    return Press(wizard, m.asm, "action_apply", refused=1)


@button
def obligation_reassign(m):
    ticket = m._ticket()
    found = m.env["sanbao.obligation"].search(
        [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)], limit=1
    )
    wizard = m.env["sanbao.obligation.amend"].with_user(m.asm)
    wizard = wizard.create(
        {
            "obligation_ids": [Command.set(found.ids)],
            "user_id": m.asm.id,
            "reason": "休假",
        }
    )
    rows = ("sanbao.obligation.change", of(found, "obligation_id"), 1)
    return Press(wizard, m.asm, "action_apply", rows)


@button
def obligation_reminders(m):
    ticket = m._ticket(
        sanbao_reported_at=fields.Datetime.subtract(fields.Datetime.now(), days=9)
    )
    found = m.env["sanbao.obligation"].search(
        [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)]
    )
    kinds = found.kind_id.mapped("activity_type_id").ids
    rows = (
        "mail.activity",
        [
            ("res_model", "=", ticket._name),
            ("res_id", "=", ticket.id),
            ("active", "=", True),
        ],
        len(found),
    )
    assert found and kinds is not None
    return Press(found.browse(), m.env.user, "_cron_remind", rows)


@button
def indicator_freeze(m):
    indicator = m.env["sanbao.indicator"].search([], limit=1)
    day = fields.Date.to_date("2020-01-31")
    values = m.env["sanbao.indicator.value"]
    value = values._take(indicator, day.replace(day=1), day, m.company)
    rows = (
        "sanbao.indicator.value",
        [*of(indicator, "indicator_id"), ("date_to", "=", day)],
        1,
    )
    return Press(value, m.asm, "action_freeze", rows, frozen=True)


@button
def report_prepare(m):
    indicators = m.env["sanbao.indicator"].search([], limit=2)
    parameter = m.env["sanbao.parameter"].search([("type", "=", "days")], limit=1)
    definition = m.env["sanbao.report.definition"].create(
        {
            "code": "PRESS",
            "name": "双击",
            "period": "month",
            "due_parameter_id": parameter.id,
            "indicator_ids": [Command.set(indicators.ids)],
        }
    )
    run = definition._create_runs(m.company)
    return Press(run, m.asm, "action_prepare", refused=1, state="prepared")


def policy(m):
    page = m.env["document.page"].with_user(m.author)
    return page.create(
        {
            "name": "退货政策",
            "sanbao_controlled": True,
            "sanbao_receipt_required": True,
            "draft_name": "第一版",
            "draft_summary": "新",
            "content": "<p>正文</p>",
        }
    ).sudo()


@button
def document_approve(m):
    page = policy(m)
    version = page.sanbao_version_ids
    receipts = [("version_id", "=", version.id), ("user_id", "=", m.staff.id)]
    rows = ("sanbao.document.receipt", receipts, 1)
    return Press(version, m.approver, "action_approve", rows, state="approved")


@button
def document_read(m):
    page = policy(m)
    page.sanbao_version_ids.with_user(m.approver).action_approve()
    receipt = m.env["sanbao.document.receipt"].search(
        [("page_id", "=", page.id), ("user_id", "=", m.staff.id)]
    )
    assert receipt
    return Press(receipt, m.staff, "action_read", state="read")


@button
def archive_complete(m):
    archive = m._archive(f"SN-{time.monotonic_ns()}", state_id=m.partner.state_id.id)
    for name in archive._missing():
        field = archive._fields[name]
        if field.type == "date":
            archive[name] = fields.Date.today()
        elif field.type == "char":
            archive[name] = "A1"
        elif field.comodel_name == "res.users":
            archive[name] = m.staff
        elif field.comodel_name == "res.partner":
            archive[name] = m.partner
        elif field.type == "one2many":
            archive[name] = [Command.create({"name": "水泵", "model": "B1"})]
    return Press(archive, m.staff, "action_complete", refused=1, state="complete")


# === Pressing ===


def press(registry, case, results, barrier):
    """One request in a thread: snapshot, wait for the other, press, repeat if refused."""
    with closing(registry.cursor()) as cr:
        env = api.Environment(cr, case.user.id, QUIET)
        records = env[case.records._name].browse(case.records.ids)
        tries = []

        def request():
            cr.execute("SELECT 1")  # the snapshot of the transaction
            if not tries:
                barrier.wait(PATIENCE)
            tries.append(1)
            target = records
            if case.button.startswith("_"):
                target = records.sudo()
            return getattr(target, case.button)()

        try:
            service_model.retrying(request, env)
            results.append("done")
        except UserError as error:
            results.append(error)
        except Exception:  # noqa: BLE001  whatever happened is the verdict
            results.append(traceback.format_exc(limit=-4))


def verdict(env, case, results):
    """Why the two presses did not give one result; nothing if they did."""
    if len(results) < PRESSES:
        return "a press did not end"
    broken = [
        result for result in results if isinstance(result, str) and result != "done"
    ]
    if broken:
        return " / ".join(broken[0].split("\n"))
    refused = [result for result in results if isinstance(result, UserError)]
    if len(refused) == PRESSES:
        return f"both were refused: {refused[0]}"
    if case.refused is not None and len(refused) != case.refused:
        return f"{len(refused)} of the presses were refused, not {case.refused}"
    records = env[case.records._name].browse(case.records.ids)
    for name, wanted in case.values.items():
        if records[name] != wanted:
            return f"{name} is {records[name]!r}, not {wanted!r}"
    for model, domain, wanted in case.rows:
        found = env[model].with_context(active_test=False).search_count(domain)
        if found != wanted:
            return f"{found} × {model}, not {wanted}"
    return ""


def run(maker, make):
    case = make(maker)
    maker.commit()
    barrier, results = threading.Barrier(PRESSES), []
    threads = [
        threading.Thread(
            daemon=True,
            target=press,
            args=(maker.env.registry, case, results, barrier),
        )
        for _press in range(PRESSES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    maker.commit()
    return verdict(maker.env, case, results)


def prepare(env):
    """The maker, in a database that is thrown away: everything is committed."""
    nothing = classmethod(lambda cls: None)
    with patch.object(TransactionCase, "setUpClass", nothing):
        Maker.env = env
        Maker.setUpClass()
    Maker.prod = Maker._person("press_prod", "prod")
    Maker._put(Maker.part, 1000)
    editor = "sanbao_base.group_user,document_page.group_document_editor"
    Maker.author = new_test_user(env, "press_author", editor)
    approver = "document_page_approval.group_document_approver_user"
    Maker.approver = new_test_user(
        env, "press_approver", f"sanbao_base.group_dgm,{approver}"
    )
    maker = Maker()
    maker.commit()
    return maker


def main(env):
    # The pauses between Odoo's attempts are for servers with many users.
    waits = patch.object(service_model.random, "uniform", lambda low, high: 0.02)
    only = os.environ.get("PRESS_ONLY", "")
    with waits:
        maker = prepare(env)
        for name, make in BUTTONS.items():
            if only not in name:
                continue
            try:
                why = run(maker, make)
            except Exception:  # noqa: BLE001  the other buttons are pressed all the same
                why = " / ".join(traceback.format_exc(limit=-3).split("\n"))
                env.cr.rollback()
                env.invalidate_all()
            sys.stdout.write(f"fail {name}: {why}\n" if why else f"pass {name}\n")
            sys.stdout.flush()


main(env)  # noqa: F821  the shell's
