from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import is_engine
from odoo.addons.sanbao_base.local_time import company_today

from .. import periods
from .sanbao_demand import AFTER_SALES, SALES, SIDES

DRAFT = "draft"
SUBMITTED = "submitted"
# What people type; everything else is computed or written by the steps.
FREE = {"note", "line_ids", "user_id"}
FREE |= {"activity_ids", "message_follower_ids", "message_main_attachment_id"}
PROTECTED = ("state", "run_state", "history_to", "figures_at")
PROTECTED += ("prepared_by_id", "prepared_at", "submitted_by_id", "submitted_at")
ROLE_OF_SIDE = {SALES: "sm", AFTER_SALES: "asm"}
STAFF_OF_SIDE = {SALES: "sr", AFTER_SALES: "as"}


class SanbaoForecast(models.Model):
    """配件需求预测表, Form 44: what one side expects to need in a period (PUR-11).

    Opened by the clock for sales and after-sales alike. Its steps are in
    ``sanbao_forecast_steps``, the background run in ``sanbao_forecast_run``, the
    comparison with what was really needed in ``sanbao_forecast_accuracy``.
    """

    _name = "sanbao.forecast"
    _description = "Demand forecast"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "sanbao.numbered.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "date_from desc, side, id desc"
    _rec_names_search = ["name", "period_name"]
    _check_company_auto = True

    name = fields.Char(string="Forecast no.")
    side = fields.Selection(
        selection=SIDES, string="Department", required=True, default=SALES
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="Period from",
        required=True,
        default=lambda self: self._next_period(self.env.company),
        help="Any day of the period; the period begins with its month.",
    )
    date_to = fields.Date(
        string="Period to",
        compute="_compute_period",
        store=True,
        precompute=True,
        index=True,
    )
    period_name = fields.Char(
        string="Period", compute="_compute_period", store=True, precompute=True
    )
    due_date = fields.Date(
        string="Due", compute="_compute_period", store=True, precompute=True
    )
    state = fields.Selection(
        selection=[
            (DRAFT, "Draft"),
            ("prepared", "Prepared"),
            (SUBMITTED, "Submitted"),
        ],
        required=True,
        default=DRAFT,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("sanbao.forecast.line", "forecast_id", string="Parts")
    line_count = fields.Integer(string="Number of parts", compute="_compute_progress")
    open_count = fields.Integer(
        string="Without figure",
        compute="_compute_progress",
        help="Parts for which no figure was entered and no proposal adopted.",
    )
    progress = fields.Integer(
        string="Computed (%)", compute="_compute_progress", aggregator=None
    )
    note = fields.Text(string="Remarks")

    # === Background run ===
    run_state = fields.Selection(
        selection=[("waiting", "Waiting"), ("running", "Running"), ("done", "Done")],
        string="Figures",
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
        index=True,
    )
    history_to = fields.Date(
        string="History until",
        readonly=True,
        copy=False,
        help="Last day of the last full month that the proposals know.",
    )
    figures_at = fields.Datetime(
        string="Figures as of",
        readonly=True,
        copy=False,
        help="When stock, orders and history were read; after submission they stay.",
    )

    # === Who and when ===
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    prepared_at = fields.Datetime(string="Prepared on", readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_at = fields.Datetime(string="Submitted on", readonly=True, copy=False)

    _period_unique = models.Constraint(
        "UNIQUE (company_id, side, date_from)",
        "There is already a forecast of this department for this period. Open it in "
        "the list of forecasts.",
    )

    # === Computed fields ===

    @api.model
    def _interval(self, company):
        return max(self.env["sanbao.parameter"]._get("forecast_interval", company), 1)

    @api.model
    def _next_period(self, company):
        """First day of the period that comes next in the company."""
        interval = self._interval(company)
        current = periods.period_start(company_today(company), interval)
        return fields.Date.add(periods.period_end(current, interval), days=1)

    @api.depends("date_from", "company_id")
    def _compute_period(self):
        get = self.env["sanbao.parameter"]._get
        for forecast in self:
            if not forecast.date_from:
                forecast.date_to = forecast.due_date = forecast.period_name = False
                continue
            company = forecast.company_id or self.env.company
            interval = self._interval(company)
            start = periods.month_start(forecast.date_from)
            forecast.date_to = periods.period_end(start, interval)
            forecast.period_name = periods.label(start, interval)
            forecast.due_date = fields.Date.subtract(
                start, days=get("forecast_due_days", company)
            )

    @api.depends("side", "company_id")
    def _compute_user_id(self):
        for forecast in self:
            company = forecast.company_id or self.env.company
            role = ROLE_OF_SIDE[forecast.side or SALES]
            forecast.user_id = self.env["sanbao.demand"]._first_of(role, company)

    @api.depends("period_name", "side", "name")
    def _compute_display_name(self):
        sides = dict(self._fields["side"]._description_selection(self.env))
        for forecast in self:
            words = (forecast.name, forecast.period_name, sides.get(forecast.side))
            forecast.display_name = " ".join(word for word in words if word)

    @api.depends("line_ids.entered", "line_ids.computed", "run_state")
    def _compute_progress(self):
        groups = self.env["sanbao.forecast.line"]._read_group(
            [("forecast_id", "in", self.ids)],
            ["forecast_id", "entered", "computed"],
            ["__count"],
        )
        total, missing, computed = {}, {}, {}
        for forecast, entered, is_computed, count in groups:
            total[forecast.id] = total.get(forecast.id, 0) + count
            if not entered:
                missing[forecast.id] = missing.get(forecast.id, 0) + count
            if is_computed:
                computed[forecast.id] = computed.get(forecast.id, 0) + count
        for forecast in self:
            key = forecast._origin.id
            forecast.line_count = total.get(key, 0)
            forecast.open_count = missing.get(key, 0)
            share = 100 * computed.get(key, 0) // (forecast.line_count or 1)
            forecast.progress = 100 if forecast.run_state == "done" else min(share, 99)

    # === Only the steps write what is not typed ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            typed = FREE | {"side", "company_id", "date_from", "name"}
            refuse_protected(self, [n for n in vals if n not in typed])
            if vals.get("date_from"):
                day = fields.Date.to_date(vals["date_from"])
                company = self.env["res.company"].browse(vals.get("company_id"))
                interval = self._interval(company or self.env.company)
                vals["date_from"] = periods.period_start(day, interval)
        clean = without_computed_defaults(self, PROTECTED)
        forecasts = super(SanbaoForecast, clean).create(vals_list).with_env(self.env)
        forecasts._expect()
        forecasts._trigger_run()
        return forecasts

    def write(self, vals):
        refuse_protected(self, [name for name in vals if name not in FREE])
        if not is_engine(self.env) and {"note", "line_ids", "user_id"} & vals.keys():
            self._require_open()
        result = super().write(vals)
        if "user_id" in vals:
            self._hand_over()
        return result

    def _require_open(self):
        frozen = self.filtered(lambda forecast: forecast.state == SUBMITTED)
        if frozen:
            raise UserError(
                self.env._(
                    "%(forecast)s is submitted: its figures do not change any more. "
                    "The head of the department may take it back before the period "
                    "begins.",
                    forecast=frozen[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_not_submitted(self):
        self._require_open()
