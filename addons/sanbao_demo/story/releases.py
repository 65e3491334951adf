from datetime import timedelta

from odoo import Command, fields

from . import acts

NAMES = {
    "appearance": "外观",
    "performance": "七天稳定性",
    "spec": "酸碱度",
    "quantity": "净含量",
}


def tell_releases(world):
    """Untested goods for customers who cannot wait: one lot passes afterwards, one fails
    and is recalled, one waits for the signature."""
    world.customers["yunxi"].email = "yunxi@example.com"
    world.customers["haiyan"].email = "haiyan@example.com"
    _register(world)
    world.products["agent"] = _product(world)
    _standard(world)
    _passed_afterwards(world)
    _recalled(world)
    _waiting(world)


def _passed_afterwards(world):
    """The customer gets report and certificate later."""
    inspection = _produce(world, "CY-2608", 30)
    release = _release(world, inspection, "haiyan", 10)
    _sign_and_ship(world, release)
    _test(world, inspection)
    inspection.action_sanbao_accept_all()
    report = world.as_person("qm", inspection)
    report.action_sanbao_approve_report()
    report.action_sanbao_certify()


def _recalled(world):
    """Two customers; one sends a part back, one was called and has not answered yet."""
    inspection = _produce(world, "CY-2611", 20)
    for customer, quantity in (("yunxi", 6), ("jinsui", 4)):
        _sign_and_ship(world, _release(world, inspection, customer, quantity))
    _test(world, inspection, bad="七天稳定性")
    inspection.sanbao_defect_note = "第六天分层，除油率由 95% 降到 61%。"
    inspection.action_sanbao_reject_all()
    recall = world.env["sanbao.recall"].search(
        [("report_number", "!=", False)], limit=1
    )
    world.as_person("sr", world.env["sanbao.recall.contact"]).create(
        {
            "recall_id": recall.id,
            "partner_id": world.customers["jinsui"].id,
            "person": "吴主任",
            "note": "已停用，剩余数量盘点后告知。",
        }
    )
    recall = world.as_person("qc", recall)
    line = recall.line_ids.filtered(
        lambda line: line.partner_id == world.customers["yunxi"]
    )
    line.write({"used_qty": 2, "customer_measure": "剩余封存，等待取回"})
    line.action_receive()
    # The keeper finds the transfer in his own list.
    back = world.as_person("wh", line.sudo().return_move_ids.picking_id)
    back.move_line_ids.quantity = 3
    back.move_ids.picked = True
    back.with_context(skip_backorder=True).button_validate()


def _waiting(world):
    """Complete and submitted: the deputy general manager has not decided yet."""
    release = _release(world, _produce(world, "CY-2612", 12), "qinghe", 8)
    release.action_submit()


# === Who and what ===


def _register(world):
    """Who may sign, where no chapter before has registered them."""
    staff = world.as_person("qm", world.env["sanbao.quality.staff"])
    for role, values in (
        ("qc", {"code": "J-01", "qualification": "化验员证"}),
        ("qm", {"code": "J-02", "qualification": "质量工程师", "can_approve": True}),
    ):
        user = world.people[role]
        if not staff.search_count([("user_id", "=", user.id)]):
            staff.create({"user_id": user.id, **values})


def _product(world):
    return world.env["product.product"].create(
        {
            "name": "路面除油剂",
            "default_code": "CY20",
            "type": "consu",
            "is_storable": True,
            "tracking": "lot",
            "list_price": 260.0,
            "standard_price": 150.0,
            "sanbao_inspection": "yes",
            "categ_id": world.products["pump"].categ_id.id,
        }
    )


