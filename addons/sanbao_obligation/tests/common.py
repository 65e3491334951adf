from unittest.mock import patch

from odoo import fields
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

# 10:00 in Shanghai on a Monday.
NOW = fields.Datetime.to_datetime("2026-03-02 02:00:00")


def rule_values():
    return {"code": "TST-90", "name": "Answer in time"}


def parameter_values(rule, type_, value):
    return {
        "rule_id": rule.id,
        "code": f"test_obligation_{type_}",
        "name": type_,
        "type": type_,
        "default_value": str(value),
        "origin": "proposed",
    }


class ObligationCase(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.rule = cls.env["sanbao.rule"].create(rule_values())
        cls.days = cls._make_parameter("days", 3)
        cls.hours = cls._make_parameter("hours", 4)
        cls.in_days = cls._make_kind("TST-90-days", cls.days)
        cls.in_hours = cls._make_kind("TST-90-hours", cls.hours)
        cls.clerk = cls._make_user("obligation_clerk", "sanbao_base.group_as")
        cls.colleague = cls._make_user("obligation_colleague", "sanbao_base.group_as")
        cls.lead = cls._make_user("obligation_lead", "sanbao_base.group_asm")
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(3)]
        )
        cls.customer = cls.customers[0]
        cls.obligations = cls.env["sanbao.obligation"]

    @classmethod
    def _make_parameter(cls, type_, value):
        values = parameter_values(cls.rule, type_, value)
        return cls.env["sanbao.parameter"].create(values)

    @classmethod
    def _make_kind(cls, code, parameter, model="res.partner", **values):
        return cls.env["sanbao.obligation.kind"].create(
            {
                "code": code,
                "name": code,
                "rule_id": cls.rule.id,
                "parameter_id": parameter.id,
                "model_id": cls.env["ir.model"]._get_id(model),
                "remind_before_hours": 24,
                **values,
            }
        )

    @classmethod
    def _make_user(cls, login, groups, **values):
        return new_test_user(cls.env, login=login, groups=groups, **values)

    def _run_cron(self, method):
        """Run a cron method; tests must not commit."""
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", return_value=60.0) as commit:
            getattr(self.obligations, method)()
        return commit
