"""Inspections: one that is opened by hand, and those of a receipt.

Base of the second: Odoo's receipt into a place where goods wait, an inspection of each
product, opened by OCA's triggers, and a transfer into the stock, to which each inspection
that is passed adds its goods, as ours does.
"""

from odoo import SUPERUSER_ID
from odoo.fields import Command

TRIGGERS = (
    "qc.trigger.product_category_line",
    "qc.trigger.product_template_line",
    "qc.trigger.product_line",
)


def by_inspector(step):
    """The step is a request of the inspector."""
    step.user = "inspector"
    return step


def _ours(env):
    return "sanbao.rule" in env


def _take(inspection, receipt, data):
    """Enter what was found, as the form does, and let everything pass."""
    inspection.write(
        {
            "inspection_lines": [
                Command.update(line.id, {"quantitative_value": 1.1 + number / 20})
                for number, line in enumerate(inspection.inspection_lines)
            ]
        }
    )
    if _ours(inspection.env):
        inspection.action_sanbao_accept_all()
    else:
        inspection.action_confirm()
        _move_on(inspection, receipt, data)
    if inspection.state != "success":
        raise AssertionError(inspection.state)


def _move_on(inspection, receipt, data):
    env = inspection.env(user=SUPERUSER_ID)
    if not receipt:
        return
    places = {"location_id": data["arrival"], "location_dest_id": data["stock"]}
    follower = _follower(env["stock.picking"].browse(receipt))
    if not follower:
        follower = env["stock.picking"].create(
            {
                "picking_type_id": data["transfers"],
                "origin": env["stock.picking"].browse(receipt).name,
                **places,
            }
        )
    move = env["stock.move"].create(
        {
            "picking_id": follower.id,
            "product_id": inspection.product_id.id,
            "product_uom_qty": 2,
            **places,
        }
    )
    move._action_confirm(merge=False)  # it reserves


def _follower(picking):
    """The transfer that puts away what came by a receipt."""
    ours = "sanbao_receipt_id" in picking._fields
    link = ("sanbao_receipt_id", "=", picking.id)
    origin = ("origin", "=", picking.name)
    return picking.search([link if ours else origin])


def inspection():
    """One inspection of ten points, opened by hand and passed."""

    @by_inspector
    def create(env, data, state):
        product, standard = data["inspected"][0], data["standard"]
        inspections = env["qc.inspection"]
        if _ours(env):
            vals = {"product_id": product, "test": standard}
            state["inspection"] = inspections.create(vals).id
            return
        made = inspections.create({"object_id": f"product.product,{product}"})
        # Only its wizard brings the points along.
        wizards = env["qc.inspection.set.test"].with_context(active_id=made.id)
        wizards.create({"test": standard}).action_create_test()
        state["inspection"] = made.id

    @by_inspector
    def begin(env, data, state):
        env["qc.inspection"].browse(state["inspection"]).action_todo()

    @by_inspector
    def decide(env, data, state):
        _take(env["qc.inspection"].browse(state["inspection"]), None, data)

    return [("create", create), ("begin", begin), ("answer, decide", decide)]


def _decide(number):
    """The verdict of one of the inspections of a receipt."""

    @by_inspector
    def step(env, data, state):
        record = env["qc.inspection"].browse(state["inspections"][number])
        _take(record, state["receipt"], data)

    return step


def inspected_receipt(lines, validate):
    """A receipt of so many lines, an inspection of each, and the put-away."""

    def create(env, data, state):
        places = {
            "location_id": env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": data["arrival"],
        }
        picking = env["stock.picking"].create(
            {
                "picking_type_id": data["receipts"],
                "partner_id": data["vendor"],
                "move_ids": [
                    Command.create({"product_id": id_, "product_uom_qty": 2, **places})
                    for id_ in data["inspected"][:lines]
                ],
                **places,
            }
        )
        picking.action_confirm()
        state["receipt"] = picking.id

    def receive(env, data, state):
        picking = env["stock.picking"].browse(state["receipt"])
        validate(picking)
        if not _ours(env):
            state["inspections"] = _opened_by_triggers(picking, data).ids

    def find(env, data, state):
        if _ours(env):
            # Who receives need not be able to read inspections.
            picking = env["stock.picking"].sudo().browse(state["receipt"])
            state["inspections"] = picking.sanbao_inspection_ids.ids
        if len(state["inspections"]) != lines:
            raise AssertionError(state)

    def put_away(env, data, state):
        follower = _follower(env["stock.picking"].browse(state["receipt"]))
        if len(follower.move_ids) != lines:
            raise AssertionError(follower.move_ids)
        validate(follower)

    return [
        ("create, confirm", create),
        ("receive", receive),
        ("-find", find),
        *(("decide", _decide(number)) for number in range(lines)),
        ("put away", put_away),
    ]


def _opened_by_triggers(picking, data):
    env = picking.env(user=SUPERUSER_ID)
    trigger = env["qc.trigger"].browse(data["trigger"])
    inspections = env["qc.inspection"]
    for product in picking.with_env(env).move_ids.product_id:
        found = set()
        for model in TRIGGERS:
            found |= env[model].get_trigger_line_for_product(
                trigger, ["after"], product
            )
        for line in found:
            inspections |= inspections._make_inspection(product, line)
    return inspections
