"""One database with many tickets in a process of its own: fills it, then answers what the
screens of a ticket cost (goals G7 and G8).

scale_worker.py DATABASE CASES

Reads lines of JSON ``{"call": name, "user": "all" or "team"}``, answers each with
``[wall ms, CPU ms, queries, ms in the database, [sequential scans]]``; CPU time is that
of Python and of the database.
"""

import json
import logging
import os
import sys
import time
from pathlib import Path

from .prepare import prepared, user
from .volume import recorded, sequential_scans
from .volume_calls import finding, listing, opening
from .volume_load import (
    MOMENT,
    PARAMETER,
    PARTNERS,
    PEOPLE,
    TEAMS,
    Scale,
    load,
    quick_load,
    teams,
)
from .worker import start

TICKET = "helpdesk.ticket"
USERS = "sanbao_bench.scale_users"

# The same tickets without what our addons add.
BASE_TICKETS = """
INSERT INTO helpdesk_ticket (number, name, description, partner_id, commercial_partner_id,
       company_id, team_id, user_id, stage_id, type_id, channel_id, priority, kanban_state,
       active, unattended, closed_date, last_stage_update, assigned_date, rating_status,
       rating_last_value, positive_rate_percentage, sequence, create_uid, write_uid,
       create_date, write_date)
SELECT 'HTV' || lpad(g::text, {digits}, '0'), '故障 ' || g || ': 水泵不工作',
       '<p>' || repeat('水泵启动后压力不足，喷嘴不出水。', 8) || '</p>', p.id, p.id,
       {company}, (ARRAY{teams})[1 + g % {team_count}], u.id,
       CASE WHEN o.open THEN {stage_open} ELSE {stage_done} END,
       (SELECT min(id) FROM helpdesk_ticket_type),
       (SELECT min(id) FROM helpdesk_ticket_channel), (g % 4)::text, 'normal', true, false,
       CASE WHEN NOT o.open THEN m.at + interval '2 days' END, m.at, m.at, 'nothing', 0,
       -1, 10, 1, 1, m.at, m.at
  FROM generate_series(1::bigint, {cases}) g
  JOIN bench_partner p ON p.no = 1 + (g * 7919) % {customers}
  JOIN bench_user u ON u.no = 1 + g % {people}
 CROSS JOIN LATERAL (SELECT {moment} AS at) m
 CROSS JOIN LATERAL (SELECT g > {cases} * 0.9 AND g / 7 % 2 = 0 AS open) o
"""


def load_base(env, scale):
    """Fill a database without our addons."""
    cr = env.cr
    if env["ir.config_parameter"].get_param(PARAMETER):
        return
    people = env["res.users"].browse(
        user(env, f"bench_service_{n}", [env.ref("base.group_user").id])
        for n in range(PEOPLE)
    )
    values = {
        "customers": scale.customers,
        "cases": scale.cases,
        "digits": scale.digits,
        "people": PEOPLE,
        "company": env.company.id,
        "teams": teams(env, people),
        "team_count": TEAMS,
        "stage_open": env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress").id,
        "stage_done": env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done").id,
        "moment": MOMENT.format(cases=scale.cases),
    }
    env.flush_all()
    quick_load(cr)
    cr.execute(PARTNERS.format(**values))
    cr.execute(
        """UPDATE res_partner SET commercial_partner_id = id WHERE name LIKE '客户%';
           CREATE TEMP TABLE bench_partner AS
           SELECT id, row_number() OVER (ORDER BY id) AS no
             FROM res_partner WHERE name LIKE '客户%'"""
    )
    cr.execute(
        """CREATE TEMP TABLE bench_user AS
           SELECT id, row_number() OVER (ORDER BY id) AS no
             FROM res_users WHERE id = ANY(%s)""",
        [people.ids],
    )
    cr.execute("ANALYZE bench_partner; ANALYZE bench_user")
    cr.execute(BASE_TICKETS.format(**values))
    env["ir.config_parameter"].set_param(PARAMETER, ",".join(map(str, people.ids)))


