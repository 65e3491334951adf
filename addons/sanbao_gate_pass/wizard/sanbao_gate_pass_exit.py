from odoo import api, fields, models


class SanbaoGatePassExit(models.TransientModel):
    """The guard's page: tick what stands at the gate, then let it out."""

    _name = "sanbao.gate.pass.exit"
    _description = "Check of goods at the gate"

    pass_id = fields.Many2one("sanbao.gate.pass", required=True, readonly=True)
    partner_id = fields.Many2one(related="pass_id.partner_id")
    carrier = fields.Char(related="pass_id.carrier")
    vehicle_plate = fields.Char(related="pass_id.vehicle_plate")
    line_ids = fields.One2many("sanbao.gate.pass.exit.line", "wizard_id")

    @api.model
    def _for_pass(self, gate_pass):
        """The page of a gate pass; nothing is ticked yet."""
        lines = [
            fields.Command.create({"pass_line_id": line.id})
            for line in gate_pass.line_ids
        ]
        return self.create({"pass_id": gate_pass.id, "line_ids": lines})

    def action_confirm(self):
        """Record the exit with the quantities that were counted."""
        self.ensure_one()
        counted = {line.pass_line_id.id: line.counted for line in self.line_ids}
        self.pass_id.action_record_exit(counted)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.pass_id.name,
                "message": self.env._("The exit is recorded. The goods may leave."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class SanbaoGatePassExitLine(models.TransientModel):
    _name = "sanbao.gate.pass.exit.line"
    _description = "Goods at the gate"
    _order = "id"

    wizard_id = fields.Many2one(
        "sanbao.gate.pass.exit", required=True, ondelete="cascade"
    )
    pass_line_id = fields.Many2one(
        "sanbao.gate.pass.line", string="Line of the Pass", required=True, readonly=True
    )
    goods = fields.Text(compute="_compute_goods")
    quantity = fields.Float(related="pass_line_id.quantity", digits="Product Unit")
    expected = fields.Char("On Pass", compute="_compute_goods")
    checked = fields.Boolean("OK", help="All of it stands here.")
    counted = fields.Float(
        compute="_compute_counted", store=True, readonly=False, digits="Product Unit"
    )

    @api.depends("pass_line_id")
    def _compute_goods(self):
        for line in self:
            goods = line.pass_line_id
            lot = goods.sudo().lot_id.name  # guards have no access to lots
            words = (goods.product_id.name, goods.name, lot)
            line.goods = "\n".join(word for word in words if word)
            line.expected = f"{goods.quantity:g} {goods.product_uom_id.name}"

    @api.depends("checked")
    def _compute_counted(self):
        for line in self:
            line.counted = line.quantity if line.checked else 0.0
