from odoo import api, models
from odoo.tools import SQL

# In which lots the recalled one went in, how much of it is in one unit of them, and from
# when on: a part fitted by a repair is only in what was delivered after the repair. What
# a production used is spread evenly over what it made; parts fitted at a customer's stay
# there. Attention: in Odoo's table of these links, each column is named after the other.
INSIDE = """
WITH RECURSIVE inside AS (
    SELECT %s::int AS lot_id, 1::float8 AS share, '-infinity'::timestamp AS since,
           ARRAY[%s::int] AS path
     UNION ALL
    SELECT made.lot_id,
           inside.share * used.quantity_product_uom::float8 * made.quantity_product_uom
           / (together.quantity * COALESCE(of_lot.quantity, made.quantity_product_uom)),
           CASE WHEN used_move.repair_id IS NULL THEN inside.since
                ELSE GREATEST(inside.since, used.date) END,
           inside.path || made.lot_id
      FROM inside
      JOIN stock_move_line used ON used.lot_id = inside.lot_id
       AND used.state = 'done' AND used.company_id = %s
      JOIN stock_location used_at ON used_at.id = used.location_dest_id
       AND used_at.usage = 'production'
      JOIN stock_move used_move ON used_move.id = used.move_id
      LEFT JOIN repair_order repair ON repair.id = used_move.repair_id
      JOIN stock_move_line_consume_rel link ON link.produce_line_id = used.id
      JOIN stock_move_line made ON made.id = link.consume_line_id
       AND made.state = 'done' AND made.lot_id IS NOT NULL
       AND made.quantity_product_uom > 0
     CROSS JOIN LATERAL (
           SELECT SUM(other.quantity_product_uom) AS quantity
             FROM stock_move_line_consume_rel same
             JOIN stock_move_line other ON other.id = same.consume_line_id
              AND other.state = 'done' AND other.lot_id IS NOT NULL
            WHERE same.produce_line_id = used.id
           ) together
      LEFT JOIN LATERAL (
           SELECT SUM(other.quantity_product_uom) AS quantity
             FROM stock_move_line other
             JOIN stock_location made_at ON made_at.id = other.location_id
              AND made_at.usage = 'production'
            WHERE other.lot_id = made.lot_id AND other.state = 'done'
              AND repair.id IS NULL
           ) of_lot ON TRUE
     WHERE repair.partner_id IS NULL AND made.lot_id != ALL(inside.path)
), part AS (
    SELECT lot_id, since, SUM(share) AS share FROM inside GROUP BY lot_id, since
)
"""

# What customers got, without what they had sent back already.
DELIVERED = """
    SELECT CASE WHEN line.lot_id = %s THEN 'delivered' ELSE 'component' END AS kind,
           line.move_id, line.lot_id, part.share,
           SUM(line.quantity_product_uom)::float8
           - COALESCE((
               SELECT SUM(back.quantity_product_uom)
                 FROM stock_move returned
                 JOIN stock_move_line back ON back.move_id = returned.id
                  AND back.state = 'done' AND back.lot_id = line.lot_id
                WHERE returned.origin_returned_move_id = line.move_id
             ), 0)::float8 AS quantity
      FROM part
      JOIN stock_move_line line ON line.lot_id = part.lot_id
       AND line.state = 'done' AND line.company_id = %s AND line.date >= part.since
      JOIN stock_location source ON source.id = line.location_id
       AND source.usage != 'customer'
      JOIN stock_location target ON target.id = line.location_dest_id
       AND target.usage = 'customer'
     GROUP BY line.move_id, line.lot_id, part.share
"""

# Parts fitted to what a customer owns, and what went where no lot leads on.
USED = """
    SELECT CASE WHEN repair.partner_id IS NULL THEN 'untraced' ELSE 'fitted' END,
           line.move_id, line.lot_id, part.share,
           SUM(line.quantity_product_uom)::float8
      FROM part
      JOIN stock_move_line line ON line.lot_id = part.lot_id
       AND line.state = 'done' AND line.company_id = %s AND line.date >= part.since
      JOIN stock_location target ON target.id = line.location_dest_id
       AND target.usage = 'production'
      JOIN stock_move move ON move.id = line.move_id
      LEFT JOIN repair_order repair ON repair.id = move.repair_id
     WHERE repair.partner_id IS NOT NULL OR NOT EXISTS (
           SELECT FROM stock_move_line_consume_rel link
             JOIN stock_move_line made ON made.id = link.consume_line_id
              AND made.state = 'done' AND made.lot_id IS NOT NULL
            WHERE link.produce_line_id = line.id
           )
     GROUP BY 1, line.move_id, line.lot_id, part.share
"""


class SanbaoRecall(models.Model):
    """Where a lot went: one statement, whatever the number of transfers."""

    _inherit = "sanbao.recall"

    @api.model
    def _find_deliveries(self, lot, company):
        """What left with goods of ``lot``, also inside of other lots.

        :return: list of dicts ``kind`` (``delivered``; ``component``: inside of another
            lot; ``fitted`` to what a customer owns; ``untraced``: used where no lot leads
            on), ``move_id``, ``lot_id`` (what was delivered), ``share`` (how much of the
            recalled lot is in a unit of it) and ``quantity`` (of what was delivered, in
            its product's unit, without what had come back)
        """
        self.env.flush_all()
        inside = SQL(INSIDE, lot.id, lot.id, company.id)
        delivered = SQL(DELIVERED, lot.id, company.id)
        found = self.env.execute_query_dict(
            SQL("%s %s UNION ALL %s", inside, delivered, SQL(USED, company.id))
        )
        return [row for row in found if row["quantity"] > 0]

    @api.model
    def _find_lots(self, lot, company):
        """The lot and every lot in which it went."""
        self.env.flush_all()
        inside = SQL(INSIDE, lot.id, lot.id, company.id)
        rows = self.env.execute_query(
            SQL("%s SELECT DISTINCT lot_id FROM part ORDER BY lot_id", inside)
        )
        return self.env["stock.lot"].browse(row[0] for row in rows)
