import json

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .. import periods, statistics

# What a forecaster types.
FREE = {"quantity", "note"}
METHODS = [
    (statistics.SEASONAL_ETS, "Trend and season (AutoETS)"),
    (statistics.ETS, "Level and trend (AutoETS)"),
    (statistics.TSB, "Intermittent demand (TSB)"),
    (statistics.AVERAGE, "Average of few months"),
    ("similar", "From a similar part"),
    ("fleet", "Units in the field × failure rate"),
    (statistics.ZERO, "No demand in the whole history"),
    (statistics.NONE, "No data"),
]


class SanbaoForecastLine(models.Model):
    """A part in a demand forecast: what is known of it, and how much is expected.

    Deliberately without chatter: a forecast has thousands of them.
    """

    _name = "sanbao.forecast.line"
    _description = "Line of a demand forecast"
    _order = "forecast_id desc, product_id, id"
    _check_company_auto = True
    _rec_names_search = ["product_id"]

    forecast_id = fields.Many2one(
        "sanbao.forecast",
        string="Forecast sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="forecast_id.company_id", store=True)
    side = fields.Selection(related="forecast_id.side", store=True)
    date_from = fields.Date(
        related="forecast_id.date_from", string="Period from", store=True, index=True
    )
    period_name = fields.Char(related="forecast_id.period_name", string="Period")
    state = fields.Selection(related="forecast_id.state", store=True)
    product_id = fields.Many2one(
        "product.product",
        string="Part",
        required=True,
        index=True,
        check_company=True,
        domain="[('is_storable', '=', True), ('sanbao_has_archive', '=', False)]",
        ondelete="restrict",
    )
    default_code = fields.Char(related="product_id.default_code", string="Model")
    categ_id = fields.Many2one(related="product_id.categ_id", store=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")

    # === What is known (PUR-12) ===
    computed = fields.Boolean(readonly=True, index=True)
    history = fields.Json(
        readonly=True, prefetch=False, help="Quantities per month, the oldest first."
    )
    average = fields.Float(
        string="Average per month", readonly=True, digits="Product Unit"
    )
    last_three = fields.Float(
        string="Last 3 months", readonly=True, digits="Product Unit"
    )
    last_year = fields.Float(
        string="Same period last year", readonly=True, digits="Product Unit"
    )
    trend = fields.Float(
        string="Trend (%)",
        readonly=True,
        aggregator=None,
        help="The last half of the months shown compared with the half before.",
    )
    has_trend = fields.Boolean(readonly=True)
    repair_qty = fields.Float(
        string="Used in repairs", readonly=True, digits="Product Unit"
    )
    unit_count = fields.Integer(
        string="Units in the field",
        readonly=True,
        help="Delivered units of the models that used this part in repairs (PUR-24).",
    )
    failure_rate = fields.Float(
        string="Per unit and year",
        readonly=True,
        digits=(16, 4),
        aggregator=None,
        help="How much of the part a unit in the field needs in a year.",
    )
    on_hand = fields.Float(readonly=True, digits="Product Unit")
    reserved = fields.Float(readonly=True, digits="Product Unit")
    on_order = fields.Float(readonly=True, digits="Product Unit")
    minimum = fields.Float(string="Minimum stock", readonly=True, digits="Product Unit")

    # === Proposal and figure ===
    method = fields.Selection(selection=METHODS, readonly=True)
    proposal = fields.Float(readonly=True, digits="Product Unit")
    proposal_low = fields.Float(
        string="Low",
        readonly=True,
        digits="Product Unit",
        help="In eight of ten past months the demand lay between low and high.",
    )
    proposal_high = fields.Float(string="High", readonly=True, digits="Product Unit")
    has_proposal = fields.Boolean(compute="_compute_has_proposal", store=True)
    quantity = fields.Float(string="Forecast", digits="Product Unit")
    entered = fields.Boolean(
        string="Figure given",
        readonly=True,
        help="A figure was typed, or the proposal was adopted.",
    )
    deviates = fields.Boolean(
        string="Differs from the proposal",
        compute="_compute_deviates",
        store=True,
        help="Such a figure needs a reason.",
    )
    note = fields.Char(string="Reason")
    other_quantity = fields.Float(
        string="Other department",
        compute="_compute_other_quantity",
        compute_sudo=True,
        digits="Product Unit",
        help="What the other department expects of this part in the same period.",
    )
    graph = fields.Text(compute="_compute_graph")
    may_write = fields.Boolean(related="forecast_id.may_write")

    _part_unique = models.Constraint(
        "UNIQUE (forecast_id, product_id)",
        "This part is already in the forecast. Change its line.",
    )
    _quantity_not_negative = models.Constraint(
        "CHECK (quantity >= 0)", "A forecast cannot be below zero."
    )
    # The next lines of a background run.
    _to_compute_index = models.Index("(forecast_id, id) WHERE computed IS NOT TRUE")

    # === Computed fields ===

    @api.depends("forecast_id", "product_id")
    def _compute_display_name(self):
        for line in self:
            words = (line.forecast_id.display_name, line.product_id.display_name)
            line.display_name = ": ".join(word for word in words if word)

    @api.depends("computed", "method")
    def _compute_has_proposal(self):
        for line in self:
            line.has_proposal = line.computed and line.method != statistics.NONE

    @api.depends("entered", "quantity", "proposal", "has_proposal")
    def _compute_deviates(self):
        for line in self:
            same = line.has_proposal and not line.product_id.uom_id.compare(
                line.quantity, line.proposal
            )
            line.deviates = line.entered and not same

    @api.depends("product_id", "forecast_id")
    def _compute_other_quantity(self):
        domain = [
            ("product_id", "in", self.product_id.ids),
            ("date_from", "in", list(set(self.mapped("date_from")))),
            ("company_id", "in", self.company_id.ids),
            ("entered", "=", True),
        ]
        found = {
            (line.product_id, line.date_from, line.company_id, line.side): line.quantity
            for line in self.search_fetch(domain, ["product_id", "quantity"])
        }
        other = {"sales": "after_sales", "after_sales": "sales"}
        for line in self:
            key = (line.product_id, line.date_from, line.company_id)
            line.other_quantity = found.get((*key, other.get(line.side)), 0.0)

    @api.depends("history", "proposal", "computed")
    def _compute_graph(self):
        for line in self:
            line.graph = json.dumps([line._graph_series()])

    def _graph_series(self):
        self.ensure_one()
        values = []
        if self.computed and self.forecast_id.history_to:
            shown = self.forecast_id._months_shown()
            history = (self.history or [])[-shown:]
            months = periods.months_back(self.forecast_id.history_to, len(history))
            values = [
                {"label": f"{month:%y-%m}", "value": quantity, "type": "past"}
                for month, quantity in zip(months, history, strict=True)
            ]
            expected = {"label": self.period_name, "type": "future"}
            values.append(expected | {"value": round(self.proposal, 2)})
        return {"key": self.env._("Quantity"), "title": "", "values": values}

    # === Only figure and reason are typed ===

    @api.model_create_multi
    def create(self, vals_list):
        if is_engine(self.env):
            return super().create(vals_list)
        typed = FREE | {"forecast_id", "product_id"}
        for vals in vals_list:
            refuse_protected(self, [name for name in vals if name not in typed])
        known = self._known_of_import(vals_list)
        new = [vals for vals, line in zip(vals_list, known, strict=True) if not line]
        for vals in new:
            vals["entered"] = "quantity" in vals
        # Only `entered` is ours here; the typed values were checked above.
        clean = self.with_context(default_computed=False, default_method=False)
        made = iter(super(SanbaoForecastLine, clean).create(new).with_env(self.env))
        lines = self.browse().union(*(line or next(made) for line in known))
        lines.forecast_id._require_open()
        lines.filtered(lambda line: not line.computed).forecast_id._trigger_run()
        return lines

    @api.model
    def get_import_templates(self):
        """The workbook with one example that the import screen of Odoo offers."""
        return [
            {
                "label": self.env._("Import template for forecasts"),
                "template": "/sanbao_forecast/static/xlsx/forecast_import.xlsx",
            }
        ]

    def _known_of_import(self, vals_list):
        """For each row the line that it means: an import of figures (a sheet with
        forecast, part and figure) changes the lines that are there."""
        if not self.env.context.get("import_file"):
            return [self.browse() for _vals in vals_list]
        domain = [
            ("forecast_id", "in", [vals.get("forecast_id") for vals in vals_list]),
            ("product_id", "in", [vals.get("product_id") for vals in vals_list]),
        ]
        found = {
            (line.forecast_id.id, line.product_id.id): line
            for line in self.search(domain)
        }
        known = []
        for vals in vals_list:
            line = found.get((vals.get("forecast_id"), vals.get("product_id")))
            if line:
                line.write({name: vals[name] for name in FREE if name in vals})
            known.append(line or self.browse())
        return known

    def write(self, vals):
        if is_engine(self.env):
            return super().write(vals)
        refuse_protected(self, [name for name in vals if name not in FREE])
        self.forecast_id._require_open()
        if "quantity" in vals:
            vals = {**vals, "entered": True}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_submitted(self):
        self.forecast_id._require_open()

    # === Buttons ===

    def action_adopt(self):
        """Take the proposal as the figure; lines without one are left as they are."""
        self.check_access("write")
        self.forecast_id._require_open()
        for quantity, lines in (
            self.filtered("has_proposal").grouped("proposal").items()
        ):
            as_engine(lines).write({"quantity": quantity, "entered": True})
        return True

    def action_open_forecast(self):
        """The forecast of this line."""
        self.ensure_one()
        return self.forecast_id._open_form()

    def action_view_moves(self):
        """The deliveries, or the uses in repairs, that the history counts."""
        self.ensure_one()
        demand = self.env["sanbao.demand"]
        forecast = self.forecast_id
        last = forecast.history_to or self.date_from
        months = periods.months_back(last, forecast._months_shown())
        domain = (
            demand._demand_domain(self.company_id, self.side)
            & demand._between(self.company_id, months[0], last)
            & Domain("product_id", "=", self.product_id.id)
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Demand of %s", self.product_id.display_name),
            "res_model": "stock.move",
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": {"create": False},
        }
