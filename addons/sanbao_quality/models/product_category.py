from odoo import api, fields, models, tools

INSPECTION = [("yes", "Required"), ("no", "Not required")]
SETTINGS = {"sanbao_inspection", "parent_id"}


class ProductCategory(models.Model):
    _inherit = "product.category"

    sanbao_inspection = fields.Selection(
        selection=INSPECTION,
        string="Quality Inspection",
        help="Whether goods are inspected before they are stored (STK-06). "
        "Empty: as the parent category.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        if categories._sanbao_inspected():
            self.env.registry.clear_cache()
        return categories

    def write(self, vals):
        result = super().write(vals)
        if SETTINGS & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache()
    def _sanbao_inspected(self):
        """Ids of the categories whose goods are inspected.

        Asked for every move of the stock, so it costs no statement.
        """
        # What is inspected does not depend on who asks.
        categories = self.sudo().search_fetch([], ["sanbao_inspection", "parent_id"])
        return frozenset(c.id for c in categories if c._sanbao_own_inspection())

    def _sanbao_own_inspection(self):
        category = self
        while category and not category.sanbao_inspection:
            category = category.parent_id
        return category.sanbao_inspection == "yes"

    def _sanbao_path(self):
        """Ids of the category and of those above it, the nearest first."""
        path = (self.parent_path or "").split("/")[:-1]
        return [int(part) for part in reversed(path)]
