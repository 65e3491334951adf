from odoo import fields, models


class StockMoveLine(models.Model):
    """What a keeper scans on a transfer is counted line by line."""

    _inherit = "stock.move.line"

    # The line with the highest number was scanned last: the lot or the place that is
    # scanned next belongs to it. A line whose place was scanned has none again.
    sanbao_scan_number = fields.Integer(string="Scan Order", copy=False, readonly=True)

    def _sanbao_count(self, quantity=1.0):
        """One more was scanned; the first scan replaces what was only reserved.

        :param quantity: in the product's unit of measure
        """
        self.ensure_one()
        step = self.product_id.uom_id._compute_quantity(quantity, self.product_uom_id)
        self.write(
            {
                "quantity": self.quantity + step if self.picked else step,
                "picked": True,
                "sanbao_scan_number": self.picking_id._sanbao_next_scan(),
            }
        )
