from odoo import api, fields, models


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    sanbao_arrival_check = fields.Boolean(
        string="Arrival Check",
        compute="_compute_sanbao_arrival_check",
        store=True,
        readonly=False,
        precompute=True,
        help="Goods of a supplier are checked for quantity, model and appearance before"
        " they are received (STK-05).",
    )

    @api.depends("code", "company_id")
    def _compute_sanbao_arrival_check(self):
        """As delivered: the receipts of Chinese companies."""
        for kind in self:
            chinese = kind.company_id.country_id.code == "CN"
            kind.sanbao_arrival_check = kind.code == "incoming" and chinese
