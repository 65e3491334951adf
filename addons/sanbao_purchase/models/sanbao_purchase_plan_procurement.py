from odoo import api, models

from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today


class SanbaoPurchasePlan(models.Model):
    """Minimum stocks are collected on one draft plan for each period (PUR-17)."""

    _inherit = "sanbao.purchase.plan"

    @api.model
    def _plan_procurements(self, procurements):
        """Put what minimum stocks ask for on the draft plan of the period."""
        by_company = {}
        for procurement in procurements:
            by_company.setdefault(procurement.company_id, []).append(procurement)
        # The scheduler and stock keepers ask; they need no rights on plans.
        for company, items in by_company.items():
            plans = self.sudo().with_company(company)
            points = self.env["stock.warehouse.orderpoint"].union(
                *(item.values["orderpoint_id"] for item in items)
            )
            claim(points)
            needs = [plans._procurement_need(item) for item in items]
            plans._draft_for_minimum_stocks(company)._add_lines(
                [need for need in needs if need["quantity"] > 0]
            )

    def _procurement_need(self, procurement):
        product, point = procurement.product_id, procurement.values["orderpoint_id"]
        supplier = procurement.values.get("supplierinfo_id") or point.supplier_id
        return {
            "product_id": product.id,
            "quantity": procurement.product_uom._compute_quantity(
                procurement.product_qty, product.uom_id
            ),
            "date_needed": procurement.values["date_planned"].date(),
            "partner_id": supplier.partner_id.id,
            "purpose": self.env._("Minimum stock"),
            "origin": point,
        }

    def _draft_for_minimum_stocks(self, company):
        """The plan that collects minimum stocks in this period; made where missing."""
        today = company_today(company)
        plan = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "draft"),
                ("is_automatic", "=", True),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            limit=1,
        )
        return plan or self.create(
            {
                "company_id": company.id,
                "department_id": False,
                "user_id": False,
                "is_automatic": True,
                "reason": self.env._("Collected from the minimum stocks."),
            }
        )
