from odoo import Command

from .common import NonconformityCommon


class LotHoldCommon(NonconformityCommon):
    """A lot in the stock that a sheet holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put(cls.stock, 5, cls.tracked, cls.lot)
        cls.sheet = cls.sheets.create(
            {
                "source": "finished",
                "product_id": cls.tracked.id,
                "lot_id": cls.lot.id,
                "quantity": 1,
                "description": "出气不均",
            }
        )

    def _picking(self, source, target, lot=None, quantity=1, kind=None):
        picking = (
            self.env["stock.picking"]
            .with_user(self.keeper)
            .create(
                {
                    "picking_type_id": (kind or self.warehouse.out_type_id).id,
                    "partner_id": self.supplier.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.tracked.id,
                                "product_uom_qty": quantity,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        if lot:
            picking.move_ids.move_line_ids.unlink()
            picking.move_ids.move_line_ids = [
                Command.create(
                    {
                        "product_id": self.tracked.id,
                        "lot_id": lot.id,
                        "quantity": quantity,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                        "picking_id": picking.id,
                    }
                )
            ]
            picking.move_ids.picked = True
        return picking

    def _held_on_hand(self):
        quants = self.env["stock.quant"].search(
            [("lot_id", "=", self.lot.id), ("location_id.usage", "=", "internal")]
        )
        return sum(quants.mapped("quantity"))
