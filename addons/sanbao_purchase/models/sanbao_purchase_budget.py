from odoo import api, fields, models


class SanbaoPurchaseBudget(models.Model):
    """采购预算: what may be spent on purchases in a period; finance sets it (PUR-16)."""

    _name = "sanbao.purchase.budget"
    _description = "Purchase budget"
    _inherit = ["mail.thread", "sanbao.purchase.period.mixin"]
    _order = "date_from desc, department_id, id"
    _check_company_auto = True

    currency_id = fields.Many2one(related="company_id.currency_id")
    period_date = fields.Date(tracking=True)
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        tracking=True,
        index="btree_not_null",
        help="Empty: the budget of the whole company.",
    )
    amount = fields.Monetary(string="Budget", required=True, tracking=True)
    amount_committed = fields.Monetary(
        string="Committed",
        compute="_compute_amounts",
        compute_sudo=True,
        help="Confirmed orders of the period, and approved plans not yet ordered.",
    )
    amount_remaining = fields.Monetary(
        string="Remaining", compute="_compute_amounts", compute_sudo=True
    )
    note = fields.Char(string="Remarks")

    _once = models.UniqueIndex(
        "(company_id, COALESCE(department_id, 0), date_from)",
        "There is already a budget for this period and department.",
    )
    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "A budget cannot be negative."
    )

    @api.depends("department_id", "date_from", "date_to")
    def _compute_display_name(self):
        for budget in self:
            whose = budget.department_id.name or self.env._("Whole company")
            budget.display_name = f"{budget.period_name} {whose}"

    @api.depends("amount", "department_id", "date_from", "date_to")
    def _compute_amounts(self):
        plans = self.env["sanbao.purchase.plan"]
        for budget in self:
            budget.amount_committed = plans._committed(
                budget.company_id or self.env.company,
                budget.date_from,
                budget.date_to,
                budget.department_id,
            )
            budget.amount_remaining = budget.amount - budget.amount_committed

    def action_view_plans(self):
        """The plans of this period."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_purchase.sanbao_purchase_plan_action"
        )
        domain = [
            ("company_id", "=", self.company_id.id),
            ("date_from", ">=", self.date_from),
            ("date_from", "<=", self.date_to),
        ]
        if self.department_id:
            domain.append(("line_ids.department_id", "=", self.department_id.id))
        return dict(action, domain=domain, context={})
