from odoo import api, models
from odoo.exceptions import AccessError

# Written by transfers and counts; by hand they would change the stock without a trace.
BOOKED = {"quantity", "reserved_quantity"}


class StockQuant(models.Model):
    """Stock is counted by the warehouse; engineers only see what there is."""

    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._sanbao_check_counter(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._sanbao_check_counter(vals.keys())
        return super().write(vals)

    def _sanbao_check_counter(self, names):
        self._sanbao_require_counter()
        if BOOKED & set(names) and not self.env.user.has_group(
            "stock.group_stock_manager"
        ):
            raise AccessError(
                self.env._(
                    "The quantity in stock is not written by hand. Enter what you "
                    "counted under Physical Inventory and apply it."
                )
            )

    def _apply_inventory(self, date=None):
        self._sanbao_require_counter()
        return super()._apply_inventory(date)

    def _sanbao_require_counter(self):
        self.env["stock.move"]._sanbao_require_keeper(
            self.env._("Only the warehouse counts and adjusts the stock.")
        )
