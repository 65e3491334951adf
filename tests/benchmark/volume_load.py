"""Fill a database with years of service work, by SQL alone.

100,000 cases (tickets, applications), 500,000 obligations, 20,000 archives, 5,000
customers, 95,000 follow-ups, 300,000 messages. One case in twenty is open, a third of
those is late. Everything follows from the row's number: each load gives the same rows.
"""

import time
from dataclasses import dataclass

PEOPLE = 20
TEAMS = 10
PARAMETER = "sanbao_bench.volume"


@dataclass(frozen=True)
class Scale:
    """How much is loaded; ``lean``: what screens of tickets read, no history around it."""

    cases: int = 100_000
    units: int = 20_000
    customers: int = 5_000
    lean: bool = False

    @property
    def digits(self):
        """Of the number of a case."""
        return max(6, len(str(self.cases)))


# In SQL: the moment of case g, the newest now and the oldest three years ago.
MOMENT = "now() AT TIME ZONE 'UTC' - ({cases} - g) * interval '3 years' / {cases}"

PARTNERS = """
INSERT INTO res_partner (name, complete_name, active, type, is_company, company_id, lang,
                         phone, commercial_partner_id, create_uid, create_date,
                         autopost_bills, group_rfq, group_on)
SELECT '客户' || g || '环卫公司', '客户' || g || '环卫公司', true, 'contact', true, NULL,
       'zh_CN', '139' || lpad(((g * 7919) % 100000000)::text, 8, '0'), NULL, 1, now(),
       'ask', 'default', 'default'
  FROM generate_series(1, {customers}) g
RETURNING id
"""

LOTS = """
INSERT INTO stock_lot (name, product_id, company_id, create_uid, create_date)
SELECT 'SB2026' || lpad(g::text, 6, '0'), {unit}, {company}, 1, now()
  FROM generate_series(1, {units}) g
"""

ARCHIVES = """
INSERT INTO sanbao_archive (company_id, lot_id, product_id, name, state, serial,
       specification, chassis_no, engine_no, plate_no, partner_id, customer_phone,
       contact_name, contact_phone, ex_factory_date, delivery_date, acceptance_date,
       warranty_start, warranty_end, warranty_months, warranty_basis, search_keys,
       policy_id, create_uid, create_date)
SELECT {company}, l.id, {unit}, 'CA' || lpad(g::text, 6, '0'), 'complete', l.name,
       'XG5180TXS', 'LXG' || lpad((g * 104729 % 1000000000)::text, 14, '0'),
       'WP' || lpad((g * 1299709 % 100000000)::text, 8, '0'),
       '鄂A' || lpad((g % 100000)::text, 5, '0'), p.id, p.phone,
       '张' || g, '138' || lpad((g * 15485863 % 100000000)::text, 8, '0'),
       d.day, d.day, d.day, d.day, d.day + 364, 12, 'acceptance',
       concat_ws(' ', 'CA' || lpad(g::text, 6, '0'), l.name,
                 'LXG' || lpad((g * 104729 % 1000000000)::text, 14, '0'),
                 'WP' || lpad((g * 1299709 % 100000000)::text, 8, '0'),
                 '鄂A' || lpad((g % 100000)::text, 5, '0'),
                 '138' || lpad((g * 15485863 % 100000000)::text, 8, '0'), p.phone),
       (SELECT min(id) FROM sanbao_warranty_policy), 1, now()
  FROM generate_series(1::bigint, {units}) g
  JOIN stock_lot l ON l.name = 'SB2026' || lpad(g::text, 6, '0')
  JOIN bench_partner p ON p.no = 1 + g % {customers}
 CROSS JOIN LATERAL (SELECT current_date - (g * 1500 / {units})::int AS day) d
"""

