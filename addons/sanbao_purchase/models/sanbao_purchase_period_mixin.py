from odoo import api, fields, models

from odoo.addons.sanbao_base.local_time import (
    company_today,
)

from ..period import bounds, label


class SanbaoPurchasePeriodMixin(models.AbstractModel):
    """Belongs to a budget period of its company (PUR-16): month, quarter or year."""

    _name = "sanbao.purchase.period.mixin"
    _description = "For a budget period"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    period_date = fields.Date(
        string="Day in the period",
        required=True,
        default=lambda self: company_today(self.env.company),
        help="Any day; the whole month (quarter, year) is meant.",
    )
    date_from = fields.Date(
        compute="_compute_period", store=True, precompute=True, index=True
    )
    date_to = fields.Date(compute="_compute_period", store=True, precompute=True)
    period_name = fields.Char(
        string="Period", compute="_compute_period_name", compute_sudo=True
    )

    @api.depends("period_date", "company_id")
    def _compute_period(self):
        get = self.env["sanbao.parameter"]._get
        for record in self:
            company = record.company_id or self.env.company
            day = record.period_date or company_today(company)
            record.date_from, record.date_to = bounds(
                day, get("budget_period", company)
            )

    @api.depends("date_from", "date_to")
    def _compute_period_name(self):
        for record in self:
            record.period_name = (
                label(record.date_from, record.date_to) if record.date_from else ""
            )
