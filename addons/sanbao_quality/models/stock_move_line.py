from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import is_engine

RESULTS = {
    "sanbao_spec_check",
    "sanbao_look_check",
    "sanbao_bad_qty",
    "sanbao_check_note",
}
CONTENT = {"quantity", "product_id", "product_uom_id", "lot_id", "location_dest_id"}
CHECK = [("ok", "Right"), ("bad", "Wrong")]


class StockMoveLine(models.Model):
    """What the arrival check found on one batch (STK-05, STK-10)."""

    _name = "stock.move.line"
    _inherit = ["stock.move.line", "sanbao.protected.mixin"]

    sanbao_spec_check = fields.Selection(selection=CHECK, string="Model Check")
    sanbao_look_check = fields.Selection(selection=CHECK, string="Appearance Check")
    sanbao_bad_qty = fields.Float(
        string="Bad Quantity",
        digits="Product Unit",
        help="Empty with a wrong result: all of it.",
    )
    sanbao_check_note = fields.Char(string="Defect")
    sanbao_is_rejected = fields.Boolean(
        string="Rejected on Arrival", readonly=True, copy=False
    )
    sanbao_expected_qty = fields.Float(
        related="move_id.product_uom_qty", string="Expected"
    )
    sanbao_needs_inspection = fields.Boolean(
        string="To Be Inspected", compute="_compute_sanbao_needs_inspection"
    )

    @api.depends("product_id")
    def _compute_sanbao_needs_inspection(self):
        for line in self:
            line.sanbao_needs_inspection = bool(
                line.product_id and line.product_id._sanbao_needs_inspection()
            )

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | {"sanbao_is_rejected"}

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.filtered(lambda line: line.state == "done")
        if added:
            added._sanbao_refuse_inspected()
            added.move_id._sanbao_gate_corrected()
        return lines

    def write(self, vals):
        if RESULTS & vals.keys() and not is_engine(self.env):
            self._sanbao_require_unchecked()
        if not CONTENT & vals.keys():
            return super().write(vals)
        done = self.filtered(lambda line: line.state == "done")
        done._sanbao_refuse_inspected()
        result = super().write(vals)
        done.move_id._sanbao_gate_corrected()
        return result

    def _sanbao_refuse_inspected(self):
        """Odoo lets people correct what was booked; what an inspection counts on stays."""
        # Whoever corrects need not be able to read inspections.
        moves = self.sudo().move_id
        if not moves or self.env.su:
            return
        inspections = self.env["qc.inspection"].sudo()  # as above
        counted = moves.sanbao_inspection_id or inspections.search(
            [("sanbao_move_id", "in", moves.ids)], limit=1
        )
        if counted:
            raise UserError(
                self.env._(
                    "%s is about these goods, as they were booked. Book a transfer"
                    " instead of a correction.",
                    counted[0].display_name,
                )
            )

    def _sanbao_require_unchecked(self):
        checked = self.picking_id.filtered(
            lambda picking: picking.sanbao_checked_at or picking.state == "done"
        )
        if checked:
            raise UserError(
                self.env._(
                    "The arrival check of %s is complete. Take it back first.",
                    checked[0].name,
                )
            )
