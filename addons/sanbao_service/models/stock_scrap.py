from odoo import models


class StockScrap(models.Model):
    """Scrapping takes goods out of the stock for good: the warehouse does it."""

    _inherit = "stock.scrap"

    def do_scrap(self):
        self.env["stock.move"]._sanbao_require_keeper(
            self.env._("Only the warehouse scraps goods.")
        )
        return super().do_scrap()
