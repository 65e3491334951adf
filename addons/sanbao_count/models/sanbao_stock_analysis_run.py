from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base import local_time
from odoo.addons.sanbao_base.claim import claim

from .sanbao_stock_analysis_line import age_band

# Products of one commit.
BATCH = 500
DAYS_OF_MONTH = 30.0


class SanbaoStockAnalysis(models.Model):
    """Computing an analysis, in batches; what is done stands in its lines."""

    _inherit = "sanbao.stock.analysis"

    def _run_or_wait(self):
        if len(self._missing()) <= BATCH:
            self._run_batch()
            self._run_batch()
        else:
            # Whoever finishes a count starts its analysis.
            self.env.ref("sanbao_count.ir_cron_analyse").sudo()._trigger()

    @api.model
    def _cron_analyse(self):
        """Compute what waits, in committed batches."""
        cron = self.env["ir.cron"]
        while analysis := self.search([("state", "=", "running")], order="id", limit=1):
            claim(analysis)
            done, left = as_engine(analysis)._run_batch()
            if not cron._commit_progress(done, remaining=left):
                break

    def _quant_domain(self):
        """Domain of the quants that this analysis looks at."""
        if self.warehouse_id:
            domain = Domain(self.warehouse_id._sanbao_count_domain())
        else:
            domain = Domain("location_id.usage", "=", "internal")
            domain &= Domain("product_id.is_storable", "=", True)
        company = self.company_id
        return (
            domain
            & Domain("company_id", "=", company.id)
            & Domain("owner_id", "in", [False, company.partner_id.id])
            & Domain("quantity", ">", 0)
        )

    def _missing(self):
        """Ids of products that lie there and have no line yet."""
        groups = self.env["stock.quant"]._read_group(
            self._quant_domain(), ["product_id"]
        )
        done = self.env["sanbao.stock.analysis.line"]._read_group(
            [("analysis_id", "=", self.id)], ["product_id"]
        )
        there = {product.id for (product,) in groups}
        return sorted(there - {product.id for (product,) in done})

    def _run_batch(self):
        """One batch. :return: products done, and how many are left"""
        self.ensure_one()
        if self.state == "done":
            return 0, 0
        missing = self._missing()
        if not missing:
            self._complete()
            return 0, 0
        products = self.env["product.product"].browse(missing[:BATCH])
        self.env["sanbao.stock.analysis.line"].create(self._line_vals(products))
        return len(products), len(missing) - len(products) + 1

    def _complete(self):
        groups = self.env["sanbao.stock.analysis.line"]._read_group(
            [("analysis_id", "=", self.id)],
            [],
            [
                f"{name}:sum"
                for name in (
                    *("value", "slow_value", "overstock_value"),
                    *("needed_value", "average_value"),
                )
            ],
        )
        value, slow, over, needed, average = (total or 0.0 for total in groups[0])
        self.write(
            {
                "state": "done",
                "value": value,
                "slow_value": slow,
                "overstock_value": over,
                "turnover": needed / average if average else 0.0,
            }
        )
        if self.count_id:
            self._propose()

    def _propose(self):
        """Levels that should change, for the purchase manager to decide (PUR-23)."""
        demand = self.env["sanbao.demand"]
        parts = self.env["product.product"].search(
            demand._part_domain(self.company_id)
            & Domain("id", "in", self.line_ids.product_id.ids)
        )
        proposals = self.env["sanbao.stock.proposal"]
        self.proposal_id = proposals._propose_from(
            parts, self.count_id.name, self.company_id
        )

    # === Figures ===

    def _line_vals(self, products):
        """Values of the lines of these products."""
        company, day = self.company_id, self.date
        demand = self.env["sanbao.demand"]
        year_ago = fields.Date.subtract(day, years=1)
        there, ages, first = self._lying(products)
        facts = {
            "needed": demand._total(products, year_ago, day, company),
            "then": demand._stock(products, company, at=year_ago),
            "now": demand._stock(products, company),
            "last": self._last_needed(products),
            "cover": self.env["sanbao.stock.cover"]._facts(
                products, company, day, now=True
            ),
        }
        return [
            self._figures(product, there[product], ages[product], first[product], facts)
            for product in products
        ]

    def _lying(self, products):
        """``quantity, average age in days, oldest day`` of each product."""
        zone = local_time.company_timezone(self.company_id)
        quants = self.env["stock.quant"].search_fetch(
            self._quant_domain() & Domain("product_id", "in", products.ids),
            ["product_id", "quantity", "in_date"],
        )
        there, weight, first = defaultdict(float), defaultdict(float), {}
        for quant in quants:
            came = local_time.local_day(quant.in_date, zone)
            product = quant.product_id
            there[product] += quant.quantity
            weight[product] += quant.quantity * max((self.date - came).days, 0)
            first[product] = min(first.get(product, came), came)
        ages = {product: weight[product] / there[product] for product in there}
        return there, ages, first

    def _last_needed(self, products):
        """``{product id: day on which it was needed last}``."""
        demand = self.env["sanbao.demand"]
        zone = local_time.company_timezone(self.company_id)
        groups = demand._moves(self.company_id)._read_group(
            demand._demand_domain(self.company_id)
            & Domain("product_id", "in", products.ids),
            ["product_id"],
            ["date:max"],
        )
        return {
            product.id: local_time.local_day(moment, zone) for product, moment in groups
        }

    def _figures(self, product, quantity, age, first, facts):
        cost = product.with_company(self.company_id).standard_price
        needed = facts["needed"].get(product.id, 0.0)
        stocks = (facts["then"][product.id].on_hand, facts["now"][product.id].on_hand)
        average = max(sum(stocks) / 2, 0.0)
        last = facts["last"].get(product.id)
        idle = max((self.date - (last or first)).days, 0)
        slow = self._is_slow(idle)
        over = self._overstock(quantity, facts["cover"][product.id])
        return {
            "analysis_id": self.id,
            "product_id": product.id,
            "categ_id": product.categ_id.id,
            "quantity": quantity,
            "value": quantity * cost,
            "age_days": round(age),
            "age": age_band(round(age)),
            "needed": needed,
            "needed_value": needed * cost,
            "average_value": average * cost,
            "turnover": needed / average if average else 0.0,
            "last_needed": last,
            "idle_days": idle,
            "slow": slow,
            "slow_value": quantity * cost if slow else 0.0,
            "overstock_quantity": over,
            "overstock_value": over * cost,
        }

    def _is_slow(self, idle_days):
        """Whether goods that nobody needed for so many days are slow movers."""
        limit = self.env["sanbao.parameter"]._get("slow_moving_days", self.company_id)
        return idle_days >= limit

    def _overstock(self, quantity, cover):
        """How much lies there beyond the days of cover that are allowed (PUR-13)."""
        days = self.env["sanbao.parameter"]._get("overstock_days", self.company_id)
        allowed = cover["monthly"] / DAYS_OF_MONTH * days
        return max(quantity - allowed, 0.0) if cover["status"] == "overstock" else 0.0
