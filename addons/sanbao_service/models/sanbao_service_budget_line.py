from odoo import api, fields, models


class SanbaoServiceBudgetLine(models.Model):
    """One kind of cost in a budget."""

    _name = "sanbao.service.budget.line"
    _description = "Budget line"
    _inherit = "sanbao.approval.line.mixin"
    _order = "budget_id, sequence, id"
    _check_company_auto = True
    _approval_document = "budget_id"

    budget_id = fields.Many2one(
        "sanbao.service.budget", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="budget_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    item = fields.Selection(
        selection=[
            ("parts", "Parts"),
            ("material", "Material"),
            ("labour", "Labour"),
            ("transport", "Travel fare"),
            ("lodging", "Lodging"),
            ("allowance", "Allowance"),
            ("freight", "Freight"),
            ("outsourced", "Outsourced work"),
            ("other", "Other"),
        ],
        required=True,
    )
    description = fields.Char()
    quantity = fields.Float(default=1.0, required=True)
    price_unit = fields.Monetary(string="Unit price", required=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _amounts_not_negative = models.Constraint(
        "CHECK (quantity >= 0 AND price_unit >= 0)",
        "Quantities and prices of a budget cannot be negative.",
    )

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = line.currency_id.round(line.quantity * line.price_unit)
