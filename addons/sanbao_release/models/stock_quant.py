from odoo import api, fields, models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    sanbao_emergency = fields.Boolean(
        "Emergency Release, Testing",
        compute="_compute_sanbao_emergency",
        groups="base.group_user",
    )

    @api.depends("lot_id")
    def _compute_sanbao_emergency(self):
        marked = self.env["sanbao.emergency.release"]._testing_by_lot()
        for quant in self:
            quant.sanbao_emergency = quant.lot_id.id in marked
