from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    sanbao_archive_ids = fields.One2many(
        "sanbao.archive",
        "lot_id",
        string="Product archive",
        groups="sanbao_archive.group_archive_reader",
    )

    def action_view_sanbao_archive(self):
        """Open the product archive of this unit."""
        self.ensure_one()
        return self.sanbao_archive_ids._sanbao_open()
