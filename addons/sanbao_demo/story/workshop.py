from datetime import timedelta

from odoo import Command

from . import buying, designs

MAINTENANCE_DAYS = 30


def tell_workshop(world):
    """A month of the workshop: plan, records, a problem, a machine that is overdue."""
    machine = _machines(world)
    step = _steps(world, machine)
    line = _plan(world)
    _records(world, step, machine, line)
    _problem(world, step)


def _as_foreman(world, model):
    return world.as_person("prod", world.env[model])


def _machines(world):
    """One in order; the other should have been maintained last week."""
    today = buying.today(world)
    machines = _as_foreman(world, "maintenance.equipment")
    for name, days in (("数控折弯机", 10), ("焊接机器人", MAINTENANCE_DAYS + 7)):
        machines |= machines.create(
            {
                "name": name,
                "sanbao_machine": True,
                "sanbao_maintenance_days": MAINTENANCE_DAYS,
                "sanbao_maintenance_note": "清洁、润滑导轨，校准零点，检查急停。",
                "technician_user_id": world.people["prod"].id,
                "effective_date": today - timedelta(days=days),
            }
        )
    return machines[-1]


def _steps(world, machine):
    page = designs.write(
        world,
        "tech",
        "罐体焊接作业指导书",
        "procedure",
        sanbao_scope="process",
        sanbao_number="WI-G20",
    )
    return _as_foreman(world, "sanbao.work.step").create(
        {
            "name": "罐体焊接",
            "code": "G20",
            "page_ids": [Command.set(page.ids)],
            "equipment_ids": [Command.set(machine.ids)],
            "control_points": "电流 160–180 A；焊缝外观和煤油渗漏试验。",
        }
    )


def _plan(world):
    today = buying.today(world)
    plan = _as_foreman(world, "sanbao.production.plan").create(
        {
            "date_from": today - timedelta(days=20),
            "date_to": today + timedelta(days=20),
            "line_ids": [
                Command.create(
                    {
                        "product_id": world.products["sweeper"].id,
                        "quantity": 6,
                        "date_due": today - timedelta(days=1),
                    }
                ),
                Command.create(
                    {
                        "product_id": world.products["washer"].id,
                        "quantity": 4,
                        "date_due": today + timedelta(days=15),
                    }
                ),
            ],
        }
    )
    plan.action_confirm()
    return plan.line_ids[0]


def _records(world, step, machine, line):
    records = _as_foreman(world, "sanbao.production.output")
    for days, good in ((9, 2), (2, 2)):
        records.create(
            {
                "date": buying.today(world) - timedelta(days=days),
                "plan_line_id": line.id,
                "step_id": step.id,
                "equipment_id": machine.id,
                "worker": "焊工老姜",
                "quantity_good": good,
                "hours": 16,
            }
        ).action_confirm()


def _problem(world, step):
    """Found, explained, with its nonconformity sheet; the measure is still due."""
    problem = _as_foreman(world, "sanbao.process.problem").create(
        {
            "step_id": step.id,
            "product_id": world.products["sweeper"].id,
            "quantity": 1,
            "description": "清水箱焊缝煤油渗漏 1 处",
            "first_measure": "停焊，逐件复检当日焊缝",
            "material": "Q355 钢板 炉号 77-3",
            "worker": "焊工老姜",
            "cause_kind": "method",
            "cause": "焊接电流超出工艺卡上限",
        }
    )
    problem.action_open_nonconformity()
