from odoo import fields, models


class ResUsers(models.Model):
    """What is known of an engineer when a dispatch looks for one (SVC-06)."""

    _inherit = "res.users"

    sanbao_skill_ids = fields.Many2many(
        "sanbao.service.skill",
        "sanbao_service_skill_user_rel",
        "user_id",
        "skill_id",
        string="Service skills",
    )
    sanbao_region_ids = fields.Many2many(
        "res.country.state",
        "sanbao_region_user_rel",
        "user_id",
        "state_id",
        string="Service regions",
    )
    sanbao_engineer_grade = fields.Selection(
        selection=[("1", "Junior"), ("2", "Experienced"), ("3", "Expert")],
        help="Urgent cases are offered to the most experienced engineers first.",
    )
