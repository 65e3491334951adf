from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sanbao_base.claim import claim


class SanbaoPurchaseDemandMixin(models.AbstractModel):
    """A quantity of a product that is asked for; once approved, orders draw on it (PUR-17).

    Quantities are in the product's own unit, amounts in the company's currency without
    recoverable tax.
    """

    _name = "sanbao.purchase.demand.mixin"
    _description = "Demand that purchase orders draw on"
    _inherit = "sanbao.approval.line.mixin"
    _check_company_auto = True

    # Name of the many2one on purchase order lines; ``order_line_ids`` is its other side.
    _demand_order_field = None

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company")  # of the document
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        domain="[('purchase_ok', '=', True)]",
    )
    default_code = fields.Char(related="product_id.default_code", string="Drawing no.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    price_unit = fields.Float(
        string="Estimated price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        digits="Product Price",
        help="For one unit, without recoverable tax, in the company's currency.",
    )
    amount = fields.Monetary(
        string="Budget amount", compute="_compute_amount", store=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Proposed supplier",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
    )
    qty_ordered = fields.Float(
        string="Ordered",
        compute="_compute_drawn",
        compute_sudo=True,
        digits="Product Unit",
        help="On confirmed orders.",
    )
    qty_in_orders = fields.Float(
        string="In orders",
        compute="_compute_drawn",
        compute_sudo=True,
        digits="Product Unit",
        help="On confirmed orders and on drafts.",
    )
    qty_received = fields.Float(
        string="Arrived",
        compute="_compute_drawn",
        compute_sudo=True,
        digits="Product Unit",
    )
    amount_ordered = fields.Monetary(compute="_compute_drawn", compute_sudo=True)

    # Not in the database: its refusal would tell an importer nothing (see load).
    @api.constrains("quantity", "price_unit")
    def _check_positive(self):
        for line in self:
            if line.quantity <= 0 or line.price_unit < 0:
                raise ValidationError(
                    self.env._(
                        "%s: the quantity must be above zero, and the estimated price not"
                        " below.",
                        line.product_id.display_name,
                    )
                )

    # === Computed fields ===

    def _seller(self):
        """The supplier price that the product proposes for this quantity."""
        self.ensure_one()
        company = self.company_id or self.env.company
        # Supplier prices are for buyers to read; the estimate is for whoever asks.
        product = self.product_id.sudo().with_company(company)
        return product._select_seller(quantity=self.quantity, uom_id=product.uom_id)

    @api.depends("product_id")
    def _compute_partner_id(self):
        for line in self:
            line.partner_id = line._seller().partner_id if line.product_id else False

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            company = line.company_id or self.env.company
            seller = line._seller() if line.product_id else None
            if seller:
                price = seller.product_uom_id._compute_price(
                    seller.price_discounted, line.product_id.uom_id
                )
                line.price_unit = seller.currency_id._convert(
                    price, company.currency_id, company, round=False
                )
            else:
                # Costs are not for everybody to read; the estimate needs them.
                product = line.product_id.sudo().with_company(company)
                line.price_unit = product.standard_price

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            currency = line.currency_id or self.env.company.currency_id
            line.amount = currency.round(line.quantity * line.price_unit)

    def _compute_drawn(self):
        drawn = self._drawings()
        for line in self:
            order_lines = drawn.get(line._origin, self.env["purchase.order.line"])
            ordered = order_lines.filtered(lambda item: item.state == "purchase")
            line.qty_ordered = sum(i._sanbao_drawn_quantity() for i in ordered)
            line.qty_in_orders = sum(i._sanbao_drawn_quantity() for i in order_lines)
            line.amount_ordered = sum(i._sanbao_drawn_amount() for i in ordered)
            line.qty_received = sum(i._sanbao_received_quantity() for i in ordered)

    def _drawings(self):
        """``{demand: order lines that draw on it}``, cancelled orders apart."""
        name = self._demand_order_field
        # What is ordered is told to those who asked for it, not only to buyers.
        order_lines = self.env["purchase.order.line"].sudo()
        lines = order_lines.search(
            [(name, "in", self.ids), ("order_id.state", "!=", "cancel")]
        )
        # Read for all lines at once; the groups below would read them one by one.
        lines.mapped("tax_ids")
        return lines.grouped(name)

    def _compute_display_name(self):
        for line in self:
            document = line[line._approval_document]
            line.display_name = f"{document.name} {line.product_id.display_name}"

    # === What orders may draw ===

    def _demand_limits(self):
        """Quantity and amount that all orders together may reach, without tolerance."""
        self.ensure_one()
        return self.quantity, self.amount

    def _qty_to_order(self):
        """What no order has, drafts included."""
        self.ensure_one()
        return max(0.0, self._demand_limits()[0] - self.qty_in_orders)

    def _demand_problems(self):
        """``{demand: text}`` of the lines on which confirmed orders draw too much.

        Two orders that are confirmed at the same moment wait for each other here.
        """
        claim(self)
        self.invalidate_recordset(["qty_ordered", "amount_ordered"])
        problems = {}
        for demand in self:
            company = demand.company_id
            percent = self.env["sanbao.parameter"]._get(
                "po_over_plan_tolerance", company
            )
            quantity, amount = (
                limit * (1 + percent / 100) for limit in demand._demand_limits()
            )
            values = {
                "product": demand.product_id.display_name,
                "document": demand[demand._approval_document].name,
            }
            if demand.uom_id.compare(demand.qty_ordered, quantity) > 0:
                problems[demand] = self.env._(
                    "%(product)s: %(ordered)g ordered in all, %(allowed)g approved in"
                    " %(document)s.",
                    ordered=demand.qty_ordered,
                    allowed=quantity,
                    **values,
                )
            elif company.currency_id.compare_amounts(demand.amount_ordered, amount) > 0:
                problems[demand] = self.env._(
                    "%(product)s: orders for %(ordered)s, %(allowed)s approved in"
                    " %(document)s.",
                    ordered=company.currency_id.format(demand.amount_ordered),
                    allowed=company.currency_id.format(amount),
                    **values,
                )
        return problems

    @api.ondelete(at_uninstall=False)
    def _unlink_not_ordered(self):
        for line in self:
            # Whoever asks for parts need not be one of those who read orders.
            orders = line.sudo().order_line_ids.order_id
            if orders:
                raise UserError(
                    self.env._(
                        "%(line)s: order %(order)s draws on it. Take it out there first.",
                        line=line.display_name,
                        order=", ".join(orders.mapped("name")),
                    )
                )

    # === Making orders ===

    def _prepare_order_line(self):
        """Values of the order line that draws what is still open."""
        self.ensure_one()
        return {
            self._demand_order_field: self.id,
            "product_id": self.product_id.id,
            "product_qty": self._qty_to_order(),
            "product_uom_id": self.uom_id.id,
        }
