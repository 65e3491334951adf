from odoo import api, models

from odoo.addons.sanbao_approval.engine import as_engine

from .scoring import share


class SanbaoSupplierEvaluation(models.Model):
    """From the figures of a period to scores (PUR-07)."""

    _inherit = "sanbao.supplier.evaluation"

    @api.model
    def _measures(self):
        """``{measure of a criterion: (method, kinds of figures)}``. The method takes a
        function that gives the quantity of a kind, and answers a score or None."""
        return {
            "accepted": ("_measure_accepted", ("received", "returned")),
            "on_time": ("_measure_on_time", ("received", "late")),
            "reliable": ("_measure_reliable", ("received", "complaint")),
            "durable": (
                "_measure_durable",
                ("received", "warranty", "old_supplier", "old_other"),
            ),
        }

    @api.model
    def _measure_accepted(self, quantity):
        received = quantity("received")
        return share(received - quantity("returned"), received)

    @api.model
    def _measure_on_time(self, quantity):
        received = quantity("received")
        return share(received - quantity("late"), received)

    @api.model
    def _measure_reliable(self, quantity):
        received = quantity("received")
        return share(received - quantity("complaint"), received)

    @api.model
    def _measure_durable(self, quantity):
        """What failed under warranty, but for what was not the supplier's fault."""
        received = quantity("received")
        failed = max(quantity("warranty") - quantity("old_other"), 0)
        return share(received - max(failed, quantity("old_supplier")), received)

    # === Refreshing ===

    def _refresh(self):
        """Read figures and scores again, for open evaluations, in batches."""
        groups = self.grouped(lambda e: (e.company_id, e.date_from, e.date_to))
        for evaluations in groups.values():
            found = evaluations._gather()
            evaluations._store_figures(found)
            evaluations._store_scores(found)

    def _store_figures(self, found):
        as_engine(self.fact_ids).unlink()
        as_engine(self.env["sanbao.supplier.evaluation.fact"]).create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "kind": kind,
                    "quantity": quantity,
                    "record_ids": ids,
                }
                for evaluation in self
                for kind, (quantity, ids) in found.get(evaluation.id, {}).items()
            ]
        )
        delivered = self.filtered(
            lambda e: found.get(e.id, {}).get("received", [0])[0] > 0
        )
        as_engine(delivered).write({"has_deliveries": True})
        as_engine(self - delivered).write({"has_deliveries": False})

    def _store_scores(self, found):
        facts = self.env["sanbao.supplier.evaluation.fact"]
        labels = dict(facts._fields["kind"]._description_selection(self.env))
        for evaluation in self:
            figures = found.get(evaluation.id, {})
            for line in as_engine(evaluation).line_ids:
                line.write(self._score_vals(line, figures, labels))

    def _score_vals(self, line, figures, labels):
        method, kinds = self._measures().get(line.measure, (None, ()))
        score = method and getattr(self, method)(
            lambda kind: figures.get(kind, [0.0])[0]
        )
        has_data = method is not None and score is not None
        vals = {
            "has_data": has_data,
            "system_score": score or 0.0,
            "basis": ", ".join(
                f"{labels[kind]}: {figures[kind][0]:g}"
                for kind in kinds
                if kind in figures
            ),
        }
        if not line.corrected_by_id:
            vals |= {"score": score or 0.0, "is_scored": has_data}
        return vals
