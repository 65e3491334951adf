from datetime import timedelta

from odoo import fields


def tell_nonconforming(world):
    """Goods that do not conform, in several states, and what is done about the cause."""
    _crushed_filters(world)
    _drifting_sensors(world)
    _scratched_valves(world)
    _corrective_action(world)


def _crushed_filters(world):
    """Damaged on the shelf: set apart, nobody has decided yet."""
    sheet = _found(
        world,
        "wh",
        "filter",
        2,
        "外壳压瘪，滤网脱胶。",
        marking="红色标签 03",
    )
    sheet.action_isolate()


def _drifting_sensors(world):
    """Decided, scrapped and closed."""
    sheet = _judged(
        world,
        _found(world, "qc", "sensor", 2, "零点漂移，标定不合格。"),
        severity="major",
        cause="受潮，密封圈未压紧。",
        disposition="scrap",
    )
    sheet.action_submit()
    _sign(world, sheet, "tech", "qm")
    sheet.result = "已报废出账；货架加装防潮垫。"
    sheet.action_close()


def _scratched_valves(world):
    """Usable under a concession: the goods wait for the keeper."""
    sheet = _judged(
        world,
        _found(world, "qc", "valve", 1, "手柄漆面划伤。"),
        severity="minor",
        cause="搬运磕碰。",
        disposition="concession",
        concession_terms="不影响功能，仅用于本公司维修，不单独销售。",
    )
    sheet.action_submit()
    _sign(world, sheet, "tech", "qm", "dgm")


def _found(world, role, part, quantity, text, **values):
    warehouse = world.env["stock.warehouse"].search(
        [("company_id", "=", world.company.id)], limit=1
    )
    sheets = world.as_person(role, world.env["sanbao.nonconformity"])
    return sheets.create(
        {
            "source": "stock",
            "product_id": world.products[part].id,
            "quantity": quantity,
            "location_id": warehouse.lot_stock_id.id,
            "description": text,
            **values,
        }
    )


def _judged(world, sheet, **values):
    sheet.action_isolate()
    world.as_person("qc", sheet).write(values)
    return world.as_person("qc", sheet)


def _sign(world, sheet, *roles):
    for role in roles:
        world.as_person(role, sheet)._sanbao_decide("approved", "同意")
    sheet.invalidate_recordset()


def _corrective_action(world):
    """Done, and waiting for somebody else to verify it."""
    department = world.env["hr.department"].search([], limit=1)
    action = world.as_person("qc", world.env["mgmtsystem.action"]).create(
        {
            "name": "备件受潮",
            "sanbao_source": "count",
            "sanbao_problem": "盘点发现多件传感器受潮失效。",
            "sanbao_department_id": department.id,
            "user_id": world.people["wh"].id,
            "sanbao_verifier_id": world.people["sup"].id,
            "date_deadline": fields.Date.today() + timedelta(days=12),
        }
    )
    action.action_sanbao_start()
    own = world.as_person("wh", action)
    own.write(
        {
            "sanbao_cause": "雨季库房湿度超过 70 %。",
            "sanbao_measure": "增设除湿机，敏感件改用密封袋。",
            "sanbao_result": "除湿机已启用，连续两周湿度低于 60 %。",
        }
    )
    own.action_sanbao_done()
    late = world.as_person("qm", world.env["mgmtsystem.action"]).create(
        {
            "name": "来料标签不清",
            "sanbao_source": "inspection",
            "sanbao_problem": "三家供方的批号标签无法辨认。",
            "sanbao_department_id": department.id,
            "user_id": world.people["pb"].id,
            "sanbao_verifier_id": world.people["qm"].id,
            "date_deadline": fields.Date.today() - timedelta(days=3),
        }
    )
    late.action_sanbao_start()
