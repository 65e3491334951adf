"""A full count over 50,000 quants: how long it takes to freeze, and its statements.

    script/odoo shell -d DATABASE --no-http < tests/benchmark/count.py

Loads 5,000 products in 10 places of a company of its own, and leaves them there: use a
copy of a database with ``sanbao_count``. ``COUNT_BLIND=1`` measures a blind count.
"""

import os
import resource
import sys
import time

PRODUCTS, PLACES = 5_000, 10
QUANTS = """
INSERT INTO stock_quant (product_id, location_id, company_id, quantity, reserved_quantity,
                         in_date, create_uid, create_date)
SELECT product, place, %s, 1 + (product + place) %% 50, 0, now() - interval '90 days', 1, now()
  FROM unnest(%s) product, unnest(%s) place
"""


def prepare(env):
    """The company's warehouse, full of goods."""
    company = env["res.company"].create({"name": "盘点测试公司"})
    env.user.company_ids |= company
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    warehouse = env["stock.warehouse"].create(
        {"name": "测试库", "code": "CSK", "company_id": company.id}
    )
    places = env["stock.location"].create(
        [
            {"name": f"货架{number}", "location_id": warehouse.lot_stock_id.id}
            for number in range(PLACES)
        ]
    )
    products = env["product.product"].create(
        [
            {"name": f"件{number}", "is_storable": True, "standard_price": number % 90}
            for number in range(PRODUCTS)
        ]
    )
    env.flush_all()
    env.cr.execute(QUANTS, (company.id, products.ids, places.ids))
    blind = env["sanbao.parameter"].search([("code", "=", "blind_count")])
    blind.with_company(company).value = "on" if os.environ.get("COUNT_BLIND") else "off"
    env.cr.commit()
    return warehouse


def measure(env, warehouse):
    """Seconds, processor seconds and statements of the whole preparation."""
    counts = env["sanbao.stock.count"].with_company(warehouse.company_id)
    count = counts.create({"kind": "full", "warehouse_id": warehouse.id})
    before, wall, cpu = env.cr.sql_log_count, time.monotonic(), time.process_time()
    count._start()
    count = count.with_env(env)
    while count.state == "preparing":
        from odoo.addons.sanbao_approval.engine import as_engine

        as_engine(count)._prepare_batch()
        env.cr.commit()
        env.invalidate_all()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{count.line_count} lines{' (blind)' * count.blind}: {wall:.1f} s, of them"
        f" {cpu:.1f} s of the processor here, {env.cr.sql_log_count - before} statements,"
        f" {memory:.0f} MB at most\n"
    )


measure(env, prepare(env))  # noqa: F821  the shell's
