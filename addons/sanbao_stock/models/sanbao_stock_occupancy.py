from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

CM3_OF_LITRE = 1000
LITRES_OF_M3 = 1000
RATES = {
    "place_rate": ("places_used", "places"),
    "weight_rate": ("weight_used", "weight_capacity"),
    "volume_rate": ("volume_used", "volume_capacity"),
}


class SanbaoStockOccupancy(models.Model):
    """How full the zones of a warehouse were at the end of a period (STK-04).

    One row for each warehouse, zone and period; the running period may be measured as
    often as one likes. Weight and volume count places whose capacity is known only.
    """

    _name = "sanbao.stock.occupancy"
    _description = "Occupancy of a zone"
    _order = "date desc, warehouse_id, zone_id"
    _rec_name = "zone_id"
    _check_company_auto = True

    date = fields.Date(
        string="Period End",
        required=True,
        readonly=True,
        help="Last day of the period.",
    )
    measured_at = fields.Datetime(string="Measured On", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    zone_id = fields.Many2one(
        "sanbao.stock.zone", required=True, readonly=True, ondelete="cascade"
    )
    places = fields.Integer(readonly=True)
    places_used = fields.Integer(readonly=True)
    weight_capacity = fields.Float(
        string="Weight Capacity (kg)", readonly=True, digits="Stock Weight"
    )
    weight_used = fields.Float(
        string="Weight Stored (kg)", readonly=True, digits="Stock Weight"
    )
    volume_capacity = fields.Float(
        string="Volume Capacity (l)", readonly=True, digits=(16, 1)
    )
    volume_used = fields.Float(
        string="Volume Stored (l)", readonly=True, digits=(16, 1)
    )
    place_rate = fields.Float(
        string="Places Used (%)", readonly=True, digits=(16, 1), aggregator="avg"
    )
    weight_rate = fields.Float(
        string="Weight Used (%)", readonly=True, digits=(16, 1), aggregator="avg"
    )
    volume_rate = fields.Float(
        string="Volume Used (%)", readonly=True, digits=(16, 1), aggregator="avg"
    )

    _period_unique = models.Constraint(
        "UNIQUE (warehouse_id, zone_id, date)",
        "This zone has been measured for this period already.",
    )

    def _read_group_select(self, aggregate_spec, query):
        """The rate of several zones or months is that of their sums, not a mean."""
        name, _colon, function = aggregate_spec.partition(":")
        if name not in RATES or function != "avg":
            return super()._read_group_select(aggregate_spec, query)
        used, capacity = RATES[name]
        return SQL(
            "SUM(%s) * 100.0 / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, used, query),
            self._field_to_sql(self._table, capacity, query),
        )

    # === Measuring ===

    @api.model
    def _cron_measure(self):
        """Keep the running period of every company up to date; run it daily.

        The row of a period is last written on its last day, so it stays as it was then.
        """
        # The system measures for all companies.
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            self._take(company)

    def action_measure(self):
        """Measure the running period of the current company now.

        :raises AccessError: by others than the head of the warehouse
        """
        if not self.env.user.has_group("stock.group_stock_manager"):
            raise AccessError(
                self.env._("The administrator of the stock measures the occupancy.")
            )
        self._take(self.env.company)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_stock.sanbao_stock_occupancy_action"
        )

    @api.model
    def _take(self, company, now=None):
        """Write the rows of the period in which ``now`` falls; as often as wanted."""
        if not self.env["sanbao.rule"]._is_on("STK-04", company):
            return
        now = now or fields.Datetime.now()
        date = self._period_end(company, local_day(now, company_timezone(company)))
        # Nobody writes these figures himself.
        rows = self.sudo()
        # Two who measure at the same moment make one row.
        claim(rows.env["stock.warehouse"].search([("company_id", "=", company.id)]))
        known = {
            (row.warehouse_id, row.zone_id): row
            for row in rows.search(
                [("company_id", "=", company.id), ("date", "=", date)]
            )
        }
        vals_list = []
        for key, figures in rows._measure(company).items():
            vals = {**self._with_rates(figures), "measured_at": now}
            if key in known:
                known[key].write(vals)
            else:
                warehouse, zone = key
                vals_list.append(
                    {
                        **vals,
                        "date": date,
                        "company_id": company.id,
                        "warehouse_id": warehouse.id,
                        "zone_id": zone.id,
                    }
                )
        rows.create(vals_list)

    @api.model
    def _period_end(self, company, day):
        period = self.env["sanbao.parameter"]._get("occupancy_period", company)
        if period == "week":
            return day + timedelta(days=6 - day.weekday())
        months = 3 if period == "quarter" else 1
        first = day.replace(day=1) - relativedelta(months=(day.month - 1) % months)
        return first + relativedelta(months=months, days=-1)

    @api.model
    def _with_rates(self, figures):
        rates = {
            rate: figures[used] * 100 / figures[capacity] if figures[capacity] else 0
            for rate, (used, capacity) in RATES.items()
        }
        return {**figures, **rates}

    @api.model
    def _measure(self, company):
        """``{(warehouse, zone): figures}`` of what lies in the company's places now."""
        locations = self.env["stock.location"].search(
            [
                ("company_id", "=", company.id),
                ("usage", "=", "internal"),
                ("sanbao_effective_zone_id", "!=", False),
            ]
        )
        loads = self._loads(locations)
        owner = self.env["stock.warehouse"]._sanbao_warehouses_of(locations)
        # A room is divided into its shelves; it is a place itself if something lies there.
        divided = locations.location_id
        names = [name for pair in RATES.values() for name in pair]
        found = defaultdict(lambda: dict.fromkeys(names, 0))
        for location in locations:
            if location in owner and (location in loads or location not in divided):
                key = owner[location], location.sanbao_effective_zone_id
                self._add_place(found[key], location, loads.get(location))
        return found

    @api.model
    def _add_place(self, figures, location, load):
        weight, volume = load or (0, 0)
        length, width, height = location._sanbao_size()
        room = length * width * height / CM3_OF_LITRE
        limit = location._sanbao_weight_limit()
        figures["places"] += 1
        figures["places_used"] += bool(load)
        if limit:
            figures["weight_capacity"] += limit
            figures["weight_used"] += weight
        if room:
            figures["volume_capacity"] += room
            figures["volume_used"] += volume

    @api.model
    def _loads(self, locations):
        """``{location: (kilograms, litres)}`` of the places where something lies."""
        found = {}
        for location, product, quantity in self.env["stock.quant"]._read_group(
            [("location_id", "in", locations.ids), ("quantity", ">", 0)],
            ["location_id", "product_id"],
            ["quantity:sum"],
        ):
            weight, volume = found.get(location, (0, 0))
            found[location] = (
                weight + quantity * product.weight,
                volume + quantity * product.volume * LITRES_OF_M3,
            )
        return found
