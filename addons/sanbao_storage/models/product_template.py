from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..kinds import ENVIRONMENT, PEST

NEEDS = {PEST: "sanbao_pest_sensitive", ENVIRONMENT: "sanbao_climate_sensitive"}


class ProductTemplate(models.Model):
    """What a product asks of the place where it lies (STK-27, STK-28)."""

    _inherit = "product.template"

    sanbao_pest_sensitive = fields.Boolean(
        "Sensitive to Pests",
        help="Places where it lies are checked for pests and damp (STK-27).",
    )
    sanbao_climate_sensitive = fields.Boolean(
        "Sensitive to Climate",
        help="It is not put where temperature or humidity are out of range (STK-28).",
    )

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        if any(vals.get(name) for vals in vals_list for name in NEEDS.values()):
            self.env.registry.clear_cache()
        return templates

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(NEEDS.values()):
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _sanbao_sensitive(self):
        """``{id: kinds of checks}`` of the templates that ask for something."""
        # Every transfer asks; what products need does not depend on who moves them.
        templates = self.sudo().with_context(active_test=False)
        domain = Domain.OR([(name, "=", True)] for name in NEEDS.values())
        found = templates.search_fetch(domain, [*NEEDS.values()])
        return {
            template.id: frozenset(
                kind for kind, name in NEEDS.items() if template[name]
            )
            for template in found
        }
