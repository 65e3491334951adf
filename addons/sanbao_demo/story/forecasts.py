from dateutil.relativedelta import relativedelta

from . import buying

# part: (how much more in the latest year, what a year needs month by month)
SOLD = {
    "filter": (8, [54, 48, 60, 57, 63, 66, 61, 58, 64, 70, 62, 59]),
    "seal": (5, [40, 36, 44, 47, 42, 50, 46, 45, 52, 48, 43, 41]),
    "sensor": (0, [4, 0, 0, 6, 0, 3, 0, 0, 5, 0, 2, 0]),
}
USED = {
    "pump": (0, [1, 0, 0, 2, 0, 0, 1, 0, 1, 0, 0, 2]),
    "valve": (1, [3, 4, 2, 5, 4, 3, 6, 4, 5, 3, 4, 4]),
    "motor": (0, [0, 1, 0, 0, 1, 0, 0, 0, 2, 0, 0, 1]),
}
MONTHS = 18
YEAR = 12
BUDGET = 60000


def tell_forecasts(world):
    """Sales and after-sales say what will be needed; a plan takes it over."""
    _past_demand(world)
    _last_month(world)
    sales = _open(world, "sm", "sales")
    _overwrite(
        world, "sr", sales, "filter", 70, "金穗市新增12台清洗车，首保集中在下月。"
    )
    _hand_over(world, "sr", sales)
    world.as_person("sm", sales).action_submit()
    service = _open(world, "asm", "after_sales")
    _overwrite(world, "as", service, "pump", 4, "两台洗扫车临近大修，客户已预约。")
    # The head of after-sales has not looked at it yet.
    _hand_over(world, "as", service)
    _plan(world, sales)


# === What was needed before ===


def _past_demand(world):
    """What the company delivered and used in the months before it had this system."""
    env = world.env
    stock = env["stock.warehouse"].search(
        [("company_id", "=", world.company.id)], limit=1
    )
    used_up = env["stock.location"].search(
        [("usage", "=", "production"), ("company_id", "=", world.company.id)], limit=1
    )
    customers = env.ref("stock.stock_location_customers")
    env["stock.move"].create(
        [
            {
                "product_id": world.products[part].id,
                "product_uom": world.products[part].uom_id.id,
                "product_uom_qty": quantity,
                "location_id": stock.lot_stock_id.id,
                "location_dest_id": place.id,
                "repair_line_type": kind,
                "company_id": world.company.id,
                "origin": "旧系统结转",
                "date": f"{month:%Y-%m}-12 03:00:00",
                "state": "done",
            }
            for parts, place, kind in (
                (SOLD, customers, False),
                (USED, used_up, "add"),
            )
            for part, demand in parts.items()
            for month, quantity in _months(world, *demand)
            if quantity
        ]
    )


def _months(world, growth, year):
    """``(first day of the month, quantity)`` of the full months, the latest first."""
    this_month = buying.today(world).replace(day=1)
    for back in range(1, MONTHS + 1):
        month = this_month - relativedelta(months=back)
        yield month, year[month.month - 1] + (growth if back <= YEAR else 0)


def _last_month(world):
    """The forecast of the month that has ended, compared with what was needed."""
    this_month = buying.today(world).replace(day=1)
    forecast = _open(
        world, "sm", "sales", date_from=this_month - relativedelta(months=1)
    )
    _overwrite(world, "sr", forecast, "seal", 15, "预计客户年度检修增加。")
    _hand_over(world, "sr", forecast)
    as_head = world.as_person("sm", forecast)
    as_head.action_submit()
    as_head.action_measure()


# === The steps of a forecast ===


def _open(world, head, side, **values):
    """The head of a department opens a forecast; the night's run reads the figures."""
    forecast = world.as_person(head, world.env["sanbao.forecast"]).create(
        {"side": side, **values}
    )
    forecast._run_all()
    forecast.invalidate_recordset()
    return forecast


def _overwrite(world, role, forecast, part, more, reason):
    """Somebody who knows more than the statistics says so, and why."""
    lines = world.as_person(role, forecast).line_ids
    line = lines.filtered(lambda one: one.product_id == world.products[part])
    line.write({"quantity": round(line.proposal) + more, "note": reason})


def _hand_over(world, role, forecast):
    """The other proposals are adopted; the head gets the sheet."""
    sheet = world.as_person(role, forecast)
    sheet.action_adopt()
    sheet.action_prepare()


def _plan(world, forecast):
    """Sales plan what the forecast asks for and stock does not hold (Form 29)."""
    world.as_person("fin", world.env["sanbao.purchase.budget"]).create(
        {
            "period_date": forecast.date_from,
            "amount": BUDGET,
            "note": "下期备件采购预算",
        }
    )
    plan = world.as_person("sr", world.env["sanbao.purchase.plan"]).create(
        {
            "department_id": world.departments["sales"].id,
            "period_date": forecast.date_from,
            "reason": "按已提交的需求预测编制。",
        }
    )
    action = plan.action_collect()
    wizard = world.as_person("sr", world.env[action["res_model"]])
    wizard = wizard.browse(action["res_id"])
    for source in wizard.line_ids:
        source.selected = source.code == "forecast"
    wizard.action_collect()
    plan.line_ids.partner_id = world.suppliers["yunxiu"]
    plan.action_submit()
