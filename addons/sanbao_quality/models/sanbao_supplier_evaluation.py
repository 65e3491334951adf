from odoo import api, fields, models

from .qc_inspection import DECIDED

REFUSED = "refused"


class SanbaoSupplierEvaluation(models.Model):
    """What inspections and arrival checks found goes into the scores (PUR-07)."""

    _inherit = "sanbao.supplier.evaluation"

    @api.model
    def _sources(self):
        return [*super()._sources(), "_source_inspections", "_source_refused"]

    @api.model
    def _source_inspections(self, period):
        """What incoming inspections rejected, by the day of the verdict."""
        inspections = self.env["qc.inspection"].search_fetch(
            [
                *period.within("date_done"),
                ("sanbao_kind", "=", "incoming"),
                ("state", "in", DECIDED),
                ("sanbao_rejected_qty", ">", 0),
                ("sanbao_partner_id", "in", period.partner_ids),
            ],
            ["sanbao_partner_id", "sanbao_rejected_qty"],
        )
        for inspection in inspections:
            supplier = inspection.sanbao_partner_id
            quantity = inspection.sanbao_rejected_qty
            yield supplier.id, "rejected", quantity, inspection.id

    @api.model
    def _source_refused(self, period):
        """What was refused on arrival."""
        lines = self.env["stock.move.line"].search(
            [
                *period.within("date"),
                ("sanbao_is_rejected", "=", True),
                ("state", "=", "done"),
                (
                    "picking_id.partner_id.commercial_partner_id",
                    "in",
                    period.partner_ids,
                ),
            ]
        )
        for line in lines:
            supplier = line.picking_id.partner_id.commercial_partner_id
            yield supplier.id, REFUSED, line.quantity_product_uom, line.id

    @api.model
    def _measures(self):
        measures = super()._measures()
        method, kinds = measures["accepted"]
        return {**measures, "accepted": (method, (*kinds, "rejected", REFUSED))}

    @api.model
    def _measure_accepted(self, quantity):
        """Received and kept: what went back is mostly what was rejected before, so the
        larger one counts."""
        rejected = quantity("rejected") + quantity(REFUSED)
        returned = max(quantity("returned"), rejected)

        def worse(kind):
            return returned if kind == "returned" else quantity(kind)

        return super()._measure_accepted(worse)


class SanbaoSupplierEvaluationFact(models.Model):
    _inherit = "sanbao.supplier.evaluation.fact"

    kind = fields.Selection(
        selection_add=[
            ("rejected", "Rejected by inspections"),
            (REFUSED, "Refused on arrival"),
        ],
        ondelete={"rejected": "cascade", REFUSED: "cascade"},
    )

    @api.model
    def _models(self):
        return {
            **super()._models(),
            "rejected": "qc.inspection",
            REFUSED: "stock.move.line",
        }
