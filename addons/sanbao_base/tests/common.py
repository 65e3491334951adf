from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase


class SanbaoCommon(TransactionCase):
    """A rule with parameters of its own, and one person for each role a test needs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.rule = cls.env["sanbao.rule"].create(
            {"code": "TST-01", "name": "Test rule", "default_mode": "block"}
        )

    @classmethod
    def _person(cls, login, *roles, groups="", **values):
        """A user with exactly these Sanbao roles, e.g. ``_person("gm", "gm")``."""
        names = [f"sanbao_base.group_{role}" for role in roles]
        names += [name for name in groups.split(",") if name]
        names = names or ["sanbao_base.group_user"]
        return new_test_user(cls.env, login=login, groups=",".join(names), **values)

    @classmethod
    def _parameter(cls, code, kind, default, **values):
        return cls.env["sanbao.parameter"].create(
            {
                "rule_id": cls.rule.id,
                "code": code,
                "name": code,
                "type": kind,
                "default_value": default,
                "origin": "proposed",
                **values,
            }
        )

    def _end_of_refused_request(self):
        """Run what happens when a refused request rolls back: the refusal is logged."""
        with self.enter_registry_test_mode():
            self.env.cr.postrollback.run()
