from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.exceptions import RuleViolation

from . import acts, work

# months back, unit, title, hours until finished, satisfaction, followed up
CLOSED = [
    (3, "sweeper1", "水箱盖漏水", 20, "5", True),
    (3, "fire1", "消防炮旋转卡滞", 60, "4", True),
    (2, "washer1", "水枪接头松动", 30, "5", True),
    (2, "sweeper2", "灯光线路故障", 96, "3", True),
    (1, "sweeper1", "扫盘高度失调", 40, "4", True),
    (1, "washer1", "操作面板失灵", 50, "2", False),
    (1, "fire1", "警报器失声", 10, "5", True),
]
MONTHS_FROZEN = 3


def tell_history(world):
    """Cases of the last months, their follow-ups, and the figures drawn from them."""
    for row in CLOSED:
        _closed_case(world, *row)
    _refusals(world)
    _freeze_figures(world)


def _closed_case(world, months, unit, title, hours, satisfaction, followed_up):
    reported = fields.Datetime.now().replace(day=10, hour=1) - relativedelta(
        months=months
    )
    age = (fields.Datetime.now() - reported).total_seconds() / 3600
    ticket = acts.contact(world, acts.report(world, unit, title, f"{title}。", age))
    application = acts.apply(
        world,
        ticket,
        analysis="装配松动，调整后恢复。",
        solution_type="adjust",
        amount_labour=80,
    )
    acts.approve(world, application, "asm")
    finished = reported + timedelta(hours=hours)
    application._on_work_finished(finished)
    work.accept(world, application, satisfaction)
    application.action_close()
    # The story goes back in time; the buttons of course record the present moment.
    as_engine(application).write({"closed_at": finished + timedelta(days=1)})
    if followed_up:
        followup = world.env["sanbao.followup"].search(
            [("application_id", "=", application.id)], limit=1
        )
        followup = world.as_person("cs", followup)
        followup.write({"means": "phone", "overall": satisfaction, "solved": "yes"})
        followup.action_done()


def _refusals(world):
    """What people tried and the rules refused, for the supervisor to see."""
    applications = world.env["sanbao.service.application"].search([])
    for application in applications.filtered(lambda one: one.state != "done"):
        _try_to_release(world, application)


def _try_to_release(world, application):
    try:
        with world.env.cr.savepoint():
            world.as_person("eng", application)._gate_release()
    except RuleViolation:
        return  # it is in the log of refusals


def _freeze_figures(world):
    today = fields.Date.today()
    values = world.env["sanbao.indicator.value"]
    for indicator in world.env["sanbao.indicator"].search([]):
        for months in range(1, MONTHS_FROZEN + 1):
            first = today.replace(day=1) - relativedelta(months=months)
            last = first + relativedelta(months=1, days=-1)
            values._take(indicator, first, last, world.company, freeze=True)
