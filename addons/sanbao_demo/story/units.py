from datetime import timedelta

from odoo import fields

# unit: product, customer, days since ex-factory, serial, chassis, engine, plate, contact
UNITS = {
    "sweeper1": (
        "sweeper",
        "qinghe",
        200,
        "XL26-0118",
        "LXLTEST0000000118",
        "E-26-118",
        "苏Z00118",
        "李队长",
        "13900000118",
    ),
    "sweeper2": (
        "sweeper",
        "yunxi",
        364,
        "XL25-0907",
        "LXLTEST0000000907",
        "E-25-907",
        "苏Z00907",
        "周经理",
        "13900000907",
    ),
    "sweeper3": (
        "sweeper",
        "haiyan",
        500,
        "XL25-0301",
        "LXLTEST0000000301",
        "E-25-301",
        "苏Z00301",
        "郑科长",
        "13900000301",
    ),
    "washer1": (
        "washer",
        "jinsui",
        90,
        "XL26-0220",
        "LXLTEST0000000220",
        "E-26-220",
        "苏Z00220",
        "吴主任",
        "13900000220",
    ),
    "washer2": (
        "washer",
        "qinghe",
        30,
        "XL26-0288",
        "LXLTEST0000000288",
        "E-26-288",
        "苏Z00288",
        "李队长",
        "13900000288",
    ),
    "fire1": (
        "fire",
        "baishi",
        250,
        "XL26-0119",
        "LXLTEST0000000119",
        "E-26-119",
        "苏Z00119",
        "赵班长",
        "13900000119",
    ),
}


def deliver_units(world):
    """Units that stand at the customers, each with its archive."""
    for key, unit in UNITS.items():
        world.units[key] = _deliver(world, *unit)


def _deliver(
    world, product, customer, days, serial, chassis, engine, plate, who, phone
):
    env = world.env
    vehicle = world.products[product]
    lot = env["stock.lot"].create(
        {"name": serial, "product_id": vehicle.id, "company_id": world.company.id}
    )
    env["stock.quant"]._update_available_quantity(
        vehicle, env.ref("stock.stock_location_customers"), 1, lot_id=lot
    )
    left = fields.Date.today() - timedelta(days=days)
    return env["sanbao.archive"].create(
        {
            "lot_id": lot.id,
            "specification": vehicle.default_code,
            "chassis_no": chassis,
            "engine_no": engine,
            "plate_no": plate,
            "ex_factory_date": left,
            "acceptance_date": left,
            "partner_id": world.customers[customer].id,
            "contact_name": who,
            "contact_phone": phone,
            "place": world.customers[customer].street,
        }
    )
