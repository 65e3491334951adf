from collections import defaultdict

from odoo import api, models

from .sanbao_purchase_plan import LIVE_STATES


class StockWarehouseOrderpoint(models.Model):
    """What is planned counts as on its way, so a minimum stock asks for it once."""

    _inherit = "stock.warehouse.orderpoint"

    @api.depends(
        "product_id.sanbao_plan_line_ids.quantity",
        "product_id.sanbao_plan_line_ids.plan_state",
    )
    def _compute_qty_to_order_computed(self):
        return super()._compute_qty_to_order_computed()

    def _quantity_in_progress(self):
        quantities = super()._quantity_in_progress()
        for point, quantity in self._sanbao_planned().items():
            quantities[point.id] += point.product_id.uom_id._compute_quantity(
                quantity, point.product_uom, round=False
            )
        return quantities

    def _sanbao_planned(self):
        """``{orderpoint: quantity}`` on live plans and on no order yet, drafts included.

        A line counts for the minimum stock it came from; lines of other sources count
        for the first minimum stock of the product.
        """
        # Plans count whether or not who replenishes may read them.
        lines = (
            self.env["sanbao.purchase.plan.line"]
            .sudo()
            .search(
                [
                    ("product_id", "in", self.product_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("plan_state", "in", LIVE_STATES),
                ]
            )
        )
        planned = defaultdict(float)
        if not lines:
            return planned
        # Points of everybody: who replenishes may see some of them only.
        points = self.sudo().search(
            [("product_id", "in", lines.product_id.ids)], order="id desc"
        )
        firsts = {(point.product_id, point.company_id): point for point in points}
        for line in lines:
            point = line.origin
            if not point or point._name != self._name or point not in points:
                point = firsts.get((line.product_id, line.company_id))
            if point and point in self:
                planned[point] += line._qty_to_order()
        return planned

    def _get_replenishment_order_notification(self):
        """After “Order”: where the need went."""
        self.ensure_one()
        written_after = self.env.context.get("written_after")
        domain = [
            ("origin", "=", f"{self._name},{self.id}"),
            ("plan_state", "=", "draft"),
        ]
        if written_after:
            domain.append(("write_date", ">=", written_after))
        # Who replenishes is told the plan's number even without rights on plans.
        lines = self.env["sanbao.purchase.plan.line"].sudo()
        plan = lines.search(domain, limit=1, order="id desc").plan_id
        if not plan:
            return super()._get_replenishment_order_notification()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Added to the purchase plan"),
                "message": plan.name,
                "sticky": False,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
