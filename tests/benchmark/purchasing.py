"""The big jobs of purchasing: 1,000 suppliers evaluated, 5,000 parts forecast.

    script/odoo shell -d DATABASE --no-http < tests/benchmark/purchasing.py

Loads a company of its own, and leaves it there: use a copy of a database with
``sanbao_forecast``. Each supplier delivered six times in the last period, late and sent back
among them; each part was needed in each of the past 36 months.
"""

import resource
import sys
import time

SUPPLIERS, RECEIPTS = 1_000, 6
PARTS, MONTHS = 5_000, 36
MOVES = """
INSERT INTO stock_move (reference, sequence, priority, date, company_id, product_id,
       product_qty, product_uom_qty, product_uom, quantity, picked, location_id,
       location_dest_id, purchase_line_id, state, procure_method, create_date)
SELECT 'BENCH', 10, '0', date, %(company)s, product, amount, amount, %(uom)s, amount, true,
       source, target, line, 'done', 'make_to_stock', now()
  FROM ({}) AS wanted (date, product, amount, source, target, line)
"""
# Of the six moves of an order line one is late, one goes back to the supplier.
RECEIVED = MOVES.format("""
    SELECT %(first)s::date + n * 12, %(product)s, 5 + n,
           CASE WHEN n = 5 THEN %(stock)s ELSE %(other)s END,
           CASE WHEN n = 5 THEN %(other)s ELSE %(stock)s END, line
      FROM unnest(%(lines)s) line, generate_series(0, %(receipts)s - 1) n
""")
# Some parts are needed every month, some now and then, some with a season.
NEEDED = MOVES.format("""
    SELECT date_trunc('month', now()) - n * interval '1 month' + interval '9 days', product,
           CASE product %% 3 WHEN 0 THEN 5 + (product + n) %% 7
                             WHEN 1 THEN CASE WHEN (product + n) %% 4 = 0 THEN 3 ELSE 0 END
                             ELSE 2 + CASE WHEN n %% 12 < 2 THEN 20 ELSE n %% 3 END END,
           %(stock)s, %(other)s, NULL::integer
      FROM unnest(%(parts)s) product, generate_series(1, %(months)s) n
""")


class Load:
    """What the two jobs read."""

    def __init__(self, env):
        self.company = env["res.company"].create({"name": "采购测试公司"})
        env.user.company_ids |= self.company
        context = dict(env.context, allowed_company_ids=self.company.ids)
        self.env = env = env(context=context)
        warehouse = env["stock.warehouse"].create(
            {"name": "测试库", "code": "CGK", "company_id": self.company.id}
        )
        self.values = {
            "company": self.company.id,
            "stock": warehouse.lot_stock_id.id,
            "uom": env.ref("uom.product_uom_unit").id,
        }

    def execute(self, query, place, **values):
        """Insert moves from or to that place outside."""
        place = self.env.ref(place).id
        self.env.flush_all()
        self.env.cr.execute(query, {**self.values, "other": place, **values})

    def fill(self):
        """Suppliers with deliveries, parts with a history."""
        env = self.env
        parts = env["product.product"].create(
            [{"name": f"件{number}", "is_storable": True} for number in range(PARTS)]
        )
        self.execute(
            NEEDED, "stock.stock_location_customers", parts=parts.ids, months=MONTHS
        )
        partners = env["res.partner"].create(
            [
                {"name": f"供方{number}", "is_company": True}
                for number in range(SUPPLIERS)
            ]
        )
        first, last = env["sanbao.supplier.evaluation"]._last_period(self.company)
        line = {
            "product_id": parts[0].id,
            "product_qty": 100,
            "price_unit": 10,
            "date_planned": f"{first + (last - first) / 2} 04:00:00",
        }
        orders = env["purchase.order"].create(
            [
                {"partner_id": partner.id, "order_line": [(0, 0, line)]}
                for partner in partners
            ]
        )
        self.execute(
            RECEIVED,
            "stock.stock_location_suppliers",
            lines=orders.order_line.ids,
            product=parts[0].id,
            first=first,
            receipts=RECEIPTS,
        )
        env.cr.execute("ANALYZE stock_move")
        env.cr.commit()


def timed(env, what, job):
    """Run the job; say its seconds, statements and memory."""
    before, wall, cpu = env.cr.sql_log_count, time.monotonic(), time.process_time()
    done = job()
    env.flush_all()
    env.cr.commit()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{what}: {done}, {wall:.1f} s, of them {cpu:.1f} s of the processor here,"
        f" {env.cr.sql_log_count - before} statements, {memory:.0f} MB at most\n"
    )


def measure(env):
    """Load, then run both jobs as their clocks do, and once more: nothing is left."""
    load = Load(env)
    load.fill()
    env, company = load.env, [("company_id", "=", load.company.id)]
    evaluations, forecasts = env["sanbao.supplier.evaluation"], env["sanbao.forecast"]
    forecast = forecasts.create({"side": "sales", "company_id": load.company.id})

    def evaluate():
        evaluations._cron_open()
        return f"{evaluations.search_count(company)} evaluations"

    def compute():
        forecasts._cron_compute()
        forecast.invalidate_recordset()
        lines = forecast.line_ids
        return f"{len(lines)} lines, {len(lines.filtered('computed'))} computed"

    for what in ("first", "again"):
        timed(env, f"suppliers, {what}", evaluate)
        timed(env, f"forecast, {what}", compute)


measure(env)  # noqa: F821  the shell's
