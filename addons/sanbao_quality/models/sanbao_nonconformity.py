from collections import Counter

from odoo import fields, models

from .qc_inspection import OPEN


class SanbaoNonconformity(models.Model):
    _inherit = "sanbao.nonconformity"

    inspection_count = fields.Integer(
        string="Number of Inspections", compute="_compute_inspection_count"
    )

    def _compute_inspection_count(self):
        counts, inspections = Counter(), self.env["qc.inspection"]
        # What the user may not read is not counted.
        if self.ids and inspections.has_access("read"):
            by_sheet = [("sanbao_nonconformity_id", "in", self.ids)]
            for sheet, count in inspections._read_group(
                by_sheet, ["sanbao_nonconformity_id"], ["__count"]
            ):
                counts[sheet.id] += count
            # Re-inspections come by the moves, which the user need not be able to read.
            by_move = [("sanbao_move_id", "in", self.sudo().move_ids.ids)]
            for move, count in inspections._read_group(
                by_move, ["sanbao_move_id"], ["__count"]
            ):
                counts[move.sudo().sanbao_nonconformity_id.id] += count  # as above
        for sheet in self:
            sheet.inspection_count = counts[sheet._origin.id]

    def action_view_inspections(self):
        """The inspection that found it, and those of the repaired goods."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_quality.qc_inspection_action"
        )
        # The ids only; the list itself shows what the user may see.
        moves = self.sudo().move_ids.ids
        domain = [
            "|",
            ("sanbao_nonconformity_id", "=", self.id),
            ("sanbao_move_id", "in", moves),
        ]
        return dict(action, domain=domain, context={})

    def action_view_receipt(self):
        """The receipt by which these goods came."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            # The id only; the form itself shows what the user may see.
            "res_id": self.sudo().receipt_move_id.picking_id.id,
            "views": [(False, "form")],
        }

    def _recheck_inspection(self):
        """Repaired goods get their verdict from the inspection that is open for them."""
        # Whoever presses need not be able to read moves and inspections.
        sheet = self.sudo()
        return sheet.env["qc.inspection"].search(
            [
                ("sanbao_move_id", "in", sheet.move_ids.ids),
                ("sanbao_kind", "=", "recheck"),
                ("state", "in", OPEN),
            ],
            limit=1,
        ) or (super()._recheck_inspection())
