from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_nonconformity import (
    CLOSED,
    DONE,
    FAILED,
    INCOMING,
    PASSED,
    PROCESS,
    REPAIR,
    RETURN,
    SCRAP,
)


class SanbaoNonconformity(models.Model):
    """How repaired goods are inspected again, and how a sheet is closed (QLT-16)."""

    _inherit = "sanbao.nonconformity"

    # === Re-inspection of repaired goods (QLT-12) ===

    def action_recheck_passed(self):
        """The repaired goods conform: they may go back to the stock."""
        return self._recheck_by_hand(True)

    def action_recheck_failed(self):
        """They still do not conform: another sheet decides what becomes of them."""
        return self._recheck_by_hand(False)

    def _recheck_by_hand(self, passed):
        self.check_access("write")
        self._require_quality()
        self._sanbao_lock()
        result = PASSED if passed else FAILED
        for sheet in self:
            if sheet.recheck_result == result and sheet.recheck_by_id == self.env.user:
                continue  # the second of two presses
            sheet._require_recheck()
            sheet._record_recheck(passed)
        return True

    def _require_recheck(self):
        self.ensure_one()
        if not self._awaits_recheck():
            raise UserError(
                self.env._(
                    "%s waits for no re-inspection: the goods are repaired and brought to"
                    " the pending zone first.",
                    self.display_name,
                )
            )
        inspection = self._recheck_inspection()
        if inspection:
            raise UserError(
                self.env._(
                    "%(sheet)s: %(inspection)s inspects these goods. Decide there.",
                    sheet=self.display_name,
                    inspection=inspection.display_name,
                )
            )

    @api.depends("state", "disposition", "carried_out_at", "recheck_result")
    def _compute_may_recheck(self):
        for sheet in self:
            sheet.may_recheck = (
                sheet._awaits_recheck() and not sheet._recheck_inspection()
            )

    def _recheck_inspection(self):
        """Hook: the open inspection that gives the verdict on the repaired goods.

        Without one the verdict is recorded on the sheet itself.
        """
        self.ensure_one()
        return self.browse()

    def _awaits_recheck(self):
        """Whether repaired goods of this sheet wait for their re-inspection."""
        self.ensure_one()
        repaired = bool(self.carried_out_at) or not self._is_stocked()
        return (
            self.disposition == REPAIR
            and repaired
            and not self.recheck_result
            and self._is_live()
        )

    def _record_recheck(self, passed, book=True):
        """Record what the re-inspection of repaired goods found; the caller decided it.

        ``book`` says whether the goods still have to move: by a put-away transfer when
        they passed, back to the nonconforming zone with a further sheet when not. An
        inspection that books them itself passes ``False`` and opens its own sheet.
        """
        self.ensure_one()
        engine = as_engine(self)
        engine.write(
            {
                "recheck_result": PASSED if passed else FAILED,
                "recheck_at": fields.Datetime.now(),
                "recheck_by_id": self.env.uid,
            }
        )
        if passed:
            engine._free_lot()
        if book and self._is_stocked():
            engine._carry_out()
        else:
            engine._set_state(DONE)
        if not passed and book:
            engine._open_follow_up()

    def _open_follow_up(self):
        return self._open(
            [
                {
                    "company_id": self.company_id.id,
                    "source": self.source,
                    "product_id": self.product_id.id,
                    "lot_id": self.lot_id.id,
                    "hold_lot": self.hold_lot,
                    "quantity": self.quantity,
                    "uom_id": self.uom_id.id,
                    "location_id": self.location_id.id,
                    "partner_id": self.partner_id.id,
                    "origin": self.name,
                    "description": self.env._(
                        "Failed again after the repair: %s", self.description
                    ),
                    "severity": self.severity,
                    "user_id": self.user_id.id,
                    "previous_id": self.id,
                    "receipt_move_id": self.receipt_move_id.id,
                }
            ]
        )

    # === Closing ===

    def action_close(self):
        """Close the sheet with its result.

        :raise RuleViolation: STK-11 no outcome with the supplier, QLT-11 no corrective
            measure, QLT-12 goods not moved yet, QLT-16 no result
        """
        self.check_access("write")
        self._require_quality()
        self._sanbao_lock()
        for sheet in self:
            if sheet.state == CLOSED:
                continue  # the second of two presses
            sheet._approval_require_state("approved", DONE)
            sheet._gate_close()
            sheet._set_state(CLOSED)
            as_engine(sheet).write(
                {"closed_at": fields.Datetime.now(), "closed_by_id": self.env.uid}
            )
            sheet._free_lot_if_gone()
            self.env["sanbao.obligation"]._close("QLT-16", sheet)
            sheet._on_closed()
        return True

    def _gate_close(self):
        self.env["sanbao.rule"]._gate(
            "QLT-12",
            self.filtered(lambda sheet: sheet._is_unfinished()),
            lambda sheet: self.env._(
                "%s: its goods were not moved as decided, or were not inspected again"
                " after the repair.",
                sheet.name,
            ),
        )
        incoming = self.filtered(lambda s: s.source == INCOMING and s.partner_id)
        incoming._gate_filled("STK-11", ["supplier_outcome", "supplier_note"])
        process = self.filtered(lambda sheet: sheet.source == PROCESS)
        process._gate_filled("QLT-11", ["corrective_measure"])
        self._gate_filled("QLT-16", ["result"])

    def _is_unfinished(self):
        self.ensure_one()
        if self._is_stocked():
            return self.state != DONE
        return self.disposition == REPAIR and not self.recheck_result

    def _free_lot_if_gone(self):
        """Scrapped and returned goods free nothing but a lot that is not there any more."""
        # Also what others keep of the lot counts.
        lots = self.sudo().lot_id
        quants = self.env["stock.quant"].sudo()
        left = quants.search_count(
            [
                ("lot_id", "in", lots.ids),
                ("location_id.usage", "in", ("internal", "transit")),
                ("quantity", ">", 0),
            ],
            limit=1,
        )
        followed = self.recheck_result == FAILED
        if followed or (self.disposition in (SCRAP, RETURN) and not left):
            self._lots_held_by(self)._sanbao_release_hold(self)

    def _on_closed(self):
        """Hook: this sheet was closed with its result; called once."""
