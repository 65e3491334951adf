from odoo import api, fields, models


class BenchPlain(models.Model):
    """A document without approval."""

    _name = "bench.plain"
    _description = "Benchmark: plain document"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    name = fields.Char()
    amount = fields.Float()
    note = fields.Char()
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )


class BenchDocument(models.Model):
    """The same with our approval, whose content is watched."""

    _name = "bench.document"
    _description = "Benchmark: document with approval"
    _inherit = ["sanbao.approval.mixin"]
    _approval_fields = ("amount",)

    name = fields.Char()
    amount = fields.Float()
    note = fields.Char()

    def _bench_submit(self):
        self.action_submit()

    def _bench_approve(self):
        self.validate_tier()

    def _bench_state(self):
        return self.state


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    @api.model
    def _get_tier_validation_model_names(self):
        return super()._get_tier_validation_model_names() + ["bench.document"]
