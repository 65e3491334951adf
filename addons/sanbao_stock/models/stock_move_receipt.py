from odoo import api, fields, models

# What a done move or line says of a receipt; the date is judged on its own.
MOVE_CONTENT = {
    "quantity",
    "product_uom_qty",
    "product_uom",
    "product_id",
    "state",
    "picked",
    "picking_id",
    "picking_type_id",
    "location_id",
    "location_dest_id",
    "company_id",
    "lot_ids",
    "move_line_ids",
}
LINE_CONTENT = {
    "quantity",
    "product_uom_id",
    "product_id",
    "lot_id",
    "lot_name",
    "quant_id",
    "move_id",
    "picking_id",
    "location_id",
    "location_dest_id",
    "owner_id",
    "package_id",
    "result_package_id",
}


class StockMove(models.Model):
    """Receipts are complete (STK-12) and are not edited once they are done (STK-13)."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        received = moves.filtered(
            lambda move: (
                move.state == "done"
                and move.picking_id
                and move.location_id.usage == "supplier"
            )
        )
        if received:
            received._sanbao_gate_register()
        return moves

    def _sanbao_gate_register(self):
        """What the register must say of each receipt (STK-12). Name, quantity and time
        are there by themselves, lots of tracked products are asked for by Odoo."""
        incomplete = {}
        for move in self:
            missing = move._sanbao_missing_in_register()
            if missing:
                incomplete[move] = ", ".join(missing)
        self.env["sanbao.rule"]._gate(
            "STK-12",
            self.filtered(lambda move: move in incomplete),
            lambda move: self.env._(
                "%(receipt)s, %(product)s: the register needs %(missing)s.",
                receipt=move.picking_id.name,
                product=move.product_id.display_name,
                missing=incomplete[move],
            ),
        )

    def _sanbao_missing_in_register(self):
        missing = []
        if not self.picking_id.partner_id:
            missing.append(self.env._("the supplier (“Receive From”)"))
        if not self.product_id._sanbao_model() and self.env["sanbao.parameter"]._get(
            "receipt_needs_model", self.company_id
        ):
            missing.append(
                self.env._("the model of the product (its internal reference)")
            )
        return missing

    # === Done receipts are not edited (STK-13) ===

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        receipts = moves.picking_id.filtered("sanbao_registered_at")
        if receipts and not self.env.su:
            # What is scrapped of the goods afterwards is no part of the receipt.
            added = moves.filtered(lambda move: move.location_id.usage != "internal")
            (receipts & added.picking_id)._sanbao_gate_edit()
        return moves

    def write(self, vals):
        if not self.env.su:
            if MOVE_CONTENT & vals.keys():
                self._sanbao_done_receipts()._sanbao_gate_edit()
            elif "date" in vals:
                self._sanbao_gate_date(vals["date"])
        return super().write(vals)

    def _sanbao_done_receipts(self):
        done = self.filtered(lambda move: move.state == "done")
        return done.picking_id.filtered("sanbao_registered_at")

    def _sanbao_gate_date(self, date):
        self._sanbao_done_receipts().filtered(
            lambda receipt: not receipt._sanbao_may_be_dated(date)
        )._sanbao_gate_edit()


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    sanbao_model = fields.Char(
        string="Model / Specification", related="product_id.default_code"
    )
    sanbao_received_by_id = fields.Many2one(
        related="picking_id.sanbao_received_by_id", string="Received By"
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        receipts = lines.picking_id.filtered("sanbao_registered_at")
        if receipts and not self.env.su:
            added = lines.filtered(lambda line: line.location_id.usage != "internal")
            (receipts & added.picking_id)._sanbao_gate_edit()
        return lines

    def write(self, vals):
        if not self.env.su:
            if LINE_CONTENT & vals.keys():
                self._sanbao_done_moves()._sanbao_done_receipts()._sanbao_gate_edit()
            elif "date" in vals:
                self._sanbao_done_moves()._sanbao_gate_date(vals["date"])
        return super().write(vals)

    def _sanbao_done_moves(self):
        return self.filtered(lambda line: line.state == "done").move_id

    # === Form F33 and the register ===

    def _sanbao_price(self):
        """What one unit of the line costs, for the finance copy of Form F33."""
        self.ensure_one()
        price = (
            self.move_id.price_unit
            or self.product_id.with_company(self.company_id).standard_price
        )
        return self.product_id.uom_id._compute_price(price, self.product_uom_id)

    def _sanbao_amount(self):
        self.ensure_one()
        currency = (self.company_id or self.env.company).currency_id
        return currency.round(self.quantity * self._sanbao_price())

    def _sanbao_inspection_number(self):
        """Hook: the number of the inspection of these goods, printed on Form F33."""
        self.ensure_one()
        return ""
