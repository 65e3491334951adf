from datetime import timedelta

from odoo import Command, api, models

from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_breach import LATE, REJECTED, SHORT

BATCH = 200


class SanbaoBreach(models.Model):
    """Breaches that the receipts tell of."""

    _inherit = "sanbao.breach"

    @api.model
    def _cron_propose(self, limit=BATCH):
        """Propose a breach of what is overdue by the days of the rule, once."""
        waiting = self.env["purchase.order.line"]._read_group(
            [("sanbao_open_qty", ">", 0)], ["company_id"]
        )
        for (company,) in waiting:
            if self.env["sanbao.rule"]._is_on("PUR-22", company):
                self.with_company(company)._propose_overdue(company, limit)

    def _propose_overdue(self, company, limit):
        days = self.env["sanbao.parameter"]._get(
            "breach_auto_propose_days_late", company
        )
        latest = company_today(company) - timedelta(days=days)
        domain = [
            ("company_id", "=", company.id),
            ("sanbao_due_date", "<=", latest),
            ("sanbao_open_qty", ">", 0),
            ("sanbao_breach_line_ids", "not any", [("kind", "=", LATE)]),
        ]
        lines = self.env["purchase.order.line"]
        cron = self.env["ir.cron"]
        while batch := lines.search(domain, limit=limit):
            batch._sanbao_propose_breaches()
            left = lines.search_count(domain)
            if not cron._commit_progress(len(batch), remaining=left):
                break

    @api.model
    def _open_for_order(self, order):
        """A breach opened by hand: the facts of the order, or an empty one."""
        facts = order.order_line._sanbao_breach_facts(0)
        for kind in (REJECTED, SHORT, LATE):
            lines = [fact for fact in facts if fact["kind"] == kind]
            if lines:
                return self.create(self._prepare_breach(order, kind, lines))
        return self.create({"order_id": order.id, "company_id": order.company_id.id})

    @api.model
    def _prepare_breach(self, order, kind, facts):
        company = order.company_id
        return {
            "order_id": order.id,
            "company_id": company.id,
            "kind": kind,
            "date": company_today(company),
            "due_date": self._default_due_date(company),
            "user_id": order.user_id.id or self.env.uid,
            "facts": "\n".join(fact["text"] for fact in facts),
            "measure": "urge" if kind in (LATE, SHORT) else "replace",
            "line_ids": [
                Command.create(
                    {
                        "purchase_line_id": fact["line"].id,
                        "quantity": fact["quantity"],
                        "days_late": fact["days"],
                    }
                )
                for fact in facts
            ],
        }
