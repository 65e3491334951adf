from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .. import statistics
from .sanbao_forecast import SUBMITTED

RULE = "PUR-13"


class SanbaoForecast(models.Model):
    """After the period: what was really needed, and how far the forecast was (PUR-13)."""

    _inherit = "sanbao.forecast"

    measured_at = fields.Datetime(string="Compared on", readonly=True, copy=False)
    error_rate = fields.Float(
        string="Error (WAPE, %)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Sum of the differences, up or down, in percent of what was needed.",
    )
    bias_rate = fields.Float(
        string="Bias (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Above zero: too much was forecast; below: too little.",
    )
    has_accuracy = fields.Boolean(
        readonly=True, copy=False, help="Something was needed in the period."
    )

    @api.model
    def _cron_measure(self):
        """Compare the submitted forecasts of periods that ended, once each."""
        cron = self.env["ir.cron"]
        waiting = self._to_measure()
        left = len(waiting)
        for forecast in waiting:
            forecast._measure()
            left -= 1
            if not cron._commit_progress(1, remaining=left):
                break

    @api.model
    def _to_measure(self):
        ended = self.browse()
        for company in self.env["res.company"].search([("active", "=", True)]):
            if self.env["sanbao.rule"]._is_on(RULE, company):
                ended |= self.search(
                    [
                        ("company_id", "=", company.id),
                        ("state", "=", SUBMITTED),
                        ("measured_at", "=", False),
                        ("date_to", "<", company_today(company)),
                    ]
                )
        return ended

    def action_measure(self):
        """Compare with what was needed, again too: late bookings count then."""
        self.check_access("read")
        self._check_head()
        claim(self)
        for forecast in self:
            if forecast.state != SUBMITTED or not forecast.has_ended:
                raise UserError(
                    self.env._(
                        "%(forecast)s: only submitted forecasts of periods that ended "
                        "are compared.",
                        forecast=forecast.display_name,
                    )
                )
        self._measure()
        return True

    def _measure(self):
        for forecast in as_engine(self):
            actual = self.env["sanbao.demand"]._total(
                None,
                forecast.date_from,
                forecast.date_to,
                forecast.company_id,
                forecast.side,
            )
            forecast._add_unforeseen(actual)
            lines = forecast.line_ids
            for line in lines:
                line._write_actual(actual.get(line.product_id.id, 0.0))
            error, bias = statistics.wape(
                [(line.quantity, line.actual) for line in lines]
            )
            forecast.write(
                {
                    "measured_at": fields.Datetime.now(),
                    "error_rate": error or 0.0,
                    "bias_rate": bias or 0.0,
                    "has_accuracy": error is not None,
                }
            )

    def _add_unforeseen(self, actual):
        """Parts that were needed and that nobody forecast count as forecast zero."""
        self.ensure_one()
        missing = sorted(set(actual) - set(self.line_ids.product_id.ids))
        self.line_ids.create(
            [
                {
                    "forecast_id": self.id,
                    "product_id": product_id,
                    "computed": True,
                    "entered": True,
                    "unforeseen": True,
                    "method": statistics.NONE,
                }
                for product_id in missing
            ]
        )

    # === Form 44 ===

    def _form_lines(self):
        """What is printed: parts of which something is expected or was needed."""
        self.ensure_one()
        return self.line_ids.filtered(
            lambda line: (
                line.quantity or line.actual or line.proposal or not line.entered
            )
        )

    def _form_accuracy(self, record):
        """One minus the error, as text; the same for a line and for the whole."""
        known = record.actual > 0 if "actual" in record else self.has_accuracy
        return f"{max(100 - record.error_rate, 0):.0f}%" if known else ""


class SanbaoForecastLine(models.Model):
    _inherit = "sanbao.forecast.line"

    measured = fields.Boolean(readonly=True, index=True)
    unforeseen = fields.Boolean(
        string="Not forecast",
        readonly=True,
        help="The part was needed in the period and was in no forecast.",
    )
    actual = fields.Float(readonly=True, digits="Product Unit")
    missed = fields.Float(
        string="Difference",
        readonly=True,
        digits="Product Unit",
        help="How far the forecast was from what was needed, up or down.",
    )
    surplus = fields.Float(
        string="Forecast too much",
        readonly=True,
        digits="Product Unit",
        help="Forecast minus needed: above zero too much, below too little.",
    )
    proposal_missed = fields.Float(
        string="Difference of the proposal", readonly=True, digits="Product Unit"
    )
    error_rate = fields.Float(
        string="Error (WAPE, %)",
        compute="_compute_rates",
        store=True,
        aggregator="avg",
        help="Of several lines: the sum of the differences over the sum needed.",
    )
    bias_rate = fields.Float(
        string="Bias (%)", compute="_compute_rates", store=True, aggregator="avg"
    )

    @api.depends("missed", "surplus", "actual")
    def _compute_rates(self):
        for line in self:
            share = 100.0 / line.actual if line.actual > 0 else 0.0
            line.error_rate = line.missed * share
            line.bias_rate = line.surplus * share

    def _write_actual(self, actual):
        self.ensure_one()
        self.write(
            {
                "measured": True,
                "actual": actual,
                "missed": abs(self.quantity - actual),
                "surplus": self.quantity - actual,
                "proposal_missed": abs(self.proposal - actual),
            }
        )

    def _read_group_select(self, aggregate_spec, query):
        """Rates of several lines are weighted by what was needed, never averaged."""
        tops = {"error_rate:avg": "missed", "bias_rate:avg": "surplus"}
        if aggregate_spec not in tops:
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100.0 * SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, tops[aggregate_spec], query),
            self._field_to_sql(self._table, "actual", query),
        )
