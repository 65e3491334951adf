from odoo import fields, models
from odoo.exceptions import UserError


class SanbaoVisitPart(models.Model):
    _inherit = "sanbao.visit.part"

    found_on_site = fields.Boolean(
        string="Other, found on site",
        help="The part was not issued for this case: choose among all parts.",
    )

    def _book_on(self, order):
        """Add this part to a repair order, or take a line that was planned for it."""
        self.ensure_one()
        planned = order.move_ids.filtered(
            lambda move: (
                move.repair_line_type == "add"
                and move.product_id == self.product_id
                and not move.sanbao_visit_part_id
                and move.state not in ("done", "cancel")
            )
        )[:1]
        if planned:
            planned.write(
                {"sanbao_visit_part_id": self.id, "product_uom_qty": self.quantity}
            )
            return
        order.move_ids = [
            fields.Command.create(
                {
                    "sanbao_visit_part_id": self.id,
                    "repair_line_type": "add",
                    "product_id": self.product_id.id,
                    "product_uom": self.product_id.uom_id.id,
                    "product_uom_qty": self.quantity,
                }
            )
        ]

    def _fitted_lot(self):
        """The serial record of the new part; it must be known to the system."""
        if self.product_id.tracking == "none":
            return self.env["stock.lot"]
        name = (self.new_serial or "").strip()
        lot = self.env["stock.lot"].search(
            [("product_id", "=", self.product_id.id), ("name", "=", name)], limit=1
        )
        if not lot:
            raise UserError(
                self.env._(
                    "%(visit)s: enter the number of the new %(part)s as it was issued.",
                    visit=self.visit_id.display_name,
                    part=self.product_id.display_name,
                )
            )
        return lot
