"""Documents that exist only while the tests run."""

from odoo import api, fields, models


class ApprovalTester(models.Model):
    _name = "sanbao.approval.tester"
    _description = "Approval Tester"
    _inherit = ["sanbao.approval.mixin"]
    _approval_fields = (
        "partner_id",
        "currency_id",
        "amount_total",
        "line_ids.quantity",
        "line_ids.price_unit",
    )
    _approval_final_states = ("used",)

    name = fields.Char(required=True, default="T")
    partner_id = fields.Many2one("res.partner")
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    amount_total = fields.Monetary(compute="_compute_amount_total", store=True)
    fee = fields.Monetary()
    days = fields.Integer()
    ratio = fields.Float(digits=(16, 2))
    note = fields.Char()
    line_ids = fields.One2many("sanbao.approval.tester.line", "document_id", copy=True)
    state = fields.Selection(
        selection_add=[("used", "Used")], ondelete={"used": "cascade"}
    )

    @api.depends("line_ids.quantity", "line_ids.price_unit")
    def _compute_amount_total(self):
        for document in self:
            document.amount_total = sum(
                line.quantity * line.price_unit for line in document.line_ids
            )

    def action_use(self):
        self._set_state("used")


class ApprovalTesterLine(models.Model):
    _name = "sanbao.approval.tester.line"
    _description = "Approval Tester Line"
    _inherit = ["sanbao.approval.line.mixin"]
    _approval_document = "document_id"

    document_id = fields.Many2one(
        "sanbao.approval.tester", required=True, ondelete="cascade", index=True
    )
    name = fields.Char()
    quantity = fields.Float(default=1)
    price_unit = fields.Float()
    remark = fields.Char()


class ApprovalTesterOptional(models.Model):
    _name = "sanbao.approval.tester.optional"
    _description = "Optional Approval Tester"
    _inherit = ["sanbao.approval.mixin"]
    _approval_optional = True

    name = fields.Char(default="O")


class ApprovalTesterOca(models.Model):
    """A document that uses OCA's approvals as they are, behind the guard."""

    _name = "sanbao.approval.tester.oca"
    _description = "OCA Tester"
    _inherit = ["mail.thread", "tier.validation"]
    _approval_fields = ("amount",)
    _tier_validation_manual_config = False

    name = fields.Char(default="C")
    amount = fields.Float()
    note = fields.Char()
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("cancel", "Cancelled")],
        default="draft",
    )

    def action_confirm(self):
        self.write({"state": "confirmed"})


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    @api.model
    def _get_tier_validation_model_names(self):
        return super()._get_tier_validation_model_names() + [
            "sanbao.approval.tester",
            "sanbao.approval.tester.optional",
            "sanbao.approval.tester.oca",
        ]


MODELS = (
    ApprovalTester,
    ApprovalTesterLine,
    ApprovalTesterOptional,
    ApprovalTesterOca,
    TierDefinition,
)
NAMES = [model._name for model in MODELS[:-1]]
