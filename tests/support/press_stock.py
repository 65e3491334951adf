"""Buttons of the warehouse: packing, requests between branches, occupancy."""

from press_base import Press, button
from press_quality import quality

from odoo.addons.sanbao_stock.tests.common import STOCK


@button
def stock_packing_confirm(m):
    k = quality(m)
    shelf = m.env["stock.location"].create(
        {"name": "玻璃架", "location_id": k.stock.id}
    )
    k.part = k._product("挡风玻璃", sanbao_fragile=True)
    k._put(k.stock, 2, k.part)
    picking = k._transfer(k.stock, shelf)
    messages = [("model", "=", picking._name), ("res_id", "=", picking.id)]
    before = m.env["mail.message"].search_count(messages)
    rows = ("mail.message", messages, before + 1)
    return Press(picking, k.keeper, "action_sanbao_confirm_packing", rows)


@button
def stock_branch_request_send(m):
    k = quality(m)
    store = m.env["stock.warehouse"].create({"name": "西库", "code": "XK"})
    k._put(store.lot_stock_id, 5)
    staff = k._person("branch", "as", extra=[STOCK])
    request = (
        m.env["sanbao.branch.request"]
        .with_user(staff)
        .create(
            {
                "product_id": k.part.id,
                "warehouse_id": store.id,
                "target_warehouse_id": k.warehouse.id,
                "quantity": 2,
                "reason": "press once",
            }
        )
    )
    rows = ("stock.picking", [("origin", "=", "press once")], 1)
    return Press(request, staff, "action_request", rows)


@button
def stock_occupancy_measure(m):
    k = quality(m)
    rows = m.env["sanbao.stock.occupancy"]
    rows.search([]).sudo().unlink()
    zone = m.env.ref("sanbao_stock.zone_common")
    mine = [("warehouse_id", "=", k.warehouse.id), ("zone_id", "=", zone.id)]
    return Press(rows, k.stock_manager, "action_measure", (rows._name, mine, 1))
