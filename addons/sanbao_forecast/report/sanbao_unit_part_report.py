from odoo import fields, models
from odoo.tools import SQL

# Years of age at which a class begins and ends.
AGE_CLASSES = [
    ("y0", "First year", 0, 1),
    ("y1", "Second year", 1, 2),
    ("y2", "Third year", 2, 3),
    ("y3", "Fourth and fifth year", 3, 5),
    ("y5", "From the sixth year", 5, 1000),
]
DAYS_OF_YEAR = 365.25


class SanbaoUnitPartReport(models.Model):
    """Delivered units by model and age, and the parts replaced on them (PUR-24).

    Two kinds of rows. A unit has one for each age class that it has reached, with the
    years that it spent there; it is counted in the class that it is in today. A part
    used in a repair has one, in the class that the unit was in on that day.
    """

    _name = "sanbao.unit.part.report"
    _description = "Units in the field and parts replaced"
    _auto = False
    _order = "model_id, age_class, id"
    _rec_name = "model_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", readonly=True)
    archive_id = fields.Many2one(
        "sanbao.archive", string="Delivered unit", readonly=True
    )
    model_id = fields.Many2one("product.product", readonly=True)
    age_class = fields.Selection(
        selection=[(code, name) for code, name, _low, _high in AGE_CLASSES],
        string="Age of the unit",
        readonly=True,
    )
    part_id = fields.Many2one("product.product", readonly=True)
    date = fields.Date(
        readonly=True, help="Of the repair; for a unit, of its delivery."
    )
    unit_count = fields.Integer(string="Units in the field", readonly=True)
    unit_years = fields.Float(
        string="Unit-years",
        readonly=True,
        help="Years that the units spent in the age.",
    )
    replaced = fields.Float(
        string="Parts replaced", readonly=True, digits="Product Unit"
    )
    rate = fields.Float(
        string="Parts per unit and year",
        readonly=True,
        aggregator="avg",
        digits=(16, 4),
        help="Parts replaced over unit-years; by model and age, not by part.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH age_class (code, low, high, place) AS (VALUES %(classes)s),
            unit AS (
                SELECT id, lot_id, company_id, product_id AS model_id,
                    COALESCE(delivery_date, ex_factory_date) AS since,
                    (CURRENT_DATE - COALESCE(delivery_date, ex_factory_date)) / %(year)s
                        AS age
                FROM sanbao_archive
                WHERE COALESCE(delivery_date, ex_factory_date) <= CURRENT_DATE
            )
            SELECT unit.id::bigint * 10 + age_class.place AS id,
                unit.company_id, unit.id AS archive_id, unit.model_id,
                age_class.code AS age_class, NULL::integer AS part_id,
                unit.since AS date,
                CASE WHEN unit.age < age_class.high THEN 1 ELSE 0 END AS unit_count,
                LEAST(unit.age, age_class.high) - age_class.low AS unit_years,
                0.0 AS replaced, NULL::numeric AS rate
            FROM unit JOIN age_class ON unit.age >= age_class.low
            UNION ALL
            SELECT move.id::bigint * 10 + 9, unit.company_id, unit.id, unit.model_id,
                age_class.code, move.product_id, move.date::date, 0, 0.0,
                move.product_qty, NULL::numeric
            FROM stock_move move
            JOIN repair_order repair ON repair.id = move.repair_id
            JOIN unit ON unit.lot_id = repair.lot_id
            JOIN age_class
                ON GREATEST(move.date::date - unit.since, 0) / %(year)s >= age_class.low
                AND GREATEST(move.date::date - unit.since, 0) / %(year)s < age_class.high
            WHERE move.repair_line_type = 'add' AND move.state = 'done'
            """,
            classes=SQL(", ").join(
                SQL("(%s, %s, %s, %s)", code, low, high, place)
                for place, (code, _name, low, high) in enumerate(AGE_CLASSES)
            ),
            year=DAYS_OF_YEAR,
        )

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "replaced", query),
            self._field_to_sql(self._table, "unit_years", query),
        )
