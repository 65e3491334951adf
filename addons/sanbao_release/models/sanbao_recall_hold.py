from odoo import api, models, tools

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_recall import ENDED


class SanbaoRecall(models.Model):
    """The lot is held, and what made it bad is pursued (QLT-12, QLT-15, QLT-20)."""

    _inherit = "sanbao.recall"

    # === Hold ===

    def _hold(self):
        """Hold the lot, and every lot in which it went."""
        self.ensure_one()
        lots = self._find_lots(self.lot_id, self.company_id)
        # Which lots are held is written by the engine only.
        lots.sudo()._sanbao_hold(
            self.env._("Recalled by %s", self.name), as_engine(self)
        )
        as_engine(self).held_lot_ids = lots

    def _unhold(self):
        for recall in self:
            # As above.
            recall.sudo().held_lot_ids._sanbao_release_hold(as_engine(recall))

    @api.model
    @tools.ormcache()
    def _lots_under_way(self):
        """Ids of the lots that recalls under way hold."""
        # What comes back is told apart for everybody who books it.
        recalls = self.sudo().search([("state", "not in", ENDED)])
        return frozenset(recalls.held_lot_ids.ids)

    # === What follows ===

    def _open_follow_ups(self):
        """One nonconformity and one corrective action for a recall."""
        self.ensure_one()
        # They belong to quality management, whoever opens the recall.
        recall = as_engine(self)
        if not recall.nonconformity_id:
            recall.nonconformity_id = recall._open_nonconformity()
        if not recall.action_id:
            recall.action_id = self.env["mgmtsystem.action"]._sanbao_open(
                recall._prepare_action()
            )

    def _open_nonconformity(self):
        return self.env["sanbao.nonconformity"]._open(
            [self._prepare_nonconformity(self.lot_id, self.open_qty or 1.0)]
        )

    def _prepare_nonconformity(self, lot, quantity, place=None):
        """Values of a sheet about goods of this recall: all of it, or what came back."""
        return {
            "company_id": self.company_id.id,
            "source": "recall",
            "product_id": lot.product_id.id,
            "lot_id": lot.id,
            "quantity": quantity,
            "uom_id": lot.product_id.uom_id.id,
            "location_id": place.id if place else None,
            "origin": self.name,
            "description": self.reason,
            "user_id": self.user_id.id,
        }

    def _prepare_action(self):
        return {
            "name": self.env._(
                "Recall of lot %(lot)s of %(product)s",
                lot=self.lot_id.name,
                product=self.product_id.display_name,
            ),
            "company_id": self.company_id.id,
            "user_id": self.user_id.id,
            "sanbao_source": "recall",
            "sanbao_origin": self.name,
            "sanbao_problem": self.reason,
            "sanbao_nonconformity_id": self.nonconformity_id.id,
            "sanbao_res_model": self._name,
            "sanbao_res_id": self.id,
        }

    def _free_ended_lots(self):
        """After closing: what is not with us any more needs no hold. The rest stays held
        until a nonconformity of the lot is decided (QLT-12)."""
        for recall in as_engine(self):
            left = self.env["stock.quant"]._read_group(
                [
                    ("lot_id", "in", recall.held_lot_ids.ids),
                    ("location_id.usage", "in", ("internal", "transit")),
                    ("quantity", ">", 0),
                ],
                ["lot_id"],
            )
            there = recall.lot_id.browse(lot.id for (lot,) in left)
            (recall.held_lot_ids - there)._sanbao_release_hold(recall)


class SanbaoNonconformity(models.Model):
    _inherit = "sanbao.nonconformity"

    def _free_lot(self):
        """Rework that passed and approved concessions free a lot from ended recalls, too.

        A recall under way goes on holding it.
        """
        super()._free_lot()
        for sheet in self:
            # Recalls belong to others than those who decide sheets.
            ended = (
                self.env["sanbao.recall"]
                .sudo()
                .search(
                    [("held_lot_ids", "in", sheet.lot_id.ids), ("state", "in", ENDED)]
                )
            )
            for recall in ended:
                sheet.lot_id._sanbao_release_hold(recall)
