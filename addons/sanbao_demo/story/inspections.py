from odoo import Command, fields

from . import acts

SUPPLIER = "青岭液压件有限公司"


def tell_inspections(world):
    """Bought motors are inspected: a batch passes, one is rejected, one is used under a
    concession, and one waits for the inspector."""
    _register(world)
    product = _product(world)
    _standard(world, product)
    supplier = world.env["res.partner"].create({"name": SUPPLIER, "is_company": True})
    passed = _deliver(world, product, supplier, "MD-2601", 20)
    _decide(world, passed, accepted=20)
    _put_away(world, passed)
    rejected = _deliver(world, product, supplier, "MD-2602", 12)
    _decide(
        world, rejected, rejected=12, defect="输出轴跳动 0.12 mm，超差", runout=0.12
    )
    _return_sheet(world, rejected)
    partly = _deliver(world, product, supplier, "MD-2603", 16)
    _decide(world, partly, accepted=12, rejected=4, defect="壳体漆面划伤", looks="划伤")
    _concede(world, partly)
    _deliver(world, product, supplier, "MD-2604", 8)


def _register(world):
    """Who may sign: the inspector, and the quality manager who approves reports."""
    staff = world.as_person("qm", world.env["sanbao.quality.staff"])
    staff.create(
        [
            {
                "user_id": world.people["qc"].id,
                "code": "J-01",
                "qualification": "计量检验员证，液压件检验 6 年",
            },
            {
                "user_id": world.people["qm"].id,
                "code": "J-02",
                "qualification": "质量工程师",
                "can_approve": True,
                "sequence": 20,
            },
        ]
    )


def _product(world):
    return world.env["product.product"].create(
        {
            "name": "行走液压马达",
            "default_code": "YY-0620",
            "type": "consu",
            "is_storable": True,
            "tracking": "lot",
            "list_price": 980.0,
            "standard_price": 620.0,
            "sanbao_inspection": "yes",
            "categ_id": world.products["pump"].categ_id.id,
        }
    )


def _standard(world, product):
    """Written by the inspector, put in force by the technical department."""
    answers = [
        Command.create({"name": "完好", "ok": True}),
        Command.create({"name": "划伤", "ok": False}),
    ]
    points = [
        ("外观", "appearance", {"type": "qualitative", "ql_values": answers}),
        (
            "输出轴跳动",
            "spec",
            {
                "type": "quantitative",
                "min_value": 0,
                "max_value": 0.05,
                "uom_id": world.env.ref("uom.product_uom_millimeter").id,
                "sanbao_method": "百分表",
            },
        ),
    ]
    standard = world.as_person("qc", world.env["qc.test"]).create(
        {
            "name": "液压马达进货验收标准",
            "sanbao_template_ids": [Command.set(product.product_tmpl_id.ids)],
            "sanbao_use": "incoming",
            "sanbao_basis": "industry",
            "sanbao_basis_ref": "JB/T 10829-2008",
            "sanbao_effective_date": fields.Date.today(),
            "sanbao_plan_id": world.env.ref("sanbao_quality.plan_gb_2828").id,
            "sanbao_left_out": "性能由装车试验检查，数量由到货验收检查",
            "test_lines": [
                Command.create({"name": name, "sanbao_aspect": aspect, **values})
                for name, aspect, values in points
            ],
        }
    )
    world.as_person("tech", standard).action_sanbao_put_in_force()


def _deliver(world, product, supplier, lot, quantity):
    """The keeper checks what came and books it in; its inspection is returned."""
    warehouse = world.env["stock.warehouse"].search(
        [("company_id", "=", world.company.id)], limit=1
    )
    kind = warehouse.in_type_id
    suppliers = world.env.ref("stock.stock_location_suppliers")
    picking = world.as_person("wh", world.env["stock.picking"]).create(
        {
            "picking_type_id": kind.id,
            "partner_id": supplier.id,
            "location_id": suppliers.id,
            "location_dest_id": kind.default_location_dest_id.id,
            "move_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        "location_id": suppliers.id,
                        "location_dest_id": kind.default_location_dest_id.id,
                    }
                )
            ],
        }
    )
    picking.action_confirm()
    picking.move_line_ids.write({"lot_name": lot, "quantity": quantity})
    picking.move_ids.picked = True
    picking.action_sanbao_check_all_ok()
    picking.button_validate()
    found = picking.sudo().sanbao_inspection_ids  # whoever tells the story
    return world.as_person("qc", found)


def _decide(
    world, inspection, accepted=0, rejected=0, defect=None, runout=0.02, looks="完好"
):
    """The inspector measures, writes down what is wrong, and takes the verdict."""
    for line in inspection.inspection_lines:
        if line.question_type == "qualitative":
            values = line.possible_ql_values.sudo()  # whoever tells the story
            line.qualitative_value = values.filtered(lambda v: v.name == looks)
        else:
            line.quantitative_value = runout
    inspection.write(
        {
            "sanbao_sample_size": inspection.sanbao_quantity,
            "sanbao_defects": rejected,
            "sanbao_accepted_qty": accepted,
            "sanbao_rejected_qty": rejected,
            "sanbao_defect_note": defect,
        }
    )
    inspection.action_sanbao_decide()
    world.as_person("qm", inspection).action_sanbao_approve_report()


def _put_away(world, inspection):
    moves = inspection.sudo().sanbao_stock_move_ids  # whoever tells the story
    picking = world.as_person("wh", moves.picking_id)
    picking.move_ids.picked = True
    picking.button_validate()


def _sheet(world, inspection, **values):
    """What the inspector proposes for the rejected goods, submitted."""
    found = inspection.sudo().sanbao_nonconformity_id  # whoever tells the story
    sheet = world.as_person("qc", found)
    sheet.write({"severity": "major", **values})
    sheet.action_submit()
    return sheet


def _return_sheet(world, inspection):
    """Back to the supplier; the technical department has still to sign."""
    _sheet(world, inspection, disposition="return", cause="供方加工超差")


def _concede(world, inspection):
    """Scratched housings may be used, for a lower price: four people sign."""
    sheet = _sheet(
        world,
        inspection,
        severity="minor",
        disposition="concession",
        cause="供方包装防护不足",
        concession_terms="划伤不影响性能，补漆后用于内置安装位置",
        price_cut=240,
    )
    acts.approve(world, sheet, "tech", "qm", "pm", "dgm")
    moves = sheet.sudo().move_ids  # whoever tells the story
    open_ones = moves.filtered(lambda move: move.state not in ("done", "cancel"))
    picking = world.as_person("wh", open_ones.picking_id)
    picking.move_ids.picked = True
    picking.button_validate()
