from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    sanbao_release_ids = fields.One2many(
        "sanbao.emergency.release",
        "picking_id",
        string="Releases of This Delivery",
        groups="base.group_user",
    )
    sanbao_emergency = fields.Boolean(
        "Emergency Release, Testing",
        compute="_compute_sanbao_emergency",
        groups="base.group_user",
        help="A lot of this transfer was released before its test was finished.",
    )
    sanbao_release_count = fields.Integer(
        "Emergency Releases",
        compute="_compute_sanbao_release_count",
        groups="base.group_user",
    )

    @api.depends("move_line_ids.lot_id")
    def _compute_sanbao_emergency(self):
        marked = self.env["sanbao.emergency.release"]._testing_by_lot()
        self.sanbao_emergency = False
        # Where no lot is marked, which is nearly always, nothing is read.
        for picking in self if marked else self.browse():
            lots = picking.move_line_ids.lot_id
            picking.sanbao_emergency = bool(marked.keys() & set(lots._origin.ids))

    def _compute_sanbao_release_count(self):
        # Keepers see that there is one; who may open it is another matter.
        counts = dict(
            self.env["sanbao.emergency.release"]
            .sudo()
            ._read_group(
                [("picking_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["picking_id"],
                ["__count"],
            )
        )
        for picking in self:
            picking.sanbao_release_count = counts.get(picking._origin, 0)

    def action_sanbao_view_releases(self):
        """Open the emergency releases of this delivery."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_release.sanbao_emergency_release_action"
        )
        return dict(
            action,
            domain=[("picking_id", "=", self.id)],
            context={"default_picking_id": self.id},
        )

    def action_sanbao_release(self):
        """Prepare an emergency release for untested goods of this delivery."""
        self.ensure_one()
        self.check_access("read")
        releases = self.env["sanbao.emergency.release"]
        releases.check_access("create")
        if self.picking_type_code != "outgoing" or self.state in ("done", "cancel"):
            raise UserError(
                self.env._("%s is no delivery that can still leave.", self.name)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": releases._name,
            "views": [(False, "form")],
            "context": {"default_picking_id": self.id},
        }

    def _create_backorder(self, backorder_moves=None):
        """What a recall still expects is brought back by the rest of its transfer."""
        backorders = super()._create_backorder(backorder_moves)
        for backorder in backorders:
            # Only recalls tie movements to themselves; the keeper books a part of one.
            moves = backorder.sudo().move_ids
            line = backorder.sudo().backorder_id.move_ids.sanbao_recall_line_id
            if line:
                moves.sanbao_recall_line_id = line
                moves.move_line_ids.filtered(
                    lambda m: not m.lot_id
                ).lot_id = line.lot_id
        return backorders

    def _sanbao_signed_releases(self):
        """The approved releases that stand on the delivery note."""
        self.ensure_one()
        deliveries = self
        while earlier := deliveries.backorder_id - deliveries:
            deliveries |= earlier
        # They are signed for the customer, whoever prints the note.
        releases = deliveries.sudo().sanbao_release_ids
        return releases.filtered(lambda release: release._is_approved())
