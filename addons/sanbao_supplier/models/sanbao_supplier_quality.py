from odoo import fields, models

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_supplier_evaluation import CLOSED, STANDINGS


class SanbaoSupplier(models.Model):
    """The quality of the supplier as the latest closed evaluation with data says it."""

    _inherit = "sanbao.supplier"

    evaluation_ids = fields.One2many(
        "sanbao.supplier.evaluation", "supplier_id", string="Evaluations"
    )
    evaluation_id = fields.Many2one(
        "sanbao.supplier.evaluation",
        string="Latest evaluation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    has_quality_score = fields.Boolean(
        string="Evaluated", readonly=True, copy=False, help="No: there is no data yet."
    )
    quality_score = fields.Float(
        readonly=True, copy=False, digits=(5, 2), aggregator="avg"
    )
    standing = fields.Selection(
        selection=STANDINGS, readonly=True, copy=False, index=True, tracking=True
    )

    def _take_result(self):
        """Take over the latest closed evaluation that has a score."""
        closed = self.env["sanbao.supplier.evaluation"].search(
            [
                ("supplier_id", "in", self.ids),
                ("state", "=", CLOSED),
                ("has_score", "=", True),
            ],
            order="date_to",
        )
        latest = {evaluation.supplier_id: evaluation for evaluation in closed}
        for supplier, evaluation in latest.items():
            as_engine(supplier).write(
                {
                    "evaluation_id": evaluation.id,
                    "has_quality_score": True,
                    "quality_score": evaluation.score_total,
                    "standing": evaluation.standing,
                }
            )
        self._refresh_rank()

    def _rank_score(self):
        return self.quality_score if self.has_quality_score else super()._rank_score()
