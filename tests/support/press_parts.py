"""Buttons of parts and gate (FL-4), of follow-ups, obligations, figures, documents."""

import time

from press_base import Press, button, of

from odoo import Command, fields

from odoo.addons.sanbao_followup.tests.common import ANSWERS

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


@button
def correction_submit(m):
    return Press(correction(m), m.staff, "action_submit", state="submitted")


@button
def correction_approve(m):
    document = correction(m)
    document.action_submit()
    moved = [("id", "=", m.archive.id), ("acceptance_date", "=", document.new_date)]
    rows = ("sanbao.archive", moved, 1)
    return Press(document, m.dgm, "validate_tier", rows, state="approved")


def correction(m):
    """Of the date from which the warranty of the unit counts."""
    document = m.env["sanbao.archive.correction"].with_user(m.staff)
    day = fields.Date.add(m.archive.acceptance_date, days=3)
    return document.create(
        {"archive_id": m.archive.id, "new_date": day, "reason": "验收单日期"}
    )


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
