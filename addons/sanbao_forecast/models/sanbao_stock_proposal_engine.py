import math

from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base import local_time
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_stock_cover import OVERSTOCK
from .sanbao_stock_proposal import RULE

DAYS_OF_MONTH = 30.0


class SanbaoStockProposal(models.Model):
    """Which levels a part should have, by what was needed of it lately (PUR-23)."""

    _inherit = "sanbao.stock.proposal"

    @api.model
    def _propose_from(self, products, origin, company=None):
        """Propose new levels for slow movers and shortages among the products.

        Called by a count when it is approved, and by “Analyse stock”.

        :param origin: what the proposals come from, as people call it
        :return: the document; none when all levels are in order or the rule is off
        """
        company = company or self.env.company
        if not self.env["sanbao.rule"]._is_on(RULE, company):
            return self.browse()
        claim(company)  # two analyses at once propose a part once
        lines = self._prepare_lines(products - self._undecided(company), company)
        if not lines:
            return self.browse()
        zone = local_time.company_timezone(company)
        proposal = as_engine(self).create(
            {
                "company_id": company.id,
                "origin": origin,
                "date": local_time.local_day(fields.Datetime.now(), zone),
                "user_id": self.env["sanbao.demand"]._first_of("pm", company).id,
                "line_ids": [fields.Command.create(line) for line in lines],
            }
        )
        self.env["sanbao.obligation"]._open(RULE, proposal, none_open=True)
        return self.browse(proposal.ids)

    @api.model
    def _undecided(self, company):
        """The parts that wait for a decision already."""
        # Of everybody, whoever counted.
        lines = self.env["sanbao.stock.proposal.line"].sudo()
        waiting = lines.search(
            [("company_id", "=", company.id), ("state", "=", "open")]
        )
        return waiting.product_id.with_env(self.env)

    @api.model
    def _prepare_lines(self, products, company):
        day = company_today(company)
        facts = self.env["sanbao.stock.cover"]._facts(products, company, day, now=True)
        stock = self.env["sanbao.demand"]._stock(products, company)
        rules = self._orderpoints(products, company)
        critical = self._critical(products, company)
        leads = {product: self._lead_days(product) for product in products}
        lines = []
        for product in products:
            row, there = facts[product.id], stock[product.id]
            levels = self._levels(row["monthly"], leads[product], company)
            levels = [max(level, critical.get(product, 0.0)) for level in levels]
            line = self._judge(row, there, rules.get(product), levels)
            if line:
                lines.append({"product_id": product.id, **line})
        return lines

    @api.model
    def _orderpoints(self, products, company):
        # Levels are proposed for all parts, whoever counted.
        rules = self.env["stock.warehouse.orderpoint"].sudo()
        found = rules.search(
            [("product_id", "in", products.ids), ("company_id", "=", company.id)],
            order="id desc",
        )
        # Of several rules, the first of the company's main warehouse is the one.
        return {rule.product_id.with_env(products.env): rule for rule in found}

    @api.model
    def _critical(self, products, company):
        # As above.
        parts = self.env["sanbao.critical.part"].sudo()
        found = parts.search(
            [("product_id", "in", products.ids), ("company_id", "=", company.id)]
        )
        return {p.product_id.with_env(products.env): p.critical_min_qty for p in found}

    @api.model
    def _lead_days(self, product):
        """Days from order to goods of the first supplier."""
        # Prices of suppliers are not for everybody, how long they take is.
        return product.sudo().seller_ids[:1].delay or 0

    @api.model
    def _levels(self, monthly, lead_days, company):
        """``(min, max)``: the minimum lasts until new goods come, at least so many
        days; the maximum so many days more."""
        get = self.env["sanbao.parameter"]._get
        daily = monthly / DAYS_OF_MONTH
        lowest = daily * max(lead_days, get("reorder_min_days", company))
        highest = lowest + daily * get("reorder_max_days", company)
        return math.ceil(round(lowest, 6)), math.ceil(round(highest, 6))

    @api.model
    def _judge(self, row, there, rule, levels):
        """The values of a proposal, or None when the part is in order."""
        lowest, highest = levels
        before = (rule.product_min_qty, rule.product_max_qty) if rule else (0.0, 0.0)
        available = there.on_hand - there.reserved + there.on_order
        line = {
            "on_hand": there.on_hand,
            "on_order": there.on_order,
            "monthly": row["monthly"],
            "cover_days": row["cover_days"],
            "orderpoint_id": rule.id if rule else False,
            "old_min_qty": before[0],
            "old_max_qty": before[1],
            "new_min_qty": lowest,
            "new_max_qty": highest,
        }
        if row["status"] == OVERSTOCK and (lowest, highest) < before:
            return line | {"kind": "slow"}
        if available < lowest and (lowest > before[0] or highest > before[1]):
            return line | {"kind": "short", "order_qty": max(highest - available, 0.0)}
        return None
