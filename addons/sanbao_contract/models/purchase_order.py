from odoo import api, models

CONFIRMED = "purchase"
# What a confirmed order was judged by; a change of it is judged again.
CONTENT = {
    "company_id",
    "currency_id",
    "dest_address_id",
    "incoterm_id",
    "partner_id",
    "payment_term_id",
    "picking_type_id",
}


class PurchaseOrder(models.Model):
    """Whatever way leads to a confirmed order, the company's rules stand in it."""

    _inherit = "purchase.order"

    def _sanbao_gate_confirm(self):
        """Hook: hand the orders that may not be confirmed to their rules.

        Called with orders that have just become confirmed, by whatever button, import or
        RPC call, and with confirmed orders whose content has just changed; a refusal
        rolls the change back. Extend it and call ``super``.
        """

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._sanbao_check_confirmed()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == CONFIRMED or CONTENT & vals.keys():
            self._sanbao_check_confirmed()
        return result

    def _sanbao_check_confirmed(self):
        """Judge those of the orders that are confirmed."""
        confirmed = self.filtered(lambda order: order.state == CONFIRMED)
        if confirmed:
            confirmed._sanbao_gate_confirm()
