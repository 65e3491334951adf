from odoo import api, fields, models


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    sanbao_is_legal = fields.Boolean(
        string="Legal review",
        tracking=True,
        help="Who approves this step of a contract has passed the wording of its clauses.",
    )

    @api.model
    def _get_tier_validation_model_names(self):
        return [
            *super()._get_tier_validation_model_names(),
            "agreement",
            "sanbao.contract",
        ]
