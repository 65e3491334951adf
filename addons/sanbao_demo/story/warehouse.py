from odoo import Command, fields

from . import buying

SHELVES = [
    ("A-01 中型货架", {"sanbao_shelf_type": "medium", "sanbao_max_weight": 300}),
    ("A-02 重型货架", {"sanbao_shelf_type": "heavy", "sanbao_max_weight": 1500}),
    (
        "D-01 干燥柜",
        {"sanbao_shelf_type": "drawer", "sanbao_max_weight": 80, "sanbao_dry": True},
    ),
]
SIZE = {"sanbao_length": 120, "sanbao_width": 60, "sanbao_height": 50}
# part: weight in kg, edges of its packing in cm
PACKED = {
    "filter": (0.8, (12, 12, 30)),
    "sensor": (0.2, (8, 6, 5)),
    "pump": (38, (60, 45, 40)),
    "motor": (24, (40, 35, 35)),
}


def tell_warehouse(world):
    """Shelves and sensitive parts, a second warehouse that is asked for goods, and a
    receipt of goods that must lie dry."""
    warehouse = world.env["stock.warehouse"].search(
        [("company_id", "=", world.company.id)], limit=1
    )
    # Odoo names the first warehouse like the company before it has a name. Not sooner:
    # the rename empties caches that the hiring of people stands on during installation.
    warehouse.name = "总仓库"
    shelves = _shelves(world, warehouse)
    _packed_goods(world)
    _dry_receipt(world, warehouse, shelves[-1])
    _second_warehouse(world, warehouse)
    world.env["sanbao.stock.occupancy"]._cron_measure()


def _shelves(world, warehouse):
    return world.env["stock.location"].create(
        [
            {
                "name": name,
                "barcode": f"DEMO-{name[:4]}",
                "location_id": warehouse.lot_stock_id.id,
                **SIZE,
                **values,
            }
            for name, values in SHELVES
        ]
    )


def _packed_goods(world):
    for key, (weight, (length, width, height)) in PACKED.items():
        world.products[key].write(
            {
                "weight": weight,
                "volume": length * width * height / 1_000_000,
                "sanbao_length": length,
                "sanbao_width": width,
                "sanbao_height": height,
            }
        )
    world.products["filter"].sanbao_moisture_sensitive = True
    world.products["sensor"].write(
        {
            "sanbao_fragile": True,
            "sanbao_measure_ids": [
                Command.link(world.env.ref("sanbao_stock.measure_sealed").id)
            ],
        }
    )


def _dry_receipt(world, warehouse, dry):
    """The keeper looks at the packing, confirms it, and scans where the goods go."""
    suppliers = world.env.ref("stock.stock_location_suppliers")
    goods = world.products["filter"]
    picking = world.as_person("wh", world.env["stock.picking"]).create(
        {
            "picking_type_id": warehouse.in_type_id.id,
            "partner_id": world.suppliers["qingling"].id,
            "location_id": suppliers.id,
            "location_dest_id": warehouse.lot_stock_id.id,
            "sanbao_delivery_number": "QL-2026-118",
            "move_ids": [
                Command.create(
                    {
                        "product_id": goods.id,
                        "product_uom_qty": 2,
                        "location_id": suppliers.id,
                        "location_dest_id": warehouse.lot_stock_id.id,
                    }
                )
            ],
        }
    )
    picking.action_confirm()
    for _piece in range(2):
        picking.action_sanbao_scan(goods.default_code)
    picking.action_sanbao_scan(dry.barcode)
    picking.action_sanbao_check_all_ok()
    picking.action_sanbao_confirm_packing()
    picking.button_validate()


def _second_warehouse(world, warehouse):
    """A branch store has seals; after-sales asks it for some."""
    store = world.env["stock.warehouse"].create(
        {
            "name": "西区备件库",
            "code": "XQ",
            "company_id": world.company.id,
            "sanbao_keeper_id": world.people["wh"].id,
        }
    )
    world.env["stock.quant"]._update_available_quantity(
        world.products["seal"], store.lot_stock_id, 24
    )
    world.as_person("as", world.env["sanbao.branch.request"]).create(
        {
            "product_id": world.products["seal"].id,
            "warehouse_id": store.id,
            "target_warehouse_id": warehouse.id,
            "quantity": 6,
            "date_needed": fields.Date.add(buying.today(world), days=2),
            "reason": "青禾市环卫处抢修用",
        }
    ).action_request()
