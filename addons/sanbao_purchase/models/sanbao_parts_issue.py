from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim


class SanbaoPartsIssue(models.Model):
    """What an issue lacks is requested urgently in one press (PRT-15, PRT-16)."""

    _inherit = "sanbao.parts.issue"

    urgent_request_ids = fields.One2many("sanbao.urgent.request", "issue_id")
    urgent_request_count = fields.Integer(
        compute="_compute_urgent_request_count", compute_sudo=True
    )

    def _compute_urgent_request_count(self):
        counts = dict(
            self.env["sanbao.urgent.request"]._read_group(
                [("issue_id", "in", self.ids)], ["issue_id"], ["__count"]
            )
        )
        for issue in self:
            issue.urgent_request_count = counts.get(issue._origin, 0)

    def action_urgent_request(self):
        """Prepare the urgent request (Form 13) for the missing parts; open the one that
        is there already."""
        self.ensure_one()
        self.check_access("write")
        self._approval_require_state("draft", "submitted", "approved", "released")
        claim(self)
        live = self.urgent_request_ids.filtered(
            lambda request: request.state not in ("rejected", "cancelled")
        )
        return (live[:1] or self._create_urgent_request())._open_form()

    def _create_urgent_request(self):
        lines = self._missing_quantities()
        if not lines:
            raise UserError(
                self.env._("%s: free stock covers all its parts.", self.name)
            )
        return self.env["sanbao.urgent.request"].create(
            {
                "issue_id": self.id,
                "company_id": self.company_id.id,
                "reason": self.reason,
                "deposit_note": self.payment_note,
                "line_ids": [
                    Command.create({"product_id": product.id, "quantity": quantity})
                    for product, quantity in lines.items()
                ],
            }
        )

    def _open_wishes(self):
        """``{product: quantity}`` that the issue still wants and no transfer holds."""
        wishes = {}
        for line in self.line_ids.filtered("product_id.is_storable"):
            rest = line.quantity - line.qty_issued
            wishes[line.product_id] = wishes.get(line.product_id, 0.0) + rest
        # Transfers are looked at for people without rights on them.
        held = self.sudo().picking_ids.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        for move in held:
            product = move.product_id.with_env(self.env)
            if product in wishes:
                wishes[product] -= move.product_uom._compute_quantity(
                    move.quantity, product.uom_id, round=False
                )
        return wishes

    def _missing_quantities(self):
        """``{product: quantity}`` of the open wishes that free stock does not cover."""
        wishes = self._open_wishes()
        products = self.env["product.product"].union(*wishes)
        free = self.env["sanbao.urgent.request.line"]._free_stock(
            products, self.company_id
        )
        return {
            product: wish - free.get(product.id, 0.0)
            for product, wish in wishes.items()
            if product.uom_id.compare(wish, free.get(product.id, 0.0)) > 0
        }

    def action_view_urgent_requests(self):
        """The urgent requests for this issue."""
        self.ensure_one()
        if len(self.urgent_request_ids) == 1:
            return self.urgent_request_ids._open_form()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_purchase.sanbao_urgent_request_action"
        )
        return dict(action, domain=[("issue_id", "=", self.id)], context={})
