from datetime import timedelta

from odoo import fields

from odoo.addons.sanbao_base.exceptions import RuleViolation

from . import acts, buying

DEPARTMENTS = {"service": ("售后服务部", "asm"), "sales": ("销售部", "sm")}
MEMBERS = {"service": ("as", "as2", "eng"), "sales": ("sr",)}
MONTHLY_BUDGET = 60000
LATE_DAYS = 9


def tell_purchases(world):
    """From qualified suppliers to a tracked contract, with what goes wrong on the way."""
    _departments(world)
    _suppliers(world)
    _good_order(world)
    _late_order(world)
    _bad_quarter(world)
    _waiting_papers(world)
    _refused_order(world)


def _departments(world):
    """Heads who review plans, and the budget that finance sets."""
    env = world.env
    for key, (name, head) in DEPARTMENTS.items():
        department = env["hr.department"].create({"name": name})
        world.departments[key] = department
        for role in (head, *MEMBERS[key]):
            employee = env["hr.employee"].create(
                {
                    "name": world.people[role].name,
                    "user_id": world.people[role].id,
                    "department_id": department.id,
                }
            )
            if role == head:
                department.manager_id = employee
    world.as_person("fin", env["sanbao.purchase.budget"]).create(
        {"amount": MONTHLY_BUDGET, "note": "月度备件采购预算"}
    )


def _suppliers(world):
    """Three good ones; one whose licence has ended; one who is still examined."""
    for key, name, city, score, quality in (
        ("qingling", "青岭液压件有限公司", "青岭", 88, 90),
        ("nanlan", "南澜电器有限公司", "南澜", 82, 85),
        ("yunxiu", "云岫机电配件厂", "云岫", 78, 72),
    ):
        dossier = buying.found_supplier(world, key, name, city)
        world.dossiers[key] = dossier
        buying.file_paper(world, dossier, "business_licence", f"91320000MA{score}")
        buying.file_paper(world, dossier, "quality_certificate", f"Q-2025-{score}", 200)
        buying.assess(world, dossier, score, quality)
        buying.agree(world, key, "液压件、电器件、密封件")
    expired = buying.found_supplier(world, "beize", "北泽泵业有限公司", "北泽")
    licence = buying.file_paper(world, expired, "business_licence", "91320000MA77")
    buying.file_paper(world, expired, "quality_certificate", "Q-2024-77", 20)
    buying.assess(world, expired, 80, 80)
    # Months have passed since.
    licence.valid_until = buying.today(world) - timedelta(days=12)
    licence.action_sanbao_verify()
    buying.agree(world, "beize", "水泵总成")
    candidate = buying.found_supplier(world, "shiqiao", "石桥密封件厂", "石桥")
    buying.file_paper(world, candidate, "business_licence", "91320000MA70", 90, False)


def _good_order(world):
    """Planned, compared, contracted, ordered, and received in part."""
    plan = buying.plan(
        world,
        "as",
        "service",
        [("nozzle", 60, 39.0, "qingling"), ("valve", 20, 186.0, "qingling")],
    )
    buying.approve_plan(world, plan, "asm", "dgm")
    request = buying.order(world, plan)
    comparison = buying.compare(
        world,
        request,
        [
            ("qingling", 1, 120, 10),
            ("nanlan", 1.06, 0, 12),
            ("yunxiu", 1.02, 260, 15),
        ],
        "总成本最低，质量评分最高，交期最短。",
    )
    acts.approve(world, comparison, "pm")
    comparison.action_create_order()
    buying.contract(world, request, "leg", "pm")
    request.button_confirm()
    buying.receive(world, request, {world.products["nozzle"]: 40})


def _late_order(world):
    """Ordered in good time, due more than a week ago, and nothing has come."""
    plan = buying.plan(world, "as", "service", [("sensor", 30, 26.0, "nanlan")])
    buying.approve_plan(world, plan, "asm", "dgm")
    request = buying.order(world, plan)
    due = fields.Datetime.now() - timedelta(days=LATE_DAYS)
    request.order_line.date_planned = due
    buying.contract(world, request, "leg", "pm")
    request.button_confirm()
    world.as_person("pb", world.env["sanbao.supplier.contact"]).create(
        {
            "order_id": request.id,
            "person": "南澜销售 韩经理",
            "channel": "phone",
            "content": "芯片缺货，答应五天内发出。",
            "promised_date": buying.today(world) + timedelta(days=5),
        }
    )
    # What the daily job does, as the system.
    request.sudo().order_line._sanbao_propose_breaches()


def _bad_quarter(world):
    """Late, and two of five were sent back: the supplier is evaluated as poor."""
    plan = buying.plan(world, "as", "service", [("seal", 50, 7.0, "yunxiu")])
    buying.approve_plan(world, plan, "asm", "dgm")
    request = buying.order(world, plan)
    buying.contract(world, request, "leg", "pm")
    request.button_confirm()
    receipt = buying.receive(world, request, {world.products["seal"]: 50})
    back = buying.send_back(world, receipt, 20)
    # It happened in the last quarter, two weeks late.
    dossier = world.as_person("pb", world.dossiers["yunxiu"])
    _first, last = world.env["sanbao.supplier.evaluation"]._last_period(world.company)
    # Nobody dates receipts back; the story does.
    moves = (receipt | back).sudo().move_ids
    moves.date = fields.Datetime.to_datetime(last) - timedelta(days=20)
    request.sudo().order_line.date_planned = moves[0].date - timedelta(days=14)
    buying.evaluate(world, dossier)


def _waiting_papers(world):
    """What waits for a signature: over budget, urgent, compared, under legal review."""
    over = buying.plan(
        world,
        "sr",
        "sales",
        [("pump", 40, 990.0, "qingling"), ("motor", 30, 708.0, "qingling")],
        reason="年末客户集中换件，预计需求增加。",
    )
    buying.approve_plan(world, over, "sm")
    urgent = buying.require_urgently(
        world,
        [("motor", 6, 720.0, "qingling")],
        "消防大队值勤车辆停驶，不能等待计划采购。",
    )
    urgent.action_submit()
    world.as_person("sm", urgent)._sanbao_decide("approved", "同意，请尽快到货")
    plan = buying.plan(world, "as", "service", [("filter", 50, 23.0, "yunxiu")])
    buying.approve_plan(world, plan, "asm", "dgm")
    buying.contract(world, buying.order(world, plan), sign=False)
    buying.plan(world, "as2", "service", [("seal", 200, 7.2, "shiqiao")], submit=False)


def _refused_order(world):
    """The buyer tries it with the supplier whose licence has ended: it stands in the log."""
    plan = buying.plan(world, "as", "service", [("pump", 2, 940.0, "beize")])
    buying.approve_plan(world, plan, "asm", "dgm")
    request = buying.order(world, plan)
    buying.contract(world, request, "leg", "pm")
    try:
        with world.env.cr.savepoint():
            request.button_confirm()
    except RuleViolation:
        return
    raise AssertionError("an order to a supplier without licence was confirmed")
