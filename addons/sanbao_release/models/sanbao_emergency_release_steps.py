from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import APPROVED

from .sanbao_emergency_release import FAILED, PASSED, SHIPPED


class SanbaoEmergencyRelease(models.Model):
    """From the request to the end of testing."""

    _inherit = "sanbao.emergency.release"

    # === Request and approval ===

    def _check_before_submit(self):
        super()._check_before_submit()
        for release in self:
            release._tie_inspection()

    def _tie_inspection(self):
        """The open inspection of the lot goes on after the release (SAL-41)."""
        # Inspections belong to the inspectors; sales prepares releases as well.
        release = as_engine(self)
        inspections = release.env["qc.inspection"]
        release.inspection_id = inspections._sanbao_for_release(release)

    def _on_approved(self):
        super()._on_approved()
        for release in self:
            release._require_testing()
            release._reserve()
            # The day that was approved is the day on which the inspector is due.
            release.sudo().inspection_id._sanbao_set_due(release.test_due)
        self.env["sanbao.obligation"]._open(
            "SAL-41",
            self,
            user=lambda release: release.inspection_id.user or release.user_id,
            due=lambda release: release.test_due,
            partner=lambda release: release.partner_id,
        )

    def _on_reopened(self):
        super()._on_reopened()
        self._take_back()

    def action_cancel(self):
        """As for all documents, while nothing has left."""
        self.check_access("write")
        if any(release.shipped_qty for release in self):
            raise UserError(
                self.env._("The goods have left: the release ends with its test.")
            )
        result = super().action_cancel()
        self._take_back()
        return result

    def _take_back(self):
        self._unreserve()
        self.env["sanbao.obligation"]._cancel("SAL-41", self)

    # === Goods ===

    def _reserve(self):
        """Put the released goods on the delivery, from wherever they are held."""
        self.ensure_one()
        # The deputy general manager signs; the lines of the delivery follow from it.
        release = self.sudo()
        move = release.picking_id.move_ids.filtered(
            lambda move: (
                move.product_id == release.product_id
                and move.state not in ("done", "cancel")
            )
        )[:1]
        there = sum(
            move.move_line_ids.filtered(
                lambda line: line.lot_id == release.lot_id
            ).mapped("quantity_product_uom")
        )
        missing = release.quantity - there
        for quant in release._quants():
            taken = min(missing, quant.quantity - quant.reserved_quantity)
            if release.product_uom_id.compare(taken, 0) > 0:
                move.move_line_ids.create(
                    release._prepare_move_line(move, quant, taken)
                )
                missing -= taken

    def _quants(self):
        return self.env["stock.quant"].search(
            [
                ("lot_id", "=", self.lot_id.id),
                ("company_id", "=", self.company_id.id),
                ("location_id.usage", "=", "internal"),
                ("quantity", ">", 0),
            ]
        )

    def _prepare_move_line(self, move, quant, quantity):
        return {
            "move_id": move.id,
            "picking_id": move.picking_id.id,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "quantity": quantity,
            "lot_id": self.lot_id.id,
            "location_id": quant.location_id.id,
            "location_dest_id": move.location_dest_id.id,
        }

    def _unreserve(self):
        for release in self:
            # As in _reserve.
            lines = release.sudo().picking_id.move_line_ids
            lines.filtered(
                lambda line, lot=release.lot_id: (
                    line.lot_id == lot
                    and line.state not in ("done", "cancel")
                    and line.location_id._sanbao_is_held()
                )
            ).unlink()

    def _covering(self, move, lot):
        """The release that lets this lot leave with this move, or an empty one.

        For exactly its delivery (and what is left of it), its customer and its quantity,
        while the signature holds and testing goes on.
        """
        ids = self._testing_by_lot().get(lot.id, ())
        # The keeper who books need not be able to read releases.
        for release in self.sudo().browse(ids):
            if release._is_for(move.picking_id) and release._is_approved():
                shipped = release._count_shipped()
                if release.product_uom_id.compare(shipped, release.quantity) <= 0:
                    return release
        return self.browse()

    def _deliveries(self):
        """Its delivery, and what was left of it for later."""
        found = wave = self.picking_id
        while wave := wave.backorder_ids - found:
            found |= wave
        return found

    def _is_for(self, picking):
        return picking in self._deliveries() and picking.partner_id == self.partner_id

    def _count_shipped(self):
        lines = self._deliveries().move_line_ids.filtered(
            lambda line: line.lot_id == self.lot_id and line.state == "done"
        )
        return sum(lines.mapped("quantity_product_uom"))

    def _on_shipped(self):
        """Goods have left by this release; it can only end with its test now."""
        for release in self:
            engine = as_engine(release)
            engine.shipped_qty = engine._count_shipped()
            if release.state == APPROVED:
                release._set_state(SHIPPED)

    # === End of testing ===

    def _on_tested(self, passed):
        """The verdict on the lot: unmark it, or recall it (SAL-40, SAL-42)."""
        for release in self.filtered("is_testing"):
            if passed:
                release._on_passed()
            else:
                release._on_failed()
        self.env["sanbao.obligation"]._close("SAL-41", self)

    def _on_passed(self):
        self._set_state(PASSED)
        as_engine(self).tested_at = fields.Datetime.now()

    def _on_failed(self):
        self._set_state(FAILED)
        self._unreserve()
        recalls = self.env["sanbao.recall"]
        # Where nothing left, there is nothing to fetch back.
        if self.shipped_qty or recalls._find_deliveries(self.lot_id, self.company_id):
            as_engine(self).recall_id = recalls._open_for(
                self.lot_id, self.company_id, self._prepare_recall()
            )

    def _prepare_recall(self):
        inspection = self.inspection_id
        return {
            "inspection_id": inspection.id,
            "report_number": inspection.sanbao_report_no or inspection.name,
            "user_id": self.user_id.id,
            "reason": self.env._(
                "The test after the emergency release %(release)s failed: %(tests)s",
                release=self.name,
                tests=self.unfinished_tests,
            ),
        }
