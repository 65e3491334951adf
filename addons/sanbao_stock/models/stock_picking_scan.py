from odoo import models
from odoo.exceptions import UserError

OPEN_STATES = ("waiting", "confirmed", "assigned")


class StockPicking(models.Model):
    """Keepers scan what they take or put away: product, lot, place, in this order."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "sanbao.scan.mixin"]

    def _scan_products(self):
        last = self._sanbao_last_scanned()
        awaited = last.filtered(lambda line: not line.picked)
        return awaited.product_id or self.move_ids.product_id

    def _on_scanned(self, record):
        if self.state not in OPEN_STATES:
            raise UserError(
                self.env._(
                    "%(transfer)s is not open: nothing can be scanned into it.",
                    transfer=self.name,
                )
            )
        if record._name == "product.product":
            return self._sanbao_scan_product(record)
        if record._name == "stock.lot":
            return self._sanbao_scan_lot(record)
        if record._name == "stock.location":
            return self._sanbao_scan_place(record)
        raise self._not_here(record)

    # === Product ===

    def _sanbao_scan_product(self, product):
        move = self._sanbao_scan_move(product)
        if product.tracking != "none":
            self._sanbao_await_lot(move)
            return self._scan_answer(
                self.env._(
                    "%(product)s: now scan the lot or serial number.",
                    product=product.display_name,
                )
            )
        line = self._sanbao_scan_line(move)
        line._sanbao_count(product.env.context.get("sanbao_scan_quantity", 1.0))
        return self._sanbao_scan_result(product)

    def _sanbao_scan_move(self, product):
        """The move to which another piece of the product belongs."""
        moves = self.move_ids.filtered(
            lambda move: (
                move.product_id == product and move.state not in ("done", "cancel")
            )
        )
        if not moves:
            raise UserError(
                self.env._(
                    "%(product)s is not on %(transfer)s. Put it aside, or add a line.",
                    product=product.display_name,
                    transfer=self.name,
                )
            )
        short = moves.filtered(
            lambda move: (
                not move.picked
                or move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
            )
        )
        return short[:1] or moves[:1]

    def _sanbao_scan_line(self, move):
        """The line that goes on: scanned last, else not counted yet, else a new one."""
        lines = move.move_line_ids
        last = lines.filtered("sanbao_scan_number").sorted("sanbao_scan_number")[-1:]
        return (
            last
            or lines.filtered(lambda line: not line.picked)[:1]
            or (self._sanbao_new_line(move))
        )

    def _sanbao_new_line(self, move):
        return self.env["stock.move.line"].create(
            {**move._prepare_move_line_vals(), "picking_id": self.id, "picked": True}
        )

    def _sanbao_next_scan(self):
        return max(self.move_line_ids.mapped("sanbao_scan_number"), default=0) + 1

    # === Lot ===

    def _sanbao_await_lot(self, move):
        """The number that is scanned next belongs to this product."""
        lines = move.move_line_ids
        line = lines.filtered(lambda line: not line.picked)[:1] or lines[-1:]
        line.sanbao_scan_number = self._sanbao_next_scan()

    def _sanbao_scan_lot(self, lot):
        line = self._sanbao_line_of_lot(lot.product_id, lot.name, lot)
        if line.picked and line.lot_id == lot and lot.product_id.tracking == "serial":
            return self._scan_answer(
                self.env._("%(lot)s is counted already.", lot=lot.name), "warning"
            )
        if line.lot_id != lot:
            line.lot_id = lot
        line._sanbao_count()
        return self._sanbao_scan_result(lot.product_id, lot.name)

    def _sanbao_line_of_lot(self, product, name, lot):
        """The line of this lot, else one without a lot, else (serials) any not counted."""
        move = self._sanbao_scan_move(product)
        lines = self.move_line_ids.filtered(
            lambda line: line.product_id == product and line.state != "cancel"
        )
        same = lines.filtered(
            lambda line: (lot and line.lot_id == lot) or line.lot_name == name
        )
        # A line whose place was scanned is finished: the rest lies somewhere else.
        same = same.filtered(
            lambda line: (
                not line.picked
                or line.sanbao_scan_number
                or product.tracking == "serial"
            )
        )
        if same:
            return same.sorted(lambda line: not line.picked)[:1]
        waiting = lines.filtered(lambda line: not line.picked)
        empty = waiting.filtered(lambda line: not (line.lot_id or line.lot_name))
        if product.tracking == "lot":
            waiting = waiting.browse()
        return empty[:1] or waiting[:1] or self._sanbao_new_line(move)

    def _on_unknown_code(self, code):
        """On receipts it is the number of a new lot, once its product was scanned."""
        last = self._sanbao_last_scanned()
        awaits = (
            last.product_id.tracking in ("lot", "serial") and self.state in OPEN_STATES
        )
        if not (code and awaits and self.picking_type_id.use_create_lots):
            return super()._on_unknown_code(code)
        line = self._sanbao_line_of_lot(last.product_id, code, self.env["stock.lot"])
        serial = last.product_id.tracking == "serial"
        if line.picked and line.lot_name == code and serial:
            return self._scan_answer(
                self.env._("%(lot)s is counted already.", lot=code), "warning"
            )
        line.lot_name = code
        line._sanbao_count()
        return self._sanbao_scan_result(line.product_id, code)

    # === Place ===

    def _sanbao_last_scanned(self):
        lines = self.move_line_ids.filtered("sanbao_scan_number")
        return lines.sorted("sanbao_scan_number")[-1:]

    def _sanbao_scan_place(self, place):
        line = self._sanbao_last_scanned()
        if not line.picked:
            raise UserError(
                self.env._("Scan the product and its lot first, then the place.")
            )
        field = self._sanbao_place_field(place)
        line.write({field: place.id, "sanbao_scan_number": 0})
        return self._scan_answer(
            self.env._(
                "%(product)s: %(quantity)g, %(place)s",
                product=line.product_id.display_name,
                quantity=line.quantity,
                place=place.display_name,
            )
        )

    def _sanbao_place_field(self, place):
        """Where goods go, if the place lies there; else where they come from."""
        if self.picking_type_code != "outgoing" and place._child_of(
            self.location_dest_id
        ):
            return "location_dest_id"
        if self.picking_type_code != "incoming" and place._child_of(self.location_id):
            return "location_id"
        raise UserError(
            self.env._(
                "%(place)s lies neither in %(origin)s nor in %(target)s.",
                place=place.display_name,
                origin=self.location_id.display_name,
                target=self.location_dest_id.display_name,
            )
        )

    # === What the keeper reads ===

    def _sanbao_scan_result(self, product, lot=""):
        moves = self.move_ids.filtered(lambda move: move.product_id == product)
        done = sum(
            line.quantity_product_uom for line in moves.move_line_ids if line.picked
        )
        wanted = sum(moves.mapped("product_qty"))
        over = product.uom_id.compare(done, wanted) > 0
        text = self.env._(
            "%(product)s %(lot)s: %(done)g of %(wanted)g",
            product=product.display_name,
            lot=lot,
            done=done,
            wanted=wanted,
        )
        return self._scan_answer(text, "warning" if over else "success")
