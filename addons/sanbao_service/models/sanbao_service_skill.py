from odoo import api, fields, models


class SanbaoServiceSkill(models.Model):
    """What an engineer can do; found for a fault by product category or by words."""

    _name = "sanbao.service.skill"
    _description = "Service skill"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    categ_ids = fields.Many2many(
        "product.category",
        string="Product categories",
        help="Faults of products in these categories, or below them, need this skill.",
    )
    keywords = fields.Char(
        help="Words of a fault that call for this skill, separated by commas."
    )
    user_ids = fields.Many2many(
        "res.users",
        "sanbao_service_skill_user_rel",
        "skill_id",
        "user_id",
        string="Engineers",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("sanbao_base.group_eng").ids)
        ],
    )
    active = fields.Boolean(default=True)

    _name_unique = models.Constraint(
        "UNIQUE (name)", "There is already a skill with this name."
    )

    def _words(self):
        self.ensure_one()
        text = (self.keywords or "").replace("，", ",").replace("、", ",")
        return [word.strip().lower() for word in text.split(",") if word.strip()]

    @api.model
    def _needed_for(self, product, fault):
        """Skills that a fault of a product calls for (SVC-06)."""
        text = (fault or "").lower()
        categories = product.categ_id
        ancestors = {
            int(key) for key in (categories.parent_path or "").split("/") if key
        }
        return self.search([("user_ids", "!=", False)]).filtered(
            lambda skill: (
                ancestors & set(skill.categ_ids.ids)
                or any(word in text for word in skill._words())
            )
        )
