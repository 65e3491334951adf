"""Buttons from the case to the repair order (FL-1)."""

from press_base import Press, button, of, reviews

from odoo import Command, fields

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
