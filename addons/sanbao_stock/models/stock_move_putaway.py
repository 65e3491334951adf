from collections import defaultdict

from odoo import api, fields, models

from ..fitting import fits_inside

PROTECTED = {"sanbao_packed_by_id", "sanbao_packed_at"}


class StockMove(models.Model):
    """Goods are put where they fit, are carried and do not suffer.

    STK-03 size and weight, STK-26 moisture, STK-29 measures: asked once the goods are
    booked, so every way into a place is asked; one look into a cached list for others.
    """

    _inherit = "stock.move"

    sanbao_packed_by_id = fields.Many2one(
        "res.users", string="Packing Confirmed By", readonly=True, copy=False
    )
    sanbao_packed_at = fields.Datetime(
        string="Packing Confirmed On", readonly=True, copy=False
    )

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        lines = moves._sanbao_put_away_lines()
        if lines:
            lines._sanbao_gate_putaway()
        return moves

    def _sanbao_put_away_lines(self):
        """Lines that bring goods to a place of a warehouse; corrections bring nothing."""
        places = self.env["stock.location"]._sanbao_places()
        return self.move_line_ids.filtered(
            lambda line: (
                line.state == "done"
                and line.location_dest_id.id in places
                and not line.move_id._sanbao_is_correction()
            )
        )

    def _sanbao_is_packed(self):
        """Whether the packing of sensitive goods was confirmed, or nobody can be asked."""
        self.ensure_one()
        return bool(self.sanbao_packed_at or not self.picking_id)

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | PROTECTED


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _sanbao_gate_putaway(self):
        places = self.env["stock.location"]._sanbao_places()
        problems = defaultdict(lambda: defaultdict(list))
        for line in self:
            place = places[line.location_dest_id.id]
            for code, text in line._sanbao_misfits(place):
                problems[code][line.move_id].append(text)
        for place, text in self._sanbao_overloads(places):
            for move in self.filtered(
                lambda x, p=place: x.location_dest_id == p
            ).move_id:
                problems["STK-03"][move].append(text)
        gate = self.env["sanbao.rule"]._gate
        for code, found in sorted(problems.items()):
            gate(
                code,
                self.move_id.filtered(lambda move, f=found: move in f),
                lambda move, f=found: "\n".join(dict.fromkeys(f[move])),
            )

    def _sanbao_misfits(self, place):
        """``[(rule, text)]``: what speaks against this product in this place."""
        product, found = self.product_id, []
        too_big = not fits_inside(product._sanbao_size(), place.size)
        if not too_big and not product.sanbao_sensitive:
            return found
        where = self.location_dest_id.display_name
        if too_big:
            text = self.env._(
                "%(product)s (%(size)s cm) does not fit into %(place)s. Choose a larger"
                " place.",
                product=product.display_name,
                size=" × ".join(f"{edge:g}" for edge in product._sanbao_size()),
                place=where,
            )
            found.append(("STK-03", text))
        if not product.sanbao_sensitive:
            return found
        damp, other = product._sanbao_missing_abilities(place.abilities)
        for code, missing in (("STK-26", damp), ("STK-29", other)):
            if missing:
                text = self.env._(
                    "%(product)s must not lie in %(place)s: it needs %(needs)s.",
                    product=product.display_name,
                    place=where,
                    needs=", ".join(missing),
                )
                found.append((code, text))
        if not self.move_id._sanbao_is_packed():
            text = self.env._(
                "%(product)s is sensitive (%(care)s): look at its packing and press"
                " “Confirm Packing” on the transfer.",
                product=product.display_name,
                care=product._sanbao_care_text(),
            )
            code = "STK-26" if product.sanbao_moisture_sensitive else "STK-29"
            found.append((code, text))
        return found

    def _sanbao_overloads(self, places):
        """``[(location, text)]``: the places that carry more than they can."""
        limited = self.location_dest_id.filtered(
            lambda location: places[location.id].max_weight
        )
        weights = limited._sanbao_weights() if limited else {}
        return [
            (
                place,
                self.env._(
                    "%(place)s carries %(limit)g kg; with these goods %(weight)g kg lie"
                    " there. Choose another place for a part of them.",
                    place=place.display_name,
                    limit=places[place.id].max_weight,
                    weight=weights[place],
                ),
            )
            for place in limited
            if weights.get(place, 0) > places[place.id].max_weight
        ]
