from odoo import Command, fields, models
from odoo.exceptions import UserError

from .qc_inspection import DECIDED, READY


class QcInspection(models.Model):
    """What a verdict does to the goods: rejected ones leave at once, accepted ones get a
    transfer (STK-07, STK-11). Each by itself: failing goods never hold passing ones."""

    _inherit = "qc.inspection"

    sanbao_stock_move_ids = fields.One2many(
        "stock.move", "sanbao_inspection_id", string="Moved On by", readonly=True
    )
    sanbao_transfer_count = fields.Integer(
        string="Transfers", compute="_compute_sanbao_transfer_count"
    )

    def _compute_sanbao_transfer_count(self):
        for inspection in self:
            # How many there are is no secret to those who may read the inspection.
            moves = inspection.sudo().sanbao_stock_move_ids
            inspection.sanbao_transfer_count = len(moves.picking_id)

    # === Booking (engine) ===

    def _sanbao_warehouse(self):
        """The warehouse of the zone in which the goods wait."""
        warehouses = self.env["stock.warehouse"]
        places = warehouses._sanbao_inspection_places(self.company_id.id)
        own = warehouses.browse(places.get(self.sanbao_location_id.id, []))
        return own or self.sanbao_picking_id.picking_type_id.warehouse_id

    def _sanbao_move_goods(self):
        self._sanbao_answer_recheck()
        self._sanbao_move_on()
        self._sanbao_release_lot()

    def _sanbao_move_on(self):
        unit = self.sanbao_uom_id
        place = self.sanbao_location_id
        warehouse = self._sanbao_warehouse() if place else self.env["stock.warehouse"]
        rejected = self.sanbao_rejected_qty
        if unit.compare(rejected, 0) > 0:
            bad_zone = warehouse.sanbao_nonconforming_location_id
            here = min(rejected, self._sanbao_lying())
            if place and unit.compare(here, 0) > 0:
                picking = self._sanbao_transfer(warehouse, bad_zone, here)
                picking.move_ids.picked = True
                picking._action_done()
                place = bad_zone
            self._sanbao_open_nonconformity(place)
            self._sanbao_note_rejected(rejected)
            self._sanbao_tell_purchasing()
        here = min(self.sanbao_accepted_qty, self._sanbao_lying())
        if self.sanbao_location_id and unit.compare(here, 0) > 0:
            self._sanbao_transfer(warehouse, warehouse.lot_stock_id, here)

    def _sanbao_lying(self):
        """How much of it is still where it waits: released goods are gone already."""
        if not self.sanbao_location_id:
            return 0.0
        quants = self.env["stock.quant"].search_fetch(
            [
                ("product_id", "=", self.product_id.id),
                ("location_id", "=", self.sanbao_location_id.id),
                ("lot_id", "=", self.sanbao_lot_id.id),
            ],
            ["quantity"],
        )
        return sum(quants.mapped("quantity"))

    def _sanbao_check_lying(self):
        """Opened by hand about goods that wait: these may not wait for another
        inspection, or for their put-away (engine)."""
        if not self.sanbao_location_id:
            return
        place = [
            ("product_id", "=", self.product_id.id),
            ("location_id", "=", self.sanbao_location_id.id),
            ("lot_id", "=", self.sanbao_lot_id.id),
        ]
        quants = self.env["stock.quant"].search(place)
        free = sum(quants.mapped("quantity")) - sum(quants.mapped("reserved_quantity"))
        others = self.search(
            [
                ("id", "!=", self.id),
                ("product_id", "=", self.product_id.id),
                ("sanbao_location_id", "=", self.sanbao_location_id.id),
                ("sanbao_lot_id", "=", self.sanbao_lot_id.id),
                ("state", "=", READY),
            ]
        )
        free -= sum(others.mapped("sanbao_quantity"))
        if self.sanbao_uom_id.compare(free, self.sanbao_quantity) < 0:
            raise UserError(
                self.env._(
                    "%(inspection)s: in %(place)s there are only %(free)g that wait for"
                    " no other inspection.",
                    inspection=self.name,
                    place=self.sanbao_location_id.display_name,
                    free=max(free, 0),
                )
            )

    def _sanbao_transfer(self, warehouse, target, quantity):
        """A transfer of so much from where it waits to ``target``, reserved by lot.

        What is accepted of one receipt comes into one transfer, while that is open.
        """
        source = self.sanbao_location_id
        to_stock = not target._sanbao_is_held()
        picking = to_stock and self._sanbao_open_transfer(target)
        if not picking:
            picking = self.env["stock.picking"].create(
                {
                    "picking_type_id": warehouse.int_type_id.id,
                    "partner_id": self.sanbao_partner_id.id,
                    "origin": self.sanbao_picking_id.name or self.name,
                    "company_id": self.company_id.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "sanbao_receipt_id": self.sanbao_picking_id.id,
                }
            )
        # Its line comes along: Odoo would reserve goods of any lot, one by one.
        move = self.env["stock.move"].create(
            {
                "picking_id": picking.id,
                "picking_type_id": picking.picking_type_id.id,
                "company_id": self.company_id.id,
                "product_id": self.product_id.id,
                "product_uom": self.sanbao_uom_id.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "origin": self.name,
                "sanbao_inspection_id": self.id,
                "move_line_ids": [
                    Command.create(
                        self._sanbao_transfer_line(picking, target, quantity)
                    )
                ],
            }
        )
        move._action_confirm(merge=False)
        return picking

    def _sanbao_transfer_line(self, picking, target, quantity):
        place = target._get_putaway_strategy(self.product_id, quantity)
        return {
            "product_id": self.product_id.id,
            "product_uom_id": self.sanbao_uom_id.id,
            "quantity": quantity,
            "lot_id": self.sanbao_lot_id.id,
            "location_id": self.sanbao_location_id.id,
            "location_dest_id": place.id,
            "picking_id": picking.id,
            "company_id": self.company_id.id,
        }

    def _sanbao_open_transfer(self, target):
        if not self.sanbao_picking_id:
            return self.env["stock.picking"]
        return self.env["stock.picking"].search(
            [
                ("sanbao_receipt_id", "=", self.sanbao_picking_id.id),
                ("location_id", "=", self.sanbao_location_id.id),
                ("location_dest_id", "=", target.id),
                ("state", "not in", ("done", "cancel")),
            ],
            limit=1,
        )

    # === What the decision frees (STK-02) ===

    def _sanbao_frees(self, move):
        """Whether the verdict covers exactly this done move out of where goods wait."""
        self.ensure_one()
        if self.state not in DECIDED or move.product_id != self.product_id:
            return False
        lines = move.move_line_ids
        if lines.location_id != self.sanbao_location_id:
            return False
        if lines.lot_id != self.sanbao_lot_id:
            return False
        # A verdict stores goods; they are sold, used or written off by other papers.
        if not set(lines.location_dest_id.mapped("usage")) <= {"internal", "transit"}:
            return False
        held = self.env["stock.location"]._sanbao_held()
        moved = {"accepted": 0.0, "rejected": 0.0}
        done = self.sanbao_stock_move_ids.filtered(lambda m: m.state == "done") | move
        for line in done.move_line_ids:
            moved["rejected" if line.location_dest_id.id in held else "accepted"] += (
                line.quantity_product_uom
            )
        compare = self.sanbao_uom_id.compare
        return (
            compare(moved["accepted"], self.sanbao_accepted_qty) <= 0
            and compare(moved["rejected"], self.sanbao_rejected_qty) <= 0
        )
