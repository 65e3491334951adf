from odoo import api, fields, models

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base import local_time

from .. import periods, statistics

RULE = "PUR-13"
BATCH = 1000
OVERSTOCK = "overstock"
STOCK_OUT = "stock_out"


class SanbaoStockCover(models.Model):
    """For how many days the stock of a part lasted at the end of a month (PUR-13).

    Taken by the clock, never typed.
    """

    _name = "sanbao.stock.cover"
    _description = "Days of cover of a part"
    _order = "date desc, status, cover_days desc, id"
    _rec_name = "product_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    date = fields.Date(string="Month end", required=True, readonly=True, index=True)
    product_id = fields.Many2one(
        "product.product",
        string="Part",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    categ_id = fields.Many2one(related="product_id.categ_id", store=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    on_hand = fields.Float(readonly=True, digits="Product Unit")
    monthly = fields.Float(
        string="Needed per month", readonly=True, digits="Product Unit"
    )
    minimum = fields.Float(string="Minimum stock", readonly=True, digits="Product Unit")
    cover_days = fields.Float(
        string="Days of cover",
        readonly=True,
        aggregator=None,
        digits=(16, 0),
        help="Stock over demand of the last months; empty where nothing was needed.",
    )
    status = fields.Selection(
        selection=[
            (STOCK_OUT, "Out of stock"),
            (OVERSTOCK, "Overstock"),
            ("fine", "In order"),
        ],
        required=True,
        readonly=True,
        index=True,
        help="Overstock: more days of cover than the limit, or no demand at all. "
        "Out of stock: nothing there of a part that is needed or has a minimum.",
    )

    _row_unique = models.Constraint(
        "UNIQUE (company_id, date, product_id)",
        "The cover of this part at this date is already known.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_protected(self, list(vals))
        return super().create(vals_list)

    def write(self, vals):
        refuse_protected(self, list(vals))
        return super().write(vals)

    @api.model
    def _cron_take(self):
        """Take the month that ended last, in every company; goes on where it stopped."""
        cron = self.env["ir.cron"]
        for company in self.env["res.company"].search([("active", "=", True)]):
            if not self.env["sanbao.rule"]._is_on(RULE, company):
                continue
            day = self._last_month_end(company)
            missing = self._missing_parts(company, day)
            while missing:
                batch, missing = missing[:BATCH], missing[BATCH:]
                self._take(batch, company, day)
                if not cron._commit_progress(len(batch), remaining=len(missing)):
                    return

    @api.model
    def _last_month_end(self, company):
        zone = local_time.company_timezone(company)
        today = local_time.local_day(fields.Datetime.now(), zone)
        return fields.Date.subtract(periods.month_start(today), days=1)

    @api.model
    def _missing_parts(self, company, day):
        demand = self.env["sanbao.demand"]
        parts = self.env["product.product"].search(
            demand._part_domain(company), order="id"
        )
        taken = self._read_group(
            [("company_id", "=", company.id), ("date", "=", day)], ["product_id"]
        )
        return parts - parts.browse(product.id for (product,) in taken)

    @api.model
    def _take(self, parts, company, day):
        """Rows of these parts at the end of that day."""
        facts = self._facts(parts, company, day)
        as_engine(self).create(
            [
                {"company_id": company.id, "date": day, "product_id": part_id, **row}
                for part_id, row in facts.items()
            ]
        )

    @api.model
    def _facts(self, parts, company, day, now=False):
        """``{part id: what a row says}`` at the end of the day, or of the stock now."""
        demand = self.env["sanbao.demand"]
        get = self.env["sanbao.parameter"]._get
        count = max(get("forecast_history_months", company), 1)
        months = periods.months_back(day, count)
        needed = demand._total(parts, months[0], day, company)
        stock = demand._stock(parts, company, at=None if now else day)
        limit = get("overstock_days", company)
        return {
            part.id: self._row(stock[part.id], needed.get(part.id, 0.0) / count, limit)
            for part in parts
        }

    @api.model
    def _row(self, stock, monthly, limit):
        days = statistics.days_of_cover(stock.on_hand, monthly)
        status = "fine"
        if stock.on_hand <= 0 and (monthly > 0 or stock.minimum > 0):
            status = STOCK_OUT
        elif statistics.is_overstock(stock.on_hand, monthly, limit):
            status = OVERSTOCK
        return {
            "on_hand": stock.on_hand,
            "monthly": monthly,
            "minimum": stock.minimum,
            "cover_days": days or 0.0,
            "status": status,
        }
