from odoo import api, fields, models
from odoo.exceptions import UserError

from .stock_picking_scan import OPEN_STATES


class StockPicking(models.Model):
    """Who puts sensitive goods away has looked at their packing (STK-26, STK-29)."""

    _inherit = "stock.picking"

    sanbao_care_note = fields.Text(
        string="Handle With Care", compute="_compute_sanbao_care_note"
    )
    sanbao_packing_pending = fields.Boolean(compute="_compute_sanbao_care_note")

    @api.depends(
        "state",
        "location_dest_id",
        "move_ids.product_id.sanbao_sensitive",
        "move_ids.sanbao_packed_at",
        "move_ids.move_line_ids.location_dest_id",
    )
    def _compute_sanbao_care_note(self):
        for picking in self:
            moves = picking._sanbao_sensitive_moves()
            picking.sanbao_care_note = "\n".join(
                f"{product.display_name}: {product._sanbao_care_text()}"
                for product in moves.product_id
            )
            picking.sanbao_packing_pending = picking.state in OPEN_STATES and bool(
                moves.filtered(lambda move: not move.sanbao_packed_at)
            )

    def _sanbao_sensitive_moves(self):
        """Moves that put sensitive goods away into the stock of a warehouse."""
        places = self.env["stock.location"]._sanbao_places()
        return self.move_ids.filtered(
            lambda move: (
                move.state != "cancel"
                and move.product_id.sanbao_sensitive
                and (
                    move.location_dest_id.id in places
                    or any(
                        place.id in places
                        for place in move.move_line_ids.location_dest_id
                    )
                )
            )
        )

    def action_sanbao_confirm_packing(self):
        """The keeper has looked: the packing is as the products ask for; once.

        :raises UserError: for a transfer that is not open
        """
        self.check_access("write")
        for picking in self:
            if picking.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(transfer)s is not open: its packing is confirmed before the"
                        " goods are put away.",
                        transfer=picking.name,
                    )
                )
            moves = picking._sanbao_sensitive_moves().filtered(
                lambda move: not move.sanbao_packed_at
            )
            if not moves:
                continue
            # Nobody writes these values himself.
            moves.sudo().write(
                {
                    "sanbao_packed_by_id": self.env.uid,
                    "sanbao_packed_at": fields.Datetime.now(),
                }
            )
            picking.message_post(
                body=self.env._(
                    "Packing confirmed: %(care)s", care=picking.sanbao_care_note
                )
            )
        return True
