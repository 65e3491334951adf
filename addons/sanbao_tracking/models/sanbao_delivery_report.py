from odoo import fields, models
from odoo.tools import SQL


class SanbaoDeliveryReport(models.Model):
    """Deliveries by supplier and month: on time, in quality, in quantity (PUR-21).

    A view of the database, because a line that nobody touches becomes late by itself.
    """

    _name = "sanbao.delivery.report"
    _description = "Delivery performance"
    _auto = False
    _check_company_auto = True
    _rec_name = "order_id"
    _order = "due_date desc"

    order_id = fields.Many2one("purchase.order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Supplier", readonly=True)
    user_id = fields.Many2one("res.users", string="Buyer", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    due_date = fields.Date("Due (First Promise)", readonly=True)
    received_on = fields.Date("Complete On", readonly=True)
    line_count = fields.Integer("Lines", readonly=True)
    late_count = fields.Integer("Late Lines", readonly=True)
    late_days = fields.Integer("Days Late", readonly=True, aggregator="avg")
    on_time_rate = fields.Float("On Time (%)", readonly=True, aggregator="avg")
    quality_rate = fields.Float("On Quality (%)", readonly=True, aggregator="avg")
    quantity_rate = fields.Float("On Quantity (%)", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        """Rates leave out the lines that are neither complete nor due yet."""
        return SQL(
            """
            SELECT line.id, line.order_id, orders.partner_id, orders.user_id,
                   line.product_id, line.company_id,
                   line.sanbao_due_date AS due_date,
                   line.sanbao_received_on AS received_on,
                   1 AS line_count,
                   (day.end_day > line.sanbao_due_date)::int AS late_count,
                   GREATEST(day.end_day - line.sanbao_due_date, 0) AS late_days,
                   CASE WHEN line.sanbao_in_time THEN 100.0
                        WHEN day.end_day > line.sanbao_due_date THEN 0.0
                   END AS on_time_rate,
                   CASE line.sanbao_quality_state
                        WHEN 'good' THEN 100.0 WHEN 'rejected' THEN 0.0
                   END AS quality_rate,
                   CASE WHEN line.sanbao_quantity_state IN ('full', 'over') THEN 100.0
                        WHEN day.end_day > line.sanbao_due_date THEN 0.0
                   END AS quantity_rate
              FROM purchase_order_line line
              JOIN purchase_order orders ON orders.id = line.order_id
              JOIN res_company company ON company.id = line.company_id
              JOIN res_partner place ON place.id = company.partner_id
             CROSS JOIN LATERAL (
                   SELECT COALESCE(
                       line.sanbao_received_on,
                       (now() AT TIME ZONE COALESCE(place.tz, 'Asia/Shanghai'))::date
                   ) AS end_day) day
             WHERE line.sanbao_due_date IS NOT NULL
            """
        )
