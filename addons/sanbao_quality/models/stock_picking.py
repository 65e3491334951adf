from collections import Counter

from odoo import api, fields, models

from odoo.addons.sanbao_base.counting import Counted, fill_counts

PROTECTED = {
    "sanbao_arrived_at",
    "sanbao_checked_at",
    "sanbao_checked_by_id",
    "sanbao_told_at",
    "sanbao_receipt_id",
}


class StockPicking(models.Model):
    """到货验收: the arrival check of a receipt (STK-05), and what follows from it."""

    _inherit = "stock.picking"

    sanbao_arrival_check = fields.Boolean(
        related="picking_type_id.sanbao_arrival_check", string="With Arrival Check"
    )
    sanbao_arrived_at = fields.Datetime(
        string="Arrived on", readonly=True, copy=False, index="btree_not_null"
    )
    sanbao_checked_at = fields.Datetime(string="Checked on", readonly=True, copy=False)
    sanbao_checked_by_id = fields.Many2one(
        "res.users", string="Checked by", readonly=True, copy=False
    )
    sanbao_told_at = fields.Datetime(
        string="Purchasing Told on", readonly=True, copy=False
    )
    sanbao_inspection_ids = fields.One2many(
        "qc.inspection",
        "sanbao_picking_id",
        string="Inspections",
        groups="base.group_user",
    )
    sanbao_inspection_count = fields.Integer(
        string="Number of Inspections", compute="_compute_sanbao_inspection_count"
    )
    sanbao_sheet_count = fields.Integer(
        string="Number of Nonconformities", compute="_compute_sanbao_sheet_count"
    )
    # Of the transfer that puts accepted goods away
    sanbao_receipt_id = fields.Many2one(
        "stock.picking",
        string="Accepted from",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    sanbao_verify = fields.Boolean(
        string="Own Production", compute="_compute_sanbao_verify"
    )
    sanbao_report_verified = fields.Boolean(
        string="Report Verified", copy=False, tracking=True
    )
    sanbao_certificate_verified = fields.Boolean(
        string="Certificate Verified", copy=False, tracking=True
    )
    sanbao_labelled = fields.Boolean(string="Labelled", copy=False, tracking=True)

    def _compute_sanbao_inspection_count(self):
        inspections = self.env["qc.inspection"]
        fill_counts(
            self, [Counted("sanbao_inspection_count", inspections, "sanbao_picking_id")]
        )

    def _compute_sanbao_sheet_count(self):
        counts, sheets = Counter(), self.env["sanbao.nonconformity"]
        # What the user may not read is not counted.
        if self.ids and sheets.has_access("read"):
            for move, count in sheets._read_group(
                [("receipt_move_id", "in", self.move_ids.ids)],
                ["receipt_move_id"],
                ["__count"],
            ):
                counts[move.picking_id.id] += count
        for picking in self:
            picking.sanbao_sheet_count = counts[picking._origin.id]

    @api.depends("move_ids.sanbao_inspection_id")
    def _compute_sanbao_verify(self):
        for picking in self:
            # The keeper need not be able to read inspections to label goods.
            inspections = picking.sudo().move_ids.sanbao_inspection_id
            picking.sanbao_verify = any(
                i.sanbao_kind == "finished" for i in inspections
            )

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | PROTECTED

    def action_sanbao_view_inspections(self):
        """The inspections of what came by this receipt."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_quality.qc_inspection_action"
        )
        return dict(action, domain=[("sanbao_picking_id", "=", self.id)], context={})

    def action_sanbao_view_sheets(self):
        """The nonconformities of what came by this receipt."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_nonconformity.sanbao_nonconformity_action"
        )
        domain = [("receipt_move_id", "in", self.move_ids.ids)]
        return dict(action, domain=domain, context={})
