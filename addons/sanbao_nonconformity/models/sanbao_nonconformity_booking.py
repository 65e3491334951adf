from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_nonconformity import (
    CONCESSION,
    DONE,
    FAILED,
    PASSED,
    REPAIR,
    RETURN,
    SCRAP,
)


class SanbaoNonconformity(models.Model):
    """How the decision is carried out: exactly this quantity, this lot, once."""

    _inherit = "sanbao.nonconformity"

    # === Where the goods go ===

    def _route(self):
        """``(source, target)`` of the transfer that is due now (as superuser), or None.

        Repaired goods go back to the pending zone, and from there to the stock once
        their re-inspection has passed.
        """
        self.ensure_one()
        # Booked by the decision, whatever its last approver may do in the stock.
        sheet = self.sudo().with_company(self.company_id)
        warehouse = self._warehouse()
        kept, pending = sheet.location_id, warehouse.sanbao_inspection_location_id
        if not sheet._is_stocked():
            return None
        if sheet.disposition == REPAIR and sheet.carried_out_at:
            return {
                PASSED: (pending, warehouse.lot_stock_id),
                FAILED: (pending, kept),
            }.get(sheet.recheck_result)
        if sheet.carried_out_at:
            return None
        return {
            REPAIR: (kept, pending),
            SCRAP: (kept, self._scrap_place()),
            RETURN: (kept, sheet.partner_id.property_stock_supplier),
            CONCESSION: (kept, warehouse.lot_stock_id),
        }.get(sheet.disposition)

    def _scrap_place(self):
        """Where Odoo's own scrapping puts things in this company."""
        # Set up by others and true for everybody.
        places = self.env["stock.location"].sudo()
        return places.search(
            [("company_id", "=", self.company_id.id), ("usage", "=", "inventory")],
            order="id",
            limit=1,
        )

    def _is_live(self):
        """Whether the decision stands and its goods have not all moved."""
        return self.state == "approved" and self._is_approved()

    def _covers(self, move):
        """Whether a booked move is the step of this sheet that is due (STK-02, QLT-12).

        Called by the gates: the goods of the sheet move in one piece, from and to where
        the decision says, or not at all.
        """
        self.ensure_one()
        lines = move.move_line_ids
        if move.product_id != self.product_id or lines.lot_id != self.lot_id:
            return False
        if self.lot_id and any(not line.lot_id for line in lines):
            return False
        booked = sum(lines.mapped("quantity_product_uom"))
        if self.product_id.uom_id.compare(booked, self._product_quantity()):
            return False
        route = self._route() if self._is_live() else self._route_of_draft()
        if not route:
            return False
        source, target = route
        return all(
            _inside(line.location_id, source) and _inside(line.location_dest_id, target)
            for line in lines
        )

    def _route_of_draft(self):
        """Before any decision goods only go into the nonconforming zone."""
        if self.state not in ("draft", "rejected") or not self._is_stocked():
            return None
        zone = self._warehouse().sanbao_nonconforming_location_id
        # Places are true for everybody, also for those who may not see this one.
        return self.sudo().location_id, zone

    # === Booking ===

    def _require_on_hand(self, place):
        """Refuse where there is not so much of these goods any more."""
        self.ensure_one()
        # What lies where is counted for all, also for those who may not see it.
        quants = self.env["stock.quant"].sudo()
        found = quants.search(
            [
                ("product_id", "=", self.product_id.id),
                ("location_id", "child_of", place.id),
                ("lot_id", "=", self.lot_id.id),
            ]
        )
        on_hand = sum(found.mapped("quantity"))
        if self.product_id.uom_id.compare(on_hand, self._product_quantity()) < 0:
            raise UserError(
                self.env._(
                    "%(sheet)s: %(location)s holds %(there)g %(unit)s of %(product)s"
                    " %(lot)s, not %(wanted)g.",
                    sheet=self.name,
                    location=place.display_name,
                    there=on_hand,
                    unit=self.product_id.uom_id.name,
                    product=self.product_id.display_name,
                    lot=self.lot_id.name or "",
                    wanted=self._product_quantity(),
                )
            )

    def _carry_out(self):
        """Book the due transfer, or prepare it for the keeper."""
        self.ensure_one()
        route = self._route()
        if not route:
            return
        if self.disposition == SCRAP or self.recheck_result == FAILED:
            self._book(*route)
        else:
            self._prepare_transfer(*route)

    def _book(self, source, target):
        """Move the goods now: nobody has to carry them first."""
        picking = self._prepare_transfer(source, target)
        picking.move_ids.picked = True
        picking._action_done()

    def _prepare_transfer(self, source, target):
        """A transfer of exactly these goods, reserved, to be validated by the keeper."""
        self._require_on_hand(source)
        # What may be moved was decided; transfers follow from it.
        pickings = as_engine(self.env["stock.picking"])
        picking = pickings.create(self._prepare_picking_vals(source, target))
        picking.action_confirm()
        picking.do_unreserve()
        move = picking.move_ids
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(vals) for vals in self._prepare_lines(move, source, target)
        ]
        return picking

    def _prepare_picking_vals(self, source, target):
        warehouse = self._warehouse()
        outgoing = target.usage == "supplier"
        kind = warehouse.out_type_id if outgoing else warehouse.int_type_id
        move = {
            "product_id": self.product_id.id,
            "product_uom": self.product_id.uom_id.id,
            "product_uom_qty": self._product_quantity(),
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": self.company_id.id,
            "sanbao_nonconformity_id": self.id,
            **(self._prepare_return_vals() if outgoing else {}),
        }
        return {
            "picking_type_id": kind.id,
            "partner_id": self.partner_id.id if outgoing else False,
            "origin": self.name,
            "company_id": self.company_id.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "move_ids": [Command.create(move)],
        }

    def _prepare_return_vals(self):
        """What ties a return to the receipt: the order then shows less as received."""
        # Whoever decides need not be able to read the receipt.
        receipt = self.sudo().receipt_move_id
        if not receipt:
            return {}
        values = {"origin_returned_move_id": receipt.id, "to_refund": True}
        if receipt._fields.get("purchase_line_id"):
            values["purchase_line_id"] = receipt.purchase_line_id.id
        return values

    def _prepare_lines(self, move, source, target):
        """Lines that take the goods from where exactly they lie."""
        quants = self.env["stock.quant"].sudo()  # as in _require_on_hand
        left = self._product_quantity()
        unit = self.product_id.uom_id
        shelf = target
        if target.usage == "internal" and not target._sanbao_is_held():
            shelf = target._get_putaway_strategy(self.product_id, left)
        lines = []
        for quant in quants.search(
            [
                ("product_id", "=", self.product_id.id),
                ("location_id", "child_of", source.id),
                ("lot_id", "=", self.lot_id.id),
                ("quantity", ">", 0),
            ]
        ):
            taken = min(left, quant.quantity)
            if unit.compare(taken, 0) <= 0:
                continue
            left -= taken
            lines.append(
                {
                    "product_id": self.product_id.id,
                    "product_uom_id": unit.id,
                    "quantity": taken,
                    "lot_id": self.lot_id.id,
                    "package_id": quant.package_id.id,
                    "owner_id": quant.owner_id.id,
                    "location_id": quant.location_id.id,
                    "location_dest_id": shelf.id,
                    "picking_id": move.picking_id.id,
                    "company_id": self.company_id.id,
                }
            )
        return lines

    def action_prepare_transfer(self):
        """Prepare the transfer anew where the keeper cancelled or emptied it; open it."""
        self.ensure_one()
        self.check_access("write")
        self._sanbao_lock()
        if not self._is_live() or not self._route():
            raise UserError(
                self.env._("%s: there is nothing to be moved now.", self.display_name)
            )
        # The transfers of the sheet, also for those who may not open them.
        moves = as_engine(self).move_ids
        live = moves.filtered(lambda move: move.state not in ("done", "cancel"))
        whole = live.filtered(lambda move: self._covers(move))
        if not whole:
            claim(self)
            live._action_cancel()
            self._carry_out()
        due = as_engine(self).move_ids.picking_id.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        action = self.action_view_pickings()
        if len(due) == 1:
            action.update(res_id=due.id, views=[(False, "form")])
        return action

    # === Afterwards ===

    def _on_moved(self):
        """Called for sheets of which goods have just moved (as superuser)."""
        for sheet in self:
            if not sheet._is_live():
                continue  # set apart before any decision
            if not sheet.carried_out_at:
                as_engine(sheet).write(
                    {
                        "carried_out_at": fields.Datetime.now(),
                        "carried_out_by_id": self.env.uid,
                    }
                )
                finished = sheet.disposition != REPAIR
            else:
                finished = bool(sheet.recheck_result)
            if finished:
                sheet._set_state(DONE)


def _inside(place, parent):
    return str(parent.id) in (place.parent_path or "").split("/")
