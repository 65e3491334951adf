"""Buttons of purchase plans and urgent requests (FL-7)."""

from press_base import Press, button, of, only_rules

from odoo import Command, fields

from odoo.addons.sanbao_purchase.models.sanbao_purchase_plan_approval import (
    TICKS_KEY,
    Ticks,
)

TICKED = {"quantity_checked": True, "timing_checked": True, "budget_checked": True}


def supplied(m):
    """A supplier of the part, and a buyer who may order."""
    m.buyer.group_ids |= m.env.ref("purchase.group_purchase_user")
    return m.env["res.partner"].create({"name": "青禾液压件厂"})


def line(m):
    return Command.create(
        {
            "product_id": m._product("急需件", 100).id,
            "quantity": 10,
            "price_unit": 100,
            "partner_id": supplied(m).id,
        }
    )


def plan(m):
    only_rules(m, "PUR-14", "PUR-15", "PUR-17")
    employee = m.env["hr.employee"].search([("user_id", "=", m.asm.id)], limit=1)
    employee = employee or employee.create({"name": "罗安", "user_id": m.asm.id})
    department = m.env["hr.department"].create(
        {"name": "售后", "manager_id": employee.id}
    )
    document = (
        m.env["sanbao.purchase.plan"]
        .with_user(m.staff)
        .create({"department_id": department.id, "line_ids": [line(m)]})
    )
    document.line_ids.date_needed = fields.Date.today()
    return document


def reviewed_plan(m):
    document = plan(m)
    document.action_submit()
    document.with_user(m.asm)._sanbao_decide("approved")
    return document


def approved_plan(m):
    document = reviewed_plan(m)
    ticks = {TICKS_KEY: Ticks(True, True, True)}
    document.with_user(m.dgm).with_context(**ticks)._sanbao_decide("approved")
    return document


def request(m):
    return (
        m.env["sanbao.urgent.request"]
        .with_user(m.staff)
        .create(
            {
                "kind": "warranty",
                "reason": "停驶",
                "date_required": fields.Date.today(),
                "line_ids": [line(m)],
            }
        )
    )


@button
def plan_submit(m):
    return Press(plan(m), m.staff, "action_submit", state="submitted")


@button
def plan_approve(m):
    document = reviewed_plan(m)
    wizard = m.env["sanbao.purchase.plan.approve"].with_user(m.dgm)
    wizard = wizard.create({"plan_id": document.id, **TICKED})
    approved = [("id", "=", document.id), ("state", "=", "approved")]
    rows = ("sanbao.purchase.plan", approved, 1)
    return Press(wizard, m.dgm, "action_approve", rows)


@button
def plan_orders(m):
    document = approved_plan(m)
    rows = (
        "purchase.order.line",
        of(document.line_ids, "sanbao_plan_line_id"),
        1,
    )
    return Press(document, m.buyer, "action_make_orders", rows)


@button
def plan_close(m):
    return Press(approved_plan(m), m.staff, "action_close", refused=1, state="closed")


@button
def plan_collect(m):
    document = plan(m)
    wanted = request(m)
    wanted.action_submit()
    wanted.with_user(m.sm)._sanbao_decide("rejected", "不急")
    wizard = m.env["sanbao.purchase.plan.collect"].with_user(m.staff)
    wizard = wizard.create({"plan_id": document.id})
    origins = [f"{item._name},{item.id}" for item in wanted.line_ids]
    rows = ("sanbao.purchase.plan.line", [("origin", "in", origins)], 1)
    return Press(wizard, m.staff, "action_collect", rows)


@button
def order_exception(m):
    only_rules(m, "PUR-17")
    supplier = supplied(m)
    item = {"product_id": m.part.id, "product_qty": 1, "price_unit": 7}
    order = (
        m.env["purchase.order"]
        .with_user(m.buyer)
        .create({"partner_id": supplier.id, "order_line": [Command.create(item)]})
    )
    rows = ("sanbao.purchase.plan.line", [("purpose", "=", order.name)], 1)
    return Press(order, m.buyer, "action_sanbao_plan_exception", rows, refused=1)


@button
def urgent_submit(m):
    return Press(request(m), m.staff, "action_submit", state="submitted")


@button
def urgent_orders(m):
    document = request(m)
    document.action_submit()
    document.with_user(m.sm)._sanbao_decide("approved")
    document.with_user(m.dgm)._sanbao_decide("approved")
    rows = (
        "purchase.order.line",
        of(document.line_ids, "sanbao_urgent_line_id"),
        1,
    )
    return Press(document, m.buyer, "action_make_orders", rows)


@button
def urgent_prepare(m):
    m.env["sanbao.rule"].search([("code", "in", ("SVC-10", "SVC-11"))]).mode = "off"
    issue = m._issue(m._case((m._product("急需件", 100), 3)))
    rows = ("sanbao.urgent.request", of(issue, "issue_id"), 1)
    return Press(issue, m.staff, "action_urgent_request", rows)
