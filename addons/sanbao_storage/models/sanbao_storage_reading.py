from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.sanbao_approval.computed import without_computed_defaults
from odoo.addons.sanbao_base.local_time import company_timezone, day_start

from ..kinds import ENVIRONMENT, RULES
from .sanbao_storage_round import OPEN

# What follows from the reading; nobody enters it.
DERIVED = {"user_id", "out_of_range", "action_id", "limits"}
# Clocks differ a little.
AHEAD = timedelta(minutes=5)


class SanbaoStorageReading(models.Model):
    """Temperature and humidity of a place, as somebody read them (STK-28).

    A log: entries are added, never changed or deleted.
    """

    _name = "sanbao.storage.reading"
    _description = "Reading of temperature and humidity"
    _order = "taken_at desc, id desc"
    _rec_name = "location_id"
    _check_company_auto = True

    location_id = fields.Many2one(
        "stock.location",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('sanbao_climate', '=', True)]",
    )
    warehouse_id = fields.Many2one(
        related="location_id.warehouse_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="warehouse_id.company_id", store=True, index=True
    )
    taken_at = fields.Datetime("Read At", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="Read By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    temperature = fields.Float(
        "Temperature (°C)", required=True, digits=(5, 1), aggregator="avg"
    )
    humidity = fields.Float(
        "Humidity (%)", required=True, digits=(5, 1), aggregator="avg"
    )
    ventilation = fields.Selection(
        selection=[
            ("none", "Closed"),
            ("windows", "Windows open"),
            ("fan", "Fan running"),
            ("dryer", "Dehumidifier or air conditioner running"),
        ],
        required=True,
        default="none",
    )
    limits = fields.Char("Allowed", readonly=True, help="The range at that time.")
    out_of_range = fields.Boolean(readonly=True, index=True)
    note = fields.Char("Remarks")
    action_id = fields.Many2one(
        "sanbao.storage.action",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    measure = fields.Text(related="action_id.measure")

    @api.constrains("location_id", "taken_at", "humidity")
    def _check_reading(self):
        latest = fields.Datetime.now() + AHEAD
        for reading in self:
            if not reading.location_id.sanbao_climate:
                raise ValidationError(
                    self.env._(
                        "%(location)s: no range of temperature and humidity is set.",
                        location=reading.location_id.display_name,
                    )
                )
            if reading.taken_at > latest:
                raise ValidationError(self.env._("A reading is not taken in advance."))
            if not 0 <= reading.humidity <= 100:
                raise ValidationError(
                    self.env._("Relative humidity is between 0 and 100 %.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        places = self.env["stock.location"]
        for vals in vals_list:
            if not DERIVED.isdisjoint(vals) and not self.env.su:
                raise AccessError(
                    self.env._("Who read, and whether it is in range, is not entered.")
                )
            vals["user_id"] = self.env.uid
            place = places.browse(vals.get("location_id", self._default_place()))
            vals |= self._judge(place, vals)
        clean = without_computed_defaults(self, DERIVED)
        readings = super(SanbaoStorageReading, clean).create(vals_list)
        readings = readings.with_env(self.env)
        readings._follow()
        return readings

    def _default_place(self):
        return self.env.context.get("default_location_id", False)

    @api.model
    def _judge(self, place, vals):
        """Whether the values are in the range of the place, and what that range is."""
        if not place:
            return {}
        values = [vals.get(name, 0) or 0 for name in ("temperature", "humidity")]
        return {
            "out_of_range": place._sanbao_is_out_of_range(*values),
            "limits": self.env._(
                "%(from_t)g to %(to_t)g °C, %(from_h)g to %(to_h)g %%",
                from_t=place.sanbao_temperature_min,
                to_t=place.sanbao_temperature_max,
                from_h=place.sanbao_humidity_min,
                to_h=place.sanbao_humidity_max,
            ),
        }

    def _follow(self):
        """Out of range: somebody is told and owes a measure. The round goes on."""
        rule = self.env["sanbao.rule"]
        bad = self.filtered(
            lambda reading: (
                reading.out_of_range
                and rule._is_on(RULES[ENVIRONMENT], reading.company_id)
            )
        )
        bad._open_actions()
        for reading in self:
            line = reading._waiting_line()
            if line:
                line._read(reading)

    def _waiting_line(self):
        """The line of an open round that waits for a reading of this place and time."""
        self.ensure_one()
        # Whoever reads the instruments does his part of the round.
        lines = self.env["sanbao.storage.round.line"].sudo()
        line = lines.search(
            [
                ("kind", "=", ENVIRONMENT),
                ("location_id", "=", self.location_id.id),
                ("round_id.state", "=", OPEN),
                ("result", "=", False),
            ],
            limit=1,
        )
        zone = company_timezone(self.company_id)
        begins = line and day_start(line.round_id.date_from, zone)
        return line if line and self.taken_at >= begins else lines.browse()

    def _open_actions(self):
        """One open action per place: further readings join it."""
        # As in _waiting_line.
        actions = self.env["sanbao.storage.action"].sudo()
        for place, readings in self.grouped("location_id").items():
            action = actions.search(
                [
                    ("kind", "=", ENVIRONMENT),
                    ("location_id", "=", place.id),
                    ("state", "=", OPEN),
                ],
                limit=1,
            )
            if action:
                action._alert(readings[-1]._in_words())
            else:
                action = actions._open_for([readings[0]._prepare_action()])
            # The log has no writer among the users.
            readings.sudo().write({"action_id": action.id})

    def _in_words(self):
        self.ensure_one()
        return self.env._(
            "%(location)s: %(temperature)g °C, %(humidity)g %%; allowed %(limits)s",
            location=self.location_id.display_name,
            temperature=self.temperature,
            humidity=self.humidity,
            limits=self.limits,
        )

    def _prepare_action(self):
        self.ensure_one()
        return {
            "kind": ENVIRONMENT,
            "warehouse_id": self.warehouse_id.id,
            "location_id": self.location_id.id,
            "problem": self._in_words(),
            "measure": self.note,
        }
