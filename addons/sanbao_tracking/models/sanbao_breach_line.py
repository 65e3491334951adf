from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SanbaoBreachLine(models.Model):
    """An order line that a breach is about."""

    _name = "sanbao.breach.line"
    _description = "Line of a breach"
    _inherit = ["sanbao.approval.line.mixin"]
    _rec_name = "product_id"
    _check_company_auto = True
    _approval_document = "breach_id"

    breach_id = fields.Many2one(
        "sanbao.breach", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="breach_id.company_id", store=True)
    kind = fields.Selection(related="breach_id.kind", store=True)
    order_id = fields.Many2one(related="breach_id.order_id")
    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        string="Order Line",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
    )
    product_id = fields.Many2one(
        related="purchase_line_id.product_id", store=True, index=True
    )
    product_uom_id = fields.Many2one(related="purchase_line_id.product_uom_id")
    product_qty = fields.Float("Ordered", related="purchase_line_id.product_qty")
    qty_received = fields.Float("Received", related="purchase_line_id.qty_received")
    due_date = fields.Date("Due", related="purchase_line_id.sanbao_due_date")
    quantity = fields.Float("Affected", digits="Product Unit")
    days_late = fields.Integer()
    note = fields.Char("Remarks")

    @api.constrains("purchase_line_id", "breach_id")
    def _check_order(self):
        for line in self:
            if line.purchase_line_id.order_id != line.breach_id.order_id:
                raise ValidationError(
                    self.env._(
                        "%(breach)s: “%(line)s” belongs to another order.",
                        breach=line.breach_id.name,
                        line=line.purchase_line_id.display_name,
                    )
                )
