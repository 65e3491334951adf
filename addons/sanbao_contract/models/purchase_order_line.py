from odoo import api, fields, models
from odoo.tools import float_repr, format_amount

from odoo.addons.sanbao_approval.computed import refuse_computed
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .purchase_order import CONFIRMED

# What a confirmed order was judged by; a change of it is judged again. Not the dates:
# they follow the transfers.
CONTENT = {
    "discount",
    "name",
    "order_id",
    "price_unit",
    "product_id",
    "product_qty",
    "product_uom_id",
    "tax_ids",
}
# Only computed: limits are compared with the amounts, the contract with the date.
COMPUTED = {"price_subtotal", "price_tax", "price_total", "sanbao_agreed_date"}
PRECISE = 6


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    sanbao_agreed_date = fields.Date(
        string="Agreed Delivery",
        compute="_compute_sanbao_agreed_date",
        store=True,
        help="The day of delivery by the contract: the expected arrival when the order"
        " was confirmed. Later changes of the expected arrival do not change it.",
    )

    @api.depends("date_planned", "order_id.state")
    def _compute_sanbao_agreed_date(self):
        for line in self:
            agreed = line.order_id.state == CONFIRMED and line.sanbao_agreed_date
            if not agreed and line.date_planned:
                company = line.order_id.company_id or self.env.company
                agreed = local_day(line.date_planned, company_timezone(company))
            line.sanbao_agreed_date = agreed

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_computed(self, COMPUTED & vals.keys())
        lines = super().create(vals_list)
        lines.order_id._sanbao_check_confirmed()
        lines.order_id._sanbao_contracts_changed()
        return lines

    def write(self, vals):
        refuse_computed(self, COMPUTED & vals.keys())
        before = self.order_id
        result = super().write(vals)
        if CONTENT & vals.keys():
            self.order_id._sanbao_check_confirmed()
        if CONTENT & vals.keys() or "date_planned" in vals:
            (before | self.order_id)._sanbao_contracts_changed()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders._sanbao_check_confirmed()
        orders._sanbao_contracts_changed()
        return result

    def _sanbao_goods(self):
        """The lines that order something: no sections, notes and down payments."""
        return self.filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )

    # === What the line says in a contract ===

    def _sanbao_raw(self, what):
        """The line's part of a fingerprint."""
        self.ensure_one()
        product = [self.product_id.id, self.name or ""]
        if what == "quantity":
            quantity = float_repr(self.product_qty, PRECISE)
            return [*product, quantity, self.product_uom_id.id]
        if what == "price":
            price = float_repr(self.price_unit, PRECISE)
            discount = float_repr(self.discount, PRECISE)
            return [*product, price, discount, sorted(self.tax_ids.ids)]
        return [*product, str(self.sanbao_agreed_date or "")]

    def _sanbao_title(self):
        return (self.name or "").partition("\n")[0]

    def _sanbao_quantity(self):
        return (
            f"{self._sanbao_title()}: {self.product_qty:g} {self.product_uom_id.name}"
        )

    def _sanbao_price(self):
        price = format_amount(self.env, self.price_unit, self.currency_id)
        text = f"{self._sanbao_title()}: {price}/{self.product_uom_id.name}"
        if self.discount:
            text += self.env._(", discount %s %%", f"{self.discount:g}")
        if self.tax_ids:
            text += f" ({', '.join(self.tax_ids.mapped('name'))})"
        return text
