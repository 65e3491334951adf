from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sanbao_base.local_time import company_today

from .. import periods


class SanbaoReportDefinition(models.Model):
    """A report that the rules ask for: period, figures, who makes it, when it is due."""

    _name = "sanbao.report.definition"
    _description = "Periodic report"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Usually the rule's code, e.g. RPT-03")
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    rule_id = fields.Many2one("sanbao.rule", index="btree_not_null")
    period = fields.Selection(selection=periods.UNITS, required=True, default="month")
    cut_off_parameter_id = fields.Many2one(
        comodel_name="sanbao.parameter",
        string="First day of the month",
        domain="[('type', '=', 'integer')]",
        help="Day on which the data month begins, e.g. 25: from the 25th to the 24th. "
        "Empty: calendar months.",
    )
    due_parameter_id = fields.Many2one(
        comodel_name="sanbao.parameter",
        string="Due",
        required=True,
        domain="[('type', 'in', ('integer', 'days'))]",
        help="A whole number is a day of a month: the first such day after the period. "
        "Days are counted from the end of the period.",
    )
    indicator_ids = fields.Many2many("sanbao.indicator", string="Figures")
    preparer_group_id = fields.Many2one("res.groups", string="Prepared by")
    reviewer_group_id = fields.Many2one("res.groups", string="Reviewed by")
    reader_group_ids = fields.Many2many(
        comodel_name="res.groups",
        string="Sent to",
        help="Roles that read it besides those that make it.",
    )
    run_ids = fields.One2many("sanbao.report.run", "definition_id")

    _code_unique = models.Constraint(
        "UNIQUE (code)", "There is already a periodic report with this code."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for definition in self:
            definition.display_name = f"{definition.code} {definition.name}"

    @api.constrains("cut_off_parameter_id", "due_parameter_id")
    def _check_parameters(self):
        for definition in self:
            cut_off = definition.cut_off_parameter_id
            right = not cut_off or cut_off.type == "integer"
            if not right or definition.due_parameter_id.type not in ("integer", "days"):
                raise ValidationError(
                    self.env._(
                        "%(report)s: the first day must be a whole number, the due date "
                        "a whole number or days.",
                        report=definition.display_name,
                    )
                )

    # === Dates ===

    def _first_day(self, company):
        parameter = self.cut_off_parameter_id
        if not parameter:
            return 1
        return max(1, self.env["sanbao.parameter"]._get(parameter.code, company))

    def _due_date(self, date_to, company):
        """Until when the report on a period is to be issued."""
        self.ensure_one()
        parameter = self.due_parameter_id
        value = self.env["sanbao.parameter"]._get(parameter.code, company)
        if parameter.type == "days":
            return date_to + timedelta(days=value)
        return periods.first_after(date_to, max(1, value))

    def _ended_periods(self, company):
        """Ended periods without report: since the last report, or only the last one."""
        self.ensure_one()
        today = company_today(company)
        first_day = self._first_day(company)
        runs = self.env["sanbao.report.run"]
        domain = [("definition_id", "=", self.id), ("company_id", "=", company.id)]
        last = runs.search(domain, order="date_to desc", limit=1)
        if not last:
            return [periods.last_period(today, self.period, first_day)]
        ended = []
        start = last.date_to + timedelta(days=1)
        end = periods.period_of(start, self.period, first_day)[1]
        while end < today:
            ended.append((start, end))
            start = end + timedelta(days=1)
            end = periods.period_of(start, self.period, first_day)[1]
        return ended

    # === Runs ===

    def _create_runs(self, company):
        """Create the reports that are not there yet; twice gives nothing new."""
        self.ensure_one()
        # Reports are made by the calendar; nobody has a right to create them.
        runs = self.env["sanbao.report.run"].sudo()
        return runs.create(
            [
                {
                    "definition_id": self.id,
                    "company_id": company.id,
                    "date_from": date_from,
                    "date_to": date_to,
                    "due_date": self._due_date(date_to, company),
                }
                for date_from, date_to in self._ended_periods(company)
            ]
        )

    @api.model
    def _cron_create_runs(self):
        """Create the reports whose period has ended, in every company."""
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].search([("active", "=", True)])
        definitions = self.search([("active", "=", True)])
        left = len(definitions)
        for definition in definitions:
            for company in companies:
                rule = definition.rule_id
                if not rule or self.env["sanbao.rule"]._is_on(rule.code, company):
                    definition._create_runs(company)
            left -= 1
            if not cron._commit_progress(1, remaining=left):
                break

    def action_view_runs(self):
        """Open the reports made so far."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_indicator.sanbao_report_run_action"
        )
        return dict(action, domain=[("definition_id", "=", self.id)], context={})
