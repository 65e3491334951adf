from collections import defaultdict, namedtuple

from odoo import api, fields, models, tools

from ..fitting import DRY, GUARD, VENTILATED, fits_inside

Place = namedtuple("Place", ["abilities", "max_weight", "size"])

# What :meth:`_sanbao_places` is made of.
PLACE_FIELDS = {
    "sanbao_max_weight",
    "sanbao_length",
    "sanbao_width",
    "sanbao_height",
    "sanbao_dry",
    "sanbao_ventilated",
    "sanbao_guarded",
    "storage_category_id",
    "location_id",
    "usage",
    "active",
}
ABILITY_OF = {
    "sanbao_dry": DRY,
    "sanbao_ventilated": VENTILATED,
    "sanbao_guarded": GUARD,
}


class StockLocation(models.Model):
    """What a place can carry and offer (STK-03, STK-26, STK-29)."""

    _inherit = "stock.location"

    sanbao_shelf_type = fields.Selection(
        selection=[
            ("floor", "Floor"),
            ("light", "Light shelf"),
            ("medium", "Medium shelf"),
            ("heavy", "Heavy-duty shelf"),
            ("pallet", "Pallet rack"),
            ("cantilever", "Cantilever rack"),
            ("drawer", "Drawer cabinet"),
            ("other", "Other"),
        ],
        string="Shelf Type",
    )
    sanbao_max_weight = fields.Float(
        string="Maximum Weight (kg)",
        digits="Stock Weight",
        help="0: that of the storage category, else no limit.",
    )
    sanbao_length = fields.Float(
        string="Inner Length (cm)", help="Of one compartment; 0: no limit."
    )
    sanbao_width = fields.Float(string="Inner Width (cm)", help="0: no limit.")
    sanbao_height = fields.Float(string="Inner Height (cm)", help="0: no limit.")
    sanbao_dry = fields.Boolean(string="Dry", help="So is everything inside.")
    sanbao_ventilated = fields.Boolean(
        string="Ventilated", help="So is everything inside."
    )
    sanbao_guarded = fields.Boolean(
        string="Shelf Guard",
        help="Goods cannot fall or be hit; so is everything inside.",
    )

    def write(self, vals):
        result = super().write(vals)
        if PLACE_FIELDS & vals.keys():
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _sanbao_places(self):
        """``{location id: Place}`` of every place in the stock of a warehouse.

        Places outside (held goods, input, parts on service …) are not there: nothing is
        put away in them.
        """
        # What a place offers does not depend on who asks, nor on his companies.
        everything = self.sudo()
        warehouses = everything.env["stock.warehouse"].search(
            [("lot_stock_id", "!=", False)]
        )
        stocks = [f"/{path}" for path in warehouses.lot_stock_id.mapped("parent_path")]
        locations = everything.search_fetch(
            [("id", "child_of", warehouses.view_location_id.ids)],
            ["parent_path", "usage", *PLACE_FIELDS],
        )
        own = {
            str(location.id): location._sanbao_own_abilities() for location in locations
        }
        places = {}
        for location in locations:
            path = f"/{location.parent_path}"
            if location.usage != "internal" or not any(
                path.startswith(stock) for stock in stocks
            ):
                continue
            found = [own.get(above, ()) for above in path.strip("/").split("/")]
            places[location.id] = Place(
                frozenset().union(*found),
                location._sanbao_weight_limit(),
                location._sanbao_size(),
            )
        return places

    def _sanbao_own_abilities(self):
        return {key for name, key in ABILITY_OF.items() if self[name]}

    def _sanbao_weight_limit(self):
        """Kilograms that the place carries: its own, else of its category; 0: no limit."""
        return self.sanbao_max_weight or self.storage_category_id.max_weight

    def _sanbao_size(self):
        """The edges of one compartment in centimetres; 0: no limit."""
        return (self.sanbao_length, self.sanbao_width, self.sanbao_height)

    def _sanbao_suits(self, product):
        """Whether the place offers what the product needs and is large enough.

        A place where nothing is put away suits everything.
        """
        self.ensure_one()
        place = self._sanbao_places().get(self.id)
        if place is None or not fits_inside(product._sanbao_size(), place.size):
            return place is None
        return not any(product._sanbao_missing_abilities(place.abilities))

    def _sanbao_weights(self):
        """``{location: kilograms}`` of what lies in each of these places itself."""
        found = defaultdict(float)
        # What a shelf carries does not depend on whose goods lie there.
        quants = self.env["stock.quant"].sudo()
        for location, product, quantity in quants._read_group(
            [("location_id", "in", self.ids)],
            ["location_id", "product_id"],
            ["quantity:sum"],
        ):
            found[location.with_env(self.env)] += quantity * product.weight
        return found


class StockStorageCategory(models.Model):
    _inherit = "stock.storage.category"

    def write(self, vals):
        result = super().write(vals)
        if "max_weight" in vals:
            self.env.registry.clear_cache()
        return result
