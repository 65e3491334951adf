import logging

from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .. import periods, statistics
from .sanbao_demand import AFTER_SALES
from .sanbao_forecast import SUBMITTED

_logger = logging.getLogger(__name__)

# Lines of one commit: a few seconds of work.
BATCH = 250
# New lines of one commit.
NEW = 1000


class SanbaoForecast(models.Model):
    """The background run: the parts of a forecast, and what is known of each (PUR-12).

    What is still to do stands in the database: forecasts that wait, lines that are not
    computed. So a run that was stopped goes on where it was, and a second one at once
    finds nothing to do.
    """

    _inherit = "sanbao.forecast"

    def _trigger_run(self):
        if self:
            # Everybody who may write a forecast starts its run.
            self.env.ref("sanbao_forecast.ir_cron_compute").sudo()._trigger()

    def _run_domain(self):
        return [
            ("state", "!=", SUBMITTED),
            "|",
            ("run_state", "!=", "done"),
            ("line_ids", "any", [("computed", "=", False)]),
        ]

    @api.model
    def _cron_compute(self):
        """Compute what waits, in committed batches; progress shows on the forecast."""
        cron = self.env["ir.cron"]
        while forecast := self.search(self._run_domain(), order="id", limit=1):
            done, left = as_engine(forecast)._run_batch()
            if not cron._commit_progress(done, remaining=left):
                break

    def _run_all(self):
        """The whole run at once, without commits: for small forecasts and tests."""
        for forecast in as_engine(self):
            claim(forecast)
            while forecast.filtered_domain(forecast._run_domain()):
                forecast._run_batch()

    def _run_batch(self):
        """Do one batch. :return: lines done, and lines left of this forecast"""
        self.ensure_one()
        if self.run_state == "waiting" and (made := self._add_parts()):
            return made, made
        lines = self.env["sanbao.forecast.line"]
        domain = [("forecast_id", "=", self.id), ("computed", "=", False)]
        batch = lines.search(domain, order="id", limit=BATCH)
        batch._compute_figures()
        left = lines.search_count(domain)
        if not left:
            self.write({"run_state": "done", "figures_at": fields.Datetime.now()})
        return len(batch), left

    def _add_parts(self):
        """Add up to ``NEW`` parts that belong into the forecast and are not there.

        :return: how many; 0 when all are there and computing can begin
        """
        month = periods.month_start(min(company_today(self.company_id), self.date_from))
        self.history_to = fields.Date.subtract(month, days=1)
        missing = sorted(self._wanted_parts() - set(self.line_ids.product_id.ids))[:NEW]
        if missing:
            self.line_ids.create(
                [{"forecast_id": self.id, "product_id": part} for part in missing]
            )
        else:
            self.run_state = "running"
        return len(missing)

    def _wanted_parts(self):
        """Ids of the parts with demand of this side, a minimum, or critical ones."""
        company = self.company_id
        demand = self.env["sanbao.demand"]
        months = self._months_known()
        needed = demand._total(
            None, months[0], self.history_to, company, side=self.side
        )
        wanted = set(needed)
        of_company = [
            ("company_id", "=", company.id),
            ("product_id", "any", demand._part_domain(company)),
        ]
        if self.side == AFTER_SALES:
            critical = self.env["sanbao.critical.part"].search(of_company)
            wanted |= set(critical.product_id.ids)
        products = self.env["product.product"].browse(wanted)
        return set(products.filtered("active").ids)

    def _months_known(self):
        """First days of the months that the statistics read, oldest first."""
        self.ensure_one()
        count = self.env["sanbao.parameter"]._get(
            "forecast_statistics_months", self.company_id
        )
        return periods.months_back(self.history_to, max(count, self._months_shown()))

    def _months_shown(self):
        self.ensure_one()
        return max(
            self.env["sanbao.parameter"]._get(
                "forecast_history_months", self.company_id
            ),
            1,
        )


class SanbaoForecastLine(models.Model):
    _inherit = "sanbao.forecast.line"

    def _compute_figures(self):
        """Write what is known of these parts and the proposal; lines of one forecast."""
        if not self:
            return
        forecast = self.forecast_id
        company = forecast.company_id
        demand = self.env["sanbao.demand"]
        parts = self.product_id
        months = forecast._months_known()
        shown = forecast._months_shown()
        similar = parts.sanbao_forecast_like_id
        history = demand._monthly(parts | similar, months, company, forecast.side)
        stock = demand._stock(parts, company)
        fleet = {}
        if self.env["sanbao.rule"]._is_on("PUR-24", company):
            fleet = demand._fleet(parts, months[-shown:], company)
        for line in self:
            part = line.product_id
            facts = {
                "history": history[part.id],
                "like": history.get(part.sanbao_forecast_like_id.id),
                "fleet": fleet.get(part.id),
            }
            line.write(
                line._prepare_history(facts["history"], shown)
                | line._prepare_stock(stock[part.id], facts["fleet"])
                | line._prepare_proposal(**facts)
            )

    def _ahead(self):
        """``(months from the last known one to the period, months of the period)``."""
        forecast = self.forecast_id
        ahead = periods.months_between(forecast.history_to, forecast.date_from)
        length = periods.months_between(forecast.date_from, forecast.date_to) + 1
        return max(ahead, 1), length

    def _prepare_history(self, history, shown):
        ahead, length = self._ahead()
        growth = statistics.trend(history[-shown:], max(shown // 2, 1))
        return {
            "computed": True,
            "history": history,
            "average": sum(history[-shown:]) / shown,
            "last_three": sum(history[-3:]),
            "last_year": statistics.same_months_last_year(history, ahead, length),
            "trend": growth or 0.0,
            "has_trend": growth is not None,
        }

    def _prepare_stock(self, stock, fleet):
        return {
            "on_hand": stock.on_hand,
            "reserved": stock.reserved,
            "on_order": stock.on_order,
            "minimum": stock.minimum,
            "repair_qty": fleet.replaced if fleet else 0.0,
            "unit_count": fleet.units if fleet else 0,
            "failure_rate": fleet.rate if fleet else 0.0,
        }

    def _prepare_proposal(self, history, like, fleet):
        """The proposal by the first way that has enough data, and which way that was."""
        ahead, length = self._ahead()
        proposal = statistics.propose(history, ahead, length)
        if proposal.method in (statistics.NONE, statistics.AVERAGE):
            proposal = self._stand_in(proposal, like, fleet, ahead, length)
        return {
            "method": proposal.method,
            "proposal": proposal.quantity,
            "proposal_low": proposal.low,
            "proposal_high": proposal.high,
        }

    def _stand_in(self, own, like, fleet, ahead, length):
        """For parts with little history: a similar part, the fleet, else what there is."""
        if like:
            other = statistics.propose(like, ahead, length)
            if other.method not in (statistics.NONE, statistics.AVERAGE):
                return other._replace(method="similar")
        if fleet and fleet.rate and self.side == AFTER_SALES:
            quantity = fleet.units * fleet.rate * length / 12.0
            return statistics.Proposal("fleet", quantity, quantity, quantity)
        if own.method == statistics.NONE and self._is_old():
            return own._replace(method=statistics.ZERO)
        return own

    def _is_old(self):
        """Whether the part was there all the months that are shown."""
        months = periods.months_back(
            self.forecast_id.history_to, self.forecast_id._months_shown()
        )
        # The age of a part is no secret.
        return self.product_id.sudo().create_date.date() < months[0]
