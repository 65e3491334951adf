from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _action_confirm(self):
        self._sanbao_gate_third_party()
        return super()._action_confirm()

    def _sanbao_gate_third_party(self):
        """Important products are sold only with a valid test report (QLT-14)."""
        for order in self:
            products = order.order_line.product_id
            bad = self.env["sanbao.test.report"]._sanbao_unverified(
                products, order.company_id
            )
            self.env["sanbao.rule"]._gate(
                "QLT-14",
                order if bad else order.browse(),
                lambda order, bad=bad: self.env._(
                    "%(order)s: %(products)s need a valid test report of a third party."
                    " Ask the quality manager.",
                    order=order.name,
                    products=", ".join(bad.mapped("display_name")),
                ),
            )
