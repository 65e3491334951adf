from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.sanbao_base.counting import Counted, fill_counts

DECIDED = ("success", "failed")
# Inspections of what was accepted before.
AGAIN = ("recheck", "type")


class StockLot(models.Model):
    """Lots carry the mark of an emergency release until testing ends (SAL-40)."""

    _inherit = "stock.lot"

    sanbao_release_ids = fields.One2many(
        "sanbao.emergency.release",
        "lot_id",
        string="Releases of This Lot",
        groups="base.group_user",
    )
    sanbao_emergency = fields.Boolean(
        "Emergency Release, Testing",
        compute="_compute_sanbao_emergency",
        search="_search_sanbao_emergency",
        groups="base.group_user",
    )
    sanbao_release_count = fields.Integer(
        "Emergency Releases",
        compute="_compute_sanbao_release_counts",
        groups="base.group_user",
    )
    sanbao_recall_count = fields.Integer(
        "Recalls", compute="_compute_sanbao_release_counts", groups="base.group_user"
    )

    @api.depends("sanbao_release_ids.state")
    def _compute_sanbao_emergency(self):
        marked = self.env["sanbao.emergency.release"]._testing_by_lot()
        for lot in self:
            lot.sanbao_emergency = lot._origin.id in marked

    def _search_sanbao_emergency(self, operator, value):
        if operator != "in":
            return NotImplemented
        marked = self.env["sanbao.emergency.release"]._testing_by_lot()
        domain = Domain("id", "in", list(marked))
        return Domain.OR(
            (domain if item else ~domain) for item in {bool(item) for item in value}
        )

    def _compute_sanbao_release_counts(self):
        fill_counts(
            self,
            [
                Counted(
                    "sanbao_release_count",
                    self.env["sanbao.emergency.release"],
                    "lot_id",
                ),
                Counted("sanbao_recall_count", self.env["sanbao.recall"], "lot_id"),
            ],
        )

    def _sanbao_mark(self):
        """The mark as it stands on labels."""
        return self.env._("Emergency Release")

    def _sanbao_accepted(self):
        """Those of the lots of which an inspection accepted something, and which have not
        failed a re-inspection since."""
        if not self:
            return self
        # Whether a lot was tested shows to whoever books it.
        inspections = self.env["qc.inspection"].sudo()
        found = inspections.search_fetch(
            [("sanbao_lot_id", "in", self.ids), ("state", "in", DECIDED)],
            ["sanbao_lot_id", "sanbao_kind", "sanbao_accepted_qty"],
            order="date_done, id",
        )
        accepted = set()
        for inspection in found:
            if inspection.sanbao_accepted_qty > 0:
                accepted.add(inspection.sanbao_lot_id.id)
            elif inspection.sanbao_kind in AGAIN:
                accepted.discard(inspection.sanbao_lot_id.id)
        return self.filtered(lambda lot: lot.id in accepted)

    def action_sanbao_view_releases(self):
        """Open the emergency releases of this lot."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_release.sanbao_emergency_release_action"
        )
        return dict(action, domain=[("lot_id", "in", self.ids)], context={})

    def action_sanbao_view_recalls(self):
        """Open the recalls of this lot."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_release.sanbao_recall_action"
        )
        return dict(action, domain=[("lot_id", "in", self.ids)], context={})

    def action_sanbao_recall(self):
        """Start a recall of this lot, or open the one that is under way."""
        self.ensure_one()
        recalls = self.env["sanbao.recall"]
        recalls.check_access("create")
        found = recalls.search([("lot_id", "=", self.id)])
        found = found.filtered(lambda recall: recall._is_under_way())[:1]
        if found:
            return found._open_form()
        if not self.product_id:
            raise UserError(self.env._("Save the lot first."))
        return {
            "type": "ir.actions.act_window",
            "res_model": recalls._name,
            "views": [(False, "form")],
            "context": {"default_lot_id": self.id},
        }
