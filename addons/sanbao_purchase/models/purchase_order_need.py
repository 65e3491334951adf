from datetime import timedelta

from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """Several small orders for one need count together wherever an amount limit counts.

    One need: the same supplier, a shared product category, within some days.
    """

    _inherit = "purchase.order"

    sanbao_need_order_ids = fields.Many2many(
        "purchase.order",
        string="Orders for the same need",
        compute="_compute_sanbao_need",
        compute_sudo=True,
    )
    sanbao_need_total = fields.Monetary(
        string="Amount with orders for the same need",
        compute="_compute_sanbao_need",
        compute_sudo=True,
        currency_field="company_currency_id",
    )

    @api.depends("partner_id", "order_line.product_id", "order_line.product_qty")
    def _compute_sanbao_need(self):
        for order in self:
            order.sanbao_need_order_ids = order._sanbao_need_siblings()
            order.sanbao_need_total = order._sanbao_need_amount()

    def _sanbao_need_siblings(self):
        """Confirmed orders of the same supplier with a product category of this one,
        at most ``same_need_days`` days before or after it."""
        self.ensure_one()
        days = self.env["sanbao.parameter"]._get("same_need_days", self.company_id)
        categories = self._sanbao_categories()
        # Limits count for the company, whatever orders the user may read.
        orders = self.env["purchase.order"].sudo()
        if not days or not categories or not self.partner_id:
            return orders.with_env(self.env)
        moment = self.date_approve or fields.Datetime.now()
        span = timedelta(days=days)
        found = orders.search(
            [
                ("id", "!=", self._origin.id),
                ("company_id", "=", self.company_id.id),
                (
                    "partner_id",
                    "child_of",
                    # Whose contact a supplier is, is the same for everybody.
                    self.sudo().partner_id.commercial_partner_id.id,
                ),
                ("state", "in", ("purchase", "to approve")),
                "|",
                ("date_approve", "=", False),
                "&",
                ("date_approve", ">=", moment - span),
                ("date_approve", "<=", moment + span),
            ]
        )
        shared = found.filtered(lambda order: order._sanbao_categories() & categories)
        return shared.with_env(self.env)

    def _sanbao_categories(self):
        """Ids of the product categories of the lines; False: of products without one."""
        lines = self.order_line._sanbao_goods()
        return {line.product_id.categ_id.id for line in lines}

    def _sanbao_need_amount(self):
        """What this order and its siblings cost for the need they share.

        Hook of amount limits: compare this, not the order's own total. In the company's
        currency, without recoverable tax; of the siblings the shared categories count.
        """
        self.ensure_one()
        # What the orders cost together does not depend on which of them one reads.
        order = self.sudo()
        own = order.order_line._sanbao_goods()
        categories = order._sanbao_categories()
        others = order._sanbao_need_siblings().order_line._sanbao_goods()
        shared = others.filtered(lambda line: line.product_id.categ_id.id in categories)
        amount = sum(line._sanbao_drawn_amount() for line in own | shared)
        return order.company_id.currency_id.round(amount)
