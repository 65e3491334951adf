from odoo import models

CONFIRMED = "sale"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == CONFIRMED:
            self._sanbao_gate_design()
        return result

    def _sanbao_gate_design(self):
        """QLT-07: what is not released is not sold, by whatever way an order confirms."""
        templates = self.env["product.template"]
        for company, orders in self.grouped("company_id").items():
            if not templates._sanbao_unreleased(company.id):
                continue  # nearly always
            confirmed = orders.filtered(lambda order: order.state == CONFIRMED)
            self.env["sanbao.rule"]._gate(
                "QLT-07",
                confirmed.filtered(lambda order: order._sanbao_unreleased_products()),
                lambda order: self.env._(
                    "%(order)s: %(products)s has no approved design file with risk"
                    " assessment and reliability tests. Ask the technical department"
                    " to release it.",
                    order=order.name,
                    products=", ".join(
                        order._sanbao_unreleased_products().mapped("display_name")
                    ),
                ),
            )

    def _sanbao_unreleased_products(self):
        products = self.order_line.product_id.product_tmpl_id
        return products._sanbao_not_released(self.company_id)
