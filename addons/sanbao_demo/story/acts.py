"""What people do in the story, each step with the rights of the one who does it."""

from datetime import timedelta

from odoo import Command, fields


def report(world, unit, title, fault, hours_ago=1, priority="1", channel="phone"):
    """A customer reports a fault; the hotline registers it."""
    env = world.env
    archive = world.units[unit]
    channels = {
        "phone": "helpdesk_mgmt.helpdesk_ticket_channel_phone",
        "web": "helpdesk_mgmt.helpdesk_ticket_channel_web",
        "wechat": "sanbao_service.channel_wechat",
    }
    return world.as_person("cs", env["helpdesk.ticket"]).create(
        {
            "name": title,
            "description": f"<p>{fault}</p>",
            "team_id": world.team.id,
            "user_id": world.people["as"].id,
            "partner_id": archive.partner_id.id,
            "sanbao_archive_id": archive.id,
            "channel_id": env.ref(channels[channel]).id,
            "priority": priority,
            "sanbao_reported_at": fields.Datetime.now() - timedelta(hours=hours_ago),
        }
    )


def contact(world, ticket, note="已联系客户，确认故障现象。"):
    """After-sales calls back."""
    world.as_person("as", world.env["sanbao.ticket.note"]).create(
        {"ticket_id": ticket.id, "kind": "first_contact", "note": note}
    ).action_apply()
    stage = world.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")
    world.as_person("as", ticket).stage_id = stage
    return ticket


def apply(world, ticket, parts=(), engineer="eng", **values):
    """After-sales fills in Form 3; ``parts`` are pairs of key and quantity."""
    return world.as_person("as", world.env["sanbao.service.application"]).create(
        {
            "ticket_id": ticket.id,
            "engineer_ids": [Command.set(world.people[engineer].ids)],
            "planned_date": fields.Date.today() + timedelta(days=1),
            "part_line_ids": [
                Command.create(
                    {"product_id": world.products[part].id, "quantity": quantity}
                )
                for part, quantity in parts
            ],
            "cause_class": "quality",
            "solution_type": "repair",
            **values,
        }
    )


def approve(world, document, *roles):
    """Submit, then each of the roles approves in turn."""
    if document.state == "draft":
        document.action_submit()
    for role in roles:
        world.as_person(role, document)._sanbao_decide("approved", "同意")
    document.invalidate_recordset()
    return document


def reject(world, document, role, reason):
    """One of the approvers says no."""
    world.as_person(role, document)._sanbao_decide("rejected", reason)
    document.invalidate_recordset()
    return document


def budget(world, application):
    """After-sales prepares Form 5 from the estimate."""
    action = world.as_person("as", application).action_sanbao_budget()
    return world.as_person("as", world.env["sanbao.service.budget"]).browse(
        action["res_id"]
    )
