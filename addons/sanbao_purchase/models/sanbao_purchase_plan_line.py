from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_purchase_plan import LIVE_STATES, STATE_APPROVED, STATE_CLOSED

# What sources and buttons write; the approver relies on it.
PROTECTED = ("qty_proposed", "origin", "qty_released", "amount_released")


class SanbaoPurchasePlanLine(models.Model):
    """What is planned of one product."""

    _name = "sanbao.purchase.plan.line"
    _description = "Line of a purchase plan"
    _inherit = "sanbao.purchase.demand.mixin"
    _order = "plan_id desc, sequence, id"
    _rec_names_search = ["plan_id.name", "product_id"]
    _approval_document = "plan_id"
    _demand_order_field = "sanbao_plan_line_id"

    plan_id = fields.Many2one(
        "sanbao.purchase.plan", required=True, index=True, ondelete="cascade"
    )
    plan_state = fields.Selection(related="plan_id.state", store=True, index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
    )
    qty_on_hand = fields.Float(
        string="In stock", compute="_compute_stock", store=True, digits="Product Unit"
    )
    qty_incoming = fields.Float(
        string="On order", compute="_compute_stock", store=True, digits="Product Unit"
    )
    qty_forecast = fields.Float(string="Forecast demand", digits="Product Unit")
    qty_proposed = fields.Float(
        string="Proposed quantity",
        readonly=True,
        copy=False,
        digits="Product Unit",
        help="What the source of this line asks for.",
    )
    quantity = fields.Float(string="Planned quantity")
    date_needed = fields.Date(string="Needed by")
    purpose = fields.Char()
    origin = fields.Reference(
        selection="_selection_origin",
        string="Source",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    order_line_ids = fields.One2many("purchase.order.line", "sanbao_plan_line_id")
    qty_to_order = fields.Float(
        string="To order", compute="_compute_qty_to_order", digits="Product Unit"
    )
    qty_released = fields.Float(
        readonly=True,
        copy=False,
        digits="Product Unit",
        help="Given back when the plan was closed.",
    )
    amount_released = fields.Monetary(readonly=True, copy=False)

    @api.model
    def _selection_origin(self):
        """Hook: kinds of documents that plan lines come from."""
        return [
            ("stock.warehouse.orderpoint", self.env._("Minimum stock")),
            ("sale.order.line", self.env._("Sales order line")),
            ("sanbao.parts.issue.line", self.env._("Line of a parts issue")),
            ("sanbao.urgent.request.line", self.env._("Urgent request")),
        ]

    # === Protected values ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_protected(self, [name for name in PROTECTED if vals.get(name)])
        clean = without_computed_defaults(self, PROTECTED)
        lines = super(SanbaoPurchasePlanLine, clean).create(vals_list)
        return lines.with_env(self.env)

    def write(self, vals):
        # Odoo's merge of contacts writes every Reference field, here always of no line.
        if self:
            refuse_protected(self, [name for name in PROTECTED if name in vals])
        return super().write(vals)

    # === Computed fields ===

    @api.depends("plan_id.department_id")
    def _compute_department_id(self):
        for line in self:
            line.department_id = line.department_id or line.plan_id.department_id

    @api.depends("product_id", "plan_id.company_id")
    def _compute_stock(self):
        for company, lines in self.grouped("company_id").items():
            company = company or self.env.company
            for line, product in zip(lines, lines._products_of(company), strict=True):
                line.qty_on_hand = product.qty_available
                line.qty_incoming = product.incoming_qty

    def _products_of(self, company):
        """The product of each line as the company's warehouses see it."""
        # Stock figures on the plan are for everybody who reads the plan.
        warehouses = (
            self.env["stock.warehouse"].sudo().search([("company_id", "=", company.id)])
        )
        context = {"warehouse_id": warehouses.ids}
        # As above.
        products = self.product_id.sudo().with_company(company).with_context(**context)
        by_id = {product.id: product for product in products}
        return [by_id.get(line.product_id.id, products.browse()) for line in self]

    def _refresh_stock(self):
        as_engine(self)._compute_stock()

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

    @api.depends("quantity", "plan_state", "qty_in_orders")
    def _compute_qty_to_order(self):
        for line in self:
            line.qty_to_order = line._qty_to_order()

    # === Rules of a line ===

    def _check_complete(self):
        self.ensure_one()
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("department_id", "date_needed", "price_unit")
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "%(line)s: enter %(missing)s.",
                    line=self.display_name,
                    missing=", ".join(missing),
                )
            )

    def _demand_limits(self):
        quantity, amount = super()._demand_limits()
        if self.plan_id.state == STATE_CLOSED:
            return quantity - self.qty_released, amount - self.amount_released
        return quantity, amount

    def _qty_to_order(self):
        if self.plan_id.state == STATE_CLOSED:
            return 0.0
        return super()._qty_to_order()

    # === Orders and budget ===

    def action_make_orders(self):
        """Draft the orders for these lines, one for each supplier."""
        self.plan_id._ready_for_orders()
        orders = self._make_orders()
        if not orders:
            raise UserError(self.env._("Nothing of these lines is left to order."))
        return orders._sanbao_open_orders()

    def _committed_amount(self):
        """Ordered money, and the estimate of what may still be ordered."""
        self.ensure_one()
        rest = 0.0
        if self.plan_id.state == STATE_APPROVED:
            rest = max(0.0, self.quantity - self.qty_ordered)
        return self.amount_ordered + rest * self.price_unit

    # === For sources ===

    @api.model
    def _open_quantities(self, products, company):
        """``{product: quantity}`` that is planned and not yet on a confirmed order."""
        # Whatever is planned counts, also what the user may not read.
        lines = self.sudo().search(
            [
                ("product_id", "in", products.ids),
                ("company_id", "=", company.id),
                ("plan_state", "in", LIVE_STATES),
            ]
        )
        found = dict.fromkeys(products, 0.0)
        for line in lines:
            product = line.product_id.with_env(products.env)
            found[product] += max(0.0, line.quantity - line.qty_ordered)
        return found
