"""The safety of the warehouse in the story: what keeper and guard do on their rounds."""

from datetime import timedelta

from odoo import fields

EQUIPMENT = (
    # name, number, kind, place, quantity, days until it expires
    ("干粉灭火器 4kg", "MH-001", "fire", "东门左侧", 2, 200),
    ("干粉灭火器 4kg", "MH-002", "fire", "备件区中间柱", 2, 20),
    ("二氧化碳灭火器", "MH-003", "fire", "配电箱旁", 1, -12),
    ("室内消火栓", "XH-001", "fire", "西墙", 1, None),
    ("红外报警探头", "FD-001", "theft", "二号窗", 1, None),
)


def tell_safety(world):
    """A failed extinguisher, a room that is too warm, somebody inside."""
    warehouse = world.env["stock.warehouse"].search(
        [("company_id", "=", world.company.id)], limit=1
    )
    warehouse.sanbao_safety_user_id = world.people["wh"]
    register_equipment(world, warehouse)
    room, shelf = _places(world, warehouse)
    warehouse._sanbao_plan_rounds()
    check_equipment(world, warehouse)
    check_pests(world, warehouse, shelf)
    read_climate(world, room)
    receive_visitors(world, warehouse)


def register_equipment(world, warehouse):
    """The keeper enters what hangs and stands in the warehouse."""
    today = fields.Date.today()
    equipment = world.as_person("wh", world.env["maintenance.equipment"])
    for name, number, kind, place, quantity, days in EQUIPMENT:
        equipment.create(
            {
                "name": name,
                "serial_no": number,
                "sanbao_safety": kind,
                "sanbao_warehouse_id": warehouse.id,
                "sanbao_place": place,
                "sanbao_quantity": quantity,
                "sanbao_valid_until": days and today + timedelta(days=days),
                "sanbao_keeper_id": world.people["wh"].id,
            }
        )


def _places(world, warehouse):
    places = world.env["stock.location"].create(
        [
            {
                "name": "密封件恒温间",
                "location_id": warehouse.lot_stock_id.id,
                "sanbao_climate": True,
                "sanbao_temperature_min": 5,
                "sanbao_temperature_max": 30,
                "sanbao_humidity_min": 30,
                "sanbao_humidity_max": 70,
            },
            {
                "name": "毛毡、木箱货架",
                "location_id": warehouse.lot_stock_id.id,
                "sanbao_pest_check": True,
            },
        ]
    )
    world.products["seal"].sanbao_climate_sensitive = True
    return places


def _lines(world, warehouse, kind):
    rounds = world.env["sanbao.storage.round"].search(
        [("warehouse_id", "=", warehouse.id), ("kind", "=", kind)]
    )
    return world.as_person("wh", rounds.line_ids)


def _find(world, line, problem, treatment=False):
    """The keeper presses “Not OK” and says what is wrong."""
    window = world.as_person("wh", world.env["sanbao.storage.defect"])
    window.create(
        {"line_id": line.id, "problem": problem, "treatment": treatment}
    ).action_confirm()


def check_equipment(world, warehouse):
    """One has lost its pressure, one has expired; the rest waits for the keeper."""
    lines = _lines(world, warehouse, "fire").filtered("equipment_id")
    for line in lines:
        number = line.equipment_id.serial_no
        if number == "MH-001":
            _find(world, line, "压力表指针在红区", "已挂停用牌，临时调拨一具")
        elif number == "MH-003":
            _find(world, line, "已过有效期")
        elif number == "XH-001":
            line.action_ok()


def check_pests(world, warehouse, shelf):
    """All is well; the round is finished."""
    lines = _lines(world, warehouse, "pest")
    for line in lines:
        if line.location_id == shelf:
            line.treatment = "更换干燥剂"
        line.action_ok()
    lines.round_id.action_finish()


def read_climate(world, room):
    """Ten days of readings; today it is too warm."""
    readings = world.as_person("wh", world.env["sanbao.storage.reading"])
    now = fields.Datetime.now()
    for days in range(10, 0, -1):
        readings.create(
            {
                "location_id": room.id,
                "taken_at": now - timedelta(days=days),
                "temperature": 22 + (days * 7) % 5,
                "humidity": 48 + (days * 11) % 9,
                "ventilation": "windows",
            }
        )
    readings.create(
        {
            "location_id": room.id,
            "temperature": 33.5,
            "humidity": 64,
            "ventilation": "none",
            "note": "空调跳闸",
        }
    )


def receive_visitors(world, warehouse):
    """The guard lets two people in; one has left."""
    visitors = world.as_person("gate", world.env["sanbao.visitor"])
    now = fields.Datetime.now()
    values = {"warehouse_id": warehouse.id, "escort_id": world.people["wh"].id}
    visitors.create(
        {
            **values,
            "name": "刘师傅",
            "organization": "宏运物流",
            "reason": "送货、卸货",
            "in_at": now - timedelta(hours=3),
        }
    ).action_left()
    visitors.create(
        {
            **values,
            "name": "消防维保 张工",
            "organization": "安泰消防维保公司",
            "reason": "灭火器换药",
            "in_at": now - timedelta(minutes=40),
        }
    )
