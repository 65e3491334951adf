from odoo import api, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Lines may be added to a confirmed order.
        lines.order_id._sanbao_gate_design()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"product_id", "order_id"} & vals.keys():
            self.order_id._sanbao_gate_design()
        return result
