import logging

from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_stock_count import CANCELLED, FULL, GOODS, SMALL

_logger = logging.getLogger(__name__)

RULES = {SMALL: "STK-14", FULL: "STK-15", GOODS: "STK-16"}


class SanbaoStockCount(models.Model):
    """The counts that are due, made by the clock for each warehouse (STK-14 to 16)."""

    _inherit = "sanbao.stock.count"

    @api.model
    def _cron_create(self):
        """Make the counts of this month that are not there yet; a second run finds none
        to make."""
        cron = self.env["ir.cron"]
        warehouses = self.env["stock.warehouse"].search(
            [("company_id.active", "=", True)], order="id"
        )
        left = len(warehouses)
        for warehouse in warehouses:
            self._schedule(warehouse)
            left -= 1
            if not cron._commit_progress(1, remaining=left):
                return

    @api.model
    def _schedule(self, warehouse):
        company = warehouse.company_id
        month = company_today(company).replace(day=1)
        claim(warehouse)  # two runs at once make one count
        made = self.browse()
        here = warehouse._sanbao_count_domain()
        if not self.env["stock.quant"].search_count(here, limit=1):
            return made  # nothing lies there
        for kind in self._kinds_due(month, company):
            made |= self._make_scheduled(warehouse, kind, month)
        categories = self._goods_due(warehouse, month)
        if categories is not None:
            made |= self._make_scheduled(warehouse, GOODS, month, categories)
        for count in made:
            count._start()
        return made

    @api.model
    def _kinds_due(self, month, company):
        """Which of the small and the full count fall into this month.

        Months are counted from January; every third month closes a quarter.
        """
        get = self.env["sanbao.parameter"]._get
        is_on = self.env["sanbao.rule"]._is_on
        number = month.year * 12 + month.month
        months = {
            SMALL: get("small_count_months", company),
            FULL: get("large_count_months", company),
        }
        due = [
            kind
            for kind, every in months.items()
            if every and number % every == 0 and is_on(RULES[kind], company)
        ]
        if FULL in due and get("large_replaces_small", company):
            return [FULL]
        return due

    @api.model
    def _goods_due(self, warehouse, month):
        """Categories that are counted on their own this month (STK-16).

        Empty: all goods of the warehouse; None: nothing is due.
        """
        company = warehouse.company_id
        if not self.env["sanbao.rule"]._is_on("STK-16", company):
            return None
        every = warehouse.sanbao_goods_count_months or self.env[
            "sanbao.parameter"
        ]._get("goods_count_months", company)
        none = self.env["product.category"]
        if every and self._months_since_goods(warehouse, none, month) >= every:
            return none
        due = none.search([("sanbao_count_months", ">", 0)]).filtered(
            lambda category: (
                self._months_since_goods(warehouse, category, month)
                >= category.sanbao_count_months
            )
        )
        return due or None

    @api.model
    def _months_since_goods(self, warehouse, category, month):
        """Months since these goods were counted on their own; very many if never."""
        domain = [
            ("warehouse_id", "=", warehouse.id),
            ("kind", "=", GOODS),
            ("state", "!=", CANCELLED),
            ("period", "!=", False),
        ]
        counts = self.search(domain, order="period desc")
        last = counts.filtered(
            lambda count: (
                not count.categ_ids or (category and category in count.categ_ids)
            )
        )[:1]
        if not last:
            return 10**6
        year, number = map(int, last.period.split("-"))
        return (month.year - year) * 12 + month.month - number

    @api.model
    def _make_scheduled(self, warehouse, kind, month, categories=None):
        company = warehouse.company_id
        period = f"{month:%Y-%m}"
        there = self.search_count(
            [
                ("warehouse_id", "=", warehouse.id),
                ("kind", "=", kind),
                ("period", "=", period),
                ("state", "!=", CANCELLED),
            ],
            limit=1,
        )
        if there:
            return self.browse()
        count = as_engine(self).create(
            {
                "company_id": company.id,
                "warehouse_id": warehouse.id,
                "kind": kind,
                "period": period,
                "date": company_today(company),
                "due_date": fields.Date.end_of(month, "month"),
                "user_id": self._keeper_of(warehouse).id,
                "observer_id": self._observer_of(kind, company).id,
                "categ_ids": categories.ids if categories else [],
            }
        )
        self.env["sanbao.obligation"]._open(
            RULES[kind], count, due=count.due_date, none_open=True
        )
        return self.browse(count.ids)

    @api.model
    def _keeper_of(self, warehouse):
        """Who is responsible: the head of the warehouse, else the first keeper."""
        head = warehouse.sanbao_head_id
        company = warehouse.company_id
        return head or self.env["sanbao.demand"]._first_of("wh", company)

    @api.model
    def _observer_of(self, kind, company):
        """Finance watches full counts (STK-15)."""
        demand = self.env["sanbao.demand"]
        nobody = self.env["res.users"]
        return demand._first_of("fin", company) if kind == FULL else nobody

    def _end_obligation(self, method):
        """Close or cancel what is owed about these counts."""
        for kind, code in RULES.items():
            counts = self.filtered(lambda count, kind=kind: count.kind == kind)
            if counts:
                getattr(self.env["sanbao.obligation"], method)(code, counts)
