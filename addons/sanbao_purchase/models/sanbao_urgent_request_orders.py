from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_urgent_request import STATE_APPROVED, STATE_ARRIVED


class SanbaoUrgentRequest(models.Model):
    """From the approved request to the goods (PRT-15)."""

    _inherit = "sanbao.urgent.request"

    def action_make_orders(self):
        """Draft the orders, without a plan, one for each supplier."""
        self.check_access("read")
        claim(self.sudo())  # who orders need not be allowed to change the request
        for request in self:
            request._approval_require_state(STATE_APPROVED)
            if not request._is_approved():
                raise UserError(
                    self.env._("%s is not approved. Submit it again.", request.name)
                )
        orders = self.line_ids._make_orders()
        return orders._sanbao_open_orders() if orders else self.action_view_orders()

    def action_view_orders(self):
        """The orders of this request."""
        orders = self.line_ids.order_line_ids.order_id
        if not orders:
            raise UserError(self.env._("Nothing of this request is left to order."))
        return orders._sanbao_open_orders()

    def action_view_issue(self):
        """Back to the parts issue."""
        self.ensure_one()
        return self.issue_id._open_form()

    def action_cancel(self):
        """Give the request up; not while confirmed orders draw on it."""
        for request in self:
            # Orders count whether or not the user may read them.
            if any(line.qty_ordered for line in request.sudo().line_ids):
                raise UserError(
                    self.env._(
                        "%s: confirmed orders draw on it. Cancel the orders first.",
                        request.name,
                    )
                )
        return super().action_cancel()

    def _note_arrival(self):
        """Everything that was asked for is here: say so, once (PRT-15)."""
        for request in self:
            if request.state != STATE_APPROVED or not request._is_approved():
                continue
            if all(
                line.uom_id.compare(line.qty_received, line.quantity) >= 0
                for line in request.line_ids
            ):
                as_engine(request).arrived_at = fields.Datetime.now()
                request._set_state(STATE_ARRIVED)
                request._sanbao_tell_requester(
                    request.requested_by_id,
                    self.env._("The urgent parts have arrived"),
                )