TICKETS = """
INSERT INTO helpdesk_ticket (number, name, description, partner_id, commercial_partner_id,
       company_id, team_id, user_id, stage_id, type_id, channel_id, priority, kanban_state, active,
       closed, unattended, closed_date, last_stage_update, assigned_date, rating_status,
       rating_last_value, positive_rate_percentage, sequence, sanbao_archive_id,
       sanbao_contact_name, sanbao_contact_phone, sanbao_reported_at,
       sanbao_first_contact_at, create_uid, write_uid, create_date, write_date)
SELECT 'HTV' || lpad(g::text, {digits}, '0'), '故障 ' || g || ': 水泵不工作',
       '<p>' || repeat('水泵启动后压力不足，喷嘴不出水。', 8) || '</p>', a.partner_id,
       a.partner_id, {company}, {team}, u.user_id,
       CASE WHEN o.open THEN {stage_open} ELSE {stage_done} END, {type},
       (SELECT min(id) FROM helpdesk_ticket_channel), (g % 4)::text, 'normal', true,
       NOT o.open, false, CASE WHEN NOT o.open THEN m.at + interval '2 days' END, m.at,
       m.at, 'nothing', 0, -1, 10, a.id, a.contact_name, a.contact_phone, m.at,
       CASE WHEN g % 3 > 0 OR NOT o.open THEN m.at + interval '1 hour' END, 1, 1, m.at,
       m.at
  FROM generate_series(1::bigint, {cases}) g
  JOIN bench_archive a ON a.no = 1 + (g * 7919) % {units}
  JOIN bench_user u ON u.no = 1 + g % {people}
 CROSS JOIN LATERAL (SELECT {moment} AS at) m
 CROSS JOIN LATERAL (SELECT g > {cases} * 0.9 AND g / 7 % 2 = 0 AS open) o
"""

APPLICATIONS = """
INSERT INTO sanbao_service_application (company_id, ticket_id, user_id, partner_id,
       archive_id, name, state, charge_type, cause_class, solution_type, fault_description,
       analysis, amount_parts, amount_labour, amount_total, in_warranty, can_solve_alone,
       completed_in_time, is_satisfied, is_major, requested_by_id, requested_at,
       approved_at, reported_at, completed_at, closed_at, solved, satisfaction,
       validation_status, create_uid, create_date, write_date)
SELECT {company}, t.id, t.user_id, t.partner_id, t.sanbao_archive_id,
       'SQV' || lpad(b.no::text, {digits}, '0'),
       CASE WHEN t.closed THEN 'done' WHEN b.no % 3 = 0 THEN 'draft'
            WHEN b.no % 3 = 1 THEN 'submitted' ELSE 'approved' END,
       CASE WHEN b.no % 5 > 0 THEN 'warranty' ELSE 'chargeable' END, 'quality', 'repair',
       '水泵不工作', '密封件老化', 300, 200, 500, b.no % 5 > 0, true, b.no % 12 > 0,
       b.no % 20 > 0, b.no % 10 = 0, t.user_id, t.create_date, t.create_date,
       t.sanbao_reported_at, t.closed_date, t.closed_date,
       CASE WHEN t.closed THEN 'yes' END, CASE WHEN t.closed THEN '5' END, 'no', 1,
       t.create_date, t.create_date
  FROM helpdesk_ticket t JOIN bench_ticket b ON b.id = t.id
"""

