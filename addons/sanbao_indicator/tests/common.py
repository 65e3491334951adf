from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


class IndicatorCase(BaseCommon):
    """Counts date ranges of a type of its own: documents with a date and a company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.tz = "Asia/Shanghai"
        # Indicators that other addons bring along are not measured here.
        cls.env["sanbao.indicator"].search([]).active = False
        cls.env["sanbao.report.definition"].search([]).active = False
        cls.rule = cls.env["sanbao.rule"].create({"code": "TST-80", "name": "Be good"})
        cls.target = cls._make_parameter("percent", 75)
        cls.type = cls.env["date.range.type"].create(
            {"name": "Counted", "company_id": False, "allow_overlap": True}
        )
        cls.indicator = cls._make_indicator("TST-80")
        cls.values = cls.env["sanbao.indicator.value"]
        cls.manager = cls._make_user("indicator_manager", "sanbao_base.group_asm")
        cls.clerk = cls._make_user("indicator_clerk", "sanbao_base.group_as")
        cls.reader = cls._make_user("indicator_reader", "sanbao_base.group_wh")

    @classmethod
    def _make_user(cls, login, groups, **values):
        return new_test_user(cls.env, login=login, groups=groups, **values)

    @classmethod
    def _make_parameter(cls, type_, value, code="target"):
        return cls.env["sanbao.parameter"].create(
            {
                "rule_id": cls.rule.id,
                "code": f"test_indicator_{code}_{type_}",
                "name": f"{code} {type_}",
                "type": type_,
                "default_value": str(value),
                "origin": "proposed",
            }
        )

    @classmethod
    def _make_indicator(cls, code, **values):
        return cls.env["sanbao.indicator"].create(
            {
                "code": code,
                "name": f"Indicator {code}",
                "rule_id": cls.rule.id,
                "model_id": cls.env["ir.model"]._get_id("date.range"),
                "date_field": "date_start",
                "population_domain": f"[('type_id', '=', {cls.type.id})]",
                "success_domain": "[('name', '=like', 'good%')]",
                "target_parameter_id": cls.target.id,
                **values,
            }
        )

    @classmethod
    def _make_documents(cls, *names_and_days, company=None):
        return cls.env["date.range"].create(
            [
                {
                    "name": f"{name} {number} {day}",
                    "type_id": cls.type.id,
                    "date_start": day,
                    "date_end": day,
                    "company_id": (company or cls.company).id,
                }
                for number, (name, day) in enumerate(names_and_days)
            ]
        )

    @classmethod
    def _other_company(cls):
        return cls.env["res.company"].create({"name": "Other"})

    @classmethod
    def _stranger(cls, company, group):
        return cls._make_user(
            "indicator_stranger",
            group,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _run_cron(self, model, method):
        """Run a cron method; tests must not commit."""
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", return_value=60.0):
            getattr(self.env[model], method)()
