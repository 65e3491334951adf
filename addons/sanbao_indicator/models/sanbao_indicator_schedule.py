import logging

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.local_time import company_today

from .. import periods

_logger = logging.getLogger(__name__)


class SanbaoIndicator(models.Model):
    """Measuring by the clock: every day the running period, once the ended one."""

    _inherit = "sanbao.indicator"

    @api.model
    def _cron_measure(self):
        """Freeze the periods that ended, measure the running ones; once a day each."""
        cron = self.env["ir.cron"]
        todo = self._pairs_to_measure()
        left = len(todo)
        for indicator, company in todo:
            indicator._measure_day(company)
            left -= 1
            if not cron._commit_progress(1, remaining=left):
                break

    def _pairs_to_measure(self):
        """Indicator and company where the running period was not measured today."""
        values = self.env["sanbao.indicator.value"]
        pairs = []
        for company in self.env["res.company"].search([("active", "=", True)]):
            today = company_today(company)
            rows = values.search(
                [("company_id", "=", company.id), ("date_to", ">=", today)]
            )
            done = rows.filtered(
                lambda row, company=company, today=today: (
                    values._day_of(row.measured_at, company) == today
                )
            ).indicator_id
            pairs += [
                (indicator, company)
                for indicator in self.search([("active", "=", True)]) - done
                if indicator._is_in_force(company)
            ]
        return pairs

    def _is_in_force(self, company):
        rule = self.rule_id
        return not rule or self.env["sanbao.rule"]._is_on(rule.code, company)

    def _measure_day(self, company):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._freeze_ended(company)
                today = company_today(company)
                self._take_period(periods.period_of(today, self.period), company)
        except (KeyError, ValueError, UserError):
            # One definition that no longer fits must not stop all the others.
            _logger.exception("Indicator %s cannot be measured", self.code)

    def _freeze_ended(self, company):
        """Freeze the period that ended last and whatever was left open before."""
        values = self.env["sanbao.indicator.value"]
        today = company_today(company)
        open_rows = values.search(
            [
                ("indicator_id", "=", self.id),
                ("company_id", "=", company.id),
                ("date_to", "<", today),
                ("frozen", "=", False),
            ]
        )
        ended = {(row.date_from, row.date_to): row.period for row in open_rows}
        ended[periods.last_period(today, self.period)] = self.period
        for bounds, unit in ended.items():
            values._take(self, *bounds, company, period=unit, freeze=True)

    def _take_period(self, bounds, company):
        return self.env["sanbao.indicator.value"]._take(self, *bounds, company)

    def action_measure(self):
        """Measure the running period of the current company now; only managers."""
        values = self.env["sanbao.indicator.value"]
        values._check_manager()
        today = company_today(self.env.company)
        for indicator in self:
            bounds = periods.period_of(today, indicator.period)
            indicator._take_period(bounds, self.env.company)
        return self.action_view_values() if len(self) == 1 else True
