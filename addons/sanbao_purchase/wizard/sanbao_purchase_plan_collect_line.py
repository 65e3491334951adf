from odoo import fields, models


class SanbaoPurchasePlanCollectLine(models.TransientModel):
    """A source, and how many needs it has."""

    _name = "sanbao.purchase.plan.collect.line"
    _description = "Source of plan lines"

    collect_id = fields.Many2one(
        "sanbao.purchase.plan.collect",
        string="Collection",
        required=True,
        index=True,
        ondelete="cascade",
    )
    code = fields.Char(readonly=True)
    name = fields.Char(string="Source", readonly=True)
    need_count = fields.Integer(string="Needs", readonly=True)
    selected = fields.Boolean(string="Collect")
