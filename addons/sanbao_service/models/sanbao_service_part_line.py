from odoo import api, fields, models


class SanbaoServicePartLine(models.Model):
    """A part that the repair is expected to need, at list price with tax."""

    _name = "sanbao.service.part.line"
    _description = "Wanted part"
    _inherit = "sanbao.approval.line.mixin"
    _order = "application_id, sequence, id"
    _check_company_auto = True
    _approval_document = "application_id"

    application_id = fields.Many2one(
        "sanbao.service.application", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        string="Part",
        required=True,
        check_company=True,
        index=True,
        domain="[('type', '=', 'consu')]",
    )
    default_code = fields.Char(related="product_id.default_code", string="Drawing no.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit of Measure")
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    price_unit = fields.Monetary(
        compute="_compute_price_unit",
        store=True,
        precompute=True,
        help="List price with tax on the day when the part was entered.",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a wanted part must be above zero."
    )

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            line.price_unit = line.product_id._sanbao_price_with_tax(
                line.company_id or self.env.company
            )

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price_unit
