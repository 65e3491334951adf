from odoo import SUPERUSER_ID, api, fields, models

# Set by the steps of return notes and field records, which act above access rights.
PROTECTED = {"sanbao_return_line_id", "sanbao_visit_part_id"}


class StockMove(models.Model):
    """What may happen to parts between the stock and the customer's vehicle."""

    _inherit = "stock.move"

    sanbao_issue_line_id = fields.Many2one(
        "sanbao.parts.issue.line",
        string="Line of the parts issue",
        index="btree_not_null",
        ondelete="restrict",
    )
    sanbao_return_line_id = fields.Many2one(
        "sanbao.parts.return.line",
        string="Line of the parts return",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    sanbao_visit_part_id = fields.Many2one(
        "sanbao.visit.part",
        string="Fitted part",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | PROTECTED

    def _prepare_merge_moves_distinct_fields(self):
        return super()._prepare_merge_moves_distinct_fields() + [
            "sanbao_issue_line_id",
            "sanbao_return_line_id",
            "sanbao_visit_part_id",
        ]

    def _sanbao_pass_price(self):
        """On a gate pass parts have the price of Form 11 (PRT-10, SAL-45)."""
        line = self.sanbao_issue_line_id
        # The pass is written by people who need not read parts issues.
        return line.sudo().price_unit if line else super()._sanbao_pass_price()

    # === Old parts of a case stay at the customer until they come back by Form 12 ===

    @api.depends("repair_id.sanbao_application_id")
    def _compute_location_dest_id(self):
        result = super()._compute_location_dest_id()
        for move in self:
            if move.repair_line_type == "remove" and move._sanbao_is_used_part():
                move.location_dest_id = move._sanbao_old_part_place()
        return result

    def _get_repair_locations(self, repair_line_type, repair_id=False):
        source, target = super()._get_repair_locations(repair_line_type, repair_id)
        if repair_line_type == "remove" and self[:1]._sanbao_is_used_part():
            target = self[:1]._sanbao_old_part_place()
        return source, target

    def _sanbao_old_part_place(self):
        return self.repair_id.sanbao_application_id.partner_id.property_stock_customer

    # === Gate: checked on what was really booked, so no public path goes around it ===

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        touching = moves._sanbao_touching_parts()
        if touching:
            touching._sanbao_gate_issue()
            touching._sanbao_gate_return()
            touching._sanbao_gate_use()
            # What follows belongs to documents that a keeper only reads.
            touching.sudo().sanbao_issue_line_id.issue_id._on_goods_left()
        return moves

    def _sanbao_touching_parts(self):
        """Moves into, out of or between the places of parts, and of repairs of cases."""
        return self.filtered(
            lambda move: (
                move.state == "done"
                and (any(move._sanbao_route()) or move._sanbao_is_used_part())
            )
        )

    def _sanbao_is_used_part(self):
        return bool(
            self.repair_id
            and self.repair_line_type
            and self.repair_id.sanbao_application_id
        )

    def _sanbao_route(self):
        """``(kinds of the places where it came from, and where it went)``."""
        self.ensure_one()
        places = self.env["stock.warehouse"]._sanbao_places(self.company_id.id)
        if not places.all:
            return set(), set()
        sources = self.move_line_ids.location_id | self.location_id
        targets = self.move_line_ids.location_dest_id | self.location_dest_id
        route = _kinds(sources, places), _kinds(targets, places)
        if self.picking_type_id.id in places.issue_types:
            route[1].add("service")
        return route

    def _sanbao_is_counted(self):
        """A correction of the stock by those who may count it.

        The person decides: Odoo applies some counts of ordinary users as superuser.
        """
        self.ensure_one()
        user = self.env.user
        return self._sanbao_is_correction() and (
            user.id == SUPERUSER_ID or user.has_group("stock.group_stock_manager")
        )

    def _sanbao_gate_issue(self):
        """Parts leave by an approved issue with requisition only (PRT-04, 05, 08)."""
        gate = self.env["sanbao.rule"]._gate
        leaving = self.filtered(
            lambda move: (
                not move._sanbao_is_counted()
                and "service" in move._sanbao_route()[1] - move._sanbao_route()[0]
            )
        )
        gate(
            "PRT-04",
            leaving.filtered(lambda move: not move._sanbao_is_on_issue()),
            lambda move: self.env._(
                "%(product)s leaves the stock for a service case only by a spare parts "
                "issue (Form 11). Prepare one from the service application.",
                product=move.product_id.display_name,
            ),
        )
        # The keeper who books need not be able to read the case.
        issues = leaving.sudo().sanbao_issue_line_id.issue_id
        issues._gate_goods_leave()

    def _sanbao_is_on_issue(self):
        # The keeper who books need not be able to read the issue.
        line = self.sudo().sanbao_issue_line_id
        warehouse = line.issue_id.warehouse_id
        target = warehouse.sanbao_service_location_id
        return (
            line.product_id == self.product_id
            and self.picking_type_id == warehouse.sanbao_issue_type_id
            and all(
                location._sanbao_inside(target.ids)
                for location in self.move_line_ids.location_dest_id
            )
        )

    def _sanbao_gate_return(self):
        """Nothing enters or leaves the pending zone past the inspection (PRT-12)."""
        self.env["sanbao.rule"]._gate(
            "PRT-12",
            self.filtered(lambda move: move._sanbao_is_past_inspection()),
            lambda move: self.env._(
                "%(product)s: returned and unused parts go through a return-to-stock "
                "note (Form 12) and its inspection. Prepare one from the case.",
                product=move.product_id.display_name,
            ),
        )

    def _sanbao_is_past_inspection(self):
        # The keeper who books need not be able to read the note.
        if self._sanbao_is_counted() or self.sudo().sanbao_return_line_id._covers(self):
            return False
        sources, targets = self._sanbao_route()
        if self.repair_id and self.repair_line_type == "recycle":
            return True
        if "pending" in sources | targets:
            return True
        if "old" in sources and self.location_dest_id.usage == "internal":
            return True
        return (
            "service" in sources
            and "service" not in targets
            and not self._sanbao_is_used_part()
        )

    def _sanbao_is_freed(self):
        """The inspected line of a return note lets its goods out of the pending zone."""
        # The keeper who books need not be able to read the note.
        line = self.sudo().sanbao_return_line_id
        return bool(line and line._covers(self)) or super()._sanbao_is_freed()

    def _sanbao_gate_use(self):
        """A case uses only what was issued for it (SVC-16)."""
        used = self.filtered(
            lambda move: move._sanbao_is_used_part() and move.repair_line_type == "add"
        )
        rule = self.env["sanbao.rule"]
        rule._gate(
            "SVC-16",
            used.filtered(lambda move: move._sanbao_route() != ({"service"}, set())),
            lambda move: self.env._(
                "%(product)s: parts of a service case are taken from the parts issued "
                "for it, not from %(location)s.",
                product=move.product_id.display_name,
                location=move.location_id.display_name,
            ),
        )
        # Engineers book parts of cases whose papers others keep.
        used.sudo().repair_id.sanbao_application_id._gate_parts_used()

    def _sanbao_take_fitted(self):
        """Reserve exactly the part that the engineer fitted."""
        self.ensure_one()
        self._do_unreserve()
        self.move_line_ids.unlink()
        self.move_line_ids = [
            fields.Command.create(
                {
                    "product_id": self.product_id.id,
                    "product_uom_id": self.product_uom.id,
                    "quantity": self.product_uom_qty,
                    "lot_id": self.sanbao_visit_part_id._fitted_lot().id,
                    "location_id": self.location_id.id,
                    "location_dest_id": self.location_dest_id.id,
                }
            )
        ]
        self.picked = True


def _kinds(locations, places):
    kinds = set()
    for location in locations:
        for kind in ("service", "pending", "old"):
            if location._sanbao_inside(getattr(places, kind)):
                kinds.add(kind)
    return kinds
