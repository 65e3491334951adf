from odoo import models


class StockMove(models.Model):
    """Goods in a zone that holds them leave it by a decision only (STK-02)."""

    _name = "stock.move"
    _inherit = ["stock.move", "sanbao.protected.mixin"]

    # Checked on what was really booked, so no public path goes around it: transfers,
    # returns, scrap, repairs, counts and corrections of quantities all end here.
    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        leaving = moves._sanbao_leaving_hold()
        if leaving:
            leaving._sanbao_gate_hold()
        return moves

    def _sanbao_leaving_hold(self):
        """Done moves that take goods out of a zone that holds them."""
        held = self.env["stock.location"]._sanbao_held()
        if not held:
            return self.browse()
        return self.filtered(
            lambda move: (
                move.state == "done"
                and any(
                    line.location_id.id in held
                    and held[line.location_id.id] != held.get(line.location_dest_id.id)
                    for line in move.move_line_ids
                )
            )
        )

    def _sanbao_gate_hold(self):
        self.env["sanbao.rule"]._gate(
            "STK-02",
            self.filtered(lambda move: not move._sanbao_is_freed()),
            lambda move: self.env._(
                "%(product)s lies in %(location)s and waits for a decision. The"
                " inspection or the nonconformity moves it on; nothing else does.",
                product=move.product_id.display_name,
                location=move.move_line_ids.location_id[:1].display_name,
            ),
        )

    def _sanbao_is_correction(self):
        """Whether it corrects what the book says, so that no goods are carried anywhere.

        The mark alone says little: Odoo sets it on relocations, too, and so may a user.
        """
        self.ensure_one()
        places = self.location_id | self.location_dest_id
        return self.is_inventory and "inventory" in places.mapped("usage")

    def _sanbao_is_freed(self):
        """Hook: whether a decision covers exactly this move out of a holding zone.

        Extend it in the addon that takes the decision; answer from the decision itself,
        never from a flag that a user could write on the move.
        """
        self.ensure_one()
        return False
