from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import is_engine

# Values that people cannot set: prices come from products, exits from the guard.
PROTECTED = ("price_unit", "amount", "exit_quantity")


class SanbaoGatePassLine(models.Model):
    """Goods of one kind (and lot) that leave with a gate pass."""

    _name = "sanbao.gate.pass.line"
    _description = "Goods of a gate pass"
    _inherit = ["sanbao.approval.line.mixin"]
    _approval_document = "pass_id"
    _check_company_auto = True
    _order = "pass_id, sequence, id"

    pass_id = fields.Many2one(
        "sanbao.gate.pass", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="pass_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="pass_id.currency_id")
    sequence = fields.Integer(default=10)
    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    product_id = fields.Many2one(
        "product.product", required=True, ondelete="restrict", check_company=True
    )
    name = fields.Char(
        "Model and Description", compute="_compute_name", store=True, readonly=False
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot/Serial No.",
        ondelete="restrict",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
    )
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    product_uom_id = fields.Many2one(
        "uom.uom", string="Unit", related="product_id.uom_id"
    )
    price_unit = fields.Float(
        "Unit Price",
        compute="_compute_price_unit",
        store=True,
        digits="Product Price",
        help="Selling price of the product, its cost where there is none; taxes"
        " included.",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    exit_quantity = fields.Float(
        "Quantity at the Gate", readonly=True, copy=False, digits="Product Unit"
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of each line is above zero."
    )

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            product = line.product_id
            attributes = product.product_template_attribute_value_ids
            words = [product.default_code, attributes._get_combination_name()]
            line.name = " ".join(word for word in words if word)

    @api.depends("product_id", "picking_id", "pass_id.company_id")
    def _compute_price_unit(self):
        for line in self:
            product = line.product_id
            moves = line.picking_id.move_ids.filtered(
                lambda move, product=product: move.product_id == product
            )
            if moves:
                line.price_unit = moves[0]._sanbao_pass_price()
            else:
                company = line.pass_id.company_id or self.env.company
                line.price_unit = (
                    product._sanbao_pass_price(company) if product else 0.0
                )

    @api.depends("quantity", "price_unit", "currency_id")
    def _compute_amount(self):
        for line in self:
            amount = line.quantity * line.price_unit
            currency = line.currency_id
            line.amount = currency.round(amount) if currency else amount

    @api.depends("product_id", "lot_id")
    def _compute_display_name(self):
        for line in self:
            lot = line.sudo().lot_id.name  # read by guards, too
            line.display_name = " ".join(
                word for word in (line.product_id.display_name, lot) if word
            )

    @api.model_create_multi
    def create(self, vals_list):
        self.env["sanbao.gate.pass"]._refuse_guards()
        for vals in vals_list:
            self._refuse_protected(vals)
        return super(SanbaoGatePassLine, self._without_defaults()).create(vals_list)

    def write(self, vals):
        self.env["sanbao.gate.pass"]._refuse_guards()
        self._refuse_protected(vals)
        return super().write(vals)

    def unlink(self):
        self.env["sanbao.gate.pass"]._refuse_guards()
        return super().unlink()

    def _without_defaults(self):
        """The model without ``default_…`` keys in the context for protected values."""
        banned = {f"default_{name}" for name in PROTECTED}
        if not banned & self.env.context.keys():
            return self
        kept = {k: v for k, v in self.env.context.items() if k not in banned}
        return self.with_env(self.env(context=kept))

    def _refuse_protected(self, vals):
        if is_engine(self.env) or not any(name in vals for name in PROTECTED):
            return
        raise AccessError(
            self.env._(
                "Prices of a gate pass come from the products, and its exit from the"
                " guard. Correct the price of the product first, if it is wrong."
            )
        )

    def _check_complete(self):
        self.ensure_one()
        if self.product_id.tracking != "none" and not self.lot_id:
            raise UserError(
                self.env._(
                    "%(number)s: enter the lot or serial number of %(product)s."
                    " Reserve it in the transfer and take over its quantities again.",
                    number=self.pass_id.name,
                    product=self.product_id.display_name,
                )
            )
        if self.picking_id not in self.pass_id.picking_ids and (
            self.picking_id or self.pass_id.picking_ids
        ):
            raise UserError(
                self.env._(
                    "%(number)s: %(product)s belongs to none of its transfers. Take over"
                    " the quantities of the transfers again.",
                    number=self.pass_id.name,
                    product=self.product_id.display_name,
                )
            )
