from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

WAREHOUSE = "sanbao_base.group_wh"
MANAGER = "stock.group_stock_manager"
STOCKED = {"internal", "transit"}
# A refusal names the first ones only.
NAMED = 5


class StockMove(models.Model):
    """What people of after-sales may book in the stock: the repairs of their cases.

    Repair orders belong to Odoo's stock application, so engineers hold its right of a user.
    That right alone would let them adjust, scrap and transfer everything in the warehouse.
    """

    _inherit = "stock.move"

    @api.model
    def _sanbao_keeps_stock(self):
        """Whether the user keeps the warehouse.

        Asked of the person, not of the rights a step runs with: Odoo itself applies some
        counts as superuser.
        """
        user = self.env.user
        return (
            user.id == SUPERUSER_ID
            or user.has_group(WAREHOUSE)
            or user.has_group(MANAGER)
        )

    @api.model
    def _sanbao_require_keeper(self, what):
        """Refuse ``what`` (a text: who may do this) to everybody but warehouse keepers.

        :raise AccessError: with the names of those who may
        """
        if self._sanbao_keeps_stock():
            return
        raise AccessError(
            self.env._(
                "%(what)s Ask the warehouse: %(people)s.",
                what=what,
                people=self._sanbao_keepers_in_words(),
            )
        )

    @api.model
    def _sanbao_keepers_in_words(self):
        # Whoever is refused must read the names of those who can help.
        people = (
            self.env.ref(WAREHOUSE)
            .sudo()
            .all_user_ids.filtered(lambda user: self.env.company in user.company_ids)
        )
        names = people[:NAMED].mapped("name")
        return ", ".join(names) or self.env._("an administrator of the stock")

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # What was really booked is looked at: this way no public path goes around it.
        moves._sanbao_check_booker()
        return moves

    def _sanbao_check_booker(self):
        if self._sanbao_keeps_stock():
            return
        for move in self:
            if move.is_inventory or move.scrap_id:
                self._sanbao_require_keeper(
                    self.env._(
                        "%(product)s: only the warehouse adjusts and scraps stock.",
                        product=move.product_id.display_name,
                    )
                )
            # The steps of our documents book as superuser after their own checks.
            if not self.env.su and not move._sanbao_is_repair_of_case():
                self._sanbao_require_keeper(
                    self.env._(
                        "%(product)s: after-sales books the repairs of its cases; "
                        "everything else that moves in the stock is booked by the "
                        "warehouse (%(reference)s).",
                        product=move.product_id.display_name,
                        reference=move.reference or move.location_id.display_name,
                    )
                )

    def _sanbao_is_repair_of_case(self):
        """Whether this is a part, or the unit itself, of the repair of a service case.

        What is fitted leaves the stock and what is taken off comes from outside; where
        fitted parts may be taken from is another matter (SVC-16, in sanbao_parts).
        """
        self.ensure_one()
        # Engineers book repairs of cases whose papers others keep.
        order = self.sudo().repair_id
        if not order.sanbao_application_id:
            return False
        sources = (self.move_line_ids.location_id | self.location_id).mapped("usage")
        targets = self.move_line_ids.location_dest_id | self.location_dest_id
        targets = targets.mapped("usage")
        if self.repair_line_type == "add":
            return not STOCKED & set(targets)
        if self.repair_line_type:
            return not STOCKED & set(sources)
        is_the_unit = (
            self.product_id == order.product_id
            and self.move_line_ids.lot_id <= order.lot_id
        )
        return is_the_unit and set(sources) == set(targets)
