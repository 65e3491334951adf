"""Rules as data and rules in code are the same set."""

import csv
import re

import rule_usage
from house import ADDONS, ROOT, ours, python_sources, xml_ids

from odoo.tests import TransactionCase, tagged

CATALOGUE = ROOT / "tests" / "rule_codes.txt"
# The specification is at hand where the project is developed, not in a plain checkout.
SPECIFICATION = ROOT.parent / "shared" / "spec" / "rules.csv"
SHIPPED_ONCE = (
    "sanbao.rule",
    "sanbao.parameter",
    "tier.definition",
    "sanbao.obligation.kind",
    "sanbao.indicator",
    "sanbao.form",
    "sanbao.form.copy",
    "sanbao.form.signature",
)


def not_protected(env, modules):
    """Return the shipped settings that an update would set back."""
    domain = [
        ("module", "in", list(modules)),
        ("model", "in", SHIPPED_ONCE),
        ("noupdate", "=", False),
    ]
    return env["ir.model.data"].search(domain).mapped("complete_name")


@tagged("post_install", "-at_install")
class TestRules(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.modules = ours(cls.env)
        sources = [path.read_text(encoding="utf-8") for path in python_sources()]
        cls.texts = set().union(*map(rule_usage.constants, sources))
        cls.read = set().union(*map(rule_usage.parameters_read, sources))
        cls.in_code = rule_usage.codes_in(cls.texts)
        cls.rules = cls.env["sanbao.rule"].search([])
        cls.parameters = cls.env["sanbao.parameter"].search([])

    def test_code_names_only_rules_that_exist(self):
        self.assertFalse(self.in_code - set(self.rules.mapped("code")))

    def test_every_rule_is_used(self):
        by_data = rule_usage.named_by_data(self.env, "sanbao.rule", self.modules)
        used = self.in_code | set(by_data.mapped("code"))
        self.assertFalse(sorted(set(self.rules.mapped("code")) - used))

    def test_code_reads_only_parameters_that_exist(self):
        self.assertFalse(self.read - set(self.parameters.mapped("code")))

    def test_every_parameter_is_used(self):
        by_data = rule_usage.named_by_data(self.env, "sanbao.parameter", self.modules)
        used = self.texts | set(by_data.mapped("code"))
        self.assertFalse(sorted(set(self.parameters.mapped("code")) - used))

    def test_every_rule_is_in_the_catalogue(self):
        catalogue = set(CATALOGUE.read_text(encoding="utf-8").split())
        self.assertFalse(set(self.rules.mapped("code")) - catalogue)
        if SPECIFICATION.exists():
            with SPECIFICATION.open(encoding="utf-8", newline="") as source:
                self.assertEqual(
                    catalogue, {row["code"] for row in csv.DictReader(source)}
                )

    def test_comments_and_texts_name_only_rules_of_the_catalogue(self):
        catalogue = set(CATALOGUE.read_text(encoding="utf-8").split())
        areas = {code.partition("-")[0] for code in catalogue}
        for path in [*ADDONS.rglob("*.py"), *ADDONS.rglob("*.xml")]:
            named = set(rule_usage.ANYWHERE.findall(path.read_text(encoding="utf-8")))
            with self.subTest(file=str(path.relative_to(ROOT))):
                self.assertFalse(
                    {c for c in named if c.partition("-")[0] in areas} - catalogue
                )

    def test_every_rule_is_named_by_a_test(self):
        tests = [*ADDONS.glob("*/tests/*.py"), *(ROOT / "tests").glob("test_*.py")]
        text = "\n".join(path.read_text(encoding="utf-8") for path in tests)
        # In the name of a method a code stands as svc_10.
        named = {
            c.upper().replace("_", "-")
            for c in re.findall(r"(?i)(?<![a-z])[a-z]{2,3}[-_]\d\d(?!\d)", text)
        }
        self.assertFalse(sorted(set(self.rules.mapped("code")) - named))

    def test_shipped_settings_survive_an_update(self):
        self.assertFalse(not_protected(self.env, self.modules))

    def test_a_setting_that_an_update_would_reset_is_noticed(self):
        model, module = "sanbao.form", "sanbao_base"
        vals = {"module": module, "name": "x", "model": model, "res_id": 1}
        self.env["ir.model.data"].create(vals)
        self.assertIn("sanbao_base.x", not_protected(self.env, {module}))

    def test_a_rule_that_nothing_uses_is_noticed(self):
        rule = self.env["sanbao.rule"].create({"code": "ZZZ-99", "name": "Unused"})
        by_data = rule_usage.named_by_data(self.env, "sanbao.rule", self.modules)
        self.assertNotIn(rule, by_data)
        self.assertNotIn("ZZZ-98", self.in_code)

    def test_every_rule_has_its_text_and_its_source(self):
        shipped = xml_ids(self.env, "sanbao.rule", self.modules)
        incomplete = self.rules.filtered(
            lambda r: not (r.text and r.source and r.kind_ids)
        )
        self.assertFalse([shipped.get(rule.id, rule.code) for rule in incomplete])
