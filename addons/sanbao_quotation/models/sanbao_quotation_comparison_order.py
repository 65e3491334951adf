from collections import defaultdict

from odoo import Command, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim


class SanbaoQuotationComparison(models.Model):
    """From requests for quotation to a comparison, and from the choice to an order."""

    _inherit = "sanbao.quotation.comparison"

    # === From the choice to an order ===

    def action_create_order(self):
        """Make the order of the chosen supplier, or open the one that waits already."""
        self.ensure_one()
        self.check_access("write")
        self._require_current()
        claim(self)
        order = self.order_ids.filtered(self._is_order_of_the_choice)[:1]
        if not order:
            order = self._take_the_request() or self._create_order()
        action = self.env["ir.actions.act_window"]._for_xml_id("purchase.purchase_rfq")
        return dict(action, views=[(False, "form")], res_id=order.id, context={})

    def _is_order_of_the_choice(self, order):
        return (
            order.state in ("draft", "sent", "to approve")
            and order.partner_id == self.chosen_partner_id
        )

    def _take_the_request(self):
        """The request by which the chosen supplier was asked becomes the order."""
        order = self.chosen_quote_id.order_id
        if order.state not in ("draft", "sent"):
            return order.browse()
        order.sanbao_comparison_id = self
        return order

    def _create_order(self):
        lines = self._lines_to_order()
        if not lines:
            raise UserError(
                self.env._(
                    "%s: everything that was compared has been ordered.",
                    self.display_name,
                )
            )
        quote = self.chosen_quote_id
        orders = self.env["purchase.order"].with_company(self.company_id)
        order = orders.create(
            {
                "partner_id": quote.partner_id.id,
                "company_id": self.company_id.id,
                "currency_id": quote.currency_id.id,
                "origin": self.name,
                "partner_ref": quote.reference,
                "sanbao_comparison_id": self.id,
                "order_line": [Command.create(vals) for vals in lines],
            }
        )
        order.payment_term_id = quote.payment_term_id
        return order

    def _lines_to_order(self):
        """Values of order lines for what is not ordered yet."""
        ordered = self._ordered_quantities()
        lines = []
        for price in self.chosen_quote_id.price_ids:
            left = price.need_id._base_quantity() - ordered[price.product_id]
            unit = price.product_id.uom_id
            if unit.compare(left, 0) > 0:
                quantity = unit._compute_quantity(left, price.product_uom_id)
                lines.append(price._prepare_order_line(quantity))
        return lines

    def _ordered_quantities(self):
        """``{product: quantity}`` of the confirmed orders, in the product's own unit."""
        quantities = defaultdict(float)
        orders = self.order_ids.filtered(lambda order: order.state == "purchase")
        for line in orders.order_line._sanbao_goods():
            quantities[line.product_id] += max(line.product_uom_qty, 0.0)
        return quantities

    # === From requests for quotation to a comparison ===

    def _take_requests(self, orders):
        """Fill a new comparison: the needs of the requests, a quotation of each."""
        self.ensure_one()
        quantities = defaultdict(float)
        for order in orders:
            wanted = defaultdict(float)
            for line in order.order_line._sanbao_goods().filtered("product_id"):
                wanted[line.product_id] += line.product_uom_qty
            for product, quantity in wanted.items():
                quantities[product] = max(quantities[product], quantity)
        self.write(
            {
                "line_ids": [
                    Command.create({"product_id": product.id, "quantity": quantity})
                    for product, quantity in quantities.items()
                    if quantity > 0
                ],
                "quote_ids": [
                    Command.create(self._prepare_quote(order)) for order in orders
                ],
            }
        )
        for quote in self.quote_ids:
            quote.price_ids._take_order_prices(quote.order_id)

    def _prepare_quote(self, order):
        return {
            "partner_id": order.partner_id.id,
            "order_id": order.id,
            "reference": order.partner_ref,
            "currency_id": order.currency_id.id,
            "payment_term_id": order.payment_term_id.id,
        }
