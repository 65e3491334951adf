#!/usr/bin/env python3
"""What the manifests below addons/ say; needs no Odoo and no database.

modules.py ours      our installable addons, dependencies first, without the demo company
modules.py target    what script/server installs: the application, or all while it is not there
modules.py foreign   modules of Odoo and OCA that ours depend on
modules.py digests   {addon: key of its content}, to update only what changed
"""

import ast
import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Neither takes part in what an update writes to the database.
IGNORED = {"__pycache__", "tests", "README.rst"}
# Tests make their own records; the demo company is installed and tested apart from them.
DEMO = "sanbao_demo"


def manifests(root=ROOT):
    """Return {name: manifest} of our installable addons, dependencies before dependents."""
    found = {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in sorted((root / "addons").glob("*/__manifest__.py"))
    }
    found = {
        name: data for name, data in found.items() if data.get("installable", True)
    }
    ordered = {}

    def visit(name):
        if name in found and name not in ordered:
            for dependency in found[name].get("depends", []):
                visit(dependency)
            ordered[name] = found[name]

    for name in found:
        visit(name)
    return ordered


def foreign(found):
    """Return the modules that ours need and that are not ours, sorted."""
    needed = {name for data in found.values() for name in data.get("depends", ["base"])}
    return sorted(needed - set(found) - {"base"})


def target(found):
    """Return the addons to install so that the whole application is there."""
    return [DEMO] if DEMO in found else list(found)


def ours(found):
    """Return the addons that a production database may hold."""
    return [name for name in found if name != DEMO]


def digest(folder):
    """Return a short key of the content of an addon."""
    key = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not IGNORED.intersection(relative.parts):
            key.update(f"{relative}\0".encode() + path.read_bytes())
    return key.hexdigest()[:16]


def digests(found):
    """Return the key of each addon, and one ("*") for the pinned modules of others."""
    keys = {name: digest(ROOT / "addons" / name) for name in found}
    pinned = (ROOT / "requirements.txt").read_bytes()
    return keys | {"*": hashlib.sha256(pinned).hexdigest()[:16]}


if __name__ == "__main__":
    addons = manifests()
    answer = {"ours": ours, "target": target, "foreign": foreign, "digests": digests}
    result = answer[sys.argv[1]](addons)
    print(json.dumps(result) if isinstance(result, dict) else " ".join(result))
