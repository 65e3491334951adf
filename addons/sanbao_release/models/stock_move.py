from odoo import api, fields, models


class StockMove(models.Model):
    """What leaves must be tested or released; what is recalled comes back apart."""

    _inherit = "stock.move"

    sanbao_recall_line_id = fields.Many2one(
        "sanbao.recall.line",
        string="Line of the recall",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | {"sanbao_recall_line_id"}

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + [
            "sanbao_recall_line_id"
        ]

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # What was really booked is looked at: this way no public path goes around it.
        done = moves.filtered(lambda move: move.state == "done")
        done._sanbao_gate_recalled()._sanbao_follow_recall()
        done._sanbao_gate_release()
        return moves

    def _sanbao_check_corrected(self):
        """What is booked already and corrected by hand obeys the same rules."""
        back = self._sanbao_gate_recalled()
        # The keeper who corrects need not be able to read the recall.
        back.sudo().sanbao_recall_line_id._count_recovered()
        self._sanbao_gate_release()

    # === Goods of a recall (SAL-42) ===

    def _sanbao_gate_recalled(self):
        """Goods of a lot under recall come back into the nonconforming zone only.

        :return: the moves that brought such goods back
        """
        recalled = self.env["sanbao.recall"]._lots_under_way()
        if not recalled:
            return self.browse()
        back = self.move_line_ids.filtered(
            lambda line: (
                line.lot_id.id in recalled
                and line.location_id.usage == "customer"
                and line.location_dest_id.usage != "customer"
            )
        )
        wrong = back.filtered(lambda line: not line._sanbao_is_apart()).move_id
        self.env["sanbao.rule"]._gate(
            "SAL-42",
            wrong,
            lambda move: self.env._(
                "%(product)s: the lot is recalled. What comes back goes into the"
                " nonconforming zone, by the transfer that the recall prepares.",
                product=move.product_id.display_name,
            ),
        )
        return back.move_id

    def _sanbao_follow_recall(self):
        # The keeper who books need not be able to read the recall.
        self.sudo().sanbao_recall_line_id._on_returned(self)

    # === Untested goods (SAL-39) ===

    def _sanbao_gate_release(self):
        """Goods that need an inspection leave when it is passed, or by a release."""
        leaving = self.filtered(lambda move: move._sanbao_leaves_to_be_tested())
        if not leaving:
            return
        offenders = self.browse()
        used = self.env["sanbao.emergency.release"]
        for move in leaving:
            for lot in move._sanbao_untested_lots():
                release = used._covering(move, lot)
                used |= release
                if not release:
                    offenders |= move
        self.env["sanbao.rule"]._gate(
            "SAL-39",
            offenders,
            lambda move: self.env._(
                "%(product)s, lot %(lots)s: the inspection is not passed. Wait for it, or"
                " have an emergency release approved for this delivery.",
                product=move.product_id.display_name,
                lots=", ".join(move._sanbao_untested_lots().mapped("name")),
            ),
        )
        used._on_shipped()

    def _sanbao_leaves_to_be_tested(self):
        product = self.product_id
        return (
            product.tracking != "none"
            and self.location_dest_id.usage == "customer"
            and self.location_id.usage not in ("customer", "supplier")
            and product._sanbao_needs_inspection()
        )

    def _sanbao_untested_lots(self):
        """Lots that this move takes past their inspection, and no decision frees.

        What waits for its verdict is untested; what lies in the stock needs to have been
        accepted, and not to have failed a re-inspection since.
        """
        lines = self.move_line_ids.filtered("quantity")
        waiting = lines.filtered(lambda line: line.location_id._sanbao_is_held())
        stored = (lines - waiting).lot_id
        untested = waiting.lot_id | (stored - stored._sanbao_accepted())
        # Whoever approved a concession has decided about exactly this move.
        if untested and self._sanbao_lot_is_freed():
            return untested.browse()
        return untested

    def _sanbao_is_freed(self):
        """An emergency release lets its lot out of the zone of pending inspections."""
        return super()._sanbao_is_freed() or self._sanbao_is_released()

    def _sanbao_is_released(self):
        held = self.move_line_ids.filtered(
            lambda line: line.quantity and line.location_id._sanbao_is_held()
        )
        releases = self.env["sanbao.emergency.release"]
        return bool(held) and all(
            line.lot_id
            and line.location_id.sanbao_effective_zone_id.kind == "pending"
            and line.location_dest_id.usage == "customer"
            and releases._covering(self, line.lot_id)
            for line in held
        )
