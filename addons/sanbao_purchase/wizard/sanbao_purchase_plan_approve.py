from odoo import fields, models

from ..models.sanbao_purchase_plan_approval import TICKS_KEY, Ticks


class SanbaoPurchasePlanApprove(models.TransientModel):
    """The superior ticks what he has checked, and approves (PUR-15).

    Whose step it is, the engine looks up; the ticks go into the review.
    """

    _name = "sanbao.purchase.plan.approve"
    _description = "Approve a purchase plan"

    plan_id = fields.Many2one("sanbao.purchase.plan", required=True, readonly=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    period_name = fields.Char(related="plan_id.period_name")
    amount_total = fields.Monetary(related="plan_id.amount_total")
    budget_amount = fields.Monetary(related="plan_id.budget_amount")
    budget_committed = fields.Monetary(related="plan_id.budget_committed")
    budget_remaining = fields.Monetary(related="plan_id.budget_remaining")
    budget_missing = fields.Boolean(related="plan_id.budget_missing")
    over_budget = fields.Boolean(related="plan_id.over_budget")
    quantity_checked = fields.Boolean(string="The quantities are right")
    timing_checked = fields.Boolean(string="The dates are right")
    budget_checked = fields.Boolean(string="The budget is right")
    comment = fields.Text(string="Remark")

    def action_approve(self):
        """Approve with these ticks; refused while one is missing (PUR-15)."""
        self.ensure_one()
        ticks = Ticks(self.quantity_checked, self.timing_checked, self.budget_checked)
        plan = self.plan_id.with_context(**{TICKS_KEY: ticks})
        result = plan._sanbao_decide("approved", self.comment)
        return (
            result
            if isinstance(result, dict)
            else {"type": "ir.actions.act_window_close"}
        )
