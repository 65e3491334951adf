"""Who may do what, held against the reviewed table and against the house rules."""

import access_table
from house import ROOT, ours

from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

# Master data that a customer's page lists; each line "model: why".
OPEN_TO_OUTSIDERS = ROOT / "tests" / "access" / "open_to_outsiders.txt"


def reviewed_models(path):
    """Return {model: reason} of a reviewed list."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {model.strip(): reason.strip() for model, _colon, reason in pairs}


def narrows(rule):
    """Whether a record rule leaves anything out."""
    names = {"user": rule.env.user, "company_ids": [1], "company_id": 1, "time": None}
    try:
        return safe_eval(rule.domain_force or "[]", names) not in ([], [(1, "=", 1)])
    except ValueError:
        return True  # it asks for more than we gave it, so it is no constant


def models_without_rule(env, names, group):
    """Return those models that a group reads without a record rule of that group or of all."""
    group = env.ref(group)
    found = []
    for name in sorted(names):
        domain = [("model_id.model", "=", name), ("perm_read", "=", True)]
        rules = env["ir.rule"].search(domain)
        mine = rules.filtered(lambda r: r["global"] or group in r.groups)
        if not any(narrows(rule) for rule in mine):
            found.append(name)
    return found


def models_without_company_rule(env, modules):
    """Return those of our models with a company that other companies may see."""
    found = []
    for name, model in sorted(env.registry.items()):
        company = model._fields.get("company_id")
        if model._original_module not in modules or model._abstract or model._transient:
            continue
        if not company or not company.store:
            continue
        domain = [("model_id.model", "=", name), ("groups", "=", False)]
        rules = env["ir.rule"].search(domain)
        if not any(r.perm_read and "company" in r.domain_force for r in rules):
            found.append(f"{name}: no company rule for everybody")
        if not model._check_company_auto:
            found.append(f"{name}: _check_company_auto is not set")
    return found


@tagged("post_install", "-at_install")
class TestAccess(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = access_table.compute(cls.env)

    def test_rights_are_those_of_the_reviewed_table(self):
        found = access_table.differences(self.table, access_table.read())
        hint = "If that is wanted: script/access-table, then review its difference.\n"
        self.assertFalse(found, hint + "\n".join(found[:60]))

    def test_a_changed_right_is_noticed(self):
        reviewed = access_table.read()
        module, rows = next(iter(reviewed.items()))
        next(iter(rows.values()))["portal"] = "rwcu"
        self.assertTrue(access_table.differences(self.table, reviewed), module)

    def test_outsiders_change_nothing(self):
        found = access_table.outsiders_who_change(self.table)
        self.assertFalse(found, "\n".join(found))

    def test_a_right_given_to_the_portal_is_noticed(self):
        self.env["ir.model.access"].create(
            {
                "name": "hole",
                "model_id": self.env["ir.model"]._get_id("sanbao.rule"),
                "group_id": self.env.ref("base.group_portal").id,
                "perm_read": True,
                "perm_write": True,
            }
        )
        portal = self.env["res.users"].search([("login", "=", "access_portal")])
        cell = access_table.rights(self.env, "sanbao.rule", portal)
        table = {"sanbao_base": {"sanbao.rule": {"public": "-", "portal": cell}}}
        self.assertEqual(
            access_table.outsiders_who_change(table), ["sanbao.rule: portal rw"]
        )
        self.assertEqual(
            models_without_rule(self.env, {"sanbao.rule"}, "base.group_portal"),
            ["sanbao.rule"],
        )

    def test_outsiders_read_only_behind_a_record_rule(self):
        excused = set(reviewed_models(OPEN_TO_OUTSIDERS))
        for column in access_table.OUTSIDERS:
            readable = access_table.readable(self.table, column) - excused
            found = models_without_rule(self.env, readable, f"base.group_{column}")
            with self.subTest(column=column):
                self.assertFalse(found, "\n".join(found))

    def test_excuses_are_needed(self):
        readable = set()
        for column in access_table.OUTSIDERS:
            readable |= access_table.readable(self.table, column)
        self.assertFalse(set(reviewed_models(OPEN_TO_OUTSIDERS)) - readable)

    def test_companies_are_kept_apart(self):
        found = models_without_company_rule(self.env, ours(self.env))
        self.assertFalse(found, "\n".join(found))

    def test_a_missing_company_rule_is_noticed(self):
        rules = self.env["ir.rule"].search(
            [("model_id.model", "=", "sanbao.rule.event")]
        )
        rules.unlink()
        found = models_without_company_rule(self.env, {"sanbao_base"})
        self.assertIn("sanbao.rule.event: no company rule for everybody", found)
