#!/usr/bin/env python3
"""snapshot.py DATABASE FILE: write schema and rows of a database as sorted text.
snapshot.py --compare OLD NEW: fail, and show the difference, when two of them differ.

Left out are the marks that any write leaves, and what lives from minute to minute.
"""

import json
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

# "arch_prev" is Odoo's own memory of the last time that a view was written; "nextcall" of
# Odoo's own scheduled jobs starts anew with each update.
IGNORED_COLUMNS = {"write_date", "write_uid", "create_date", "arch_prev", "nextcall"}
# Odoo's data files clear and fill these on each update: their content counts, not their ids.
MADE_ANEW = {"ir_act_window_view"}
# Cache signals and logs, the messages of the web client, wake-up calls of scheduled jobs.
IGNORED_TABLES = (
    "orm_signaling_",
    "base_registry_signaling",
    "ir_logging",
    "bus_",
    "ir_cron_trigger",
    "ir_cron_progress",
)
SCHEMA = """
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' '
        || is_nullable || ' ' || COALESCE(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' '
        || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'view ' || viewname || ' ' || md5(definition)
    FROM pg_views WHERE schemaname = 'public'
"""
COLUMNS = """
    SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.column_name)
    FROM information_schema.columns c JOIN information_schema.tables t
        USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY 1
"""


def lines(database):
    """Return the database as a list of lines."""
    found = []
    with closing(psycopg2.connect(dbname=database)) as connection:
        cr = connection.cursor()
        cr.execute(SCHEMA)
        found += [row[0] for row in cr.fetchall()]
        cr.execute(COLUMNS)
        for table, columns in cr.fetchall():
            if table.startswith(IGNORED_TABLES):
                continue
            ignored = IGNORED_COLUMNS | ({"id"} if table in MADE_ANEW else set())
            kept = [c for c in columns if c not in ignored]
            query = sql.SQL("SELECT row_to_json(t)::text FROM (SELECT {} FROM {}) t")
            identifiers = sql.SQL(", ").join(map(sql.Identifier, kept))
            cr.execute(query.format(identifiers, sql.Identifier(table)))
            # Odoo itself writes an empty text over nothing in its list of modules.
            texts = (row[0].replace(':""', ":null") for row in cr.fetchall())
            found += [f"row {table} {' '.join(text.split())}" for text in texts]
    return sorted(found)


def by_record(rows):
    """Return {(table, id): row} of those lines that are rows with an id."""
    found = {}
    for line in rows:
        kind, _space, rest = line.partition(" ")
        table, _space, text = rest.partition(" ")
        values = json.loads(text) if kind == "row" else {}
        if "id" in values:
            found[table, values["id"]] = values
    return found


def compare(old, new):
    """Print what only one of two snapshots has; return 1 when there is such a line."""
    before, after = (
        set(Path(name).read_text(encoding="utf-8").splitlines()) for name in (old, new)
    )
    gone, come = sorted(before - after), sorted(after - before)
    was, now = by_record(gone), by_record(come)
    for key in sorted(was.keys() & now.keys()):
        changed = {
            column: (was[key][column], now[key].get(column))
            for column in was[key]
            if was[key][column] != now[key].get(column)
        }
        print("changed", *key, str(changed)[:600])
    for mark, lines_left, other in (("-", gone, now), ("+", come, was)):
        for line in lines_left:
            if not by_record([line]).keys() & other.keys():
                print(mark, line[:600])
    return 1 if gone or come else 0


if __name__ == "__main__":
    if sys.argv[1] == "--compare":
        sys.exit(compare(*sys.argv[2:]))
    with open(sys.argv[2], "w", encoding="utf-8") as target:
        target.write("\n".join(lines(sys.argv[1])))
