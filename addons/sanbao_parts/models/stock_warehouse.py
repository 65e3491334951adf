from collections import namedtuple

from odoo import api, fields, models, tools

ISSUE_CODE = "LL"
RETURN_CODE = "TK"

Places = namedtuple("Places", ["issue_types", "service", "pending", "old", "all"])


class StockWarehouse(models.Model):
    """Where parts of service cases are while they are neither in stock nor used.

    All of it lies outside the warehouse's own locations, so nothing of it counts as
    available or is reserved for somebody else::

        stock --LL, Form 11--> parts on service --repair--> customer
        parts on service, customer --Form 12--> pending zone --> stock, old parts
    """

    _inherit = "stock.warehouse"

    sanbao_issue_type_id = fields.Many2one(
        "stock.picking.type", string="Issue of parts", copy=False, check_company=True
    )
    sanbao_return_type_id = fields.Many2one(
        "stock.picking.type", string="Return of parts", copy=False, check_company=True
    )
    sanbao_service_location_id = fields.Many2one(
        "stock.location", string="Parts on service", copy=False, check_company=True
    )
    sanbao_pending_location_id = fields.Many2one(
        "stock.location", string="Pending zone", copy=False, check_company=True
    )
    sanbao_pending_old_location_id = fields.Many2one(
        "stock.location",
        string="Pending zone, old parts",
        copy=False,
        check_company=True,
    )
    sanbao_old_location_id = fields.Many2one(
        "stock.location", string="Old parts zone", copy=False, check_company=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        warehouses._sanbao_ensure_parts()
        return warehouses

    def _sanbao_ensure_parts(self):
        """Make what is missing; may be called any number of times."""
        # Locations and operation types belong to whoever sets the system up.
        for warehouse in self.sudo():
            here = warehouse.with_context(
                lang=warehouse.company_id._sanbao_place_lang()
            )
            here._sanbao_make_places()
            here._sanbao_make_types()

    def _sanbao_make_places(self):
        self.ensure_one()
        root = self.sanbao_service_location_id.location_id
        if not root:
            root = self._sanbao_make_location(
                self.env._("%s after-sales", self.code), False, "view"
            )
        names = {
            "sanbao_service_location_id": (self.env._("Parts on service"), "internal"),
            "sanbao_pending_location_id": (self.env._("Pending zone"), "internal"),
            "sanbao_old_location_id": (self.env._("Old parts zone"), "inventory"),
        }
        for field, (name, usage) in names.items():
            if not self[field]:
                self[field] = self._sanbao_make_location(name, root.id, usage)
        pending = self.env.ref("sanbao_stock.zone_pending")
        self.sanbao_pending_location_id.sanbao_zone_id = pending
        if not self.sanbao_pending_old_location_id:
            # Old parts are counted there, without a value. Not inside the other zone:
            # Odoo values a place together with everything in it.
            self.sanbao_pending_old_location_id = self._sanbao_make_location(
                self.env._("Pending zone, old parts"),
                root.id,
                "internal",
                sanbao_unvalued=True,
                sanbao_zone_id=pending.id,
            )

    def _sanbao_make_types(self):
        self.ensure_one()
        if not self.sanbao_issue_type_id:
            self.sanbao_issue_type_id = self._sanbao_make_type(
                self.env._("Issue of parts"),
                ISSUE_CODE,
                self.lot_stock_id,
                self.sanbao_service_location_id,
                sanbao_leaves_factory=True,
            )
        if not self.sanbao_return_type_id:
            self.sanbao_return_type_id = self._sanbao_make_type(
                self.env._("Return of parts"),
                RETURN_CODE,
                self.sanbao_service_location_id,
                self.sanbao_pending_location_id,
                use_create_lots=True,
            )

    def _sanbao_make_type(self, name, code, source, destination, **values):
        return self.env["stock.picking.type"].create(
            {
                "name": name,
                "code": "internal",
                "sequence_code": code,
                "warehouse_id": self.id,
                "company_id": self.company_id.id,
                "default_location_src_id": source.id,
                "default_location_dest_id": destination.id,
                **values,
            }
        )

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("sanbao_") for name in vals):
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache("company_id")
    def _sanbao_places(self, company_id):
        """Ids of the operation type and of the locations of parts, by their purpose."""
        # What a place is for does not depend on who asks.
        warehouses = self.sudo().search([("company_id", "=", company_id)])
        service = frozenset(warehouses.sanbao_service_location_id.ids)
        zones = (
            warehouses.sanbao_pending_location_id
            | warehouses.sanbao_pending_old_location_id
        )
        pending = frozenset(zones.ids)
        old = frozenset(warehouses.sanbao_old_location_id.ids)
        types = frozenset(warehouses.sanbao_issue_type_id.ids)
        return Places(types, service, pending, old, service | pending | old)

    @api.model
    def _sanbao_of_company(self, company):
        """The warehouse that serves the cases of a company."""
        # Which warehouse that is does not depend on who asks.
        domain = [("company_id", "=", company.id)]
        return self.sudo().search(domain, limit=1).sudo(self.env.su)
