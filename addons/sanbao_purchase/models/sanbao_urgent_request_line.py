from collections import Counter

from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_urgent_request import STATE_ARRIVED


class SanbaoUrgentRequestLine(models.Model):
    """A part that is urgent, and what of it is free in stock."""

    _name = "sanbao.urgent.request.line"
    _description = "Line of an urgent parts request"
    _inherit = "sanbao.purchase.demand.mixin"
    _order = "request_id desc, sequence, id"
    _approval_document = "request_id"
    _demand_order_field = "sanbao_urgent_line_id"

    request_id = fields.Many2one(
        "sanbao.urgent.request", required=True, index=True, ondelete="cascade"
    )
    request_state = fields.Selection(related="request_id.state", store=True, index=True)
    company_id = fields.Many2one(
        related="request_id.company_id", store=True, index=True
    )
    product_id = fields.Many2one(string="Part")
    amount = fields.Monetary(string="Estimated amount")
    qty_free = fields.Float(
        string="Free stock",
        compute="_compute_qty_free",
        store=True,
        digits="Product Unit",
        help="In the company's warehouses and not reserved, when it was submitted.",
    )
    note = fields.Char(string="Remarks")
    order_line_ids = fields.One2many("purchase.order.line", "sanbao_urgent_line_id")

    # === Computed fields ===

    @api.depends("product_id", "request_id.company_id")
    def _compute_qty_free(self):
        for company, lines in self.grouped("company_id").items():
            free = lines._free_stock(lines.product_id, company or self.env.company)
            for line in lines:
                line.qty_free = free.get(line.product_id.id, 0.0)

    @api.model
    def _free_stock(self, products, company):
        """``{product id: quantity}`` on hand less what is reserved."""
        # Not the zones of returned and blocked goods: those lie outside the warehouses.
        groups = (
            self.env["stock.quant"]
            .sudo()  # what is free is no secret for those who ask for parts
            ._read_group(
                [
                    ("product_id", "in", products.ids),
                    ("company_id", "=", company.id),
                    ("location_id.usage", "=", "internal"),
                    ("location_id.warehouse_id", "!=", False),
                ],
                ["product_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        )
        return {product.id: max(0.0, total - held) for product, total, held in groups}

    def _refresh_stock(self):
        as_engine(self)._compute_qty_free()

    @api.depends(
        "order_line_ids.discount",
        "order_line_ids.price_unit",
        "order_line_ids.product_qty",
        "order_line_ids.product_uom_id",
        "order_line_ids.qty_received",
        "order_line_ids.state",
    )
    def _compute_drawn(self):
        super()._compute_drawn()

    # === Rules of a line ===

    def _covered_by_stock(self):
        """Lines whose part is free in the quantity that is wanted of it.

        For a parts issue its whole wish counts: what is free is for the same case.
        """
        wanted = Counter()
        for line in self:
            wanted[line.product_id] += line.quantity
        # Issues are looked at for whoever asks.
        for product, wish in self.request_id.issue_id.sudo()._open_wishes().items():
            wanted[product] = max(wanted[product], wish)
        return self.filtered(
            lambda line: (
                line.product_id.is_storable
                and line.uom_id.compare(wanted[line.product_id], line.qty_free) <= 0
            )
        )

    def _qty_to_order(self):
        if self.request_id.state == STATE_ARRIVED:
            return 0.0
        return super()._qty_to_order()