# Two of each ticket, one of each application, one of each follow-up, the rest of debtors.
OBLIGATIONS = """
INSERT INTO sanbao_obligation (kind_id, rule_id, res_model, res_id, res_name, user_id,
       partner_id, company_id, start, due, done_at, state, kept, remind_at, create_uid,
       create_date)
SELECT k.id, k.rule_id, k.model, o.res_id, o.name, o.user_id, o.partner_id, {company},
       o.start, o.due, CASE WHEN NOT o.open THEN o.due - interval '1 hour' END,
       CASE WHEN o.open THEN 'open' ELSE 'done' END, NOT o.open AND o.res_id % 12 > 0,
       CASE WHEN o.open THEN o.due - interval '8 hours' END, 1, o.start
  FROM sanbao_obligation_kind k JOIN ({source}) o ON true
 WHERE k.code = '{code}'
"""
OF_TICKETS = """
SELECT t.id AS res_id, t.number AS name, t.user_id, t.partner_id,
       t.sanbao_reported_at AS start,
       CASE WHEN t.closed THEN t.sanbao_reported_at + interval '{hours} hours'
            WHEN b.no % 3 = 0 THEN now() AT TIME ZONE 'UTC' - b.no % 100 * interval '1 hour'
            ELSE now() AT TIME ZONE 'UTC' + interval '9 hours'
                 + b.no % 1000 * interval '1 hour' END AS due,
       {open} AS open
  FROM helpdesk_ticket t JOIN bench_ticket b ON b.id = t.id
"""
OF_APPLICATIONS = """
SELECT a.id AS res_id, a.name, a.user_id, a.partner_id, a.reported_at AS start,
       a.reported_at + interval '2 days' AS due, false AS open
  FROM sanbao_service_application a WHERE a.name LIKE 'SQV%'
"""
OF_FOLLOWUPS = """
SELECT f.id AS res_id, f.name, f.user_id, f.partner_id, f.completed_at AS start,
       f.due_date + interval '16 hours' AS due, f.state = 'open' AS open
  FROM sanbao_followup f WHERE f.name LIKE 'HFV%' AND f.kind = '{kind}'
"""
OF_OTHERS = """
SELECT g AS res_id, 'D' || g AS name, u.user_id, NULL::int AS partner_id,
       now() AT TIME ZONE 'UTC' - interval '1 year' AS start,
       now() AT TIME ZONE 'UTC' - (g % 1000) * interval '1 day' AS due, false AS open
  FROM generate_series(1, {rest}) g JOIN bench_user u ON u.no = 1 + g % {people}
"""

OWED = (
    (
        "SVC-05-response",
        OF_TICKETS,
        {"hours": 2, "open": "t.sanbao_first_contact_at IS NULL"},
    ),
    ("SVC-05-completion", OF_TICKETS, {"hours": 72, "open": "NOT t.closed"}),
    ("SVC-17", OF_APPLICATIONS, {}),
    ("FUP-04", OF_FOLLOWUPS, {"kind": "repair_major"}),
    ("FUP-09", OF_FOLLOWUPS, {"kind": "repair"}),
)

FOLLOWUPS = """
INSERT INTO sanbao_followup (company_id, application_id, ticket_id, archive_id, partner_id,
       user_id, name, kind, state, contact_name, contact_phone, in_warranty, completed_at,
       due_date, done_at, done_by_id, done_in_time, overall, score_overall, create_uid,
       create_date)
SELECT {company}, a.id, a.ticket_id, a.archive_id, a.partner_id, a.user_id,
       'HFV' || lpad(row_number() OVER (ORDER BY a.id)::text, 6, '0'),
       CASE WHEN a.is_major THEN 'repair_major' ELSE 'repair' END,
       CASE WHEN o.open THEN 'open' ELSE 'done' END, '张三', '13800000000', a.in_warranty,
       a.completed_at, (a.completed_at + interval '14 days')::date,
       CASE WHEN NOT o.open THEN a.completed_at + interval '10 days' END,
       CASE WHEN NOT o.open THEN a.user_id END, NOT o.open,
       CASE WHEN NOT o.open THEN (3 + a.id % 3)::text END, 3 + a.id % 3, 1, a.completed_at
  FROM sanbao_service_application a
 CROSS JOIN LATERAL (SELECT a.completed_at > now() - interval '12 days' AS open) o
 WHERE a.name LIKE 'SQV%' AND a.state = 'done'
"""

MESSAGES = """
INSERT INTO mail_message (message_type, model, res_id, body, date, author_id, subtype_id,
                          create_uid, create_date)
SELECT 'notification', 'helpdesk.ticket', b.id, '<p>Stage changed</p>', now(), 3,
       (SELECT res_id FROM ir_model_data WHERE module = 'mail' AND name = 'mt_note'), 1,
       now()
  FROM bench_ticket b, generate_series(1, 3)
"""
FOLLOWERS = """
INSERT INTO mail_followers (partner_id, res_model, res_id)
SELECT u.partner_id, 'helpdesk.ticket', b.id
  FROM bench_ticket b JOIN bench_user u ON u.no = 1 + b.no % {people}
"""


