from datetime import timedelta

from odoo import api, fields, models


class SanbaoPurchasePlan(models.Model):
    """A need that is split into several small plans is approved as the large one it is."""

    _inherit = "sanbao.purchase.plan"

    amount_need = fields.Monetary(
        string="Amount that decides who approves",
        compute="_compute_amount_need",
        compute_sudo=True,
        help="This plan, and lines for the same supplier and product category of other"
        " plans submitted within the days set for one need.",
    )

    @api.depends("amount_total", "line_ids.product_id", "line_ids.partner_id")
    def _compute_amount_need(self):
        for plan in self:
            siblings = plan._need_siblings()
            plan.amount_need = plan.amount_total + sum(siblings.mapped("amount"))

    def _need_key(self, line):
        return line.partner_id.commercial_partner_id, line.product_id.categ_id

    def _need_siblings(self):
        """Lines of other plans that belong to the same need."""
        self.ensure_one()
        days = self.env["sanbao.parameter"]._get("same_need_days", self.company_id)
        if not days or not self.line_ids:
            return self.line_ids.browse()
        moment = self.requested_at or fields.Datetime.now()
        others = self.line_ids.search(
            [
                ("plan_id", "not in", self._origin.ids),
                ("company_id", "=", self.company_id.id),
                ("plan_state", "in", ("submitted", "approved", "closed")),
                ("plan_id.requested_at", ">=", moment - timedelta(days=days)),
                ("plan_id.requested_at", "<=", moment),
            ]
        )
        keys = {self._need_key(line) for line in self.line_ids}
        return others.filtered(lambda line: self._need_key(line) in keys)
