"""Who may do what: computed with real users, kept as tests/access/*.csv, one per module.

A row is a model, a column a role; a cell names the rights by their first letters: read,
write, create, unlink; "-" for none.
"""

import csv
from collections import defaultdict

from house import ROOT, oca, ours

from odoo.tests.common import new_test_user

FOLDER = ROOT / "tests" / "access"
RIGHTS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
NOTHING = "-"
OUTSIDERS = ("public", "portal")


def role_codes(env):
    """Return {role code: res.users.role} of sanbao_base, in the order of their xml ids."""
    domain = [("module", "=", "sanbao_base"), ("model", "=", "res.users.role")]
    data = env["ir.model.data"].search(domain, order="id")
    return {
        d.name.removeprefix("role_"): env["res.users.role"].browse(d.res_id)
        for d in data
    }


def users(env):
    """Return {column: user}: outsiders, a bare employee, each role, the administrator."""
    env = env(context=dict(env.context, no_reset_password=True))
    found = {
        "public": env.ref("base.public_user"),
        "portal": new_test_user(env, "access_portal", groups="base.group_portal"),
        "user": new_test_user(env, "access_user", groups="base.group_user"),
        "staff": new_test_user(env, "access_staff", groups="sanbao_base.group_user"),
    }
    for code, role in role_codes(env).items():
        found[code] = new_test_user(
            env,
            f"access_{code}",
            groups="base.group_user",
            role_line_ids=[(0, 0, {"role_id": role.id})],
        )
    found["system"] = new_test_user(env, "access_system", groups="base.group_system")
    return found


def models(env):
    """Return the models to watch: ours, OCA's, and those whose rights either of them changes."""
    modules = ours(env) | oca(env)
    domain = [("module", "in", list(modules)), ("model", "=", "ir.model.access")]
    changed = env["ir.model.access"].browse(
        env["ir.model.data"].search(domain).mapped("res_id")
    )
    names = set(changed.exists().model_id.mapped("model"))
    names |= {
        name
        for name, model in env.registry.items()
        if model._original_module in modules
    }
    return sorted(name for name in names if name in env and not env[name]._abstract)


def rights(env, model, user):
    """Return the rights of a user on a model, e.g. "rw"."""
    records = env[model].with_user(user)
    return (
        "".join(k for k, operation in RIGHTS.items() if records.has_access(operation))
        or NOTHING
    )


def compute(env):
    """Return {module: {model: {column: rights}}} of the database."""
    people = users(env)
    table = defaultdict(dict)
    for model in models(env):
        row = {column: rights(env, model, user) for column, user in people.items()}
        table[env[model]._original_module][model] = row
    return dict(table)


def read():
    """Return the reviewed table in the form of :func:`compute`."""
    table = {}
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as source:
            table[path.stem] = {row.pop("model"): row for row in csv.DictReader(source)}
    return table


def write(table):
    """Replace the reviewed files."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.csv"):
        path.unlink()
    for module, rows in sorted(table.items()):
        columns = list(next(iter(rows.values())))
        with (FOLDER / f"{module}.csv").open(
            "w", encoding="utf-8", newline=""
        ) as target:
            out = csv.writer(target, lineterminator="\n")
            out.writerow(["model", *columns])
            out.writerows([model, *row.values()] for model, row in sorted(rows.items()))


def differences(granted, reviewed):
    """Return a line for each cell in which two tables differ."""
    found = []
    for module in sorted(granted.keys() | reviewed.keys()):
        have, want = granted.get(module, {}), reviewed.get(module, {})
        for model in sorted(have.keys() | want.keys()):
            row, wanted = have.get(model, {}), want.get(model, {})
            found += [
                f"{model}, {column}: granted {row.get(column)}, reviewed {wanted.get(column)}"
                for column in sorted(row.keys() | wanted.keys())
                if row.get(column) != wanted.get(column)
            ]
    return found


def outsiders_who_change(table):
    """Return a line for each right of the public or the portal to change something."""
    return [
        f"{model}: {column} {row[column]}"
        for rows in table.values()
        for model, row in rows.items()
        for column in OUTSIDERS
        if set(row[column]) & set("wcu")
    ]


def readable(table, column):
    """Return the models that a column may read."""
    return {
        m for rows in table.values() for m, row in rows.items() if "r" in row[column]
    }
