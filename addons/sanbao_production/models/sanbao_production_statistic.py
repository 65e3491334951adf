from collections import defaultdict

from odoo import api, fields, models

FIGURES = ("planned", "good", "defective", "problems", "nonconforming")


class SanbaoProductionStatistic(models.Model):
    """A product's line in the monthly statistics: frozen, nobody writes it (QLT-18)."""

    _name = "sanbao.production.statistic"
    _description = "Production statistics"
    _order = "date_from desc, product_id, id"
    _rec_name = "product_id"
    _check_company_auto = True

    run_id = fields.Many2one(
        "sanbao.report.run",
        string="Report",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    date_from = fields.Date(related="run_id.date_from", store=True, index=True)
    date_to = fields.Date(related="run_id.date_to", store=True)
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="restrict"
    )
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    planned = fields.Float(readonly=True, digits="Product Unit")
    good = fields.Float(string="Produced Good", readonly=True, digits="Product Unit")
    defective = fields.Float(readonly=True, digits="Product Unit")
    plan_rate = fields.Float(string="Plan Reached (%)", readonly=True, aggregator=None)
    pass_rate = fields.Float(string="Passed (%)", readonly=True, aggregator=None)
    problems = fields.Integer(string="Process Problems", readonly=True)
    nonconforming = fields.Integer(string="Nonconformity Sheets", readonly=True)

    _run_product_unique = models.UniqueIndex(
        "(run_id, product_id)", "This product is in the report already."
    )

    @api.model
    def _take(self, run):
        """Count the period of a report, once; what was counted stays.

        Quantities are those for the plan: records without it are earlier work steps.
        """
        # The figures of a company are the same whoever prepares the report.
        rows = self.sudo()
        if rows.search_count([("run_id", "=", run.id)], limit=1):
            return
        rows.create(
            [
                {
                    "run_id": run.id,
                    "product_id": product.id,
                    "uom_id": product.uom_id.id,
                    **figures,
                    "plan_rate": self._percent(figures["good"], figures["planned"]),
                    "pass_rate": self._percent(
                        figures["good"], figures["good"] + figures["defective"]
                    ),
                }
                for product, figures in self._count(run).items()
            ]
        )

    @api.model
    def _percent(self, part, whole):
        return 100.0 * part / whole if whole else 0.0

    @api.model
    def _count(self, run):
        """``{product: {figure: number}}`` of the period of a report."""
        figures = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
        for model, date, domain, names, measures in (
            (
                "sanbao.production.plan.line",
                "date_due",
                [("state", "!=", "draft")],
                ("planned",),
                ("quantity:sum",),
            ),
            (
                "sanbao.production.output",
                "date",
                [("state", "=", "confirmed"), ("plan_line_id", "!=", False)],
                ("good",),
                ("quantity_good:sum",),
            ),
            (
                "sanbao.production.output",
                "date",
                [("state", "=", "confirmed")],
                ("defective",),
                ("quantity_defect:sum",),
            ),
            (
                "sanbao.process.problem",
                "date",
                [("product_id", "!=", False)],
                ("problems",),
                ("__count",),
            ),
            (
                "sanbao.nonconformity",
                "date",
                [("source", "=", "process"), ("state", "!=", "cancelled")],
                ("nonconforming",),
                ("__count",),
            ),
        ):
            period = [
                ("company_id", "=", run.company_id.id),
                (date, ">=", run.date_from),
                (date, "<=", run.date_to),
            ]
            # As in _take.
            found = (
                self.env[model]
                .sudo()
                ._read_group(period + domain, ["product_id"], list(measures))
            )
            for product, *values in found:
                figures[product].update(zip(names, values, strict=True))
        return figures
