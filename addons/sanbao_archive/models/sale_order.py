from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sanbao_archive_ids = fields.One2many(
        "sanbao.archive",
        "sale_order_id",
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
                [("sale_order_id", "in", self.ids)], ["sale_order_id"], ["__count"]
            )
        )
        for order in self:
            order.sanbao_archive_count = counts.get(order, 0)

    def action_view_sanbao_archives(self):
        """Open the product archives of the units sold with this order."""
        self.ensure_one()
        return self.sanbao_archive_ids._sanbao_open()
