from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

ZONE_FIELDS = {"sanbao_zone_id", "location_id", "active"}


class StockLocation(models.Model):
    _inherit = "stock.location"

    sanbao_zone_id = fields.Many2one(
        "sanbao.stock.zone",
        string="Own Zone",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the zone of the location in which it lies.",
    )
    sanbao_effective_zone_id = fields.Many2one(
        "sanbao.stock.zone",
        string="Zone",
        compute="_compute_sanbao_effective_zone_id",
        store=True,
        recursive=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    sanbao_blocked = fields.Boolean(
        string="Goods Are Held", related="sanbao_effective_zone_id.blocked"
    )

    @api.depends("sanbao_zone_id", "location_id.sanbao_effective_zone_id")
    def _compute_sanbao_effective_zone_id(self):
        for location in self:
            location.sanbao_effective_zone_id = (
                location.sanbao_zone_id or location.location_id.sanbao_effective_zone_id
            )

    @api.constrains("sanbao_zone_id", "location_id", "usage")
    def _check_sanbao_zone(self):
        """Held goods lie outside the stock of the warehouse, so that Odoo counts and
        reserves none of them (STK-02)."""
        held = self.search(
            Domain("id", "child_of", self.ids)
            & Domain("sanbao_effective_zone_id.blocked", "=", True)
            & Domain("warehouse_id", "!=", False)
        )
        if held:
            raise ValidationError(
                self.env._(
                    "%(location)s lies in the stock of %(warehouse)s, where everything is"
                    " available. A zone that holds goods lies outside: place it under the"
                    " warehouse's own pending or nonconforming zone.",
                    location=held[0].display_name,
                    warehouse=held[0].warehouse_id.display_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        locations = super().create(vals_list)
        self.env.registry.clear_cache()
        return locations

    def write(self, vals):
        result = super().write(vals)
        if ZONE_FIELDS & vals.keys():
            self.env.registry.clear_cache()
            self._sanbao_gate_zone()
        return result

    def _sanbao_gate_zone(self):
        """No place of a warehouse is left without a zone (STK-01)."""
        inside = self.search(
            Domain("id", "child_of", self.ids)
            & Domain("usage", "=", "internal")
            & Domain("warehouse_id", "!=", False)
            & Domain("sanbao_effective_zone_id", "=", False)
        )
        self.env["sanbao.rule"]._gate(
            "STK-01",
            inside,
            lambda location: self.env._(
                "%(location)s has no zone: give it one, or the location in which it"
                " lies.",
                location=location.display_name,
            ),
        )

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache()
    def _sanbao_held(self):
        """``{location id: zone id}`` of every location in a zone that holds goods."""
        # Which places hold goods does not depend on who asks, nor on his companies.
        locations = self.sudo().with_context(active_test=False)
        found = locations.search_fetch(
            [("sanbao_effective_zone_id.blocked", "=", True)],
            ["sanbao_effective_zone_id"],
        )
        return {location.id: location.sanbao_effective_zone_id.id for location in found}

    def _sanbao_is_held(self):
        """Whether what lies here waits for a decision."""
        self.ensure_one()
        return self.id in self._sanbao_held()

    # === Where goods are put (STK-01, STK-03, STK-26) ===

    def _get_putaway_strategy(
        self, product, quantity=0, package=None, packaging=None, additional_qty=None
    ):
        """Where no rule of Odoo's says more, goods go to the zone of their product, and
        there to a place that suits them."""
        found = super()._get_putaway_strategy(
            product, quantity, package, packaging, additional_qty
        )
        zone = product._sanbao_zone()
        elsewhere = bool(zone) and self.sanbao_effective_zone_id != zone
        if found != self or not (elsewhere or not found._sanbao_suits(product)):
            return found
        zone = zone or self.sanbao_effective_zone_id
        inside = self.child_internal_location_ids.filtered(
            lambda location: location.sanbao_effective_zone_id == zone
        )
        suitable = inside.filtered(lambda location: location._sanbao_suits(product))
        return suitable[:1] or (elsewhere and inside[:1]) or found
