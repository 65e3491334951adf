from odoo import fields, models


class SanbaoRule(models.Model):
    _inherit = "sanbao.rule"

    document_ids = fields.Many2many(
        comodel_name="document.page",
        relation="document_page_sanbao_rule_rel",
        column1="rule_id",
        column2="page_id",
        string="Documents",
        readonly=True,
        help="The controlled documents that carry this rule.",
    )
