"""What the conformance tests know about this repository: its addons, files and roles."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
LANG = "zh_CN"


@cache
def manifests():
    """Return {addon: manifest} of ours."""
    return {
        path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
        for path in sorted(ADDONS.glob("*/__manifest__.py"))
    }


@cache
def committed_files():
    """Return the files that are, or are about to be, in the repository."""
    # Continuous integration may run as another user than the owner of the checkout.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "--cached"]
    command += ["--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def python_sources():
    """Return the Python files of our addons that are no tests."""
    return [p for p in sorted(ADDONS.rglob("*.py")) if "tests" not in p.parts]


def xml_sources():
    """Return the XML files of our addons that are data, not templates of the browser."""
    return [p for p in sorted(ADDONS.rglob("*.xml")) if "static" not in p.parts]


def ours(env):
    """Return the names of our addons that are installed."""
    return {
        name
        for name in manifests()
        if env["ir.module.module"]._get(name).state == "installed"
    }


def oca(env):
    """Return the names of OCA's addons that are installed."""
    domain = [("state", "=", "installed"), ("author", "ilike", "(OCA)")]
    return set(env["ir.module.module"].search(domain).mapped("name"))


def xml_ids(env, model, modules):
    """Return {record id: external id} of the records that modules ship for a model."""
    domain = [("model", "=", model), ("module", "in", list(modules))]
    data = env["ir.model.data"].search(domain)
    return {record.res_id: record.complete_name for record in data}
