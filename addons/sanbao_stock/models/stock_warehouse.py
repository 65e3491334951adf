from odoo import api, fields, models


class StockWarehouse(models.Model):
    """The zones that each warehouse has (STK-01).

    Common and special parts lie in its stock. What waits for an inspection and what does
    not conform lies outside, so that nothing of it counts as available.
    """

    _inherit = "stock.warehouse"

    sanbao_special_location_id = fields.Many2one(
        "stock.location", string="Special parts zone", copy=False, check_company=True
    )
    sanbao_inspection_location_id = fields.Many2one(
        "stock.location",
        string="Pending inspection zone",
        copy=False,
        check_company=True,
    )
    sanbao_nonconforming_location_id = fields.Many2one(
        "stock.location", string="Nonconforming zone", copy=False, check_company=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        warehouses._sanbao_ensure_zones()
        return warehouses

    def _sanbao_ensure_zones(self):
        """Make what is missing; may be called any number of times."""
        # Locations belong to whoever sets the system up.
        for warehouse in self.sudo():
            here = warehouse.with_context(
                lang=warehouse.company_id._sanbao_place_lang()
            )
            here._sanbao_make_zones()

    def _sanbao_make_zones(self):
        self.ensure_one()
        inside = self.view_location_id
        if not inside.sanbao_zone_id:
            inside.sanbao_zone_id = self.env.ref("sanbao_stock.zone_common")
        if not self.sanbao_special_location_id:
            self.sanbao_special_location_id = self._sanbao_make_location(
                self.env._("Special parts zone"),
                self.lot_stock_id.id,
                sanbao_zone_id=self.env.ref("sanbao_stock.zone_special").id,
            )
        root = self.sanbao_inspection_location_id.location_id
        if not root:
            root = self._sanbao_make_location(
                self.env._("%s held", self.code), False, "view"
            )
        pending, nonconforming = (
            self.env._("Pending inspection zone"),
            self.env._("Nonconforming zone"),
        )
        for field, zone, name in (
            ("sanbao_inspection_location_id", "zone_pending", pending),
            ("sanbao_nonconforming_location_id", "zone_nonconforming", nonconforming),
        ):
            if not self[field]:
                self[field] = self._sanbao_make_location(
                    name,
                    root.id,
                    sanbao_zone_id=self.env.ref(f"sanbao_stock.{zone}").id,
                )

    def _sanbao_make_location(self, name, parent, usage="internal", **values):
        return self.env["stock.location"].create(
            {
                "name": name,
                "location_id": parent,
                "usage": usage,
                "company_id": self.company_id.id,
                **values,
            }
        )

    @api.model
    def _sanbao_warehouses_of(self, locations):
        """``{location: warehouse}``; the zones of held goods belong to their warehouse,
        although they lie outside its stock."""
        held = {}
        # To which warehouse a place belongs does not depend on who asks.
        for warehouse in self.sudo().search([("lot_stock_id", "!=", False)]):
            for place in (
                warehouse.sanbao_inspection_location_id
                | warehouse.sanbao_nonconforming_location_id
            ):
                held[str(place.id)] = warehouse
        found = {}
        for location in locations:
            above = [
                held[part] for part in location.parent_path.split("/") if part in held
            ]
            warehouse = location.warehouse_id or (above and above[-1])
            if warehouse:
                found[location] = warehouse.sudo(self.env.su)
        return found
