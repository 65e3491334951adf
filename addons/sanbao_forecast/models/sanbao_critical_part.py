from odoo import api, fields, models
from odoo.fields import Domain

RULE = "PUR-25"
KEEPER_RULE = "PUR-25-WH"


class SanbaoCriticalPart(models.Model):
    """A spare part or service tool that must never run out (PUR-25)."""

    _name = "sanbao.critical.part"
    _description = "Critical spare part or tool"
    _inherit = ["mail.thread", "mail.activity.mixin", "sanbao.obligation.mixin"]
    _order = "kind, id"
    _rec_name = "product_id"
    _rec_names_search = ["product_id"]
    _check_company_auto = True

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    product_id = fields.Many2one(
        "product.product",
        string="Part or tool",
        required=True,
        index=True,
        check_company=True,
        domain="[('is_storable', '=', True)]",
        ondelete="restrict",
    )
    default_code = fields.Char(related="product_id.default_code", string="Model")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    kind = fields.Selection(
        selection=[("spare", "Spare part"), ("tool", "Service tool")],
        required=True,
        default="spare",
    )
    critical_min_qty = fields.Float(
        string="Minimum stock", required=True, digits="Product Unit", tracking=True
    )
    supplier_id = fields.Many2one(
        "res.partner",
        string="Preferred supplier",
        compute="_compute_supplier_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        tracking=True,
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Buyer",
        tracking=True,
        help="Who is told when it runs low; empty: the first buyer of the company.",
    )
    free_qty = fields.Float(
        string="Free stock",
        compute="_compute_stock",
        digits="Product Unit",
        help="On hand and not reserved, in all warehouses of the company.",
    )
    on_order = fields.Float(compute="_compute_stock", digits="Product Unit")
    missing_qty = fields.Float(
        string="Missing", compute="_compute_stock", digits="Product Unit"
    )
    below_minimum = fields.Boolean(
        compute="_compute_stock", search="_search_below_minimum"
    )
    note = fields.Char(string="Remarks")

    _part_unique = models.Constraint(
        "UNIQUE (company_id, product_id)",
        "This part is already in the list of critical parts, perhaps archived.",
    )
    _minimum_positive = models.Constraint(
        "CHECK (critical_min_qty > 0)", "The minimum stock must be above zero."
    )

    @api.depends("product_id")
    def _compute_supplier_id(self):
        for part in self:
            # Prices of suppliers are not for everybody, their name is.
            sellers = part.product_id.sudo().seller_ids
            part.supplier_id = part.supplier_id or sellers[:1].partner_id

    @api.depends("product_id", "company_id", "critical_min_qty")
    def _compute_stock(self):
        for company, parts in self.grouped("company_id").items():
            stock = self.env["sanbao.demand"]._stock(parts.product_id, company)
            for part in parts:
                there = stock.get(part.product_id._origin.id or part.product_id.id)
                part.free_qty = there.on_hand - there.reserved if there else 0.0
                part.on_order = there.on_order if there else 0.0
                part.missing_qty = max(part.critical_min_qty - part.free_qty, 0.0)
                part.below_minimum = bool(there) and (
                    part.uom_id.compare(part.free_qty, part.critical_min_qty) < 0
                )

    def _search_below_minimum(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Few parts are critical; their stock is read in one go.
        below = Domain("id", "in", self._listed().filtered("below_minimum").ids)
        wanted = {bool(item) for item in value}
        return Domain.OR(below if item else ~below for item in wanted)

    @api.model
    def _listed(self):
        return self.search([("active", "=", True)])

    # === Alert ===

    @api.model
    def _cron_check(self):
        """Tell buyer and keeper what is below its minimum; end the alert by itself."""
        for company, parts in self._listed().grouped("company_id").items():
            if self.env["sanbao.rule"]._is_on(RULE, company):
                parts._check_stock()

    def _check_stock(self):
        obligations = self.env["sanbao.obligation"]
        demand = self.env["sanbao.demand"]
        low = self.filtered("below_minimum")
        people = {
            RULE: lambda part: part.user_id or demand._first_of("pb", part.company_id),
            KEEPER_RULE: lambda part: demand._first_of("wh", part.company_id),
        }
        for code, user in people.items():
            obligations._open(code, low, user=user)
            obligations._close(code, self - low)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._trigger_check()
        return parts

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            for code in (RULE, KEEPER_RULE):
                self.env["sanbao.obligation"]._cancel(code, self)
        if {"critical_min_qty", "active"} & vals.keys():
            self._trigger_check()
        return result

    def _trigger_check(self):
        # Whoever keeps the list starts the check.
        self.env.ref("sanbao_forecast.ir_cron_check").sudo()._trigger()
