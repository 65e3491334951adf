from odoo import api, fields, models

NONCONFORMING = "nonconforming"
CONTENT = {
    "quantity",
    "product_id",
    "product_uom_id",
    "lot_id",
    "quant_id",
    "location_id",
    "location_dest_id",
    "move_id",
    "state",
}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # A recall asks for all movements of a lot: without index a scan of all of them.
    lot_id = fields.Many2one(index="btree_not_null")
    sanbao_emergency = fields.Boolean(
        "Emergency Release, Testing",
        compute="_compute_sanbao_emergency",
        groups="base.group_user",
        help="The lot was released before its test was finished (SAL-40).",
    )

    @api.depends("lot_id")
    def _compute_sanbao_emergency(self):
        marked = self.env["sanbao.emergency.release"]._testing_by_lot()
        for line in self:
            line.sanbao_emergency = line.lot_id.id in marked

    # Odoo lets people correct what is booked already.

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._sanbao_done_moves()._sanbao_check_corrected()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if CONTENT & vals.keys():
            self._sanbao_done_moves()._sanbao_check_corrected()
        return result

    def _sanbao_done_moves(self):
        return self.filtered(lambda line: line.state == "done").move_id

    def _sanbao_is_apart(self):
        """Whether the goods went to where nonconforming goods are held."""
        self.ensure_one()
        zone = self.location_dest_id.sanbao_effective_zone_id
        return bool(zone.blocked) and zone.kind == NONCONFORMING
