from odoo import Command
from odoo.orm.model_classes import add_to_registry
from odoo.tests import new_test_user
from odoo.tests.common import TransactionCase

from .escapes import ApprovalEscapes

__all__ = ["ApprovalCommon", "ApprovalEscapes", "load_test_models"]


def load_test_models(registry, cr):
    """Add the models of ``models.py`` to the registry; returns their names."""
    from .models import MODELS, NAMES

    for model in MODELS:
        add_to_registry(registry, model)
    registry._setup_models__(cr, [*NAMES, "tier.definition"])
    registry.init_models(cr, NAMES, {"models_to_check": True})
    return NAMES


class ApprovalCommon(TransactionCase):
    """Test documents, one person of each role needed, and a chain of two steps.

    Above 500 the deputy general manager, above 1,000 the general manager as well.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in load_test_models(cls.registry, cls.env.cr):
            cls.addClassCleanup(cls.registry.__delitem__, name)
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.company = cls.env.company
        cls._grant_access()
        cls.rule = cls.env["sanbao.rule"].create({"code": "TST-07", "name": "Rule"})
        cls.engineer = cls._person("eng_t", "eng")
        cls.colleague = cls._person("eng_t2", "eng")
        cls.dgm = cls._person("dgm_t", "dgm")
        cls.dgm2 = cls._person("dgm_t2", "dgm")
        cls.gm = cls._person("gm_t", "gm")
        cls.admin = cls._person("admin_t", "admin")
        cls.above_500 = cls._parameter("tst_above_500", 500)
        cls.above_1000 = cls._parameter("tst_above_1000", 1000)
        cls.step_dgm = cls._step("dgm", 20, cls.above_500)
        cls.step_gm = cls._step("gm", 10, cls.above_1000)

    @classmethod
    def _grant_access(cls):
        models = cls.env["ir.model"].search(
            [("model", "like", "sanbao.approval.tester")]
        )
        cls.env["ir.model.access"].create(
            [
                {
                    "name": model.model,
                    "model_id": model.id,
                    "group_id": cls.env.ref("base.group_user").id,
                    **dict.fromkeys(
                        ("perm_read", "perm_write", "perm_create", "perm_unlink"), True
                    ),
                }
                for model in models
            ]
        )

    @classmethod
    def _person(cls, login, *roles, **values):
        groups = ",".join(f"sanbao_base.group_{role}" for role in roles)
        return new_test_user(cls.env, login, groups or "base.group_user", **values)

    @classmethod
    def _parameter(cls, code, value, kind="amount"):
        return cls.env["sanbao.parameter"].create(
            {
                "rule_id": cls.rule.id,
                "code": code,
                "name": code,
                "type": kind,
                "default_value": str(value),
                "origin": "stated",
            }
        )

    @classmethod
    def _step(cls, role, sequence, parameter=None, model=None, **values):
        model = model or "sanbao.approval.tester"
        threshold = {}
        if parameter:
            threshold = {
                "sanbao_parameter_id": parameter.id,
                "sanbao_amount_field": "amount_total",
                "sanbao_operator": "gt",
            }
        return cls.env["tier.definition"].create(
            {
                "name": f"Step {role}",
                "model_id": cls.env["ir.model"]._get(model).id,
                "review_type": "group",
                "reviewer_group_id": cls.env.ref(f"sanbao_base.group_{role}").id,
                "sequence": sequence,
                "sanbao_rule_id": cls.rule.id,
                "company_id": False,
                **threshold,
                **values,
            }
        )

    def _document(self, amount=2000, user=None, **values):
        """A draft of the engineer with one line."""
        return (
            self.env["sanbao.approval.tester"]
            .with_user(user or self.engineer)
            .create(
                {
                    "line_ids": [Command.create({"name": "L", "price_unit": amount})],
                    **values,
                }
            )
        )

    def _submitted(self, amount=2000, **values):
        document = self._document(amount, **values)
        document.action_submit()
        return document

    def _approved(self, amount=2000, **values):
        document = self._submitted(amount, **values)
        document.with_user(self.dgm).validate_tier()
        if amount > 1000:
            document.with_user(self.gm).validate_tier()
        self.assertEqual(document.state, "approved")
        return document

    def _statuses(self, document):
        return document.review_ids.sorted("sequence").mapped("status")
