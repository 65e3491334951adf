"""Field work, parts and gate in the story, each step by the person who does it."""

import base64
import io
import math
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import Command, fields


def _signature():
    """A scribble in ink, as a finger leaves it on a telephone."""
    picture = Image.new("RGBA", (240, 90), (255, 255, 255, 0))
    points = [
        (12 + 2.1 * step, 45 + 26 * math.sin(step / 4.5) * math.cos(step / 17))
        for step in range(100)
    ]
    ImageDraw.Draw(picture).line(points, fill=(20, 30, 90, 255), width=3, joint="curve")
    stream = io.BytesIO()
    picture.save(stream, format="PNG")
    return base64.b64encode(stream.getvalue()).decode()


def dispatch(world, application, engineer="eng", approved=True):
    """After-sales sends an engineer; the head of after-sales signs."""
    order = world.as_person("as", world.env["sanbao.dispatch"]).create(
        {
            "application_id": application.id,
            "service_type": "repair",
            "engineer_ids": [Command.set(world.people[engineer].ids)],
            "departure_at": fields.Datetime.now() + timedelta(hours=2),
            "line_ids": [
                Command.create({"kind": "tool", "name": "扭力扳手"}),
                Command.create({"kind": "tool", "name": "压力表"}),
            ],
        }
    )
    order.action_submit()
    if approved:
        world.as_person("asm", order)._sanbao_decide("approved", "同意派工")
    order.invalidate_recordset()
    return order


def arrive(world, order, engineer="eng"):
    """The engineer is on site."""
    visit = world.as_person(engineer, order.visit_ids[:1])
    visit.action_arrive()
    return visit


def finish(world, visit, cause, method, **values):
    """The record is filled in, signed by the customer and complete."""
    visit.write(
        {
            "place": visit.application_id.address or "客户停车场",
            "symptom": visit.application_id.fault_description,
            "cause": cause,
            "method": method,
            "test_result": "试运行 30 分钟，工作正常。",
            "solved": "yes",
            "satisfaction": "5",
            "signed_by": visit.application_id.contact_name,
            "signature": _signature(),
            **values,
        }
    )
    visit.action_finish()
    visit.action_done()


def request_parts(world, application, *roles):
    """After-sales asks for the parts (Form 11); the roles approve in turn."""
    action = world.as_person("as", application).action_sanbao_parts_issue()
    issue = world.as_person("as", world.env["sanbao.parts.issue"]).browse(
        action["res_id"]
    )
    issue.action_submit()
    for role in roles:
        world.as_person(role, issue)._sanbao_decide("approved", "同意出库")
    issue.invalidate_recordset()
    return issue


def pick_parts(world, issue):
    """Requisition filled, transfer prepared by the keeper."""
    issue.action_fill_requisition()
    world.as_person("wh", issue).action_release()
    # The keeper finds the transfer in his own list.
    return world.as_person("wh", issue.sudo().picking_ids)


def gate_pass(world, picking, *roles):
    """The keeper prepares the gate pass; the roles approve in turn."""
    action = picking.action_sanbao_create_gate_pass()
    exit_pass = world.as_person("wh", world.env["sanbao.gate.pass"]).browse(
        action["res_id"]
    )
    exit_pass.write({"carrier": "郑工", "vehicle_plate": "苏Z66001"})
    exit_pass.action_submit()
    for role in roles:
        world.as_person(role, exit_pass)._sanbao_decide("approved", "同意放行")
    exit_pass.invalidate_recordset()
    return exit_pass


def leave(world, picking, exit_pass):
    """The goods are picked, the guard lets them out."""
    picking.move_ids.picked = True
    picking._action_done()
    world.as_person("gate", exit_pass).action_record_exit()


def repair(world, application, parts):
    """The engineer fits the parts: real stock moves of a repair order."""
    action = world.as_person("as", application).action_sanbao_repair()
    order = world.as_person("eng", world.env["repair.order"]).browse(action["res_id"])
    for part, quantity in parts:
        order.move_ids = [
            Command.create(
                {
                    "repair_line_type": "add",
                    "product_id": world.products[part].id,
                    "product_uom_qty": quantity,
                }
            )
        ]
    order._action_repair_confirm()
    order.action_repair_start()
    for move in order.move_ids:
        move.picked = True
    order.action_repair_end()
    return order


def accept(world, application, satisfaction="5", feedback=""):
    """The customer was told and confirms that the problem is solved."""
    application.action_record_notice()
    world.as_person("as", world.env["sanbao.service.acceptance"]).create(
        {
            "application_id": application.id,
            "accepted_by": application.contact_name,
            "solved": "yes",
            "satisfaction": satisfaction,
            "customer_feedback": feedback,
        }
    ).action_accept()


def return_old_parts(world, application, received_only=False):
    """Old parts come back with Form 12, are inspected and posted."""
    action = world.as_person("as", application).action_sanbao_return_old()
    note = world.as_person("as", world.env["sanbao.parts.return"]).browse(
        action["res_id"]
    )
    for number, line in enumerate(note.line_ids, 1):
        line.serial = f"OLD-{note.id:04d}-{number}"
    note = world.as_person("wh", note)
    note.action_receive()
    if received_only:
        return note
    inspector = world.as_person("qc", note)
    inspector.line_ids.write(
        {
            "conclusion": "quality",
            "failure_mode": "轴承保持架断裂",
            "cause": "轴承材质不良",
            "responsible_side": "supplier",
            "disposition": "scrap",
        }
    )
    inspector.action_inspect()
    note.action_post()
    return note
