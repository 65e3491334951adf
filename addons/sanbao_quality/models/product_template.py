from odoo import api, fields, models, tools

from .product_category import INSPECTION


class ProductTemplate(models.Model):
    _inherit = "product.template"

    sanbao_inspection = fields.Selection(
        selection=INSPECTION,
        string="Quality Inspection",
        help="Whether the goods are inspected before they are stored (STK-06). "
        "Empty: as the category.",
    )
    sanbao_important = fields.Boolean(
        string="Important Product",
        help="Sold only with a valid test report of a third party (QLT-14).",
    )
    sanbao_test_report_ids = fields.One2many(
        "sanbao.test.report", "product_tmpl_id", string="Third-Party Test Reports"
    )

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        if any(vals.get("sanbao_important") for vals in vals_list):
            self.env.registry.clear_cache()
        return templates

    def write(self, vals):
        result = super().write(vals)
        if "sanbao_important" in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _sanbao_important_ids(self):
        """Ids of the important products, archived ones included (QLT-14)."""
        # Which products are important does not depend on who asks.
        templates = self.sudo().with_context(active_test=False)
        return frozenset(templates.search([("sanbao_important", "=", True)]).ids)


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _sanbao_needs_inspection(self):
        """Whether goods of this product are inspected before they are stored."""
        self.ensure_one()
        own = self.sanbao_inspection
        if own:
            return own == "yes"
        return self.categ_id.id in self.categ_id._sanbao_inspected()
