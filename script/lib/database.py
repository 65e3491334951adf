#!/usr/bin/env python3
"""Database work of the scripts, with the same settings as Odoo (PGHOST, PGPORT, PGUSER).

database.py exists NAME | copy SOURCE TARGET | drop NAME… | rename OLD NEW | list PREFIX
database.py plan NAME DIGESTS TARGETS…   prints "-i a,b" and "-u c,d" as needed
database.py remember NAME DIGESTS        the addons in NAME are now as DIGESTS says
database.py accounts NAME                the demo company's logins, one a line
"""

import json
import os
import shutil
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

PARAMETER = "sanbao.addon_digests"
FILESTORE = Path(os.environ["RUN"], "data", "filestore")


def connect(name="postgres"):
    """Return a connection that commits each statement."""
    connection = psycopg2.connect(dbname=name)
    connection.autocommit = True
    return closing(connection)


def run(statement, *names, database="postgres"):
    """Run one statement with quoted identifiers."""
    with connect(database) as connection, connection.cursor() as cr:
        cr.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def rows(database, statement, values=()):
    """Return the rows that a query finds."""
    with connect(database) as connection, connection.cursor() as cr:
        cr.execute(statement, values)
        return cr.fetchall()


def exists(name):
    """Exit 0 when there is a database of that name, else 1."""
    found = rows("postgres", "SELECT 1 FROM pg_database WHERE datname = %s", [name])
    sys.exit(0 if found else 1)


def list_names(prefix):
    """Print the databases whose name starts so."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    for (name,) in rows("postgres", query, [prefix]):
        print(name)


def copy(source, target):
    """Make target a copy of source with its files; target is replaced."""
    drop(target)
    with connect() as connection:
        version = connection.server_version
    strategy = " STRATEGY file_copy" if version >= 150000 else ""
    run("CREATE DATABASE {} TEMPLATE {}" + strategy, target, source)
    if (FILESTORE / source).is_dir():
        # Odoo never changes a stored file, so links to the same content will do.
        shutil.copytree(FILESTORE / source, FILESTORE / target, copy_function=os.link)


def drop(*names):
    """Remove databases and their files, whoever is connected."""
    for name in names:
        run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        shutil.rmtree(FILESTORE / name, ignore_errors=True)


def rename(old, new):
    """Give a database and its files another name."""
    run("ALTER DATABASE {} RENAME TO {}", old, new)
    if (FILESTORE / old).is_dir():
        shutil.rmtree(FILESTORE / new, ignore_errors=True)
        (FILESTORE / old).rename(FILESTORE / new)


def plan(name, digests, *targets):
    """Print the options that bring the addons of a database up to date; nothing if they are."""
    digests = json.loads(digests)
    query = "SELECT value FROM ir_config_parameter WHERE key = %s"
    stored = rows(name, query, [PARAMETER])
    known = json.loads(stored[0][0]) if stored else {}
    query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    installed = {row[0] for row in rows(name, query)}
    missing = [target for target in targets if target not in installed]
    if known and known.get("*") != digests["*"]:
        changed = ["all"]
    else:
        changed = [a for a in digests if a in installed and known.get(a) != digests[a]]
    options = [("-i", missing), ("-u", changed)]
    print(" ".join(f"{option} {','.join(names)}" for option, names in options if names))


def remember(name, digests):
    """Keep the addons' digests in the database itself, so that they travel with a backup."""
    statement = """
        INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)
        ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value
    """
    with connect(name) as connection, connection.cursor() as cr:
        cr.execute(statement, [PARAMETER, digests])


def accounts(name):
    """Print "login, password, name, roles" of the users that the application ships.

    Their password stands in the parameter sanbao.demo_password of the demo company;
    a database without a demo company has Odoo's first administrator only.
    """
    query = "SELECT value FROM ir_config_parameter WHERE key = 'sanbao.demo_password'"
    password = rows(name, query)
    users = rows(
        name,
        """
        SELECT u.login, p.name, string_agg(
            DISTINCT COALESCE(g.name ->> 'zh_CN', g.name ->> 'en_US'), '、')
        FROM res_users u
        JOIN res_partner p ON p.id = u.partner_id
        JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
        LEFT JOIN res_groups_users_rel r ON r.uid = u.id
            AND r.gid IN (
                SELECT res_id FROM ir_model_data WHERE model = 'res.groups'
                AND module = 'sanbao_base' AND name <> 'group_user')
        LEFT JOIN res_groups g ON g.id = r.gid
        WHERE d.module = 'sanbao_demo' AND u.active
        GROUP BY u.id, u.login, p.name
        ORDER BY u.id
        """,
    )
    if not users or not password:
        users, password = [("admin", "Administrator", "")], [("admin",)]
    for login, person, roles in users:
        print("\t".join((login, password[0][0], person, roles or "")))


if __name__ == "__main__":
    commands = {
        "exists": exists,
        "list": list_names,
        "copy": copy,
        "drop": drop,
        "rename": rename,
        "plan": plan,
        "remember": remember,
        "accounts": accounts,
    }
    commands[sys.argv[1]](*sys.argv[2:])
