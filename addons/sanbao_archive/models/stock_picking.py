from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    sanbao_archive_ids = fields.One2many(
        "sanbao.archive",
        "picking_id",
        string="Product archives",
        groups="sanbao_archive.group_archive_reader",
    )
    sanbao_archive_count = fields.Integer(
        compute="_compute_sanbao_archive_count",
        groups="sanbao_archive.group_archive_reader",
    )

    def _compute_sanbao_archive_count(self):
        counts = dict(
            self.env["sanbao.archive"]._read_group(
                [("picking_id", "in", self.ids)], ["picking_id"], ["__count"]
            )
        )
        for picking in self:
            picking.sanbao_archive_count = counts.get(picking, 0)

    def action_view_sanbao_archives(self):
        """Open the product archives that this delivery created."""
        self.ensure_one()
        return self.sanbao_archive_ids._sanbao_open()
