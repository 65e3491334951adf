from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_purchase_plan import STATE_APPROVED, STATE_CLOSED


class SanbaoPurchasePlan(models.Model):
    """Orders from plan lines, and the end of a plan (PUR-17)."""

    _inherit = "sanbao.purchase.plan"

    def action_make_orders(self):
        """Draft the orders for everything that is still open, one for each supplier."""
        plans = self._ready_for_orders()
        lines = plans.line_ids
        orders = lines._make_orders()
        return orders._sanbao_open_orders() if orders else plans.action_view_orders()

    def _ready_for_orders(self):
        self.check_access("read")
        claim(self.sudo())  # who orders need not be allowed to change the plan
        for plan in self:
            plan._approval_require_state(STATE_APPROVED)
            if not plan._is_approved():
                raise UserError(
                    self.env._("%s is not approved. Submit it again.", plan.name)
                )
        return self

    def action_view_orders(self):
        """The orders that draw on this plan."""
        orders = self.line_ids.order_line_ids.order_id
        if not orders:
            raise UserError(self.env._("Nothing of this plan is left to order."))
        return orders._sanbao_open_orders()

    # === The end ===

    def action_cancel(self):
        """Give the plan up; not while confirmed orders draw on it."""
        for plan in self:
            # Orders count whether or not the user may read them.
            if any(line.qty_ordered for line in plan.sudo().line_ids):
                raise UserError(
                    self.env._(
                        "%s: confirmed orders draw on it. Close it instead, or cancel the"
                        " orders first.",
                        plan.name,
                    )
                )
        return super().action_cancel()

    def action_close(self, reason=""):
        """What is not ordered is given back to the budget and can no longer be ordered."""
        self.check_access("read")
        self._sanbao_lock()
        for plan in self:
            plan._approval_require_state(STATE_APPROVED)
            if not plan._may_close():
                raise AccessError(
                    self.env._(
                        "%s is closed by its requester or by the purchase manager.",
                        plan.name,
                    )
                )
            for line in as_engine(plan).line_ids:
                line.write(
                    {
                        "qty_released": max(0.0, line.quantity - line.qty_ordered),
                        "amount_released": max(0.0, line.amount - line.amount_ordered),
                    }
                )
            plan._set_state(STATE_CLOSED)
            as_engine(plan).write(
                {
                    "closed_by_id": self.env.uid,
                    "closed_at": fields.Datetime.now(),
                    "close_reason": (reason or "")[:200],
                }
            )
        return True

    def _may_close(self):
        user = self.env.user
        return user == self.requested_by_id or user.has_group("sanbao_base.group_pm")
