"""What may stand in this repository and in a database that it makes."""

import fnmatch
import io
import itertools
import re
import tokenize
from unittest import TestCase

from house import ADDONS, ROOT, committed_files, manifests, ours, python_sources

from odoo.tests import TransactionCase, tagged

DENIED = ROOT / "tests" / "support" / "denied_modules.txt"
LINES_AT_MOST = 400
COUNTED = {".py", ".xml", ".js", ".css", ".scss", ".sh", ".md", ".rst", ".cjs"}
# Written in two parts, so that this file does not hold them itself.
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("pypi", r"\.org"),
        ("pythonhosted", r"\.org"),
        ("npmjs", r"\.(org|com)"),
        ("registry", r"\.yarnpkg"),
        ("deb", r"\.debian\.org"),
        ("security", r"\.debian\.org"),
        ("archive", r"\.ubuntu\.com"),
        ("docker", r"\.io"),
        ("ghcr", r"\.io"),
        ("quay", r"\.io"),
        ("proxy", r"\.golang\.org"),
        ("--(extra-)?index", r"-url"),
    )
]
REGISTRY = re.compile("|".join(REGISTRIES))
# Lines between the reason and the call, which may stand in the middle of an expression.
REASON_ABOVE = 3
GIVEN_BACK = re.compile(r"sudo\((self\.env\.su|False)\)")


def denied(names):
    """Return the names on the deny list."""
    lines = DENIED.read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    return sorted(n for n in names if any(fnmatch.fnmatch(n, p) for p in patterns))


def pinned_addons(requirements):
    """Return the addons that a requirements file installs."""
    return re.findall(r"^odoo-addon-([\w-]+)", requirements, re.MULTILINE)


def registry_hosts(text):
    """Return the registries that a text names."""
    return [match[0] for match in REGISTRY.finditer(text)]


def too_long(path, text):
    """Whether a file is longer than a person reads in one go."""
    counted = path.suffix in COUNTED or path.parts[0] == "script"
    return counted and "i18n" not in str(path) and text.count("\n") > LINES_AT_MOST


def named_addons(text):
    """Return the addons of ours whose external ids or code a text refers to."""
    # "sanbao." alone begins the name of a model far more often than an identifier.
    by_id = re.findall(r"""["'(,](sanbao_\w+)\.[a-z]\w*["'),]""", text)
    return {*by_id, *re.findall(r"odoo\.addons\.(sanbao(?:_\w+)?)", text)}


def undeclared(name, found):
    """Return the addons of ours that an addon refers to without depending on them."""
    allowed, todo = {name}, [name]
    while todo:
        for dependency in found.get(todo.pop(), {}).get("depends", []):
            if dependency not in allowed:
                allowed.add(dependency)
                todo.append(dependency)
    named = set()
    for path in [*(ADDONS / name).rglob("*.py"), *(ADDONS / name).rglob("*.xml")]:
        named |= named_addons(path.read_text(encoding="utf-8"))
    return named & set(found) - allowed


def sudo_without_reason(source):
    """Return the lines of Python source that take superuser rights and do not say why.

    The reason stands in a comment on the line or just above it. ``sudo(env.su)`` and
    ``sudo(False)`` give rights back and need none.
    """
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    said = {token.start[0] for token in tokens if token.type == tokenize.COMMENT}
    lines = source.splitlines()
    return [
        token.start[0]
        for before, token in itertools.pairwise(tokens)
        if (before.string, token.string) == (".", "sudo")
        and not GIVEN_BACK.match(lines[token.start[0] - 1][token.start[1] :])
        and said.isdisjoint(range(token.start[0] - REASON_ABOVE, token.start[0] + 1))
    ]


def text_of(path):
    """Return the text of a file, or nothing where it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


class TestRepository(TestCase):
    def test_no_file_names_a_registry(self):
        for path in committed_files():
            with self.subTest(file=str(path.relative_to(ROOT))):
                self.assertFalse(registry_hosts(text_of(path)))

    def test_no_file_is_too_long(self):
        for path in committed_files():
            relative = path.relative_to(ROOT)
            with self.subTest(file=str(relative)):
                self.assertFalse(too_long(relative, text_of(path)))

    def test_no_denied_addon_is_pinned(self):
        text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
        self.assertFalse(denied(pinned_addons(text)))

    def test_addons_depend_on_what_they_name(self):
        for name in manifests():
            with self.subTest(addon=name):
                self.assertFalse(undeclared(name, manifests()))

    def test_superuser_rights_are_taken_for_a_reason_beside_them(self):
        for path in python_sources():
            with self.subTest(file=str(path.relative_to(ROOT))):
                self.assertFalse(sudo_without_reason(text_of(path)))

    def test_superuser_rights_without_a_reason_are_noticed(self):
        call = "x = self.sudo().name\n"
        self.assertEqual(sudo_without_reason(call), [1])
        self.assertEqual(sudo_without_reason("# why\n\n\n\n" + call), [5])
        self.assertEqual(sudo_without_reason('y = "# why"\n' + call), [2])
        self.assertFalse(sudo_without_reason("# why\n\n\n" + call))
        self.assertFalse(sudo_without_reason("x = self.sudo()  # why\n"))
        self.assertFalse(sudo_without_reason("x = row.sudo(self.env.su)\n"))

    def test_violations_are_noticed(self):
        self.assertTrue(
            registry_hosts("pip install -i https://" + "pypi" + ".org/simple")
        )
        self.assertTrue(too_long(ROOT.relative_to("/") / "a.py", "x\n" * 401))
        self.assertFalse(too_long(ROOT.relative_to("/") / "a.py", "x\n" * 400))
        self.assertEqual(
            denied(["stock_inventory_count", "stock"]), ["stock_inventory_count"]
        )
        self.assertEqual(pinned_addons("odoo-addon-kpi==19.0\nkpi==1"), ["kpi"])

    def test_an_undeclared_dependency_is_noticed(self):
        text = "env.ref('sanbao_a.group_x')\nfrom odoo.addons.sanbao_b import y"
        self.assertEqual(named_addons(text), {"sanbao_a", "sanbao_b"})


@tagged("post_install", "-at_install")
class TestInstalled(TransactionCase):
    def test_no_denied_addon_is_installed(self):
        domain = [("state", "not in", ("uninstalled", "uninstallable"))]
        self.assertFalse(
            denied(self.env["ir.module.module"].search(domain).mapped("name"))
        )

    def test_all_our_addons_are_installed(self):
        # The demo company is tested in a database of its own (script/test).
        installable = {n for n, m in manifests().items() if m.get("installable", True)}
        self.assertEqual(ours(self.env) | {"sanbao_demo"}, installable)

    def test_the_vendor_is_not_called(self):
        lines = (ROOT / "config" / "vendor_modules.txt").read_text(encoding="utf-8")
        vendor = {line.split("#")[0].strip() for line in lines.splitlines()} - {""}
        domain = [("name", "in", list(vendor)), ("state", "=", "installed")]
        self.assertFalse(self.env["ir.module.module"].search(domain).mapped("name"))
        self.assertFalse(self.env.ref("mail.ir_cron_module_update_notification").active)
