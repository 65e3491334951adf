"""The screens and jobs that are measured with years of service work."""

from .volume_calls import finding, grouped, job, listing, month_of, opening

SERVICE = [("type_id.sanbao_is_service", "=", True)]
OPEN = [("closed", "=", False)]
LATE = [("obligation_late", "=", True)]
TICKET = "helpdesk.ticket"
OBLIGATION = "sanbao.obligation"
APPLICATION = "sanbao.service.application"
FOLLOWUP = "sanbao.followup"


def cases(sample):
    """Yield (group, name, call, whether the head of after-sales asks)."""
    partner = sample["partner"]

    def of_user(domain):
        return lambda env: [("user_id", "=", env.uid), *domain]

    yield "list", "tickets, page 1", listing(TICKET, SERVICE), 0
    yield "list", "tickets, page 100", listing(TICKET, SERVICE, offset=8000), 0
    yield "list", "open tickets", listing(TICKET, SERVICE + OPEN), 0
    yield "list", "my open tickets", listing(TICKET, of_user(SERVICE + OPEN)), 0
    yield "list", "late tickets", listing(TICKET, SERVICE + LATE), 0
    yield "list", "late open tickets", listing(TICKET, SERVICE + OPEN + LATE), 0
    yield (
        "list",
        "tickets not late",
        listing(TICKET, SERVICE + [("obligation_late", "=", False)]),
        0,
    )
    yield (
        "list",
        "tickets waiting for first contact",
        listing(TICKET, SERVICE + OPEN + [("sanbao_first_contact_at", "=", False)]),
        0,
    )
    yield (
        "list",
        "tickets of a customer",
        listing(TICKET, SERVICE + [("partner_id", "=", partner)]),
        0,
    )
    yield (
        "list",
        "tickets of a customer's group",
        listing(TICKET, SERVICE + [("partner_id", "child_of", partner)]),
        0,
    )
    yield (
        "list",
        "tickets of a unit",
        listing(TICKET, SERVICE + [("sanbao_archive_id", "=", sample["archive"])]),
        0,
    )
    yield (
        "list",
        "search tickets: number",
        listing(TICKET, SERVICE + [("number", "ilike", "099123")]),
        0,
    )
    yield (
        "list",
        "search tickets: unit by chassis",
        listing(TICKET, SERVICE + [("sanbao_archive_id", "ilike", sample["chassis"])]),
        0,
    )
    yield (
        "list",
        "search tickets: contact phone",
        listing(TICKET, SERVICE + [("sanbao_contact_phone", "ilike", sample["phone"])]),
        0,
    )
    yield (
        "list",
        "search tickets: customer's name",
        listing(TICKET, SERVICE + [("partner_id", "ilike", "客户123环卫")]),
        0,
    )
    yield (
        "list",
        "open tickets by stage",
        grouped(TICKET, SERVICE + OPEN, ["stage_id"], ["__count"]),
        0,
    )
    yield (
        "list",
        "all tickets by stage",
        grouped(TICKET, SERVICE, ["stage_id"], ["__count"]),
        0,
    )
    yield (
        "list",
        "open applications",
        listing(APPLICATION, [("state", "not in", ("done", "cancelled"))]),
        0,
    )
    yield "list", "all applications", listing(APPLICATION, []), 0
    yield (
        "list",
        "my applications",
        listing(
            APPLICATION,
            lambda env: [
                "|",
                ("user_id", "=", env.uid),
                ("engineer_ids", "in", env.uid),
            ],
        ),
        0,
    )
    yield "list", "archives", listing("sanbao.archive", []), 0
    yield (
        "list",
        "archives in warranty",
        listing("sanbao.archive", [("warranty_end", ">=", "today")]),
        0,
    )
    yield (
        "list",
        "my open obligations",
        listing(OBLIGATION, of_user([("state", "=", "open")])),
        0,
    )
    yield (
        "list",
        "late obligations, own",
        listing(OBLIGATION, [("late", "=", True)]),
        0,
    )
    yield "list", "late obligations, all", listing(OBLIGATION, [("late", "=", True)]), 1
    yield "list", "all obligations, own", listing(OBLIGATION, []), 0
    yield "list", "all obligations, all", listing(OBLIGATION, []), 1
    yield (
        "list",
        "search obligations: document",
        listing(OBLIGATION, [("res_name", "ilike", "HTV099123")]),
        1,
    )
    yield (
        "list",
        "open obligations by kind",
        grouped(OBLIGATION, [("state", "=", "open")], ["kind_id"], ["__count"]),
        1,
    )
    yield (
        "list",
        "my open follow-ups",
        listing(FOLLOWUP, of_user([("state", "=", "open")])),
        0,
    )
    yield (
        "screen",
        "kept in time by kind and month, 3 years",
        grouped(OBLIGATION, [], ["kind_id", "due:month"], ["kept_rate:avg"]),
        1,
    )
    yield "screen", "ticket form", opening(TICKET, sample["ticket"]), 0
    yield "screen", "application form", opening(APPLICATION, sample["application"]), 0
    yield "screen", "archive form", opening("sanbao.archive", sample["archive"]), 0
    yield "screen", "customer form", opening("res.partner", partner), 0
    for name in ("serial", "chassis", "phone", "plate"):
        text = sample[name]
        yield "list", f"find an archive by {name}", finding("sanbao.archive", text), 0
    yield (
        "list",
        "find an archive by 4 digits",
        finding("sanbao.archive", sample["phone"][-4:]),
        0,
    )
    yield "list", "find a ticket by number", finding(TICKET, "HTV099123"), 0
    yield "list", "find an application by number", finding(APPLICATION, "SQV099123"), 0
    for code in ("TGT-01", "TGT-03", "TGT-04"):
        yield "list", f"the month's {code}", month_of(code), 1
    yield "screen", "job: measure all indicators", job(*CRONS["measure"]), 1
    yield (
        "screen",
        "job: remind of what is due, a batch of 200",
        job(*CRONS["remind"]),
        1,
    )
    yield "list", "job: find 1000 to remind", job(OBLIGATION, "_to_remind", 1000), 1
    yield "screen", "job: count what is late", job(*CRONS["escalate"]), 1
    yield "screen", "job: cancel those of deleted", job(*CRONS["deleted"]), 1


CRONS = {
    "measure": ("sanbao.indicator", "_cron_measure"),
    "remind": (OBLIGATION, "_cron_remind"),
    "escalate": (OBLIGATION, "_cron_escalate"),
    "deleted": (OBLIGATION, "_cron_cancel_deleted"),
}
