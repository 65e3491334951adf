from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_base.claim import claim

# Written by the gates alone: by what an order passed.
PASSED_BY = ("sanbao_accepted_comparison_id", "sanbao_quality_passed_id")


class PurchaseOrder(models.Model):
    """An order names the comparison that it was placed by (PUR-09)."""

    _inherit = "purchase.order"

    sanbao_comparison_id = fields.Many2one(
        "sanbao.quotation.comparison",
        string="Quotation Comparison",
        copy=False,
        index="btree_not_null",
        check_company=True,
        domain="[('company_id', '=', company_id), ('state', '!=', 'cancelled')]",
    )
    sanbao_accepted_comparison_id = fields.Many2one(
        "sanbao.quotation.comparison",
        string="Placed by Comparison",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    sanbao_quality_passed_id = fields.Many2one(
        "res.partner",
        string="Quality Score Checked of",
        readonly=True,
        copy=False,
    )
    sanbao_quotes_wanted = fields.Boolean(
        "Comparison Wanted", compute="_compute_sanbao_quotes_wanted"
    )

    @api.depends("amount_total", "state", "sanbao_comparison_id")
    def _compute_sanbao_quotes_wanted(self):
        get = self.env["sanbao.parameter"]._get
        is_on = self.env["sanbao.rule"]._is_on
        for order in self:
            company = order.company_id or self.env.company
            limit = get("compare_quotes_from", company)
            order.sanbao_quotes_wanted = (
                order.state in ("draft", "sent")
                and not order.sanbao_comparison_id
                and is_on("PUR-09", company)
                and company.currency_id.compare_amounts(order.amount_total_cc, limit)
                >= 0
            )

    # === Protected values ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_protected(self, [name for name in PASSED_BY if name in vals])
        clean = without_computed_defaults(self, PASSED_BY)
        return super(PurchaseOrder, clean).create(vals_list).with_env(self.env)

    def write(self, vals):
        refuse_protected(self, [name for name in PASSED_BY if name in vals])
        result = super().write(vals)
        if "sanbao_comparison_id" in vals:
            self._sanbao_check_confirmed()
        return result

    # === Screen ===

    def action_sanbao_compare(self):
        """Compare these requests for quotation: make the comparison, or open it."""
        self.check_access("write")
        claim(self)
        comparison = self.sanbao_comparison_id
        if not comparison:
            comparison = self._sanbao_new_comparison()
        if len(comparison) > 1:
            raise UserError(
                self.env._("These requests belong to different comparisons already.")
            )
        return comparison._open_form()

    def _sanbao_new_comparison(self):
        if self.filtered(lambda order: order.state not in ("draft", "sent")):
            raise UserError(
                self.env._("Only requests for quotation are compared, not orders.")
            )
        if len(self.company_id) > 1:
            raise UserError(self.env._("Compare requests of one company."))
        comparison = self.env["sanbao.quotation.comparison"].create(
            {
                "company_id": self.company_id.id,
                "subject": ", ".join(filter(None, self.mapped("origin"))),
            }
        )
        comparison._take_requests(self)
        self.sanbao_comparison_id = comparison
        return comparison
