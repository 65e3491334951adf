from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.models.tier_validation_decision import APPROVED

RULE_BUDGET = "PUR-16"
# Steps of these rules are decided by a superior, who ticks what he has checked.
TICKED_RULES = ("PUR-15", RULE_BUDGET)
HEADS_FIELD = "head_ids"
TICKS_KEY = "sanbao_plan_ticks"


class Ticks:
    """What the approver ticked. An object: no context sent by RPC can hold one."""

    __slots__ = ("budget", "quantity", "timing")

    def __init__(self, quantity, timing, budget):
        self.quantity, self.timing, self.budget = quantity, timing, budget

    @classmethod
    def given(cls, env):
        ticks = env.context.get(TICKS_KEY)
        return ticks if isinstance(ticks, cls) else cls(False, False, False)


class SanbaoPurchasePlan(models.Model):
    """First the heads of the departments (PUR-14), then a superior who ticks (PUR-15)."""

    _inherit = "sanbao.purchase.plan"

    head_ids = fields.Many2many(
        "res.users",
        string="Department heads",
        compute="_compute_head_ids",
        compute_sudo=True,
    )

    # === PUR-14: the heads ===

    def _compute_head_ids(self):
        for plan in self:
            heads = plan._heads_by_department().values()
            plan.head_ids = self.env["res.users"].union(*heads)

    def _departments(self):
        return self.line_ids.department_id or self.department_id

    def _heads_by_department(self):
        self.ensure_one()
        return {dep: self._head_of(dep) for dep in self._departments()}

    def _head_of(self, department):
        """Who reviews for a department: its manager, else the one of a department above.

        Nobody reviews his own plan: for a head's plan the department above is asked.
        """
        # Managers are employees, whose records HR alone may read.
        department = department.sudo()
        requesters = self._approval_requesters()
        if not self.requested_by_id:
            requesters |= self.env.user
        while department:
            user = department.manager_id.user_id
            if user.active and user not in requesters:
                return user
            department = department.parent_id
        return self.env["res.users"]

    def _check_before_submit(self):
        super()._check_before_submit()
        if not any(map(self._asks_heads, self._sanbao_matching_steps())):
            return
        for department, head in self._heads_by_department().items():
            if not head:
                raise UserError(
                    self.env._(
                        "%(department)s has no head who could review %(plan)s. Let HR"
                        " enter a manager with a user for the department or for the one"
                        " above it.",
                        department=department.display_name,
                        plan=self.name,
                    )
                )

    def _asks_heads(self, step):
        return step.review_type == "field" and (
            # Names of fields are for administrators to read.
            step.sudo().reviewer_field_id.name == HEADS_FIELD
        )

    def _sanbao_prepare_reviews(self, steps):
        """One review for each head whose department has lines in the plan."""
        vals_list = []
        for step in steps:
            departments = [None]
            if self._asks_heads(step):
                one_each = {
                    head: dep for dep, head in self._heads_by_department().items()
                }
                departments = one_each.values()
            for department in departments:
                vals = self._sanbao_review_vals(len(vals_list) + 1, step)
                if department:
                    vals["sanbao_department_id"] = department.id
                vals_list.append(vals)
        return vals_list

    # === PUR-15: the ticks ===

    def _needs_ticks(self, reviews):
        # Everybody's decision is judged by rules that administrators maintain.
        codes = reviews.sudo().definition_id.sanbao_rule_id.mapped("code")
        return bool(set(TICKED_RULES) & set(codes))

    def validate_tier(self):
        """Button: a superior ticks quantity, timing and budget, others just approve."""
        self.ensure_one()
        if not self._needs_ticks(self._sanbao_my_steps()):
            return super().validate_tier()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Approve the plan"),
            "res_model": "sanbao.purchase.plan.approve",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_plan_id": self.id},
        }

    def _sanbao_write_decision(self, review, decision, comment):
        if decision != APPROVED or not self._needs_ticks(review):
            return super()._sanbao_write_decision(review, decision, comment)
        ticks = Ticks.given(self.env)
        values = {
            "sanbao_tick_quantity": ticks.quantity,
            "sanbao_tick_timing": ticks.timing,
            "sanbao_tick_budget": ticks.budget,
        }
        self.env["sanbao.rule"]._gate(
            "PUR-15",
            self.browse() if all(values.values()) else self,
            self.env._(
                "%s: tick quantity, timing and budget to approve, or reject the plan with"
                " the reason.",
                self.name,
            ),
        )
        self._check_override_reason(review, comment)
        result = super()._sanbao_write_decision(review, decision, comment)
        review.write(values)
        return result

    def _check_override_reason(self, review, comment):
        codes = review.definition_id.sanbao_rule_id.mapped("code")
        if RULE_BUDGET in codes and not comment:
            raise UserError(
                self.env._(
                    "%s needs more than the budget: write the reason why it may.",
                    self.name,
                )
            )

    # === Paper ===

    def _form_signature(self, key):
        if key != "engine:heads":
            return super()._form_signature(key)
        # A signature shows on paper whoever prints it.
        reviews = self.sudo().review_ids.filtered(
            lambda r: r.sanbao_department_id and r.status == APPROVED
        )
        return reviews and {
            "name": ", ".join(r._sanbao_signer() for r in reviews),
            "date": max(reviews.mapped("reviewed_date")),
        }

    def _form_ticks(self):
        """What the superiors ticked, all of them together."""
        # Ticks show on paper whoever prints it.
        reviews = self.sudo().review_ids.filtered(
            lambda r: r.status == APPROVED and self._needs_ticks(r)
        )
        return {
            name: bool(reviews) and all(reviews.mapped(f"sanbao_tick_{name}"))
            for name in ("quantity", "timing", "budget")
        }
