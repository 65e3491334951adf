from odoo import api, fields, models

STOCKED = ("internal", "transit")
OURS = "sanbao_nonconformity_id"


class StockMove(models.Model):
    """Held lots leave the stock by a decision only (QLT-12); nonconforming goods move as
    their sheet says (STK-02); nothing is scrapped without one (QLT-15)."""

    _inherit = "stock.move"

    sanbao_nonconformity_id = fields.Many2one(
        "sanbao.nonconformity",
        string="Nonconformity",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )

    # Set by the steps of the sheet, which act above access rights: a move tied to it by
    # hand would take goods past the decision.

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | {OURS}

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + [OURS]

    # === Gate: checked on what was really booked, so no public path goes around it ===

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        taking = moves._sanbao_taking_held_lots()
        if taking:
            taking._sanbao_gate_lots()
        scrapped = moves.filtered(lambda move: move._sanbao_is_scrap())
        if scrapped:
            scrapped._sanbao_gate_scrap()
        # Whoever books need not be able to read the sheet.
        sheets = moves.sudo().filtered(lambda move: move.state == "done")[OURS]
        if sheets:
            sheets._on_moved()
        return moves

    def _sanbao_taking_held_lots(self):
        """Done moves that take a held lot out of the stock of its warehouse."""
        held = self.env["stock.lot"]._sanbao_held_ids()
        if not held:
            return self.browse()
        return self.filtered(
            lambda move: (
                move.state == "done"
                and any(line._sanbao_takes(held) for line in move.move_line_ids)
            )
        )

    def _sanbao_gate_lots(self):
        """Hand over the moves whose held lots no decision frees (QLT-12)."""
        self.env["sanbao.rule"]._gate(
            "QLT-12",
            self.filtered(lambda move: not move._sanbao_lot_is_freed()),
            lambda move: self.env._(
                "%(product)s: the lot %(lots)s is held. Take another lot, or have the"
                " nonconformity, the release or the recall decided first.",
                product=move.product_id.display_name,
                lots=", ".join(move._sanbao_held_lots().mapped("name")),
            ),
        )

    def _sanbao_is_scrap(self):
        """Whether it has taken goods away as a scrap order says."""
        return (
            self.scrap_id
            and self.state == "done"
            and any(
                line.location_dest_id.usage not in STOCKED
                for line in self.move_line_ids
            )
        )

    def _sanbao_gate_scrap(self):
        """Goods are scrapped by a sheet, whose decision is approved by value (QLT-15)."""
        self.env["sanbao.rule"]._gate(
            "QLT-15",
            self,
            lambda move: self.env._(
                "%(product)s: what is scrapped is decided on a nonconformity sheet. Press"
                " “Open Nonconformity Sheet” on the scrap order.",
                product=move.product_id.display_name,
            ),
        )

    def _sanbao_held_lots(self):
        held = self.env["stock.lot"]._sanbao_held_ids()
        lots = self.move_line_ids.lot_id
        return lots.filtered(lambda lot: lot.id in held)

    def _sanbao_lot_is_freed(self):
        """Hook: whether a decision covers exactly this move of a held lot.

        Extend it in the addon that takes the decision; answer from the decision itself,
        never from a flag that a user could write on the move.
        """
        self.ensure_one()
        return self._sanbao_is_decided()

    def _sanbao_is_freed(self):
        """The sheet of the nonconformity lets its goods out of the zone, once."""
        return self._sanbao_is_decided() or super()._sanbao_is_freed()

    def _sanbao_is_decided(self):
        # The keeper who books need not be able to read the sheet.
        sheet = self.sudo().sanbao_nonconformity_id
        return bool(sheet and sheet._covers(self))