def _standard(world):
    """Written by the inspector, put in force by the technical department."""
    answers = [
        Command.create({"name": "合格", "ok": True}),
        Command.create({"name": "不合格", "ok": False}),
    ]
    standard = world.as_person("qc", world.env["qc.test"]).create(
        {
            "name": "路面除油剂检验标准",
            "sanbao_template_ids": [
                Command.set(world.products["agent"].product_tmpl_id.ids)
            ],
            "sanbao_basis": "company",
            "sanbao_basis_ref": "Q/XL 020-2026",
            "sanbao_effective_date": fields.Date.today(),
            "test_lines": [
                Command.create(
                    {
                        "name": name,
                        "sanbao_aspect": aspect,
                        "type": "qualitative",
                        "ql_values": answers,
                    }
                )
                for aspect, name in NAMES.items()
            ],
        }
    )
    world.as_person("tech", standard).action_sanbao_put_in_force()


def _warehouse(world):
    return world.env["stock.warehouse"].search(
        [("company_id", "=", world.company.id)], limit=1
    )


# === What people do ===


def _transfer(world, kind, source, target, quantity, **values):
    places = {"location_id": source.id, "location_dest_id": target.id}
    goods = {"product_id": world.products["agent"].id, "product_uom_qty": quantity}
    picking = world.as_person("wh", world.env["stock.picking"]).create(
        {
            "picking_type_id": kind.id,
            **places,
            "move_ids": [Command.create({**goods, **places})],
            **values,
        }
    )
    picking.action_confirm()
    return picking


def _produce(world, name, quantity):
    """A finished lot comes from the production and waits for its inspection."""
    warehouse = _warehouse(world)
    production = world.env["stock.location"].search(
        [("usage", "=", "production"), ("company_id", "=", world.company.id)], limit=1
    )
    picking = _transfer(
        world, warehouse.int_type_id, production, warehouse.lot_stock_id, quantity
    )
    lot = world.env["stock.lot"].create(
        {"name": name, "product_id": world.products["agent"].id}
    )
    picking.move_line_ids.write({"lot_id": lot.id, "quantity": quantity})
    picking.move_ids.picked = True
    picking.button_validate()
    found = world.env["qc.inspection"].search([("sanbao_lot_id", "=", lot.id)])
    return world.as_person("qc", found)


def _release(world, inspection, customer, quantity):
    """The salesman prepares what the inspector has told him."""
    warehouse = _warehouse(world)
    partner = world.customers[customer]
    picking = _transfer(
        world,
        warehouse.out_type_id,
        warehouse.lot_stock_id,
        partner.property_stock_customer,
        quantity,
        partner_id=partner.id,
    )
    today = fields.Date.context_today(inspection)
    return world.as_person("sr", world.env["sanbao.emergency.release"]).create(
        {
            "picking_id": picking.id,
            "lot_id": inspection.sanbao_lot_id.id,
            "quantity": quantity,
            "inspector_id": world.people["qc"].id,
            "required_date": today,
            "test_due": fields.Date.add(today, days=2),
            "unfinished_tests": "七天稳定性试验",
            "results_so_far": "外观、酸碱度、净含量合格",
            "risk": "存放后可能分层，除油效果下降，不伤人不伤车。",
            "likelihood": "low",
            "severity": "medium",
            "measures": "随货书面告知；一周内用完。",
            "recall_plan": "电话和邮件通知，次日派车收回，免费换货。",
            "consent_person": partner.child_ids[:1].name,
            "consent_at": fields.Datetime.now() - timedelta(hours=2),
            "consent_means": "letter",
            "consent_evidence": "同意函（扫描件存销售部）",
            "sample_quantity": 1,
            "sample_place": "化验室留样柜 3-2",
        }
    )


def _sign_and_ship(world, release):
    acts.approve(world, release, "dgm")
    # The keeper finds the delivery in his own list.
    picking = world.as_person("wh", release.sudo().picking_id)
    picking.move_ids.picked = True
    picking.button_validate()


def _test(world, inspection, bad=None):
    """The inspector answers each point of the standard."""
    for line in inspection.inspection_lines:
        values = line.possible_ql_values.sudo()  # whoever tells the story
        line.qualitative_value = values.filtered(
            lambda value, good=line.name != bad: value.ok == good
        )
    inspection.sanbao_sample_size = inspection.sanbao_quantity
