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
    """The same with approval as OCA delivers it."""

    _name = "bench.document"
    _description = "Benchmark: document with approval"
    _inherit = ["mail.thread", "mail.activity.mixin", "tier.validation"]
    _tier_validation_manual_config = False
    _state_from = ["draft"]
    _state_to = ["approved"]
    _cancel_state = "cancelled"

    name = fields.Char()
    amount = fields.Float()
    note = fields.Char()
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("cancelled", "Cancelled")],
        default="draft",
        tracking=True,
    )

    def _bench_submit(self):
        self.request_validation()

    def _bench_approve(self):
        self.validate_tier()

    def _bench_state(self):
        return self.validation_status


class BenchDocumentTold(models.Model):
    """The same doing what ours does, as far as OCA can: its notices are switched on, and
    the state follows the approval, so that both stand in the chatter."""

    _name = "bench.document.told"
    _description = "Benchmark: document with approval and notices"
    _inherit = "bench.document"
    _state_from = ["draft", "submitted"]

    state = fields.Selection(selection_add=[("submitted", "Submitted")])

    def _bench_submit(self):
        self.state = "submitted"
        return super()._bench_submit()

    def _bench_approve(self):
        result = super()._bench_approve()
        if self.validation_status == "validated":
            self.state = "approved"
        return result

    def _bench_state(self):
        return self.state


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    @api.model
    def _get_tier_validation_model_names(self):
        return super()._get_tier_validation_model_names() + [
            "bench.document",
            "bench.document.told",
        ]
