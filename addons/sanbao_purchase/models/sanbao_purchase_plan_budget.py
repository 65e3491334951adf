from odoo import api, fields, models

from odoo.addons.sanbao_approval.models.tier_validation_decision import APPROVED
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_timezone, day_end, day_start
from odoo.addons.sanbao_base.models.sanbao_rule import MODE_BLOCK

from .sanbao_purchase_plan import BINDING_STATES
from .sanbao_purchase_plan_approval import RULE_BUDGET


class SanbaoPurchasePlan(models.Model):
    """The plan and what else is committed stay within the budget (PUR-16)."""

    _inherit = "sanbao.purchase.plan"

    budget_amount = fields.Monetary(
        string="Budget", compute="_compute_budget", compute_sudo=True
    )
    budget_committed = fields.Monetary(
        string="Otherwise committed", compute="_compute_budget", compute_sudo=True
    )
    budget_remaining = fields.Monetary(
        string="Remaining budget",
        compute="_compute_budget",
        compute_sudo=True,
        help="After this plan; of the budget that is tightest.",
    )
    budget_missing = fields.Boolean(
        string="No budget set", compute="_compute_budget", compute_sudo=True
    )
    over_budget = fields.Boolean(
        string="Needs more than the budget",
        compute="_compute_budget",
        compute_sudo=True,
        help="Asks for the step of the general manager (PUR-16).",
    )

    @api.depends("line_ids.amount", "line_ids.department_id", "date_from", "company_id")
    def _compute_budget(self):
        rules = self.env["sanbao.rule"]
        for plan in self:
            plan = plan.with_company(plan.company_id or self.env.company)
            checks = plan._budget_checks()
            tightest = min(
                checks,
                key=lambda c: c["budget"] - c["committed"] - c["own"],
                default={},
            )
            budget, committed = tightest.get("budget", 0), tightest.get("committed", 0)
            plan.budget_amount = budget
            plan.budget_committed = committed
            plan.budget_remaining = budget - committed - tightest.get("own", 0)
            plan.budget_missing = any(not check["records"] for check in checks)
            mode = rules._settings_of(RULE_BUDGET, plan.env.company.id)[1]
            plan.over_budget = mode == MODE_BLOCK and plan._exceeds_budget()

    def _exceeds_budget(self):
        currency = self.company_id.currency_id
        left = self.budget_remaining
        return self.budget_missing or currency.compare_amounts(left, 0) < 0

    def _budget_checks(self):
        """What is compared: the plan with the company's budget, and the lines of each
        department with the department's own.

        :return: list of dicts with ``records`` (the budget, empty if nobody set one),
            ``budget``, ``committed`` (by others) and ``own``
        """
        self.ensure_one()
        lines = self.line_ids
        budgets = self.env["sanbao.purchase.budget"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("department_id", "in", [False, *lines.department_id.ids]),
                ("date_from", "<=", self.date_from),
                ("date_to", ">=", self.date_from),
            ]
        )
        checks = [self._budget_check(budget) for budget in budgets]
        bare = lines.department_id - budgets.department_id
        whole = budgets.filtered(lambda budget: not budget.department_id)
        if not whole and (bare or not lines.department_id):
            own = lines.filtered(
                lambda line: line.department_id not in budgets.department_id
            )
            checks.append(
                {
                    "records": whole,
                    "budget": 0.0,
                    "committed": 0.0,
                    "own": sum(own.mapped("amount")),
                }
            )
        return checks

    def _budget_check(self, budget):
        department = budget.department_id
        own = self.line_ids.filtered(
            lambda line: not department or line.department_id == department
        )
        committed = self._committed(
            budget.company_id, budget.date_from, budget.date_to, department, self
        )
        return {
            "records": budget,
            "budget": budget.amount,
            "committed": committed,
            "own": sum(own.mapped("amount")),
        }

    @api.model
    def _committed(self, company, first, last, department, apart_from=None):
        """Money of a period that is bound already.

        Confirmed orders count where their plan stands, without a plan on the day of
        their confirmation; of approved plans what is not ordered yet, at the estimate.
        """
        lines = self.env["sanbao.purchase.plan.line"].search(
            [
                ("company_id", "=", company.id),
                ("plan_id.date_from", ">=", first),
                ("plan_id.date_from", "<=", last),
                ("plan_state", "in", BINDING_STATES),
                ("plan_id", "not in", apart_from.ids if apart_from else []),
                *([("department_id", "=", department.id)] if department else []),
            ]
        )
        bound = sum(line._committed_amount() for line in lines)
        return bound + self._committed_without_plan(company, first, last, department)

    @api.model
    def _committed_without_plan(self, company, first, last, department):
        zone = company_timezone(company)
        order_lines = self.env["purchase.order.line"].search(
            [
                ("company_id", "=", company.id),
                ("order_id.state", "=", "purchase"),
                ("order_id.date_approve", ">=", day_start(first, zone)),
                ("order_id.date_approve", "<=", day_end(last, zone)),
                ("sanbao_plan_line_id", "=", False),
            ]
        )
        order_lines = order_lines._sanbao_goods()
        if department:
            order_lines = order_lines.filtered(
                lambda line: line._sanbao_department() == department
            )
        return sum(line._sanbao_drawn_amount() for line in order_lines)

    # === Gate ===

    def _on_approved(self):
        super()._on_approved()
        self._gate_budget()

    def _gate_budget(self):
        # Who approves need not be allowed to read budgets and orders.
        plan = self.sudo()
        # Two plans of one budget, approved at the same moment: one waits.
        checks = plan._budget_checks()
        for check in checks:
            claim(check["records"])
        plan.invalidate_recordset(["budget_remaining", "budget_missing", "over_budget"])
        over = plan._exceeds_budget() and not plan._budget_override()
        self.env["sanbao.rule"]._gate(
            RULE_BUDGET, self if over else self.browse(), plan._budget_message()
        )

    def _budget_override(self):
        """The review by which the general manager allowed more, with his reason."""
        return self.review_ids.filtered(
            lambda review: (
                review.status == APPROVED
                and review.definition_id.sanbao_rule_id.code == RULE_BUDGET
                and (review.comment or "").strip()
            )
        )

    def _budget_message(self):
        currency = self.company_id.currency_id
        if self.budget_missing:
            return self.env._(
                "%(plan)s: no budget is set for %(period)s. Let finance set it under"
                " Purchase budgets; without one, the general manager allows the plan with"
                " a reason when it is submitted anew.",
                plan=self.name,
                period=self.period_name,
            )
        return self.env._(
            "%(plan)s: %(total)s and %(committed)s committed otherwise are more than the"
            " budget of %(budget)s. Reduce the plan, or submit it anew: the general"
            " manager may then allow it with a reason.",
            plan=self.name,
            total=currency.format(self.amount_total),
            committed=currency.format(self.budget_committed),
            budget=currency.format(self.budget_amount),
        )
