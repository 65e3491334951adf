from odoo import api, models, tools


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    def write(self, vals):
        result = super().write(vals)
        if "sanbao_inspection_location_id" in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache("company_id")
    def _sanbao_inspection_places(self, company_id):
        """``{id of a place: id of its warehouse}``, of the places in which goods of a
        company wait for their inspection."""
        # Where goods wait does not depend on who asks.
        warehouses = self.sudo().search([("company_id", "=", company_id)])
        return {
            place.id: warehouse.id
            for warehouse in reversed(warehouses)
            for zone in warehouse.sanbao_inspection_location_id
            for place in zone.search([("id", "child_of", zone.id)])
        }
