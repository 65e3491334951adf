from odoo import fields, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.local_time import company_today

from .stock_move import KINDS


class StockMove(models.Model):
    """What happens when goods have been booked in. Looked at is what was really booked,
    so no public path goes around it."""

    _inherit = "stock.move"

    def _sanbao_is_arrival(self):
        """Goods from outside that are checked or inspected, or anything that was put into
        the zone of pending inspections."""
        if self.state != "done" or self.location_dest_id.usage != "internal":
            return False
        kind = KINDS.get(self.location_id.usage)
        if kind == "incoming" and self.picking_type_id.sanbao_arrival_check:
            return True
        if kind and self.product_id._sanbao_needs_inspection():
            return True
        held = self.env["stock.location"]._sanbao_held()
        return any(line.location_dest_id.id in held for line in self.move_line_ids)

    # === Gates ===

    def _sanbao_gate_arrival(self):
        bought = self.filtered(lambda move: move.location_id.usage == "supplier")
        bought.picking_id._sanbao_gate_arrival(bought)
        gate = self.env["sanbao.rule"]._gate
        for code, moves in (
            ("STK-07", self.filtered(lambda m: m._sanbao_is_stored_early())),
            ("QLT-01", self.filtered(lambda m: m._sanbao_is_stored_untested())),
        ):
            gate(
                code,
                moves,
                lambda move: self.env._(
                    "%(product)s goes to the zone of pending inspections or, if it is"
                    " bad, to the nonconforming zone; not to %(location)s.",
                    product=move.product_id.display_name,
                    location=move.move_line_ids.location_dest_id[:1].display_name,
                ),
            )

    def _sanbao_gate_corrected(self):
        """What was booked was corrected: the gates hold for the result as well."""
        arriving = self.filtered(lambda move: move._sanbao_is_arrival())
        if arriving:
            arriving._sanbao_gate_arrival()

    def _sanbao_stored_lines(self):
        held = self.env["stock.location"]._sanbao_held()
        return self.move_line_ids.filtered(
            lambda line: (
                line.location_dest_id.id not in held
                and line.location_dest_id.usage == "internal"
            )
        )

    def _sanbao_is_stored_early(self):
        """Bought or returned goods that were put into storage without their verdict."""
        if KINDS.get(self.location_id.usage) not in ("incoming", "returned"):
            return False
        stored = self._sanbao_stored_lines()
        if not stored:
            return False
        if any(stored.mapped("sanbao_is_rejected")):
            return True
        return self.product_id._sanbao_needs_inspection() and (
            not self._sanbao_is_exempt()
        )

    def _sanbao_is_stored_untested(self):
        return (
            KINDS.get(self.location_id.usage) == "finished"
            and bool(self._sanbao_stored_lines())
            and self.product_id._sanbao_needs_inspection()
            and not self._sanbao_is_exempt()
        )

    def _sanbao_is_exempt(self):
        """Hook: a decision of another document puts exactly this move into storage."""
        return False

    # === What follows ===

    def _sanbao_after_arrival(self):
        vals_list = []
        for move in self:
            vals_list += move._sanbao_inspection_vals()
        if vals_list:
            opened = self.env["qc.inspection"]._sanbao_open(vals_list)
            for inspection in as_engine(opened).filtered("test"):
                inspection.sanbao_move_id.sanbao_standard_id = inspection.test
        self._sanbao_after_rejection()

    def _sanbao_inspection_vals(self):
        """An inspection for each lot that this move put into a zone of inspections."""
        # Zones are set up by others and true for everybody.
        warehouses = self.env["stock.warehouse"].sudo()
        places = warehouses._sanbao_inspection_places(self.company_id.id)
        lots = {}
        for line in self.move_line_ids:
            place = line.location_dest_id
            if place.id in places and line.location_id.id not in places:
                key = (line.lot_id, place)
                lots[key] = lots.get(key, 0.0) + line.quantity_product_uom
        kind = KINDS.get(self.location_id.usage, "recheck")
        return [
            self._sanbao_one_inspection(kind, lot, place, quantity)
            for (lot, place), quantity in lots.items()
            if self.product_id.uom_id.compare(quantity, 0) > 0
        ]

    def _sanbao_one_inspection(self, kind, lot, place, quantity):
        return {
            "company_id": self.company_id.id,
            "product_id": self.product_id.id,
            "sanbao_kind": kind,
            "sanbao_quantity": quantity,
            "sanbao_lot_id": lot.id,
            "sanbao_location_id": place.id,
            "sanbao_picking_id": self.picking_id.id,
            "sanbao_move_id": self.id,
            "sanbao_partner_id": self.picking_id.partner_id.commercial_partner_id.id,
            "sanbao_origin": self.origin or self.picking_id.origin or self.reference,
            "sanbao_produced_on": (
                company_today(self.company_id) if kind == "finished" else False
            ),
        }

    def _sanbao_after_rejection(self):
        """Goods that the arrival check refused: recorded, purchasing is told (STK-11)."""
        lines = self.move_line_ids.filtered("sanbao_is_rejected")
        if not lines:
            return
        self.env["sanbao.nonconformity"]._open(
            [line._sanbao_nonconformity_vals() for line in lines]
        )
        for line in lines:
            line.move_id._sanbao_add_rejected(line.quantity_product_uom)
        for picking, refused in lines.grouped("picking_id").items():
            picking._sanbao_tell_purchasing(refused)

    # === Put-away ===

    def _sanbao_gate_verified(self):
        """Own production: report and certificate verified, goods labelled (QLT-04)."""
        # The keeper who books need not be able to read the inspection.
        own = self.filtered(
            lambda move: (
                move.sudo().sanbao_inspection_id.sanbao_kind == "finished"
                and move._sanbao_stored_lines()
            )
        )
        self.env["sanbao.rule"]._gate(
            "QLT-04",
            own.filtered(lambda move: move._sanbao_lacks_verification()),
            lambda move: self.env._(
                "%(product)s: verify the report and the certificate, label the goods,"
                " and tick all three on %(transfer)s.",
                product=move.product_id.display_name,
                transfer=move.picking_id.name or move.reference or "",
            ),
        )

    def _sanbao_lacks_verification(self):
        picking = self.picking_id
        inspection = self.sudo().sanbao_inspection_id  # as above
        certified = inspection.sanbao_certificate_ids.filtered(
            lambda certificate: certificate.state == "issued"
        )
        return not (
            certified
            and picking.sanbao_report_verified
            and picking.sanbao_certificate_verified
            and picking.sanbao_labelled
        )

    # === Sale of important products (QLT-14) ===

    def _sanbao_gate_third_party(self):
        for company, moves in self.grouped("company_id").items():
            bad = self.env["sanbao.test.report"]._sanbao_unverified(
                moves.product_id, company
            )
            self.env["sanbao.rule"]._gate(
                "QLT-14",
                moves.filtered(lambda move, bad=bad: move.product_id in bad),
                lambda move: self.env._(
                    "%(product)s is an important product and has no valid test report of"
                    " a third party. Ask the quality manager.",
                    product=move.product_id.display_name,
                ),
            )


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _sanbao_nonconformity_vals(self):
        move = self.move_id
        return {
            "company_id": self.company_id.id,
            "source": "incoming",
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "quantity": self.quantity_product_uom,
            "uom_id": self.product_id.uom_id.id,
            "location_id": self.location_dest_id.id,
            "partner_id": self.picking_id.partner_id.commercial_partner_id.id,
            "origin": " ".join(filter(None, (self.picking_id.name, move.origin))),
            "description": self.sanbao_check_note,
            "user_id": self.env.uid,
            "receipt_move_id": move.id,
        }

    def _sanbao_refusal(self):
        return self.env._(
            "%(receipt)s: %(product)s, %(quantity)g %(unit)s refused on arrival."
            " %(defect)s",
            receipt=self.picking_id.name,
            product=self.product_id.display_name,
            quantity=self.quantity,
            unit=self.product_uom_id.name,
            defect=self.sanbao_check_note or "",
        )


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _sanbao_tell_purchasing(self, lines):
        """Each buyer learns what was refused of the goods of his order."""
        if not self.env["sanbao.rule"]._is_on("STK-11", self.company_id):
            return
        # The keeper need not have access to orders.
        by_order = lines.grouped(
            lambda line: line.sudo().move_id.purchase_line_id.order_id
        )
        for order, refused in by_order.items():
            if order:
                order._sanbao_tell_buyer(
                    "; ".join(line._sanbao_refusal() for line in refused)
                )
                as_engine(self).sanbao_told_at = fields.Datetime.now()
