from odoo import models


class StockPicking(models.Model):
    """入库单, Form 33, names the inspections of its goods and who made them."""

    _inherit = "stock.picking"

    def _sanbao_inspector_signature(self):
        return self._form_signature("engine:inspectors")


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _sanbao_inspection_number(self):
        # The paper names the inspections, whoever prints it.
        inspections = self.picking_id.sudo().sanbao_inspection_ids.filtered(
            lambda inspection: (
                inspection.sanbao_move_id == self.move_id
                and inspection.sanbao_lot_id == self.lot_id
            )
        )
        return ", ".join(inspections.mapped("name"))
