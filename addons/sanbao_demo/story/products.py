VEHICLES = {
    "sweeper": ("洗扫车", "XL5180TXS", 580000),
    "washer": ("高压清洗车", "XL5120GQX", 420000),
    "fire": ("水罐消防车", "XL5190GXF", 960000),
}
# part: name, drawing no., list price without tax, stock, serial numbers
PARTS = {
    "seal": ("水泵密封圈", "GB-0031", 12.0, 60, False),
    "filter": ("液压油滤芯", "YY-0107", 38.0, 40, False),
    "sensor": ("压力传感器", "DQ-0216", 44.0, 20, False),
    "valve": ("电磁换向阀", "YY-0442", 320.0, 8, False),
    "pump": ("高压水泵", "GB-0200", 1650.0, 3, True),
    "motor": ("扫盘液压马达", "YY-0588", 1180.0, 2, True),
    "nozzle": ("高压喷嘴", "GB-0355", 65.0, 0, False),
}


def stock_parts(world):
    """Vehicles that the company makes and the parts that keep them running."""
    env = world.env
    # Opening balances come from the old books; afterwards counts alone adjust the stock.
    rule = env["sanbao.rule"].search([("code", "=", "STK-18")])
    rule.mode = "off"
    category = env["product.category"].create({"name": "整车"})
    parts = env["product.category"].create({"name": "备件"})
    for key, (name, model, price) in VEHICLES.items():
        world.products[key] = env["product.product"].create(
            {
                "name": name,
                "default_code": model,
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
                "sanbao_has_archive": True,
                "sanbao_is_vehicle": True,
                "list_price": price,
                "standard_price": price * 0.7,
                "categ_id": category.id,
            }
        )
    for key, (name, code, price, stock, serial) in PARTS.items():
        world.products[key] = product = env["product.product"].create(
            {
                "name": name,
                "default_code": code,
                "type": "consu",
                "is_storable": True,
                "tracking": "serial" if serial else "none",
                "list_price": price,
                "standard_price": price * 0.6,
                "categ_id": parts.id,
            }
        )
        _put_on_stock(world, product, stock, serial)
    rule.mode = False
    env["sanbao.warranty.policy"].create(
        {
            "name": "整车三包政策",
            "warranty_months": 12,
            "mileage_limit": 30000,
            "warranty_scope": "整车及上装因产品质量造成的故障，免费修理、更换。",
            "warranty_exclusions": "使用不当、正常磨损、未按规定保养。",
            "categ_id": category.id,
        }
    )


def _put_on_stock(world, product, quantity, serial):
    env = world.env
    warehouse = env["stock.warehouse"].search(
        [("company_id", "=", world.company.id)], limit=1
    )
    location = warehouse.lot_stock_id
    if not quantity:
        return
    quants = [{"product_id": product.id, "location_id": location.id}]
    if serial:
        lots = env["stock.lot"].create(
            [
                {
                    "name": f"{product.default_code}-{number:04d}",
                    "product_id": product.id,
                    "company_id": world.company.id,
                }
                for number in range(1, quantity + 1)
            ]
        )
        quants = [dict(quants[0], lot_id=lot.id, inventory_quantity=1) for lot in lots]
    else:
        quants[0]["inventory_quantity"] = quantity
    env["stock.quant"].with_context(inventory_mode=True).create(
        quants
    ).action_apply_inventory()
