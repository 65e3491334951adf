from odoo import api, fields, models

from odoo.addons.sanbao_approval.computed import refuse_protected

from ..posting import Posting

LINK = "sanbao_difference_line_id"


class StockMove(models.Model):
    """The stock is adjusted by counts only (STK-18)."""

    _inherit = "stock.move"

    sanbao_difference_line_id = fields.Many2one(
        "sanbao.stock.difference.line",
        string="Difference of a count",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )

    # === The link is written by posting only ===

    @api.model_create_multi
    def create(self, vals_list):
        if not Posting.of(self.env):
            if any(vals.get(LINK) for vals in vals_list):
                refuse_protected(self, [LINK])
            if f"default_{LINK}" in self.env.context:
                refuse_protected(self, [LINK])
        return super().create(vals_list)

    def write(self, vals):
        if LINK in vals:
            refuse_protected(self, [LINK])
        return super().write(vals)

    # === STK-18 ===

    # Judged on what was really booked, as held goods are (STK-02).
    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        loose = moves.filtered(lambda move: move._sanbao_is_loose_adjustment())
        if loose:
            loose._sanbao_gate_adjustment()
        return moves

    def _sanbao_is_loose_adjustment(self):
        """Whether this move adjusts the stock and no count stands behind it."""
        self.ensure_one()
        lost_or_found = "inventory" in (
            self.location_id.usage,
            self.location_dest_id.usage,
        )
        if not lost_or_found or self.state != "done":
            return False
        # A difference was decided by a count, what is scrapped by its nonconformity sheet.
        if self.sanbao_difference_line_id or self.sanbao_nonconformity_id:
            return False
        if not self.is_inventory and not self._sanbao_is_on_loss_account():
            return False
        return not self.product_uom.is_zero(self.quantity)

    def _sanbao_is_on_loss_account(self):
        """Whether the goods come from, or go to, where Odoo books lost and found goods,
        by something else than the screens for that."""
        if self.scrap_id:
            return False
        loss = self.product_id.with_company(self.company_id).property_stock_inventory
        return loss in (self.location_id | self.location_dest_id)

    def _sanbao_gate_adjustment(self):
        self.env["sanbao.rule"]._gate(
            "STK-18",
            self,
            lambda move: self.env._(
                "%(product)s: stock is adjusted by a count, with cause and explanation."
                " Open Physical Inventory, choose the goods and press “Spot count”.",
                product=move.product_id.display_name,
            ),
        )

    def _sanbao_is_freed(self):
        """An approved difference also corrects what the book has in a holding zone."""
        return bool(self.sanbao_difference_line_id) or super()._sanbao_is_freed()

    def _sanbao_lot_is_freed(self):
        """It corrects the book of a held lot, too (QLT-12)."""
        return bool(self.sanbao_difference_line_id) or super()._sanbao_lot_is_freed()
