from collections import Counter

from markupsafe import Markup

from odoo import fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    sanbao_sheet_count = fields.Integer(
        string="Number of Nonconformities", compute="_compute_sanbao_sheet_count"
    )

    def _compute_sanbao_sheet_count(self):
        counts, sheets = Counter(), self.env["sanbao.nonconformity"]
        # What the user may not read is not counted; the buyer need not read moves.
        if self.ids and sheets.has_access("read"):
            moves = self.sudo().order_line.move_ids
            for move, count in sheets._read_group(
                [("receipt_move_id", "in", moves.ids)], ["receipt_move_id"], ["__count"]
            ):
                # As above.
                counts[move.sudo().purchase_line_id.order_id.id] += count
        for order in self:
            order.sanbao_sheet_count = counts[order._origin.id]

    def action_sanbao_view_sheets(self):
        """The nonconformities of what came by this order (STK-11)."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_nonconformity.sanbao_nonconformity_action"
        )
        # The ids only; the list itself shows what the user may see.
        moves = self.sudo().order_line.move_ids.ids
        return dict(action, domain=[("receipt_move_id", "in", moves)], context={})

    def _sanbao_tell_buyer(self, note):
        """An activity for the buyer: goods of this order failed (STK-11; engine)."""
        for order in self:
            order.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=order.env._("Goods were rejected"),
                note=Markup("<p>%s</p>") % note,
                user_id=order.user_id.id or order.create_uid.id,
            )
