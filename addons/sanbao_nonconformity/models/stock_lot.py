from odoo import api, fields, models, tools

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.counting import Counted, fill_counts


class StockLot(models.Model):
    """Lots that a document holds are neither reserved nor taken out (QLT-12)."""

    _inherit = "stock.lot"

    sanbao_hold_ids = fields.One2many(
        "sanbao.lot.hold", "lot_id", string="Holds", groups="base.group_user"
    )
    sanbao_held = fields.Boolean(
        "Held",
        compute="_compute_sanbao_held",
        store=True,
        compute_sudo=True,
        help="A nonconformity, a recall or a release holds the lot: it is not reserved"
        " and does not leave the stock.",
    )
    sanbao_nonconformity_count = fields.Integer(
        "Nonconformities", compute="_compute_sanbao_nonconformity_count"
    )

    @api.depends("sanbao_hold_ids.released_at")
    def _compute_sanbao_held(self):
        for lot in self:
            lot.sanbao_held = any(not hold.released_at for hold in lot.sanbao_hold_ids)

    # The mark is computed, but Odoo would take it from whoever may write lots.

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            for vals in vals_list:
                refuse_protected(self, {"sanbao_held"} & vals.keys())
        clean = without_computed_defaults(self, ["sanbao_held"])
        return super(StockLot, clean).create(vals_list).with_env(self.env)

    def write(self, vals):
        if not is_engine(self.env):
            refuse_protected(self, {"sanbao_held"} & vals.keys())
        return super().write(vals)

    # === What domain code calls ===

    @api.model
    @tools.ormcache()
    def _sanbao_held_ids(self):
        """Ids of all lots that are held now, of every company."""
        # Whether a lot is held does not depend on who asks.
        holds = self.env["sanbao.lot.hold"].sudo()
        found = holds._read_group([("released_at", "=", False)], ["lot_id"])
        return frozenset(lot.id for (lot,) in found)

    def _sanbao_hold(self, reason, document):
        """Hold these lots for a document, once; free what is reserved of them.

        :param str reason: translated text that people read beside the lot
        :param document: the record whose decision will release them
        :return: the open holds of the document on these lots
        """
        document.ensure_one()
        holds = self._sanbao_holds_of(document)
        missing = self - holds.lot_id.with_env(self.env)
        # The one place that writes holds; who may decide, the callers have checked.
        engine = as_engine(self.env["sanbao.lot.hold"])
        holds += engine.create(
            [
                {
                    "lot_id": lot.id,
                    "company_id": lot._sanbao_hold_company(document).id,
                    "reason": reason,
                    "res_model": document._name,
                    "res_id": document.id,
                    # Named beside the lot for those who may not open the document.
                    "res_name": document.sudo().display_name,
                    "held_at": fields.Datetime.now(),
                    "held_by_id": self.env.uid,
                }
                for lot in missing
            ]
        )
        missing._sanbao_free_reservations()
        return holds

    def _sanbao_hold_company(self, document):
        # The company is the document's, whoever may read it.
        owner = document.sudo()
        if "company_id" in owner._fields and owner.company_id:
            return owner.company_id
        return self.company_id or self.env.company

    def _sanbao_release_hold(self, document):
        """End the holds of a document on these lots; other documents' holds stay."""
        holds = self._sanbao_holds_of(document)
        holds.write(
            {
                "released_at": fields.Datetime.now(),
                "released_by_id": self.env.uid,
            }
        )
        return holds

    def _sanbao_holds_of(self, document):
        # See _sanbao_hold: nobody else has a right on the rows.
        return as_engine(self.env["sanbao.lot.hold"]).search(
            [
                ("lot_id", "in", self.ids),
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("released_at", "=", False),
            ]
        )

    def _sanbao_free_reservations(self):
        """What was reserved of lots that are held now is reserved anew from others."""
        # Deliveries of others, also of those that the user may not open.
        lines = self.env["stock.move.line"].sudo()
        if not self:
            return
        moves = lines.search(
            [
                ("lot_id", "in", self.ids),
                ("state", "in", ("assigned", "partially_available")),
                ("location_id.usage", "in", ("internal", "transit")),
                ("move_id.sanbao_nonconformity_id", "=", False),
            ]
        ).move_id
        moves._do_unreserve()
        moves._action_assign()

    # === Screen ===

    def _compute_sanbao_nonconformity_count(self):
        sheets = self.env["sanbao.nonconformity"]
        wanted = Counted("sanbao_nonconformity_count", sheets, "lot_id")
        fill_counts(self, [wanted])

    def action_sanbao_view_nonconformities(self):
        """Open the nonconformity sheets of these lots."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_nonconformity.sanbao_nonconformity_action"
        )
        return dict(action, domain=[("lot_id", "in", self.ids)], context={})

    def action_sanbao_view_holds(self):
        """Open the holds on these lots."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_nonconformity.sanbao_lot_hold_action"
        )
        return dict(action, domain=[("lot_id", "in", self.ids)], context={})