def readers(env):
    """Return ids of who sees all tickets and of who sees those of a team."""
    known = env["ir.config_parameter"].get_param(USERS)
    if known:
        return json.loads(known)
    all_, team = (
        user(env, f"bench_{name}", [env.ref(f"helpdesk_mgmt.{group}").id])
        for name, group in (
            ("all", "group_helpdesk_manager"),
            ("team", "group_helpdesk_user_team"),
        )
    )
    if "sanbao.archive" in env:
        # The head of after-sales sees every button.
        role = env.ref("sanbao_base.role_asm").id
        env["res.users"].browse(all_).role_line_ids = [(0, 0, {"role_id": role})]
    env["helpdesk.ticket.team"].search([], limit=1, order="id desc").user_ids += env[
        "res.users"
    ].browse(team)
    ids = {"all": all_, "team": team}
    env["ir.config_parameter"].set_param(USERS, json.dumps(ids))
    return ids


class Screens:
    """The measured calls of one database."""

    def __init__(self, database, cases):
        from odoo import SUPERUSER_ID, api

        self.api, self.registry = api, start(database)
        scale = Scale(cases, cases // 5, cases // 10, lean=True)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if "sanbao.archive" in env:
                load(env, prepared(env), scale)
            else:
                load_base(env, scale)
            self.users = readers(env)
            cr.commit()
            _vacuum(cr)
            cr.execute(
                """SELECT relname FROM pg_class
                    WHERE relkind = 'r' AND reltuples >= least(10000, %s / 20)""",
                [cases],
            )
            self.big = {name for (name,) in cr.fetchall()}
            self.calls = self._calls(cr, scale)
        self.known = {}

    @staticmethod
    def _calls(cr, scale):
        # An open ticket of the team that the member of one team sees.
        number = next(
            n
            for n in range(int(scale.cases * 0.95), scale.cases)
            if n // 7 % 2 == 0 and n % TEAMS == TEAMS - 1
        )
        number = f"HTV{number:0{scale.digits}}"
        cr.execute(
            "SELECT id, partner_id FROM helpdesk_ticket WHERE number = %s", [number]
        )
        [[ticket, partner]] = cr.fetchall()
        return {
            "list": listing(TICKET, []),
            "open list": listing(TICKET, [("closed", "=", False)]),
            "by customer": listing(TICKET, [("partner_id", "=", partner)]),
            "form": opening(TICKET, ticket),
            "name_search": finding(TICKET, number),
        }

    def run(self, name, who):
        """Measure a call as a user meets it, then its CPU time alone."""
        first = (name, who) not in self.known
        if first:
            self._call(name, who, [])  # lasting caches are warm from here on
        statements, scans = [], []
        wall = self._call(name, who, statements, explain=scans if first else None)[0]
        cpu = self._call(name, who, [], parallel=False)[1]
        spent = sum(ms for _text, ms in statements)
        return [wall, cpu, len(statements), spent, scans]

    def _call(self, name, who, statements, parallel=True, explain=None):
        """Return ms on the clock and on the processors (ours and the database's).

        Where the database may use further processes, theirs cannot be counted.
        """
        function, user = self.calls[name], self.users[who]
        context = {"lang": "zh_CN", "tz": "Asia/Shanghai", "uid": user}
        with self.registry.cursor() as cr:
            env = self.api.Environment(cr, user, context)
            if (name, who) not in self.known:
                self.known[name, who] = function(env, None)
            if not parallel:
                cr.execute("SET LOCAL max_parallel_workers_per_gather = 0")
            cr.execute("SELECT pg_backend_pid()")
            backend = Path(f"/proc/{cr.fetchone()[0]}/schedstat")
            env.invalidate_all()
            env["res.users"].browse(env.uid).mapped("name")
            with recorded(statements):
                wall, cpu = time.perf_counter(), time.thread_time()
                cpu += _seconds(backend)
                function(env, self.known[name, who])
                wall = time.perf_counter() - wall
                cpu = time.thread_time() + _seconds(backend) - cpu
            if explain is not None:
                explain += sequential_scans(cr, statements, self.big)
            cr.rollback()
        return wall * 1000, cpu * 1000


def _vacuum(cr):
    """Leave the tables as PostgreSQL's own upkeep leaves them, which needs hours for that."""
    connection = cr._cnx
    connection.autocommit = True  # it refuses to run in a transaction
    cr.execute("VACUUM (ANALYZE)")
    connection.autocommit = False


def _seconds(schedstat):
    """Return the time that a process spent on a processor; 0 where it cannot be read."""
    return int(schedstat.read_text().split()[0]) / 1e9 if schedstat.exists() else 0


def main():
    """Answer the questions on standard input until it ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever Odoo prints goes to the log
    screens = Screens(sys.argv[1], int(sys.argv[2]))
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = screens.run(question["call"], question["user"])
        except Exception as error:
            logging.getLogger(__name__).exception("%s", question)
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
