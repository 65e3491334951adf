from odoo import Command, api, fields, models


class SanbaoQuotationPrice(models.Model):
    """One cell of the comparison: what a supplier asks for a product."""

    _name = "sanbao.quotation.price"
    _description = "Price of a supplier quotation"
    _inherit = ["sanbao.approval.line.mixin"]
    _order = "comparison_id, sequence, need_id, quote_id"
    _check_company_auto = True
    _approval_document = "comparison_id"

    quote_id = fields.Many2one(
        "sanbao.quotation", required=True, index=True, ondelete="cascade"
    )
    need_id = fields.Many2one(
        "sanbao.quotation.need", required=True, index=True, ondelete="cascade"
    )
    comparison_id = fields.Many2one(
        related="quote_id.comparison_id", store=True, index=True
    )
    company_id = fields.Many2one(related="comparison_id.company_id", store=True)
    sequence = fields.Integer(related="need_id.sequence", store=True)
    partner_id = fields.Many2one(related="quote_id.partner_id")
    product_id = fields.Many2one(related="need_id.product_id", store=True, index=True)
    quantity = fields.Float(related="need_id.quantity")
    product_uom_id = fields.Many2one(related="need_id.product_uom_id")
    currency_id = fields.Many2one(related="quote_id.currency_id")
    price_unit = fields.Float(
        "Unit Price",
        digits="Product Price",
        help="As quoted; whether tax is included, the tax says.",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        check_company=True,
        domain="[('type_tax_use', '=', 'purchase')]",
    )
    price_subtotal = fields.Monetary("Untaxed", compute="_compute_amounts", store=True)
    price_total = fields.Monetary("Total", compute="_compute_amounts", store=True)

    _cell_unique = models.Constraint(
        "UNIQUE (quote_id, need_id)", "This supplier has a price for this product."
    )
    _price_not_negative = models.Constraint(
        "CHECK (price_unit >= 0)", "A price is not negative."
    )

    @api.depends("product_id", "quote_id.partner_id")
    def _compute_tax_ids(self):
        for price in self:
            company = price.company_id or self.env.company
            position = (
                self.env["account.fiscal.position"]
                .with_company(company)
                ._get_fiscal_position(price.quote_id.partner_id)
            )
            taxes = price.product_id.supplier_taxes_id._filter_taxes_by_company(company)
            price.tax_ids = position.map_tax(taxes)

    @api.depends("price_unit", "tax_ids", "quantity", "currency_id", "product_id")
    def _compute_amounts(self):
        for price in self:
            amounts = price._amounts(price.quantity)
            price.price_subtotal = amounts["total_excluded"]
            price.price_total = amounts["total_included"]

    def _amounts(self, quantity):
        """What a quantity (in the unit of the need) costs at this price."""
        self.ensure_one()
        # The chief approver and the gate count with taxes they need not see elsewhere.
        return self.tax_ids.sudo().compute_all(
            self.price_unit,
            currency=self.currency_id,
            quantity=quantity,
            product=self.product_id,
            partner=self.partner_id,
        )

    # === From and to other documents ===

    def _prepare_order_line(self, quantity):
        """Values of the order line for a quantity in the unit of the need."""
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "product_qty": quantity,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": self.price_unit,
            "tax_ids": [Command.set(self.tax_ids.ids)],
        }

    def _prepare_supplierinfo(self):
        """Values of the product's supplier price that this price becomes."""
        self.ensure_one()
        quote = self.quote_id
        return {
            "partner_id": quote.partner_id.id,
            "product_id": self.product_id.id,
            "product_tmpl_id": self.product_id.product_tmpl_id.id,
            "product_uom_id": self.product_uom_id.id,
            "price": self.price_unit,
            "currency_id": quote.currency_id.id,
            "delay": quote.lead_days,
            "date_start": quote.date,
            "date_end": quote.valid_until,
            "company_id": self.company_id.id,
            "sanbao_price_id": self.id,
        }

    def _take_order_prices(self, order):
        """The prices that a supplier wrote into a request for quotation."""
        lines = order.order_line._sanbao_goods().grouped("product_id")
        for price in self:
            line = lines.get(price.product_id, order.order_line.browse())[:1]
            if not line:
                continue
            unit = price.product_uom_id
            price.price_unit = line.product_uom_id._compute_price(
                line.price_unit_discounted, unit
            )
            price.tax_ids = line.tax_ids
