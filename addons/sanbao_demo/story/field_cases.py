from odoo import fields

from . import acts, work


def tell_field_cases(world):
    """Cases that are out at the customer, at the gate, or finished."""
    _on_the_way(world)
    _on_site(world)
    _parts_wait_for_the_general_manager(world)
    _pass_waits_at_the_gate(world)
    _finished_within_the_limit(world)
    _finished_over_the_limit(world)


def _case(world, unit, title, fault, hours, parts=(), engineer="eng", **values):
    ticket = acts.contact(world, acts.report(world, unit, title, fault, hours))
    values.setdefault("analysis", "经现场沟通判断为产品质量问题。")
    application = acts.apply(world, ticket, parts, engineer, **values)
    roles = ["asm", "sm"] if parts else ["asm"]
    return acts.approve(world, application, *roles)


def _on_the_way(world):
    """Two engineers are sent; one order still waits for its signature."""
    first = _case(
        world,
        "fire1",
        "警灯不亮",
        "左侧警灯不亮。",
        5,
        engineer="eng2",
        amount_labour=120,
    )
    work.dispatch(world, first, "eng2")
    second = _case(
        world, "washer1", "卷盘卡滞", "高压卷盘回收卡滞。", 7, amount_labour=150
    )
    work.dispatch(world, second, approved=False)


def _on_site(world):
    application = _case(
        world, "sweeper1", "后视监控黑屏", "倒车监控黑屏。", 9, amount_labour=100
    )
    work.arrive(world, work.dispatch(world, application))


def _parts_wait_for_the_general_manager(world):
    application = _case(
        world,
        "sweeper2",
        "吸口提升失灵",
        "吸口不能提升。",
        20,
        [("valve", 1), ("nozzle", 2)],
        amount_labour=160,
    )
    work.request_parts(world, application, "dgm")


def _pass_waits_at_the_gate(world):
    """Above 500: the general manager has signed, finance has confirmed, the guard waits."""
    application = _case(
        world,
        "washer1",
        "换向阀失效",
        "高压系统不能换向。",
        12,
        [("valve", 2)],
        amount_labour=180,
    )
    issue = work.request_parts(world, application, "dgm", "gm")
    picking = work.pick_parts(world, issue)
    work.gate_pass(world, picking, "gm", "fin")
    picking.move_ids.picked = True
    picking._action_done()


def _finished_within_the_limit(world):
    """Small parts, closed; nothing has to come back."""
    parts = [("filter", 1), ("sensor", 1)]
    application = _case(
        world,
        "washer2",
        "压力表无读数",
        "压力表无读数，更换传感器。",
        28,
        parts,
        amount_labour=120,
    )
    issue = work.request_parts(world, application, "dgm", "gm")
    picking = work.pick_parts(world, issue)
    work.leave(world, picking, work.gate_pass(world, picking, "dgm", "fin"))
    visit = work.arrive(world, work.dispatch(world, application))
    work.repair(world, application, parts)
    work.finish(world, visit, "传感器损坏", "更换压力传感器和滤芯")
    work.accept(world, application, "4", "服务及时。")
    application.action_close()


def _finished_over_the_limit(world):
    """Above 1,000: budget by all levels; the old pump is back, inspected, not yet closed."""
    parts = [("pump", 1)]
    application = _case(
        world,
        "fire1",
        "水泵压力不足",
        "消防泵压力不足 0.6MPa。",
        60,
        parts,
        amount_labour=300,
        amount_travel=500,
        consent_by="赵班长",
        consent_at=fields.Datetime.now(),
        consent_means="phone",
    )
    budget = acts.budget(world, application)
    acts.approve(world, budget, "asm", "sm", "dgm", "gm")
    issue = work.request_parts(world, application, "dgm", "gm")
    picking = work.pick_parts(world, issue)
    work.leave(world, picking, work.gate_pass(world, picking, "gm", "fin"))
    visit = work.arrive(world, work.dispatch(world, application))
    work.repair(world, application, parts)
    work.finish(world, visit, "水泵轴承损坏", "更换高压水泵总成")
    work.return_old_parts(world, application)
    work.accept(world, application, "5", "非常满意，恢复战备。")
    application.action_close()
