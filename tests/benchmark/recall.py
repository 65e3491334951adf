"""Measure the search of a recall among a million movements of lots.

recall.py [--rounds N] DATABASE

Loads them by SQL, measures, and takes everything back: the database stays as it was.
A lot is delivered 900 times; another went into 1,000 units, each of which was delivered;
a third went into half-finished lots and with them into units.
"""

import argparse
import sys
import time
from statistics import median

from .worker import start

LINES = 1_000_000
LOTS = 1_000  # each delivered LINES * DELIVERED / LOTS times
DELIVERED = 0.9
UNITS = 20_000
PARTS = 20  # lots of the part: each in UNITS / PARTS units
LIMIT_MS = 2000

PICKINGS = """
INSERT INTO stock_picking (name, state, move_type, picking_type_id, location_id,
       location_dest_id, company_id, partner_id, scheduled_date, date_done, create_date)
SELECT 'BENCH/' || nextval('stock_picking_id_seq'), 'done', 'direct', %(type)s, %(stock)s, %(customers)s, %(company)s,
       (%(partners)s::int[])[1 + g %% array_length(%(partners)s, 1)], now(), now(), now()
  FROM generate_series(1, %(count)s) g RETURNING id
"""
MOVES = """
WITH wanted AS (
    SELECT g, %(product)s AS product_id, {lot} AS lot_id, {picking} AS picking_id,
           nextval('stock_move_id_seq') AS move_id
      FROM generate_series(1, %(count)s) g
), moved AS (
    INSERT INTO stock_move (id, reference, sequence, priority, date, company_id,
           product_id, product_qty, product_uom_qty, product_uom, quantity, picked,
           location_id, location_dest_id, picking_id, state, procure_method, create_date)
    SELECT move_id, 'BENCH', 10, '0', now(), %(company)s, product_id, 1, 1, %(uom)s, 1,
           true, %(source)s, %(target)s, picking_id, 'done', 'make_to_stock', now()
      FROM wanted
)
INSERT INTO stock_move_line (move_id, picking_id, company_id, product_id, product_uom_id,
       quantity, quantity_product_uom, picked, lot_id, date, location_id,
       location_dest_id, state, create_date)
SELECT move_id, picking_id, %(company)s, product_id, %(uom)s, 1, 1, true, lot_id, now(),
       %(source)s, %(target)s, 'done', now()
  FROM wanted ORDER BY g RETURNING id
"""


class Load:
    """The movements, and the lots that are searched for."""

    def __init__(self, env):
        self.env, self.company = env, env.company
        warehouse = env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        production = env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", self.company.id)],
            limit=1,
        )
        self.places = {
            "stock": warehouse.lot_stock_id.id,
            "customers": env.ref("stock.stock_location_customers").id,
            "production": production.id,
            "shelf": warehouse.sanbao_special_location_id.id,
        }
        self.type_id = warehouse.out_type_id.id
        self.uom_id = env.ref("uom.product_uom_unit").id
        self.partners = (
            env["res.partner"]
            .create([{"name": f"Bench customer {n}"} for n in range(500)])
            .ids
        )

    def lots(self, name, count):
        product = self.env["product.product"].create(
            {"name": name, "type": "consu", "is_storable": True, "tracking": "lot"}
        )
        lots = self.env["stock.lot"].create(
            [{"name": f"{name}-{n}", "product_id": product.id} for n in range(count)]
        )
        self.env.flush_all()
        return lots

    def query(self, query, **values):
        self.env.cr.execute(query, values)
        return [row[0] for row in self.env.cr.fetchall()]

    def pickings(self, count):
        return self.query(
            PICKINGS,
            count=count,
            type=self.type_id,
            company=self.company.id,
            partners=self.partners,
            stock=self.places["stock"],
            customers=self.places["customers"],
        )

    def moves(self, lots, count, source, target, delivered=False):
        """One movement after the other, the lots in turn."""
        pickings = self.pickings(count // 10) if delivered else []
        picking = (
            "(%(pickings)s::int[])[1 + (g - 1) / 10]" if delivered else "NULL::int"
        )
        return self.query(
            MOVES.format(
                lot="(%(lots)s::int[])[1 + (g - 1) %% array_length(%(lots)s, 1)]",
                picking=picking,
            ),
            count=count,
            lots=lots.ids,
            pickings=pickings,
            product=lots.product_id.id,
            uom=self.uom_id,
            company=self.company.id,
            source=self.places[source],
            target=self.places[target],
        )

    def production(self, parts, units, count):
        """Each unit is made with one of the parts, the lots in turn."""
        used = self.moves(parts, count, "stock", "production")
        made = self.moves(units, count, "production", "stock")
        self.env.cr.execute(
            """INSERT INTO stock_move_line_consume_rel (consume_line_id, produce_line_id)
               SELECT * FROM unnest(%s, %s)""",
            [made, used],
        )

    def fill(self):
        """Return ``{what: lot}`` of the searches."""
        sold = self.lots("Bench agent", LOTS)
        parts = self.lots("Bench part", PARTS)
        halves = self.lots("Bench half", UNITS // 10)
        units = self.lots("Bench unit", UNITS)
        self.moves(sold, int(LINES * DELIVERED), "stock", "customers", delivered=True)
        self.production(parts, units, UNITS)
        deep = self.lots("Bench deep", 10)
        self.production(deep, halves, len(halves))
        self.production(halves, units, UNITS)
        self.moves(units, UNITS, "stock", "customers", delivered=True)
        left = LINES - int(LINES * DELIVERED) - 5 * UNITS - 2 * len(halves)
        self.moves(sold, max(left, 0), "shelf", "stock")
        self.env.cr.execute("ANALYZE stock_move_line")
        self.env.cr.execute("ANALYZE stock_move")
        self.env.cr.execute("ANALYZE stock_move_line_consume_rel")
        return {
            "delivered itself": sold[0],
            "in units": parts[0],
            "in units, two levels": deep[0],
        }


def main():
    """Load, measure, print the figures; exit code 1 where the limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("database")
    options = parser.parse_args()
    registry = start(options.database)
    from odoo import SUPERUSER_ID, api

    good = True
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        began = time.perf_counter()
        load = Load(env)
        searches = load.fill()
        cr.execute("SELECT COUNT(*) FROM stock_move_line")
        [[count]] = cr.fetchall()
        took = time.perf_counter() - began
        sys.stdout.write(f"{count} move lines, loaded in {took:.0f} s\n\n")
        sys.stdout.write("| lot | found | search ms | recall opened ms | met |\n")
        sys.stdout.write("|---|---|---|---|---|\n")
        for what, lot in searches.items():
            row, met = measure(env, what, lot, options.rounds)
            sys.stdout.write(row)
            good &= met
        cr.rollback()
    sys.exit(0 if good else 1)


def measure(env, what, lot, rounds):
    """Return the row of one search, and whether it is below the limit."""
    recalls = env["sanbao.recall"]
    figures = []
    for _round in range(rounds + 1):
        env.invalidate_all()
        began = time.perf_counter()
        found = recalls._find_deliveries(lot, env.company)
        figures.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    recall = recalls.create({"lot_id": lot.id, "reason": "Bench"})
    env.flush_all()
    opened = (time.perf_counter() - began) * 1000
    assert len(recall.line_ids) == len(found)
    # The first one is for the caches of PostgreSQL.
    spent = median(figures[1:])
    met = spent < LIMIT_MS
    word = "yes" if met else "no"
    return f"| {what} | {len(found)} | {spent:.0f} | {opened:.0f} | {word} |\n", met


if __name__ == "__main__":
    main()
