from odoo import api, fields, models

from odoo.addons.sanbao_approval.computed import refuse_protected

from ..posting import Posting

LINK = "sanbao_difference_line_id"
STOCKED = {"internal", "transit"}
# What the screens always make: transfers (also by the type of repairs and productions),
# scrap orders, unbuild orders (where production is installed).
PAPERS = ("picking_type_id", "picking_id", "scrap_id")
PAPERS += ("unbuild_id", "consume_unbuild_id")


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
        if self.state != "done" or self.product_uom.is_zero(self.quantity):
            return False
        # A difference was decided by a count, what is scrapped by its nonconformity sheet.
        if self.sanbao_difference_line_id or self.sanbao_nonconformity_id:
            return False
        # Lines may name other places than their move; what they name is booked.
        return any(
            self._sanbao_is_loose(line.location_id, line.location_dest_id)
            for line in self.move_line_ids
        )

    def _sanbao_is_loose(self, source, target):
        if "inventory" not in (source.usage, target.usage):
            return self._sanbao_is_bare(source, target)
        if self.is_inventory:
            return True
        if self.scrap_id and target.usage == "inventory":
            # What is scrapped has a document of its own (QLT-15).
            return False
        loss = self.product_id.with_company(self.company_id).property_stock_inventory
        stocked = STOCKED & {source.usage, target.usage}
        return (
            bool(stocked or loss in (source | target)) and not self._sanbao_is_freed()
        )

    def _sanbao_is_bare(self, source, target):
        """Whether a user lets goods enter or leave the stock without any paper."""
        if self.env.su or (source.usage in STOCKED) == (target.usage in STOCKED):
            return False
        return not any(name in self._fields and self[name] for name in PAPERS)

    def _sanbao_gate_adjustment(self):
        self.env["sanbao.rule"]._gate(
            "STK-18",
            self,
            lambda move: self.env._(
                "%(product)s: stock is adjusted by a count, with cause and explanation."
                " Open Physical Inventory, choose the goods and press “Spot count”."
                " What is to be scrapped gets a nonconformity sheet.",
                product=move.product_id.display_name,
            ),
        )

    def _sanbao_is_freed(self):
        """An approved difference also corrects what the book has in a holding zone."""
        return bool(self.sanbao_difference_line_id) or super()._sanbao_is_freed()

    def _sanbao_lot_is_freed(self):
        """It corrects the book of a held lot, too (QLT-12)."""
        return bool(self.sanbao_difference_line_id) or super()._sanbao_lot_is_freed()
