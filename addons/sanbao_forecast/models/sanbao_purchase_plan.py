from odoo import api, models

from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_forecast import SUBMITTED


class SanbaoPurchasePlan(models.Model):
    """Submitted forecasts, decisions on stock levels and critical parts ask for plan
    lines (PUR-12, PUR-23, PUR-25)."""

    _inherit = "sanbao.purchase.plan"

    @api.model
    def _plan_sources(self):
        return {
            "forecast": self.env._("Demand forecasts of the period"),
            "stock_level": self.env._("Accepted proposals of stock levels"),
            "critical": self.env._("Critical parts below their minimum"),
            **super()._plan_sources(),
        }

    # === Forecasts ===

    def _source_forecast(self):
        """What both departments expect in the plan's period, and its minimum stock,
        less what was used of it by now, what is there and what is planned."""
        lines = self.env["sanbao.forecast.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", SUBMITTED),
                ("quantity", ">", 0),
                ("forecast_id.date_from", "<=", self.date_to),
                ("forecast_id.date_to", ">=", self.date_from),
            ],
            order="date_from, id",
        )
        if not lines:
            return []
        rest = self._rest_of_forecast(lines)
        minimum = self.env["sanbao.demand"]._minimum(lines.product_id, self.company_id)
        wanted = {product: minimum.get(product.id, 0.0) for product in lines.product_id}
        for line in lines:
            wanted[line.product_id] += rest[line]
        today = company_today(self.company_id)
        items = [
            (
                line.product_id,
                # The minimum is asked for once, with the first line of the part.
                rest[line] + minimum.pop(line.product_id.id, 0.0),
                {
                    "date_needed": max(line.date_from, today),
                    "purpose": line.forecast_id.display_name,
                    "qty_forecast": line.quantity,
                    "origin": line,
                },
            )
            for line in lines
        ]
        return self._share(self._net_needs(wanted), items)

    def _rest_of_forecast(self, lines):
        """``{line: quantity}`` that is still expected: not yet used in the period."""
        rest = {}
        for forecast, of_one in lines.grouped("forecast_id").items():
            used = self.env["sanbao.demand"]._total(
                of_one.product_id,
                forecast.date_from,
                forecast.date_to,
                forecast.company_id,
                forecast.side,
            )
            for line in of_one:
                left = line.quantity - used.get(line.product_id.id, 0.0)
                rest[line] = max(left, 0.0)
        return rest

    # === Stock levels (PUR-23) ===

    def _source_stock_level(self):
        """Shortages that the purchase manager accepted for the plan."""
        lines = self.env["sanbao.stock.proposal.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "accepted"),
                ("for_plan", "=", True),
            ],
            order="id",
        )
        # Each is planned once, whatever became of the plan.
        origins = {f"{line._name},{line.id}" for line in lines}
        planned = self.env["sanbao.purchase.plan.line"].search(
            [("origin", "in", list(origins)), ("plan_state", "!=", "cancelled")]
        )
        lines -= lines.browse(line.origin.id for line in planned if line.origin)
        return [
            {
                "product_id": line.product_id.id,
                "quantity": line.order_qty,
                "purpose": line.proposal_id.display_name,
                "origin": line,
            }
            for line in lines
        ]

    # === Critical parts (PUR-25) ===

    def _source_critical(self):
        """Critical parts of which less is there or on its way than their minimum."""
        parts = self.env["sanbao.critical.part"].search(
            [("company_id", "=", self.company_id.id)]
        )
        wanted = {part.product_id: part.critical_min_qty for part in parts}
        needs = self._net_needs(wanted) if wanted else {}
        return [
            {
                "product_id": part.product_id.id,
                "quantity": needs[part.product_id],
                "date_needed": company_today(self.company_id),
                "partner_id": part.supplier_id.id,
                "purpose": self.env._("Critical part"),
                "origin": part,
            }
            for part in parts
            if part.product_id in needs
        ]


class SanbaoPurchasePlanLine(models.Model):
    _inherit = "sanbao.purchase.plan.line"

    @api.model
    def _selection_origin(self):
        names = {
            "sanbao.forecast.line": self.env._("Line of a demand forecast"),
            "sanbao.stock.proposal.line": self.env._("Proposed stock level"),
            "sanbao.critical.part": self.env._("Critical spare part or tool"),
        }
        return super()._selection_origin() + list(names.items())
