from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

DRAFT, CONFIRMED = "draft", "confirmed"


class SanbaoProductionOutput(models.Model):
    """生产记录: what a work step produced on a day, good and defective (QLT-17, QLT-18)."""

    _name = "sanbao.production.output"
    _description = "Production record"
    _inherit = ["sanbao.production.document"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "product_id", "lot_id"]
    _check_company_auto = True
    _document_free = ("problem_ids", "note")

    name = fields.Char(string="Record No.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(
        required=True, index=True, default=lambda self: company_today(self.env.company)
    )
    plan_line_id = fields.Many2one(
        "sanbao.production.plan.line",
        string="Planned As",
        index="btree_not_null",
        check_company=True,
        domain=[("state", "=", "confirmed")],
        help="Only the last step of a product counts for the plan: leave it empty before.",
    )
    plan_id = fields.Many2one(
        related="plan_line_id.plan_id", store=True, index="btree_not_null"
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    lot_id = fields.Many2one(
        "stock.lot",
        index="btree_not_null",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
    )
    step_id = fields.Many2one(
        "sanbao.work.step",
        string="Work Step",
        required=True,
        index=True,
        check_company=True,
    )
    equipment_id = fields.Many2one(
        "maintenance.equipment",
        string="Machine",
        index="btree_not_null",
        check_company=True,
        domain=[("sanbao_machine", "=", True)],
    )
    equipment_late = fields.Boolean(related="equipment_id.sanbao_maintenance_late")
    worker = fields.Char(string="Person at Work")
    user_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    quantity_good = fields.Float(string="Good", digits="Product Unit")
    quantity_defect = fields.Float(string="Defective", digits="Product Unit")
    pass_rate = fields.Float(
        string="Passed (%)", compute="_compute_pass_rate", store=True, aggregator="avg"
    )
    hours = fields.Float(string="Hours Worked")
    note = fields.Text(string="Remarks")
    problem_ids = fields.One2many(
        "sanbao.process.problem", "output_id", string="Problems", copy=False
    )
    problem_count = fields.Integer(
        string="Number of Problems", compute="_compute_problem_count"
    )
    state = fields.Selection(
        selection=[(DRAFT, "Draft"), (CONFIRMED, "Recorded")],
        required=True,
        readonly=True,
        default=DRAFT,
        copy=False,
        index=True,
        tracking=True,
    )

    _document_protected = ("state", "user_id")
    _quantities_positive = models.Constraint(
        "CHECK (quantity_good >= 0 AND quantity_defect >= 0 AND hours >= 0)",
        "Quantities and hours are not negative.",
    )

    @api.depends("plan_line_id")
    def _compute_product_id(self):
        for row in self:
            row.product_id = row.plan_line_id.product_id or row.product_id

    @api.depends("quantity_good", "quantity_defect")
    def _compute_pass_rate(self):
        for row in self:
            total = row.quantity_good + row.quantity_defect
            row.pass_rate = 100.0 * row.quantity_good / total if total else 0.0

    @api.depends("problem_ids")
    def _compute_problem_count(self):
        for row in self:
            row.problem_count = len(row.problem_ids)

    # === Steps ===

    def action_confirm(self):
        """Draft → recorded: it counts for plan and statistics.

        :raise RuleViolation: without a procedure in force, or with defects of which no
            problem was logged (QLT-17); a product that is not released (QLT-07)
        """
        self.check_access("write")
        claim(self)
        drafts = self.filtered(lambda row: row.state == DRAFT)
        drafts._require_content()
        drafts._gate_confirm()
        if drafts:
            as_engine(drafts).write({"state": CONFIRMED})
        return True

    def _require_content(self):
        for row in self:
            if not row.quantity_good + row.quantity_defect:
                raise UserError(self.env._("%s: enter a quantity.", row.name))
            line = row.plan_line_id
            if line and line.product_id != row.product_id:
                raise UserError(
                    self.env._("%s: the plan is about another product.", row.name)
                )
            if line and line.state != CONFIRMED:
                raise UserError(
                    self.env._("%s: the plan is not confirmed, or closed.", row.name)
                )
            row._refuse_reported()

    def _gate_confirm(self):
        gate = self.env["sanbao.rule"]._gate
        gate(
            "QLT-17",
            self.filtered(lambda row: not row.step_id.has_procedure),
            lambda row: self.env._(
                "%(record)s: the work step %(step)s has no operating procedure in force."
                " Link one to the step.",
                record=row.name,
                step=row.step_id.display_name,
            ),
        )
        gate(
            "QLT-17",
            self.filtered(lambda row: row.quantity_defect and not row.problem_ids),
            lambda row: self.env._(
                "%s: pieces are defective. Press “Log Problem” and describe it.",
                row.name,
            ),
        )
        gate(
            "QLT-07",
            self.filtered(
                lambda row: row.product_id.product_tmpl_id._sanbao_not_released(
                    row.company_id
                )
            ),
            lambda row: self.env._(
                "%(record)s: %(product)s is not released for production. Ask the"
                " technical department for its design file.",
                record=row.name,
                product=row.product_id.display_name,
            ),
        )

    def action_reset(self):
        """Recorded → draft, to be corrected, while its month is not reported."""
        self.check_access("write")
        claim(self)
        for row in self.filtered(lambda row: row.state == CONFIRMED):
            row._refuse_reported()
            as_engine(row).write({"state": DRAFT})
        return True

    def _refuse_reported(self):
        """Nothing comes into, or goes out of, a month whose statistics are frozen."""
        # The reports of the company bind whoever records.
        rows = self.env["sanbao.production.statistic"].sudo()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("date_from", "<=", self.date),
            ("date_to", ">=", self.date),
        ]
        if rows.search_count(domain, limit=1):
            raise UserError(
                self.env._(
                    "%(record)s: the statistics of %(date)s are reported already.",
                    record=self.name,
                    date=fields.Date.to_string(self.date),
                )
            )

    # === Screen ===

    def action_log_problem(self):
        """Open a new problem of this record."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Process Problem"),
            "res_model": "sanbao.process.problem",
            "views": [(False, "form")],
            "context": {
                "default_output_id": self.id,
                "default_company_id": self.company_id.id,
                "default_kind": "quality",
                "default_quantity": self.quantity_defect or 1,
            },
        }

    def action_view_problems(self):
        """Open the problems of this record."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_production.sanbao_process_problem_action"
        )
        return dict(action, domain=[("output_id", "=", self.id)], context={})
