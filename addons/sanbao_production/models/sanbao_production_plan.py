from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

DRAFT, CONFIRMED, CLOSED = "draft", "confirmed", "closed"


class SanbaoProductionPlan(models.Model):
    """生产计划: what is to be produced in a period, and what has been (QLT-18)."""

    _name = "sanbao.production.plan"
    _description = "Production plan"
    _inherit = ["sanbao.production.document"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _document_free = ("note",)

    name = fields.Char(string="Plan No.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_day().replace(day=1),
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self._default_day() + relativedelta(day=31),
    )
    user_id = fields.Many2one(
        "res.users",
        string="Planner",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    note = fields.Text(string="Remarks")
    line_ids = fields.One2many(
        "sanbao.production.plan.line", "plan_id", string="Products", copy=True
    )
    state = fields.Selection(
        selection=[
            (DRAFT, "Draft"),
            (CONFIRMED, "Confirmed"),
            (CLOSED, "Closed"),
        ],
        required=True,
        readonly=True,
        default=DRAFT,
        copy=False,
        index=True,
        tracking=True,
    )
    confirmed_at = fields.Datetime(string="Confirmed On", readonly=True, copy=False)
    progress = fields.Float(
        string="Progress (%)",
        compute="_compute_progress",
        help="Share of the planned pieces that were produced; more than planned of one"
        " product does not make up for another.",
    )

    _document_protected = ("state", "confirmed_at")

    @api.model
    def _default_day(self):
        return company_today(self.env.company)

    @api.depends("line_ids.quantity", "line_ids.quantity_done")
    def _compute_progress(self):
        for plan in self:
            planned = sum(plan.line_ids.mapped("quantity"))
            done = sum(min(line.quantity, line.quantity_done) for line in plan.line_ids)
            plan.progress = 100.0 * done / planned if planned else 0.0

    @api.depends("name", "date_from", "date_to")
    def _compute_display_name(self):
        for plan in self:
            span = f"{plan.date_from or ''} – {plan.date_to or ''}"
            plan.display_name = f"{plan.name} {span}"

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for plan in self:
            if plan.date_to < plan.date_from:
                raise ValidationError(
                    self.env._("%s ends before it begins.", plan.display_name)
                )

    # === Steps ===

    def action_confirm(self):
        """Draft → confirmed: the workshop works by it.

        :raise RuleViolation: an incomplete plan (QLT-18), a product that is not released
            for production (QLT-07)
        """
        self.check_access("write")
        claim(self)
        for plan in self.filtered(lambda plan: plan.state == DRAFT):
            plan._gate_confirm()
            as_engine(plan).write(
                {"state": CONFIRMED, "confirmed_at": fields.Datetime.now()}
            )
        return True

    def _gate_confirm(self):
        gate = self.env["sanbao.rule"]._gate
        gate(
            "QLT-18",
            self.filtered(lambda plan: plan._problem()),
            lambda plan: plan._problem(),
        )
        gate(
            "QLT-07",
            self.filtered(lambda plan: plan._unreleased_products()),
            lambda plan: self.env._(
                "%(plan)s: %(products)s is not released for production. Ask the"
                " technical department for its design file.",
                plan=plan.name,
                products=", ".join(plan._unreleased_products().mapped("display_name")),
            ),
        )

    def _problem(self):
        """Why the plan cannot be worked by; empty: it can."""
        self.ensure_one()
        if not self.line_ids:
            return self.env._("%s: enter what is to be produced.", self.name)
        for line in self.line_ids:
            if not self.date_from <= line.date_due <= self.date_to:
                return self.env._(
                    "%(plan)s: %(product)s is due on %(date)s, outside the plan.",
                    plan=self.name,
                    product=line.product_id.display_name,
                    date=fields.Date.to_string(line.date_due),
                )
        return ""

    def _unreleased_products(self):
        templates = self.line_ids.product_id.product_tmpl_id
        return templates._sanbao_not_released(self.company_id)

    def action_reset(self):
        """Confirmed → draft, to be changed; the log keeps that it was."""
        self.check_access("write")
        claim(self)
        for plan in self.filtered(lambda plan: plan.state != DRAFT):
            plan._require(CONFIRMED)
            as_engine(plan).write({"state": DRAFT, "confirmed_at": False})
        return True

    def action_close(self):
        """Confirmed → closed: nothing more is recorded for it."""
        self.check_access("write")
        claim(self)
        for plan in self.filtered(lambda plan: plan.state != CLOSED):
            plan._require(CONFIRMED)
            as_engine(plan).write({"state": CLOSED})
        return True

    def _require(self, state):
        if self.state != state:
            raise UserError(
                self.env._(
                    "%(plan)s cannot take this step any more: it is “%(state)s”.",
                    plan=self.display_name,
                    state=self._state_name(),
                )
            )

    def action_view_output(self):
        """Open what was produced for this plan."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_production.sanbao_production_output_action"
        )
        return dict(action, domain=[("plan_id", "=", self.id)], context={})
