from odoo import api, fields, models
from odoo.exceptions import UserError

PENDING = "pending"
NONCONFORMING = "nonconforming"


class SanbaoStockZone(models.Model):
    """What a part of a warehouse is for (STK-01): common parts, special parts, goods that
    wait for their inspection, nonconforming goods, and whatever else a company adds."""

    _name = "sanbao.stock.zone"
    _description = "Zone of a warehouse"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        selection=[
            ("storage", "Storage"),
            (PENDING, "Pending inspection"),
            (NONCONFORMING, "Nonconforming"),
        ],
        required=True,
        default="storage",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    required = fields.Boolean(
        string="In Each Warehouse", help="Each warehouse has a location of this zone."
    )
    blocked = fields.Boolean(
        string="Goods Are Held",
        help="What lies here is not available to anybody; it leaves only by the decision "
        "of an inspection or of a nonconformity.",
    )
    note = fields.Text(translate=True)
    location_ids = fields.One2many("stock.location", "sanbao_zone_id")
    location_count = fields.Integer(compute="_compute_location_count")

    def _compute_location_count(self):
        counts = dict(
            self.env["stock.location"]._read_group(
                [("sanbao_effective_zone_id", "in", self.ids)],
                ["sanbao_effective_zone_id"],
                ["__count"],
            )
        )
        for zone in self:
            zone.location_count = counts.get(zone, 0)

    @api.model_create_multi
    def create(self, vals_list):
        zones = super().create(vals_list)
        self.env.registry.clear_cache()
        return zones

    def write(self, vals):
        if vals.get("active") is False:
            self._check_unused()
        result = super().write(vals)
        self.env.registry.clear_cache()
        if vals.get("blocked"):
            self.location_ids._check_sanbao_zone()
        return result

    def _check_unused(self):
        for zone in self:
            if zone.required or zone.location_count:
                raise UserError(
                    self.env._(
                        "The zone %(zone)s is in use: give its locations another zone"
                        " first, and untick “In Each Warehouse”.",
                        zone=zone.name,
                    )
                )

    def action_view_locations(self):
        """Open the locations of this zone."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_location_form"
        )
        domain = [("sanbao_effective_zone_id", "=", self.id)]
        return dict(action, domain=domain, context={"default_sanbao_zone_id": self.id})
