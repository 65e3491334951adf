from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine

# Where goods come from when they are new to us.
KINDS = {"supplier": "incoming", "production": "finished", "customer": "returned"}


class StockMove(models.Model):
    """Goods that need an inspection wait for it (STK-06, QLT-01)."""

    _inherit = "stock.move"

    # Kept in backorders; what a duplicate takes beyond the verdict is refused (STK-02).
    sanbao_inspection_id = fields.Many2one(
        "qc.inspection",
        string="Inspection",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        groups="base.group_user",
    )
    sanbao_standard_id = fields.Many2one(
        "qc.test",
        string="Acceptance Standard",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    sanbao_rejected_qty = fields.Float(
        string="Rejected Quantity",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="On arrival and by inspections, in the unit of the product.",
    )
    # Odoo takes it from the line of the order, which inspectors may not read.
    description_picking = fields.Text(compute_sudo=True)

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | {
            "sanbao_rejected_qty",
            "sanbao_standard_id",
        }

    def write(self, vals):
        if "sanbao_inspection_id" in vals and not self.env.su:
            # Given once, by the verdict; a backorder takes it over when it is made.
            self._sanbao_refuse_protected({"sanbao_inspection_id"})
        return super().write(vals)

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + ["sanbao_inspection_id"]

    def _sanbao_add_rejected(self, quantity):
        """So much more of what this move brought was rejected (unit of the product)."""
        for move in as_engine(self):
            move.sanbao_rejected_qty += quantity
        # Whoever inspects has no part in orders; the system proposes their breaches.
        self.sudo().purchase_line_id._sanbao_propose_breaches()

    # === Into the zone of pending inspections ===

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        waiting = self.filtered(lambda move: move._sanbao_must_wait())
        # Before, where its transfer is known, so that equal moves are merged; after, where
        # it is looked for, so that one delivery stays one transfer.
        waiting.filtered("picking_id")._sanbao_send_to_inspection()
        moves = super()._action_confirm(
            merge=merge, merge_into=merge_into, create_proc=create_proc
        )
        if waiting:
            left = (waiting & moves) if waiting != moves else moves
            left.filtered(
                lambda move: move._sanbao_must_wait()
            )._sanbao_send_to_inspection()
        return moves

    def _sanbao_must_wait(self):
        """Whether it brings goods from outside into the stock that are inspected first."""
        self.ensure_one()
        kind = KINDS.get(self.location_id.usage)
        if not kind or not self.product_id._sanbao_needs_inspection():
            return False
        target = self.location_dest_id
        if target.usage != "internal" or target._sanbao_is_held():
            return False
        rule = "QLT-01" if kind == "finished" else "STK-06"
        return self.env["sanbao.rule"]._is_on(rule, self.company_id) and bool(
            self._sanbao_pending_zone()
        )

    def _sanbao_pending_zone(self):
        """The zone of the warehouse into which the goods come."""
        # Zones are set up by others and true for everybody.
        move = self.sudo()
        warehouse = (
            move.picking_type_id.warehouse_id
            or move.location_dest_id.warehouse_id
            or move.warehouse_id
        )
        return warehouse.sanbao_inspection_location_id

    def _sanbao_send_to_inspection(self):
        for zone, moves in self.grouped(lambda m: m._sanbao_pending_zone()).items():
            moves.location_dest_id = zone

    # === Done ===

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        arriving = moves.filtered(lambda move: move._sanbao_is_arrival())
        if arriving:
            arriving._sanbao_gate_arrival()
            arriving._sanbao_after_arrival()
        put_away = moves.filtered("sanbao_inspection_id")
        if put_away:
            put_away._sanbao_gate_verified()
        customers = moves.filtered(lambda m: m.location_dest_id.usage == "customer")
        if customers:
            customers._sanbao_gate_third_party()
        return moves

    def _sanbao_is_freed(self):
        """The verdict of its inspection lets goods out of where they waited."""
        # The keeper who books need not be able to read the inspection.
        inspection = self.sudo().sanbao_inspection_id
        return bool(inspection and inspection._sanbao_frees(self)) or (
            super()._sanbao_is_freed()
        )

    def _get_available_move_lines_in(self):
        """What was sent to a zone that holds goods is not there for the next step."""
        found = super()._get_available_move_lines_in()
        held = self.env["stock.location"]._sanbao_held()
        return {key: value for key, value in found.items() if key[0].id not in held}
