from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import is_engine

PRECISE = 6


class SanbaoProductionPlanLine(models.Model):
    """A product of a plan: how many until when, and what has become of it."""

    _name = "sanbao.production.plan.line"
    _description = "Line of a production plan"
    _order = "plan_id, date_due, id"
    _rec_names_search = ["plan_id.name", "product_id"]
    _check_company_auto = True

    plan_id = fields.Many2one(
        "sanbao.production.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    state = fields.Selection(related="plan_id.state", store=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        domain=[("type", "=", "consu")],
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float(
        string="Planned", required=True, default=1.0, digits="Product Unit"
    )
    date_due = fields.Date(string="Due", required=True)
    note = fields.Char(string="Remarks")
    output_ids = fields.One2many("sanbao.production.output", "plan_line_id")
    quantity_done = fields.Float(
        string="Produced", compute="_compute_done", store=True, digits="Product Unit"
    )
    completed_on = fields.Date(
        compute="_compute_done",
        store=True,
        help="The day on which the planned quantity was reached.",
    )
    on_time = fields.Boolean(
        compute="_compute_done", store=True, help="Completed not later than due."
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The planned quantity is above zero."
    )

    @api.depends("plan_id.name", "product_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.plan_id.name} {line.product_id.display_name}"

    @api.depends(
        "quantity",
        "date_due",
        "output_ids.state",
        "output_ids.date",
        "output_ids.quantity_good",
    )
    def _compute_done(self):
        for line in self:
            done, completed = 0.0, False
            counted = line.output_ids.filtered(lambda row: row.state == "confirmed")
            for row in counted.sorted("date"):
                done += row.quantity_good
                if not completed and float_compare(done, line.quantity, PRECISE) >= 0:
                    completed = row.date
            line.quantity_done = done
            line.completed_on = completed
            line.on_time = bool(completed) and completed <= line.date_due

    # === Guard: a confirmed plan stays ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_computed(self, vals.keys())
        clean = without_computed_defaults(self)
        lines = super(SanbaoProductionPlanLine, clean).create(vals_list)
        lines._require_draft()
        return lines.with_env(self.env)

    def write(self, vals):
        if not is_engine(self.env):
            refuse_computed(self, vals.keys())
            self._require_draft()
        result = super().write(vals)
        if "plan_id" in vals:
            self._require_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_of_drafts(self):
        self._require_draft()

    def _require_draft(self):
        for plan in self.plan_id:
            if plan.state != "draft" and not is_engine(self.env):
                raise UserError(
                    self.env._(
                        "%s is confirmed. Set it back to draft to change it.",
                        plan.display_name,
                    )
                )
