from odoo import fields, models

from .sanbao_purchase_plan_approval import HEADS_FIELD


class TierReview(models.Model):
    _inherit = "tier.review"

    sanbao_department_id = fields.Many2one(
        "hr.department", string="For the department", readonly=True
    )
    sanbao_tick_quantity = fields.Boolean(string="Quantity checked", readonly=True)
    sanbao_tick_timing = fields.Boolean(string="Timing checked", readonly=True)
    sanbao_tick_budget = fields.Boolean(string="Budget checked", readonly=True)

    def _sanbao_field_users(self, definition, company):
        """A step for a department asks its head alone (PUR-14)."""
        if (
            self.sanbao_department_id
            and definition.reviewer_field_id.name == HEADS_FIELD
        ):
            plan = self.env[self.model].browse(self.res_id)
            return plan._head_of(self.sanbao_department_id).ids
        return super()._sanbao_field_users(definition, company)
