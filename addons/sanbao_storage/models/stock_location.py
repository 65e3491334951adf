from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..kinds import CONDITIONS

LATE, FAILED = "late", "failed"


class StockLocation(models.Model):
    """What a place has to be like, and whether it is (STK-27, STK-28)."""

    _inherit = "stock.location"

    sanbao_pest_check = fields.Boolean(
        "Checked for Pests",
        help="The place is on the regular round against pests and damp. Places where "
        "sensitive products lie are on it anyway.",
    )
    sanbao_climate = fields.Boolean(
        "Readings Are Taken", help="Of temperature and humidity, regularly."
    )
    sanbao_temperature_min = fields.Float("Lowest Temperature (°C)", digits=(5, 1))
    sanbao_temperature_max = fields.Float("Highest Temperature (°C)", digits=(5, 1))
    sanbao_humidity_min = fields.Float("Lowest Humidity (%)", digits=(5, 1))
    sanbao_humidity_max = fields.Float("Highest Humidity (%)", digits=(5, 1))
    sanbao_storage_state = fields.Selection(
        selection=[("ok", "In order"), (LATE, "Check overdue"), (FAILED, "Fault open")],
        string="Storage Condition",
        compute="_compute_sanbao_storage_state",
        search="_search_sanbao_storage_state",
    )
    sanbao_reading_ids = fields.One2many(
        "sanbao.storage.reading", "location_id", string="Readings"
    )

    @api.constrains(
        "sanbao_climate",
        "sanbao_temperature_min",
        "sanbao_temperature_max",
        "sanbao_humidity_min",
        "sanbao_humidity_max",
    )
    def _check_sanbao_range(self):
        for place in self.filtered("sanbao_climate"):
            humidity = place.sanbao_humidity_min, place.sanbao_humidity_max
            if (
                place.sanbao_temperature_min >= place.sanbao_temperature_max
                or not 0 <= humidity[0] < humidity[1] <= 100
            ):
                raise ValidationError(
                    self.env._(
                        "%(location)s: enter from which to which temperature and humidity"
                        " (0 to 100 %%) are allowed.",
                        location=place.display_name,
                    )
                )

    @api.constrains("sanbao_climate", "sanbao_pest_check", "location_id")
    def _check_sanbao_warehouse(self):
        for place in self:
            if (place.sanbao_climate or place.sanbao_pest_check) and (
                not place.warehouse_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(location)s belongs to no warehouse: nobody goes on rounds"
                        " there.",
                        location=place.display_name,
                    )
                )

    def _sanbao_is_out_of_range(self, temperature, humidity):
        """Whether °C or % relative humidity are not allowed here; the limits are."""
        self.ensure_one()
        return not (
            self.sanbao_temperature_min <= temperature <= self.sanbao_temperature_max
            and self.sanbao_humidity_min <= humidity <= self.sanbao_humidity_max
        )

    # === Whether the place is in order ===

    def _sanbao_around(self):
        """Ids of these places and of all in which they lie."""
        ids = set()
        for place in self:
            ids.update(int(part) for part in (place.parent_path or "").split("/")[:-1])
        return ids

    def _sanbao_faults(self, kinds=CONDITIONS):
        """``{place id: the open action or overdue round}`` of these places.

        What holds for a room that is on the rounds holds for the places in it; a place
        that is there because of what lies in it stands for itself. An open action comes
        first.
        """
        domain = Domain("kind", "in", kinds)
        domain &= Domain("location_id", "in", self._sanbao_around())
        late, failed = self._sanbao_storage_trouble(domain)
        own = {line.location_id.id: line.round_id for line in late}
        own |= {action.location_id.id: action for action in failed}
        # A place is in order or not, whoever asks.
        rooms = {
            place.id for place in self.sudo().browse(own) if place._sanbao_is_room()
        }
        faults = {}
        for place in self if own else ():
            above = [id_ for id_ in place._sanbao_around() if id_ in rooms]
            found = [own[id_] for id_ in {place.id, *above} if id_ in own]
            if found:
                found.sort(key=lambda fault: fault._name != failed._name)
                faults[place.id] = found[0]
        return faults

    def _sanbao_is_room(self):
        return self.sanbao_climate or self.sanbao_pest_check

    @api.model
    def _sanbao_storage_trouble(self, domain):
        """Unanswered points of overdue rounds, and open actions, of a domain."""
        # As in _sanbao_faults.
        lines, actions = (
            self.env[name].sudo()
            for name in ("sanbao.storage.round.line", "sanbao.storage.action")
        )
        return (
            lines.search(domain & lines._late_domain()),
            actions.search(domain & Domain("state", "=", "open")),
        )

    @api.depends_context("uid")
    def _compute_sanbao_storage_state(self):
        faults = self._origin._sanbao_faults()
        for place in self:
            fault = faults.get(place._origin.id)
            if not fault:
                place.sanbao_storage_state = "ok"
            else:
                late = fault._name == "sanbao.storage.round"
                place.sanbao_storage_state = LATE if late else FAILED

    def _search_sanbao_storage_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("kind", "in", CONDITIONS) & Domain("location_id", "!=", False)
        late, failed = self._sanbao_storage_trouble(domain)
        is_failed = self._sanbao_and_inside(failed.location_id)
        is_late = self._sanbao_and_inside(late.location_id) & ~is_failed
        domains = {"ok": ~is_failed & ~is_late, LATE: is_late, FAILED: is_failed}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _sanbao_and_inside(self, places):
        rooms = places.filtered(lambda place: place._sanbao_is_room())
        return Domain("id", "in", places.ids) | Domain("id", "child_of", rooms.ids)

    # === Buttons ===

    def action_sanbao_read(self):
        """Enter a reading of temperature and humidity of this place."""
        self.ensure_one()
        quick = self.env.ref("sanbao_storage.sanbao_storage_reading_view_quick")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Reading"),
            "res_model": "sanbao.storage.reading",
            "views": [(quick.id, "form")],
            "target": "new",
            "context": {"default_location_id": self.id},
        }

    def action_sanbao_view_readings(self):
        """Open the readings of this place, as a graph."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_storage.sanbao_storage_reading_action_graph"
        )
        return dict(
            action,
            domain=[("location_id", "=", self.id)],
            context={"default_location_id": self.id},
        )
