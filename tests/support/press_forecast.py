"""Buttons and clocks of forecasts and stock levels (FL-7)."""

from press_base import Press, button, only_rules

from odoo import fields
from odoo.tests import new_test_user

RULES = ("PUR-11", "PUR-12", "PUR-13", "PUR-23", "PUR-24", "PUR-25")


def forecast(m, month):
    """A computed forecast of head of sales with one figure, for a month of its own."""
    only_rules(m, *RULES)
    model = m.env["sanbao.forecast"].with_user(m.sm)
    made = model.create({"side": "sales", "date_from": f"2035-{month:02d}-01"})
    made._run_all()
    made.line_ids.create(
        {
            "forecast_id": made.id,
            "product_id": m.part.id,
            "quantity": 5,
            "note": "订单在手",
        }
    )
    made._run_all()
    made.invalidate_recordset()
    made.line_ids.write({"quantity": 5, "note": "订单在手"})
    return made


def owed(record, state):
    domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
    return [*domain, ("state", "=", state)]


@button
def forecast_prepare(m):
    return Press(forecast(m, 1), m.sm, "action_prepare", state="prepared")


@button
def forecast_submit(m):
    made = forecast(m, 2)
    rows = ("sanbao.obligation", owed(made, "done"), 1)
    return Press(made, m.sm, "action_submit", rows, state="submitted")


@button
def forecast_take_back(m):
    made = forecast(m, 3)
    made.action_submit()
    rows = ("sanbao.obligation", owed(made, "open"), 1)
    return Press(made, m.sm, "action_take_back", rows, state="draft")


@button
def forecast_run(m):
    part = shortage(m, "预测")
    made = m.env["sanbao.forecast"].with_user(m.sm)
    made = made.create({"side": "sales", "date_from": "2035-04-01"})
    domain = [("forecast_id", "=", made.id), ("product_id", "=", part.id)]
    rows = ("sanbao.forecast.line", domain, 1)
    return Press(made, m.sm, "_run_all", rows, run_state="done")


@button
def forecasts_of_the_next_period(m):
    only_rules(m, *RULES)
    days = m.env["sanbao.parameter"].search([("code", "=", "forecast_open_days")])
    days.with_company(m.company).value = "60"
    model = m.env["sanbao.forecast"]
    start = model._next_period(m.company)
    model.search([("date_from", "=", start)]).unlink()
    domain = [("company_id", "=", m.company.id), ("date_from", "=", start)]
    return Press(model, m.env.user, "_cron_open", ("sanbao.forecast", domain, 2))


def manager(m, name):
    return new_test_user(m.env, f"press_pm_{name}", "sanbao_base.group_pm")


def shortage(m, name):
    """A proposal for a part of which three a month were used and none is left."""
    only_rules(m, *RULES)
    part = m._product(f"缺件{name}", 10)
    customers = m.env.ref("stock.stock_location_customers")
    m.env["stock.move"].create(
        {
            "product_id": part.id,
            "product_uom_qty": 36,
            "location_id": m.stock.id,
            "location_dest_id": customers.id,
            "company_id": m.company.id,
            "date": fields.Datetime.subtract(fields.Datetime.now(), days=40),
            "state": "done",
        }
    )
    return part


@button
def stock_level_accept(m):
    part = shortage(m, "采纳")
    proposal = m.env["sanbao.stock.proposal"]._propose_from(part, "盘点")
    rows = ("stock.warehouse.orderpoint", [("product_id", "=", part.id)], 1)
    return Press(
        proposal.line_ids, manager(m, "1"), "action_accept", rows, state="accepted"
    )


@button
def stock_level_plan(m):
    proposal = m.env["sanbao.stock.proposal"]._propose_from(shortage(m, "计划"), "盘点")
    user = manager(m, "2")
    return Press(proposal.line_ids, user, "action_plan", state="accepted")


@button
def stock_level_refuse(m):
    proposal = m.env["sanbao.stock.proposal"]._propose_from(shortage(m, "拒绝"), "盘点")
    proposal.with_user(manager(m, "3")).line_ids.reason = "停产"
    user = manager(m, "4")
    rows = ("sanbao.obligation", owed(proposal, "done"), 1)
    return Press(proposal.line_ids, user, "action_refuse", rows, state="refused")


@button
def stock_analyse(m):
    part = shortage(m, "分析")
    rows = ("sanbao.stock.proposal.line", [("product_id", "=", part.id)], 1)
    model = m.env["sanbao.stock.proposal"]
    return Press(model, manager(m, "5"), "action_analyse", rows)


@button
def critical_part_alert(m):
    only_rules(m, *RULES)
    part = m.env["sanbao.critical.part"].create(
        {"product_id": m._product("关键件", 10).id, "critical_min_qty": 2}
    )
    rows = ("sanbao.obligation", owed(part, "open"), 2)
    return Press(part, m.env.user, "_check_stock", rows)