def people(env):
    """Return ids of service users with the role and the app rights that go with it."""
    users = env["res.users"]
    quiet = users.with_context(no_reset_password=True)
    for number in range(PEOPLE):
        role = "asm" if number == PEOPLE - 1 else "as"
        user = quiet.create(
            {
                "name": f"Service {number}",
                "login": f"bench_service_{number}",
                "lang": "zh_CN",
                "tz": "Asia/Shanghai",
            }
        )
        role_id = env.ref(f"sanbao_base.role_{role}").id
        user.write({"role_line_ids": [(0, 0, {"role_id": role_id})]})
        users |= user
    return users


def teams(env, users):
    """Return the ids of teams that share the cases; each user belongs to one."""
    names = [{"name": f"Bench team {number}"} for number in range(TEAMS)]
    created = env["helpdesk.ticket.team"].create(names)
    for number, user in enumerate(users):
        created[number % TEAMS].user_ids += user
    return created.ids


def quick_load(cr):
    """The rows refer to rows made here: checking each reference takes half of the time."""
    cr.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
    if cr.fetchone()[0]:
        cr.execute("SET LOCAL session_replication_role = replica")


DEFAULT = Scale()


def load(env, data, scale=DEFAULT):
    """Fill the database; return how long it took (seconds) and the users."""
    cr = env.cr
    known = env["ir.config_parameter"].get_param(PARAMETER)
    if known:
        return None, env["res.users"].browse(int(id_) for id_ in known.split(","))
    users = people(env)
    team_ids = teams(env, users) if scale.lean else []
    env.flush_all()
    began = time.perf_counter()
    values = {
        "customers": scale.customers,
        "units": scale.units,
        "cases": scale.cases,
        "digits": scale.digits,
        "people": PEOPLE,
        "company": env.company.id,
        "unit": data["unit"],
        "team": f"(ARRAY{team_ids})[1 + g % {TEAMS}]" if team_ids else "NULL::int",
        "type": env.ref("sanbao_service.ticket_type_service").id,
        "stage_open": env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress").id,
        "stage_done": env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done").id,
        "moment": MOMENT.format(cases=scale.cases),
    }

    def run(text, **more):
        cr.execute(text.format(**values, **more))
        return cr.rowcount

    def number(name, source):
        """A table of ids by number, for the statements that follow."""
        cr.execute(f"CREATE TEMP TABLE bench_{name} AS {source}")
        cr.execute(f"CREATE INDEX ON bench_{name} (no)")
        cr.execute(f"ANALYZE bench_{name}")

    quick_load(cr)
    cr.execute(
        """CREATE TEMP TABLE bench_user AS
           SELECT id AS user_id, partner_id, row_number() OVER (ORDER BY id) AS no
             FROM res_users WHERE id = ANY(%s)""",
        [users.ids],
    )
    run(PARTNERS)
    cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE name LIKE '客户%'"
    )
    number(
        "partner",
        """SELECT id, phone, row_number() OVER (ORDER BY id) AS no
             FROM res_partner WHERE name LIKE '客户%'""",
    )
    run(LOTS)
    run(ARCHIVES)
    number(
        "archive",
        """SELECT id, partner_id, contact_name, contact_phone,
                  row_number() OVER (ORDER BY id) AS no
             FROM sanbao_archive WHERE name LIKE 'CA______'""",
    )
    run(TICKETS)
    number(
        "ticket",
        """SELECT id, substr(number, 4)::int AS no
             FROM helpdesk_ticket WHERE number LIKE 'HTV%'""",
    )
    cr.execute("ANALYZE helpdesk_ticket")
    run(APPLICATIONS)
    cr.execute("ANALYZE sanbao_service_application")
    followups = 0 if scale.lean else run(FOLLOWUPS)
    total = sum(
        run(OBLIGATIONS, source=source.format(**more), code=code)
        for code, source, more in OWED[: 2 if scale.lean else None]
    )
    if not scale.lean:
        rest = OF_OTHERS.format(rest=5 * scale.cases - total, people=PEOPLE)
        total += run(OBLIGATIONS, source=rest, code="BENCH")
        run(MESSAGES)
        run(FOLLOWERS)
    env["ir.config_parameter"].set_param(PARAMETER, ",".join(map(str, users.ids)))
    cr.commit()
    seconds = time.perf_counter() - began
    cr.execute("ANALYZE")
    cr.commit()
    counts = {"obligations": total, "followups": followups}
    return {"seconds": seconds, **counts}, users
