from odoo import models

from ..kinds import CONDITIONS, ENVIRONMENT, PEST


class StockMove(models.Model):
    """Sensitive products are put only where the condition is kept (STK-27, STK-28)."""

    _inherit = "stock.move"

    # On what was really booked, as for held goods. Transfers of products that ask for
    # nothing cost no statement: which ones do is kept in memory.
    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        needs = self.env["product.template"]._sanbao_sensitive()
        if needs:
            for kind in CONDITIONS:
                moves._sanbao_put_away(kind, needs)._sanbao_gate_condition(kind)
        return moves

    def _sanbao_put_away(self, kind, needs):
        """Done moves that bring products with this need to a place of a warehouse."""
        return self.filtered(
            lambda move: (
                kind in needs.get(move.product_id.product_tmpl_id.id, ())
                and move.state == "done"
                and not move._sanbao_is_correction()
                and move._sanbao_places()
            )
        )

    def _sanbao_places(self):
        """The places of warehouses to which the move brings goods from elsewhere."""
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.location_dest_id.warehouse_id
                and line.location_dest_id.usage == "internal"
                and line.location_dest_id != line.location_id
            )
        )
        return lines.location_dest_id

    def _sanbao_gate_condition(self, kind):
        if not self:
            return
        faults = self._sanbao_places()._sanbao_faults((kind,))
        offenders = self.filtered(
            lambda move: any(place.id in faults for place in move._sanbao_places())
        )

        def message(move):
            place = move._sanbao_places().filtered(lambda place: place.id in faults)[:1]
            return self.env._(
                "%(product)s is not put in %(location)s before this is in order:"
                " %(fault)s.",
                product=move.product_id.display_name,
                location=place.display_name,
                fault=faults[place.id].display_name,
            )

        rule = self.env["sanbao.rule"]
        if kind == PEST:
            rule._gate("STK-27", offenders, message)
        elif kind == ENVIRONMENT:
            rule._gate("STK-28", offenders, message)
