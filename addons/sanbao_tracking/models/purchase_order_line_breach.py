from odoo import models
from odoo.tools import format_date

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_breach import LATE, REJECTED, SHORT


class PurchaseOrderLine(models.Model):
    """What the receipts of a line tell of a breach (PUR-22)."""

    _inherit = "purchase.order.line"

    def _sanbao_propose_breaches(self):
        """Propose a breach for each order and kind, of what no breach tells yet."""
        # The facts are written for the buyer, also by the daily job.
        buyers = self.sudo().order_id.user_id
        self = self.with_context(lang=buyers[:1].lang or self.env.lang)
        is_on = self.env["sanbao.rule"]._is_on
        get = self.env["sanbao.parameter"]._get
        facts = []
        for company, lines in self.grouped("company_id").items():
            if is_on("PUR-22", company):
                days = get("breach_auto_propose_days_late", company)
                facts += lines._sanbao_breach_facts(max(days, 1))
        if not facts:
            return self.env["sanbao.breach"]
        orders = self.browse([fact["line"].id for fact in facts]).order_id
        # Two receipts of one order at once propose one breach.
        claim(orders)
        breaches = self.env["sanbao.breach"]
        grouped = {}
        for fact in facts:
            if not fact["line"]._sanbao_is_told(fact):
                key = (fact["line"].order_id, fact["kind"])
                grouped.setdefault(key, []).append(fact)
        vals_list = [
            {
                **breaches._prepare_breach(order, kind, found),
                "is_proposal": True,
            }
            for (order, kind), found in grouped.items()
        ]
        # The one who receives has no part in breaches; the system proposes them.
        return as_engine(breaches).create(vals_list) if vals_list else breaches

    def _sanbao_is_told(self, fact):
        """Whether a breach tells of it already: late and short once, rejected by
        quantity."""
        # Breaches count that the buyer may not read.
        told = self.sudo().sanbao_breach_line_ids.filtered(
            lambda line: line.kind == fact["kind"]
        )
        if fact["kind"] != REJECTED:
            return bool(told)
        quantity = sum(told.mapped("quantity"))
        return self.product_uom_id.compare(fact["quantity"], quantity) <= 0

    def _sanbao_breach_facts(self, days):
        """What is late by so many days or more, short, or rejected.

        :return: list of dicts with ``line``, ``kind``, ``quantity``, ``days``, ``text``
        """
        facts = []
        for line in self.filtered("sanbao_due_date"):
            late = line.sanbao_late_days
            if late and late >= days:
                quantity = line.sanbao_open_qty or line.product_qty
                facts.append(line._sanbao_fact(LATE, quantity))
            if line.sanbao_open_qty and line._sanbao_is_closed_short():
                facts.append(line._sanbao_fact(SHORT, line.sanbao_open_qty))
            if line.product_uom_id.compare(line.sanbao_rejected_qty, 0) > 0:
                facts.append(line._sanbao_fact(REJECTED, line.sanbao_rejected_qty))
        return facts

    def _sanbao_is_closed_short(self):
        """Something came, less than ordered, and no transfer waits for the rest."""
        states = set(self.move_ids.mapped("state"))
        return "done" in states and states <= {"done", "cancel"}

    def _sanbao_fact(self, kind, quantity):
        numbers = {
            "product": self.product_id.display_name,
            "ordered": f"{self.product_qty:g}",
            "received": f"{self.qty_received:g}",
            "quantity": f"{quantity:g}",
            "unit": self.product_uom_id.name,
            "due": format_date(self.env, self.sanbao_due_date),
            "days": self.sanbao_late_days,
        }
        if kind == LATE:
            text = self.env._(
                "%(product)s: %(ordered)s %(unit)s were due on %(due)s; %(received)s came;"
                " %(days)s days late.",
                **numbers,
            )
        elif kind == SHORT:
            text = self.env._(
                "%(product)s: of %(ordered)s %(unit)s only %(received)s came; %(quantity)s"
                " are missing.",
                **numbers,
            )
        else:
            text = self.env._(
                "%(product)s: %(quantity)s %(unit)s of %(ordered)s were rejected.",
                **numbers,
            )
        days = self.sanbao_late_days if kind == LATE else 0
        return {
            "line": self,
            "kind": kind,
            "quantity": quantity,
            "days": days,
            "text": text,
        }
