from odoo import api, fields, models

from odoo.addons.sanbao_base.counting import Counted, fill_counts

from .qc_inspection import DECIDED, OPEN, SUCCESS

STATES = [
    ("none", "Not inspected"),
    ("pending", "Pending inspection"),
    ("passed", "Passed"),
    ("failed", "Failed"),
]


class StockLot(models.Model):
    """Whether a lot passed its inspections."""

    _inherit = "stock.lot"

    sanbao_inspection_ids = fields.One2many(
        "qc.inspection", "sanbao_lot_id", string="Inspections"
    )
    sanbao_quality = fields.Selection(
        selection=STATES, string="Quality", compute="_compute_sanbao_quality"
    )

    sanbao_certificate_count = fields.Integer(
        string="Number of Certificates", compute="_compute_sanbao_certificate_count"
    )

    def _compute_sanbao_certificate_count(self):
        fill_counts(
            self,
            [
                Counted(
                    "sanbao_certificate_count",
                    self.env["sanbao.quality.certificate"],
                    "lot_id",
                )
            ],
        )

    @api.depends("sanbao_inspection_ids.state")
    def _compute_sanbao_quality(self):
        states = self._sanbao_quality_states()
        for lot in self:
            lot.sanbao_quality = states.get(lot._origin.id, "none")

    def _sanbao_quality_state(self):
        """``none``, ``pending`` (an inspection waits), ``passed`` or ``failed`` (by the
        latest verdict) of one lot."""
        self.ensure_one()
        return self._sanbao_quality_states().get(self._origin.id, "none")

    def _sanbao_quality_states(self):
        """``{lot id: state}`` in one query; lots without inspection are left out."""
        # Whether a lot passed shows to whoever sees the lot.
        inspections = (
            self.env["qc.inspection"]
            .sudo()
            .search_fetch(
                [("sanbao_lot_id", "in", self.ids), ("state", "in", (*OPEN, *DECIDED))],
                ["sanbao_lot_id", "state"],
                order="date_done, id",
            )
        )
        states = {}
        for inspection in inspections:
            lot_id = inspection.sanbao_lot_id.id
            if inspection.state in OPEN:
                states[lot_id] = "pending"
            elif states.get(lot_id) != "pending":
                passed = inspection.state == SUCCESS
                states[lot_id] = "passed" if passed else "failed"
        return states

    def _sanbao_quality_day(self):
        """The day of the latest verdict on the lot, as its label says it."""
        self.ensure_one()
        # A label says when the lot was inspected, whoever prints it.
        inspections = self.env["qc.inspection"].sudo()
        latest = inspections.search(
            [("sanbao_lot_id", "=", self.id), ("state", "in", DECIDED)],
            order="date_done desc, id desc",
            limit=1,
        )
        return latest._form_day(latest.date_done) if latest else ""

    def action_sanbao_view_inspections(self):
        """The inspections of this lot."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_quality.qc_inspection_action"
        )
        return dict(action, domain=[("sanbao_lot_id", "=", self.id)], context={})

    def action_sanbao_view_certificates(self):
        """The certificates of this lot."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_quality.sanbao_quality_certificate_action"
        )
        return dict(action, domain=[("lot_id", "=", self.id)], context={})
