from odoo import fields, models

from .qc_inspection import DECIDED, SUCCESS

STEPS = ("process", "recheck")
SOURCES = {
    "incoming": "incoming",
    "process": "process",
    "finished": "finished",
    "returned": "returned",
    "recheck": "stock",
    "type": "stock",
}


class QcInspection(models.Model):
    """What follows when goods fail, or are tested between two steps (STK-11, QLT-10)."""

    _inherit = "qc.inspection"

    sanbao_nonconformity_id = fields.Many2one(
        "sanbao.nonconformity",
        string="Nonconformity",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    sanbao_told_at = fields.Datetime(
        string="Purchasing Told on", readonly=True, copy=False
    )

    # === A lot that is tested between two steps (QLT-10) ===

    def _sanbao_hold_lot(self):
        """Nothing of a lot goes on to the next step while its test is open (engine)."""
        waits = self.sanbao_location_id  # nothing takes it from there anyway
        if self.sanbao_kind in STEPS and self.sanbao_lot_id and not waits:
            reason = self.env._("Inspection %s is open", self.name)
            self.sanbao_lot_id._sanbao_hold(reason, self)

    def _sanbao_release_lot(self):
        """The test is over; after a failed one its nonconformity holds the lot."""
        if self.sanbao_lot_id:
            self.sanbao_lot_id._sanbao_release_hold(self)

    # === A failed check (STK-11) ===

    def _sanbao_open_nonconformity(self, place):
        vals = {
            "company_id": self.company_id.id,
            "source": SOURCES[self.sanbao_kind],
            "product_id": self.product_id.id,
            "lot_id": self.sanbao_lot_id.id,
            "quantity": self.sanbao_rejected_qty,
            "uom_id": self.sanbao_uom_id.id,
            "location_id": place.id,
            "partner_id": self._sanbao_supplier().id,
            "origin": " ".join(filter(None, (self.name, self.sanbao_origin))),
            "description": self.sanbao_defect_note,
            "user_id": self.env.uid,
            "receipt_move_id": self.sanbao_move_id.id,
            "previous_id": self._sanbao_rechecked_sheet().id,
        }
        if self.sanbao_uom_id.compare(self.sanbao_accepted_qty, 0) > 0:
            # Sorted out piece by piece: the good ones of the lot go on.
            vals["hold_lot"] = False
        nonconformity = self.env["sanbao.nonconformity"]._open([vals])
        self.write({"sanbao_nonconformity_id": nonconformity.id})

    def _sanbao_rechecked_sheet(self):
        """The nonconformity whose repaired goods were inspected again, if any."""
        return self.sanbao_move_id.sanbao_nonconformity_id

    def _sanbao_answer_recheck(self):
        """Repaired goods of a nonconformity: its sheet learns how they did, once all of
        them are decided (QLT-12; engine)."""
        sheet = self._sanbao_rechecked_sheet()
        if not sheet or not sheet._awaits_recheck():
            return
        siblings = self.search([("sanbao_move_id", "=", self.sanbao_move_id.id)])
        if all(inspection.state in DECIDED for inspection in siblings):
            passed = all(inspection.state == SUCCESS for inspection in siblings)
            sheet._record_recheck(passed, book=False)

    def _sanbao_supplier(self):
        return (
            self.sanbao_partner_id
            if self.sanbao_kind == "incoming"
            else self.env["res.partner"]
        )

    def _sanbao_note_rejected(self, quantity):
        """The move that brought the goods knows how much of it was rejected."""
        self.sanbao_move_id._sanbao_add_rejected(quantity)

    def _sanbao_tell_purchasing(self):
        """The buyer learns at once what failed."""
        order = self.sanbao_move_id.purchase_line_id.order_id
        if not order or not self.env["sanbao.rule"]._is_on("STK-11", self.company_id):
            return
        note = self.env._(
            "%(inspection)s: %(quantity)g %(unit)s rejected. %(defects)s",
            inspection=self.display_name,
            quantity=self.sanbao_rejected_qty,
            unit=self.sanbao_uom_id.name,
            defects=self.sanbao_defect_note or "",
        )
        order._sanbao_tell_buyer(note)
        self.sanbao_told_at = fields.Datetime.now()
