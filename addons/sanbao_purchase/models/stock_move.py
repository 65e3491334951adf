from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder)
        # Who receives goods need not be allowed to read requests.
        requests = moves.sudo().purchase_line_id.sanbao_urgent_line_id.request_id
        if requests:
            requests._note_arrival()
        return moves
