from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.sanbao_base.local_time import company_today

from .. import periods

STATE_DRAFT = "draft"
STATE_PREPARED = "prepared"
STATE_REVIEWED = "reviewed"
STATE_ISSUED = "issued"
# What its preparer writes himself; all the rest changes by the buttons.
FREE_FIELDS = {"note"}


class SanbaoReportRun(models.Model):
    """One report on one period: its figures frozen, prepared, reviewed, issued."""

    _name = "sanbao.report.run"
    _description = "Report"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, definition_id, id"
    _check_company_auto = True

    definition_id = fields.Many2one(
        "sanbao.report.definition", required=True, readonly=True, ondelete="restrict"
    )
    rule_id = fields.Many2one(related="definition_id.rule_id")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    name = fields.Char(string="Period", compute="_compute_name", store=True)
    date_from = fields.Date(required=True, readonly=True, string="From")
    date_to = fields.Date(required=True, readonly=True, string="To")
    due_date = fields.Date(required=True, readonly=True, index=True)
    state = fields.Selection(
        selection=[
            (STATE_DRAFT, "To prepare"),
            (STATE_PREPARED, "Prepared"),
            (STATE_REVIEWED, "Reviewed"),
            (STATE_ISSUED, "Issued"),
        ],
        required=True,
        readonly=True,
        default=STATE_DRAFT,
        tracking=True,
    )
    value_ids = fields.Many2many(
        "sanbao.indicator.value", string="Figures", readonly=True
    )
    note = fields.Text(string="Remarks")
    preparer_id = fields.Many2one("res.users", readonly=True, tracking=True)
    prepared_at = fields.Datetime(readonly=True)
    reviewer_id = fields.Many2one("res.users", readonly=True, tracking=True)
    reviewed_at = fields.Datetime(readonly=True)
    issued_at = fields.Datetime(readonly=True)
    late = fields.Boolean(compute="_compute_late", search="_search_late")
    may_prepare = fields.Boolean(compute="_compute_may")
    may_review = fields.Boolean(compute="_compute_may")

    _period_unique = models.UniqueIndex(
        "(definition_id, company_id, date_from)",
        "There is already a report on this period.",
    )

    # === Computed fields ===

    @api.depends("definition_id", "date_to")
    def _compute_name(self):
        for run in self:
            run.name = periods.label(run.date_to, run.definition_id.period)

    @api.depends("definition_id", "name")
    def _compute_display_name(self):
        for run in self:
            run.display_name = f"{run.definition_id.display_name} {run.name}"

    @api.depends("state", "due_date")
    def _compute_late(self):
        today = {company: company_today(company) for company in self.company_id}
        for run in self:
            late = run.state != STATE_ISSUED and run.due_date < today[run.company_id]
            run.late = late

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = company_today(self.env.company)
        late = Domain("state", "!=", STATE_ISSUED) & Domain("due_date", "<", today)
        wanted = {bool(item) for item in value}
        return Domain.OR((late if item else ~late) for item in wanted)

    @api.depends_context("uid")
    @api.depends("definition_id", "preparer_id")
    def _compute_may(self):
        groups = self.env.user.all_group_ids
        user_group = self.env.ref("sanbao_base.group_user")
        for run in self:
            definition = run.definition_id
            run.may_prepare = (definition.preparer_group_id or user_group) in groups
            run.may_review = (
                definition.reviewer_group_id or user_group
            ) in groups and run.preparer_id != self.env.user

    # === Guard ===

    def write(self, vals):
        """People write remarks; everything else is written by the buttons."""
        if not self.env.su:
            if set(vals) - FREE_FIELDS:
                raise AccessError(
                    self.env._("Use the buttons of the report; only remarks are typed.")
                )
            self._check_step((STATE_DRAFT,), "may_prepare")
        return super().write(vals)

    def _check_step(self, states, right=None):
        for run in self:
            if run.state not in states:
                raise UserError(
                    self.env._(
                        "%(report)s cannot take this step any more: it is “%(state)s”.",
                        report=run.display_name,
                        state=dict(
                            run._fields["state"]._description_selection(run.env)
                        )[run.state],
                    )
                )
            if right and not run[right]:
                raise AccessError(
                    self.env._(
                        "%(report)s: this step belongs to another role, or to another "
                        "person than the preparer.",
                        report=run.display_name,
                    )
                )

    def _step(self, **values):
        # The right to the step was checked by the button; see write.
        self.sudo().write(values)
        return True

    # === Steps ===

    def action_prepare(self):
        """To prepare → prepared: freeze the figures of the period."""
        self.check_access("read")
        self._check_step((STATE_DRAFT,), "may_prepare")
        for run in self:
            run._prepare_figures()
        now = fields.Datetime.now()
        return self._step(
            state=STATE_PREPARED, preparer_id=self.env.uid, prepared_at=now
        )

    def _prepare_figures(self):
        """Measure and freeze; domain addons add their own tables."""
        self.ensure_one()
        definition = self.definition_id
        values = self.env["sanbao.indicator.value"]
        for indicator in definition.indicator_ids:
            values |= values._take(
                indicator,
                self.date_from,
                self.date_to,
                self.company_id,
                period=definition.period,
                freeze=True,
            )
        # See _step.
        self.sudo().value_ids = values

    def action_review(self):
        """Prepared → reviewed, by somebody else than the preparer."""
        self.check_access("read")
        self._check_step((STATE_PREPARED,), "may_review")
        now = fields.Datetime.now()
        return self._step(
            state=STATE_REVIEWED, reviewer_id=self.env.uid, reviewed_at=now
        )

    def action_return(self):
        """Prepared → to prepare: the reviewer wants other remarks."""
        self.check_access("read")
        self._check_step((STATE_PREPARED,), "may_review")
        return self._step(state=STATE_DRAFT, preparer_id=False, prepared_at=False)

    def action_issue(self):
        """Reviewed → issued, by a preparer: it goes to those who read it."""
        self.check_access("read")
        self._check_step((STATE_REVIEWED,), "may_prepare")
        return self._step(state=STATE_ISSUED, issued_at=fields.Datetime.now())

    def action_export_xlsx(self):
        """Download as a spreadsheet."""
        return self.env.ref("sanbao_indicator.report_sanbao_report_run").report_action(
            self
        )

    # === Spreadsheet ===

    def _xlsx_sheets(self):
        """Sheets of the export: (title, column heads, rows); domain addons add theirs."""
        self.ensure_one()
        heads = [
            self.env._("Code"),
            self.env._("Indicator"),
            self.env._("Population"),
            self.env._("Successes"),
            self.env._("Actual"),
            self.env._("Target"),
            self.env._("Result"),
        ]
        results = dict(
            self.value_ids._fields["result"]._description_selection(self.env)
        )
        rows = [
            [
                row.indicator_id.code,
                row.indicator_id.name,
                row.population,
                row.success,
                row.value,
                row.target,
                results[row.result],
            ]
            for row in self.value_ids.sorted(lambda row: row.indicator_id.code)
        ]
        return [(self.env._("Figures"), heads, rows)]
