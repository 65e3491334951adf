from odoo import api, fields, models


class SanbaoServiceBudget(models.Model):
    """售后服务费用预算审批单, Form 5: leaders approve what a case may cost (SVC-11)."""

    _name = "sanbao.service.budget"
    _description = "Service cost budget"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _approval_fields = (
        "application_id",
        "kind",
        "responsibility",
        "claim_amount",
        "amount_total",
        "line_ids.item",
        "line_ids.quantity",
        "line_ids.price_unit",
    )

    name = fields.Char(string="Budget no.")
    application_id = fields.Many2one(
        "sanbao.service.application",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="application_id.company_id",
        store=True,
        index=True,
        precompute=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        selection=[("original", "Original"), ("supplementary", "Supplementary")],
        required=True,
        default="original",
    )
    partner_id = fields.Many2one(related="application_id.partner_id")
    archive_id = fields.Many2one(related="application_id.archive_id")
    warranty_end = fields.Date(related="archive_id.warranty_end")
    fault_description = fields.Text(related="application_id.fault_description")
    analysis = fields.Text(related="application_id.analysis")
    solution_type = fields.Selection(related="application_id.solution_type")
    staff_ids = fields.Many2many(related="application_id.engineer_ids", string="Staff")
    day_count = fields.Float(string="Days")
    line_ids = fields.One2many("sanbao.service.budget.line", "budget_id", copy=True)
    amount_total = fields.Monetary(compute="_compute_amount_total", store=True)
    responsibility = fields.Selection(
        selection=[
            ("supplier", "Supplier"),
            ("production", "Production"),
            ("design", "Design"),
            ("sales", "Sales"),
            ("other", "Other"),
        ],
        string="Responsible side",
    )
    claim_amount = fields.Monetary(string="To be claimed from the supplier")
    amount_actual = fields.Monetary(related="application_id.amount_actual")
    amount_difference = fields.Monetary(
        string="Difference", compute="_compute_amount_difference"
    )
    note = fields.Text(string="Remarks")

    _one_in_work = models.UniqueIndex(
        "(application_id) WHERE state IN ('draft', 'submitted')",
        "A budget of this case is being worked on already.",
    )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for budget in self:
            budget.amount_total = sum(budget.line_ids.mapped("amount"))

    @api.depends("amount_total", "amount_actual")
    def _compute_amount_difference(self):
        for budget in self:
            budget.amount_difference = budget.amount_total - budget.amount_actual

    def action_view_application(self):
        """Back to the service application."""
        self.ensure_one()
        return self.application_id._open_form()

    def _check_before_submit(self):
        super()._check_before_submit()
        self.application_id._gate_diagnosis()
        self.env["sanbao.rule"]._gate(
            "SVC-10",
            self.filtered(
                lambda budget: (
                    budget.currency_id.compare_amounts(budget.amount_total, 0) <= 0
                )
            ),
            lambda budget: self.env._(
                "%(budget)s: list the expected costs first; the total is zero.",
                budget=budget.display_name,
            ),
        )
