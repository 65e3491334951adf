"""Measure the screens and jobs of a database that holds years of service work.

volume.py [--rounds N] DATABASE

Each call is a request of a service user with empty caches. The time in the database is
what Odoo spends in its statements; each statement is then explained, and a sequential
scan of a big table is named.
"""

import argparse
import json
import re
import sys
import time
from contextlib import contextmanager
from statistics import median
from unittest.mock import patch

import psycopg2

from .volume_cases import cases
from .worker import start

BIG = 10_000  # rows; sequential scans of smaller tables do not matter
LIST_LIMIT_MS = 1000  # in the database: lists, late list, the month's indicators
SCREEN_LIMIT_MS = 2000


@contextmanager
def recorded(statements):
    """Keep every statement of the time being as ``(SQL with its values, ms)``."""
    from odoo.sql_db import Cursor

    original = Cursor.execute

    def execute(cursor, query, params=None, log_exceptions=True):
        began = time.perf_counter()
        result = original(cursor, query, params, log_exceptions)
        spent = (time.perf_counter() - began) * 1000
        statements.append((cursor._obj.query.decode(), spent))
        return result

    with patch.object(Cursor, "execute", execute):
        yield


def sequential_scans(cr, statements, big):
    """Return "table (ms)" for statements that read a big table as a whole."""
    found = {}
    for text, spent in statements:
        if not re.match(r"\s*(SELECT|WITH)", text) or "nextval" in text:
            continue
        cr.execute("SAVEPOINT explain")
        cr._obj.execute("EXPLAIN (FORMAT JSON) " + text)
        [[plans]] = cr._obj.fetchall()
        cr.execute("ROLLBACK TO SAVEPOINT explain")
        nodes = [plans[0]["Plan"]]
        while nodes:
            node = nodes.pop()
            nodes += node.get("Plans", [])
            table = node.get("Relation Name")
            if node["Node Type"] == "Seq Scan" and table in big:
                found[table] = max(spent, found.get(table, 0))
    return [f"{table} ({spent:.0f} ms)" for table, spent in sorted(found.items())]


class Volume:
    """The measured calls."""

    def __init__(self, database):
        from odoo import SUPERUSER_ID, api

        from .prepare import prepared
        from .volume_load import load

        self.api, self.registry = api, start(database)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.data = prepared(env)
            self.loaded, users = load(env, self.data)
            self.user, self.head = users[0].id, users[-1].id
            cr.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= %s",
                [BIG],
            )
            self.big = {name for (name,) in cr.fetchall()}
            self.samples = self._samples(env)

    def _samples(self, env):
        cr = env.cr
        cr.execute("SELECT id FROM helpdesk_ticket WHERE number = 'HTV099000'")
        [[ticket]] = cr.fetchall()
        cr.execute(
            """SELECT id, serial, chassis_no, contact_phone, plate_no, partner_id
                 FROM sanbao_archive WHERE name = 'CA012345'"""
        )
        [row] = cr.fetchall()
        names = ("archive", "serial", "chassis", "phone", "plate", "partner")
        sample = dict(zip(names, row, strict=True))
        cr.execute(
            "SELECT id FROM sanbao_service_application WHERE ticket_id = %s", [ticket]
        )
        [[application]] = cr.fetchall()
        return sample | {"ticket": ticket, "application": application}

    def environment(self, cr, user):
        """Return the environment of a request of the web client."""
        context = {"lang": "zh_CN", "tz": "Asia/Shanghai", "uid": user}
        return self.api.Environment(cr, user, context)

    def call(self, function, user, rounds):
        """Return median (wall ms, database ms, queries) and the sequential scans."""
        figures, scans = [], []
        for number in range(-1, rounds):
            with self.registry.cursor() as cr:
                env = self.environment(cr, user)
                env["res.users"].browse(env.uid).mapped("name")
                prepared = function(env, None)
                env.invalidate_all()
                statements = []
                with recorded(statements):
                    began = time.perf_counter()
                    function(env, prepared)
                    env.flush_all()
                    wall = (time.perf_counter() - began) * 1000
                if number < 0:
                    scans = sequential_scans(cr, statements, self.big)
                else:
                    spent = sum(ms for _text, ms in statements)
                    figures.append((wall, spent, len(statements)))
                cr.rollback()
        return [median(column) for column in zip(*figures, strict=True)], scans


def raw_due(volume, rounds):
    """Return ms of the hand-written statement that finds 1000 due obligations."""
    spent = []
    for _number in range(rounds):
        with volume.registry.cursor() as cr:
            began = time.perf_counter()
            cr.execute(
                """SELECT id FROM sanbao_obligation WHERE remind_at <= now()
                    ORDER BY remind_at, id LIMIT 1000"""
            )
            cr.fetchall()
            spent.append((time.perf_counter() - began) * 1000)
    return median(spent)


def main():
    """Load where needed, measure and print."""
    from .run import markdown, number

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("database")
    options = parser.parse_args()
    volume = Volume(options.database)
    if volume.loaded:
        sys.stdout.write(json.dumps(volume.loaded) + "\n")
    rows = [("what", "database ms", "wall ms", "q", "goal", "met", "sequential scans")]
    missed = 0
    for group, name, function, head in cases(volume.samples):
        if options.only not in name:
            continue
        user = volume.head if head else volume.user
        try:
            (wall, spent, queries), scans = volume.call(function, user, options.rounds)
        except (AssertionError, ValueError, psycopg2.Error) as error:
            rows.append(
                (name, "", "", "", "", "NO", f"{type(error).__name__}: {error}")
            )
            missed += 1
            continue
        if group == "list":
            goal, met = "database < 1 s", spent < LIST_LIMIT_MS
        else:
            goal, met = "wall < 2 s", wall < SCREEN_LIMIT_MS
        missed += not met
        rows.append(
            (
                name,
                number(spent),
                number(wall),
                number(queries),
                goal,
                "yes" if met else "NO",
                ", ".join(scans),
            )
        )
    sys.stdout.write(markdown(rows) + "\n\n")
    raw = raw_due(volume, options.rounds)
    sys.stdout.write(f"1000 due obligations by hand-written SQL: {raw:.1f} ms (G10)\n")
    sys.stdout.write(f"{len(rows) - 1 - missed} goals met, {missed} missed\n")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
