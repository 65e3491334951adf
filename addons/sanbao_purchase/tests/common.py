from odoo import Command

from odoo.addons.sanbao_base.exceptions import RuleViolation
from odoo.addons.sanbao_base.local_time import company_today
from odoo.addons.sanbao_contract.tests.common import PurchaseCommon
from odoo.addons.sanbao_purchase.models.sanbao_purchase_plan_approval import (
    TICKS_KEY,
    Ticks,
)

ALL_TICKS = Ticks(True, True, True)


class PlanCommon(PurchaseCommon):
    """A department with its head, a budget that is large enough, and plans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_rules("PUR-14", "PUR-15", "PUR-16", "PUR-17")
        cls._set("plan_approval_tiers", 20000)
        cls._set("po_over_plan_tolerance", 0)
        cls._set("budget_period", "month")
        cls._set("same_need_days", 0)
        cls.head = cls._person("pur_head", "asm")
        cls.finance = cls._person("pur_fin", "fin")
        cls.staff = cls._person("pur_as", "as")
        cls.department = cls._department("售后服务部", cls.head)
        cls.budget = cls.env["sanbao.purchase.budget"].create({"amount": 1000000})

    @classmethod
    def _set(cls, code, value):
        cls.env["sanbao.parameter"].search([("code", "=", code)]).value = str(value)

    @classmethod
    def _product(cls, name, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": name,
                "type": "consu",
                "is_storable": True,
                **values,
            }
        )

    @classmethod
    def _department(cls, name, head=None, **values):
        employee = cls.env["hr.employee"]
        if head:
            employee = employee.create({"name": head.name, "user_id": head.id})
        return cls.env["hr.department"].create(
            {"name": name, "manager_id": employee.id, **values}
        )

    @classmethod
    def _plan(cls, *lines, user=None, price=100.0, **values):
        """A draft of after-sales staff; ``lines``: quantities or dicts, default 10."""
        items = [
            item if isinstance(item, dict) else {"quantity": item}
            for item in lines or (10,)
        ]
        return (
            cls.env["sanbao.purchase.plan"]
            .with_user(user or cls.staff)
            .create(
                {
                    "department_id": cls.department.id,
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": cls.part.id,
                                "partner_id": cls.supplier.id,
                                "price_unit": price,
                                "date_needed": company_today(cls.env.company),
                                **item,
                            }
                        )
                        for item in items
                    ],
                    **values,
                }
            )
        )

    def _submitted(self, *lines, **values):
        plan = self._plan(*lines, **values)
        plan.action_submit()
        return plan

    def _approved(self, *lines, **values):
        plan = self._submitted(*lines, **values)
        self._approve(plan)
        self.assertEqual(plan.state, "approved")
        return plan

    def _approve(self, document, comment="ok"):
        """Every step, each by the first person who is asked for it, with all ticks."""
        while True:
            reviews = document.sudo().review_ids
            pending = reviews.filtered(lambda r: r.status == "pending")[:1]
            if not pending:
                break
            user = (pending.reviewer_ids - reviews.done_by)[:1]
            self._decide(document, user, comment)
        document.invalidate_recordset()

    def _decide(self, plan, user, comment="ok", ticks=ALL_TICKS):
        as_user = plan.with_user(user).with_context(**{TICKS_KEY: ticks})
        as_user._sanbao_decide("approved", comment)

    def _on_plan(self, plan, *quantities, price=100.0, **values):
        """A draft order that draws on the plan's lines, one after the other."""
        order = self._order(*quantities, price=price, **values)
        for line, plan_line in zip(order.order_line, plan.line_ids, strict=False):
            line.sanbao_plan_line_id = plan_line
        return order

    def _blocked(self, code, attempt, *args, **kwargs):
        """The attempt is refused by this rule; nothing of it stays."""
        with self.assertRaises(RuleViolation) as caught, self.env.cr.savepoint():
            attempt(*args, **kwargs)
            self.env.flush_all()
        self.assertTrue(str(caught.exception).startswith(code), caught.exception)
        self.env.invalidate_all()
        return str(caught.exception)
