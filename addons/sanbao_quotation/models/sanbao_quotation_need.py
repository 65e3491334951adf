from odoo import api, fields, models


class SanbaoQuotationNeed(models.Model):
    """What is needed: one product of a comparison, and how much of it."""

    _name = "sanbao.quotation.need"
    _description = "Need of a quotation comparison"
    _inherit = ["sanbao.approval.line.mixin"]
    _order = "comparison_id, sequence, id"
    _rec_name = "product_id"
    _check_company_auto = True
    _approval_document = "comparison_id"

    comparison_id = fields.Many2one(
        "sanbao.quotation.comparison", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="comparison_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('purchase_ok', '=', True)]",
    )
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    product_uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    note = fields.Char("Specification")
    price_ids = fields.One2many("sanbao.quotation.price", "need_id", copy=False)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Compare a quantity above zero."
    )

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for need in self:
            need.product_uom_id = need.product_id.uom_id

    @api.model_create_multi
    def create(self, vals_list):
        needs = super().create(vals_list)
        needs.comparison_id._fill_grid()
        return needs

    def unlink(self):
        # By hand: the totals of the quotations follow.
        self.price_ids.unlink()
        return super().unlink()

    def _base_quantity(self):
        """The quantity in the product's own unit."""
        self.ensure_one()
        return self.product_uom_id._compute_quantity(
            self.quantity, self.product_id.uom_id, round=False
        )
