from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """A receipt (or a return to the supplier) is what the buyer waits for."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # The keeper who receives need not have access to orders and breaches.
        lines = moves.sudo().purchase_line_id
        if lines:
            lines.order_id._sanbao_sync_reminders()
            lines._sanbao_propose_breaches()
        return moves
