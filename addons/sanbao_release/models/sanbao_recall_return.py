from odoo import Command, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

KEEPERS = "stock.group_stock_user"


class SanbaoRecallLine(models.Model):
    """Goods that come back: into the nonconforming zone, and nowhere else."""

    _inherit = "sanbao.recall.line"

    def action_receive(self):
        """Prepare the transfer that brings back what is open, or open the one waiting."""
        self.ensure_one()
        self.recall_id.check_access("write")
        claim(self)
        # The keeper books it; whoever recalls only prepares it.
        line = self.sudo()
        moves = line._waiting_returns()
        if not moves:
            line._require_receivable()
            moves = line._make_return()
        return self._open_return(moves.picking_id[:1])

    def _open_return(self, picking):
        """The transfer for those who book it; its number for everybody else, to whom
        Odoo does not show transfers."""
        if self.env.user.has_group(KEEPERS):
            return {
                "type": "ir.actions.act_window",
                "res_model": "stock.picking",
                "res_id": picking.id,
                "views": [(False, "form")],
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%s is ready: the keeper books what comes back.", picking.name
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _require_receivable(self):
        self.recall_id._require_under_way()
        if (
            self.kind == "untraced"
            or self.product_uom_id.compare(self.open_qty, 0) <= 0
        ):
            raise UserError(
                self.env._("%s: nothing is left that could come back.", self.reference)
            )

    def _units(self, quantity):
        """So much of the recalled lot, in units of what was delivered."""
        return quantity * self.delivered_qty / self.quantity

    def _make_return(self):
        warehouse = (
            self.move_id.warehouse_id or self.move_id.picking_type_id.warehouse_id
        )
        if not warehouse:
            warehouse = warehouse.search(
                [("company_id", "=", self.company_id.id)], limit=1
            )
        uom = self.product_id.uom_id
        places = {
            "location_id": self.partner_id.property_stock_customer.id,
            "location_dest_id": warehouse.sanbao_nonconforming_location_id.id,
        }
        goods = {
            "product_id": self.product_id.id,
            "company_id": self.company_id.id,
            **places,
        }
        quantity = uom.round(self._units(self.open_qty), rounding_method="UP")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "partner_id": self.partner_id.id,
                "origin": f"{self.recall_id.name} {self.reference}",
                "company_id": self.company_id.id,
                **places,
                "move_ids": [
                    Command.create(
                        {
                            **goods,
                            "product_uom_qty": quantity,
                            "product_uom": uom.id,
                            "sanbao_recall_line_id": self.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        # What comes back is this lot; Odoo expects any.
        picking.move_ids.move_line_ids.unlink()
        picking.move_ids.move_line_ids = [
            Command.create(
                {
                    **goods,
                    "picking_id": picking.id,
                    "product_uom_id": uom.id,
                    "quantity": quantity,
                    "lot_id": self.lot_id.id,
                }
            )
        ]
        return picking.move_ids

    def _on_returned(self, moves):
        """Count what these moves brought back, and open a sheet for it."""
        self._count_recovered()
        sheets = []
        for line in self:
            recall = line.recall_id
            back = (moves & line.return_move_ids).move_line_ids
            for (lot, place), lines in back.grouped(
                lambda back: (back.lot_id, back.location_dest_id)
            ).items():
                quantity = sum(lines.mapped("quantity_product_uom"))
                sheets.append(recall._prepare_nonconformity(lot, quantity, place))
        if sheets:
            self.env["sanbao.nonconformity"]._open(sheets)

    def _count_recovered(self):
        """Count what was booked into the nonconforming zone."""
        for line in as_engine(self):
            done = line.return_move_ids.move_line_ids.filtered(
                lambda back, lot=line.lot_id: (
                    back.state == "done"
                    and back.lot_id == lot
                    and back._sanbao_is_apart()
                )
            )
            units = sum(done.mapped("quantity_product_uom"))
            share = line.quantity / line.delivered_qty if line.delivered_qty else 0
            recovered = line.product_uom_id.round(units * share)
            if line.recovered_qty != recovered:
                line.recovered_qty = recovered
