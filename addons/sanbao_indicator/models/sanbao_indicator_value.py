from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_base import local_time
from odoo.addons.sanbao_base.local_time import company_today

from .. import periods

MANAGERS = (
    "sanbao_base.group_gm",
    "sanbao_base.group_dgm",
    "sanbao_base.group_sm",
    "sanbao_base.group_asm",
    "sanbao_base.group_sup",
    "sanbao_base.group_admin",
)


class SanbaoIndicatorValue(models.Model):
    """What an indicator measured in a period of a company.

    Rows are written by measuring only. A frozen one never changes again, whatever
    happens to the documents behind it.
    """

    _name = "sanbao.indicator.value"
    _description = "Indicator value"
    _order = "date_to desc, indicator_id, id"
    _check_company_auto = True

    indicator_id = fields.Many2one(
        "sanbao.indicator",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    period = fields.Selection(selection=periods.UNITS, required=True, readonly=True)
    period_name = fields.Char(readonly=True, string="Period name")
    date_from = fields.Date(required=True, readonly=True, string="From")
    date_to = fields.Date(required=True, readonly=True, string="To", index=True)
    measure = fields.Selection(related="indicator_id.measure")
    population = fields.Integer(readonly=True)
    success = fields.Integer(readonly=True, string="Successes")
    value = fields.Float(readonly=True, aggregator="avg", string="Actual")
    target = fields.Float(readonly=True, aggregator="avg")
    result = fields.Selection(
        selection=[
            ("reached", "Reached"),
            ("missed", "Missed"),
            ("none", "Not judged"),
        ],
        required=True,
        readonly=True,
        default="none",
        help="Not judged: nothing happened in the period, or there is no target.",
    )
    measured_at = fields.Datetime(readonly=True)
    frozen = fields.Boolean(readonly=True)
    frozen_by_id = fields.Many2one("res.users", readonly=True)

    _period_unique = models.Constraint(
        "UNIQUE (indicator_id, company_id, date_from, date_to)",
        "This indicator has already been measured for this period.",
    )

    @api.depends("indicator_id", "period_name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.indicator_id.display_name} {row.period_name}"

    # === Frozen rows ===

    def write(self, vals):
        """Refuse whatever would change a frozen row, by whomever."""
        self._refuse_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._refuse_frozen()

    def _refuse_frozen(self):
        frozen = self.filtered("frozen")
        if frozen:
            raise UserError(
                self.env._(
                    "%(name)s is frozen and does not change any more. Explain a "
                    "correction in the report of the period.",
                    name=frozen[0].display_name,
                )
            )

    # === Measuring ===

    @api.model
    def _take(self, indicator, date_from, date_to, company, period=None, freeze=False):
        """Measure into the row of that period, made if it does not exist.

        A frozen row is returned as it is. ``freeze`` freezes what is measured.
        """
        period = period or indicator.period
        # Nobody has a right to write figures; the engine has.
        rows = self.sudo()
        row = rows.search(
            [
                ("indicator_id", "=", indicator.id),
                ("company_id", "=", company.id),
                ("date_from", "=", date_from),
                ("date_to", "=", date_to),
            ]
        )
        if row.frozen:
            return row.sudo(self.env.su)
        # The figure of a company is the same whoever measures it.
        figures = indicator.sudo()._measure(date_from, date_to, company)
        values = {
            "population": figures["population"],
            "success": figures["success"],
            "value": figures["value"] or 0.0,
            "target": figures["target"] or 0.0,
            "result": {True: "reached", False: "missed", None: "none"}[
                figures["reached"]
            ],
            "measured_at": fields.Datetime.now(),
            "frozen": freeze,
            "frozen_by_id": self.env.uid if freeze else False,
        }
        if row:
            row.write(values)
        else:
            row = rows.create(
                dict(
                    values,
                    indicator_id=indicator.id,
                    company_id=company.id,
                    period=period,
                    period_name=periods.label(date_to, period),
                    date_from=date_from,
                    date_to=date_to,
                )
            )
        return row.sudo(self.env.su)

    def _has_ended(self):
        self.ensure_one()
        return self.date_to < company_today(self.company_id)

    @api.model
    def _day_of(self, moment, company):
        return local_time.local_day(moment, local_time.company_timezone(company))

    # === Buttons ===

    def action_measure(self):
        """Measure these rows again; only managers, only rows that are not frozen."""
        self._check_manager()
        self._refuse_frozen()
        for row in self:
            self._take(row.indicator_id, row.date_from, row.date_to, row.company_id)
        return True

    def action_freeze(self):
        """Measure a last time and freeze; only managers, only periods that ended."""
        self._check_manager()
        for row in self - self.filtered("frozen"):
            if not row._has_ended():
                raise UserError(
                    self.env._(
                        "%(name)s: the period is not over yet. Freeze it after "
                        "%(day)s.",
                        name=row.display_name,
                        day=row.date_to,
                    )
                )
            self._take(
                row.indicator_id,
                row.date_from,
                row.date_to,
                row.company_id,
                freeze=True,
            )
        return True

    def _check_manager(self):
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in MANAGERS):
            raise AccessError(
                self.env._("Only managers measure and freeze figures. Ask one of them.")
            )

    def action_view_population(self):
        """Open the documents that were counted."""
        return self._action_documents("population")

    def action_view_success(self):
        """Open the successes among them."""
        return self._action_documents("success")

    def action_view_failure(self):
        """Open the others."""
        return self._action_documents("failure")

    def _action_documents(self, which):
        self.ensure_one()
        return self.indicator_id._action_documents(
            which, self.date_from, self.date_to, self.company_id
        )
