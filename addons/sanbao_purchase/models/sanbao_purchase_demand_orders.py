from collections import defaultdict

from odoo import Command, models
from odoo.exceptions import UserError


class SanbaoPurchaseDemandMixin(models.AbstractModel):
    """Orders for what was approved."""

    _inherit = "sanbao.purchase.demand.mixin"

    def _make_orders(self):
        """Drafts for what no order has yet, one for each company and supplier."""
        lines = self.filtered(
            lambda line: line.uom_id.compare(line._qty_to_order(), 0) > 0
        )
        bare = lines.filtered(lambda line: not line.partner_id)
        if bare:
            raise UserError(
                self.env._(
                    "Enter the supplier of: %s.",
                    ", ".join(bare.mapped("product_id.display_name")),
                )
            )
        groups = defaultdict(self.browse)
        for line in lines:
            groups[line.company_id, line.partner_id] |= line
        orders = self.env["purchase.order"]
        for (company, partner), group in groups.items():
            orders |= group._make_order(company, partner)
        return orders

    def _make_order(self, company, partner):
        documents = self[self._approval_document]
        order = (
            self.env["purchase.order"]
            .with_company(company)
            .create(
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "origin": ", ".join(documents.mapped("name")),
                    "order_line": [
                        Command.create(line._prepare_order_line()) for line in self
                    ],
                }
            )
        )
        # Without an agreed price the plan's estimate counts, not what the stock is worth.
        unpriced = order.order_line.filtered(lambda line: not line.selected_seller_id)
        for order_line in unpriced:
            demand = order_line._sanbao_demand()
            order_line.price_unit = company.currency_id._convert(
                demand.price_unit, order.currency_id, company, round=False
            )
        return order
