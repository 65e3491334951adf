from odoo import api, fields, models

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    without_computed_defaults,
)


class SanbaoVisitPart(models.Model):
    """A part that the engineer fitted, with the numbers of the old and the new one."""

    _name = "sanbao.visit.part"
    _description = "Fitted part"
    _order = "visit_id, sequence, id"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "sanbao.visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True)
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
    default_code = fields.Char(related="product_id.default_code", string="Model")
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    old_serial = fields.Char(string="Old part no.")
    new_serial = fields.Char(string="New part no.")
    price_unit = fields.Monetary(
        compute="_compute_price_unit", store=True, precompute=True
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    return_to_factory = fields.Boolean(string="Old part goes back")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a fitted part must be above zero."
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

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_computed(self, vals)
        clean = without_computed_defaults(self)
        lines = super(SanbaoVisitPart, clean).create(vals_list).with_env(self.env)
        lines.visit_id._check_lines_editable()
        return lines

    def write(self, vals):
        refuse_computed(self, vals)
        self.visit_id._check_lines_editable()
        result = super().write(vals)
        if "visit_id" in vals:
            self.visit_id._check_lines_editable()
        return result

    def unlink(self):
        self.visit_id._check_lines_editable()
        return super().unlink()

    def _prepare_change_vals(self):
        """The replacement as the archive of the unit keeps it (ARC-10)."""
        self.ensure_one()
        visit = self.visit_id
        return {
            "date": visit._form_day(visit.arrived_at),
            "kind": "replacement",
            "content": self.env._(
                "%(part)s, quantity %(quantity)g",
                part=self.product_id.display_name,
                quantity=self.quantity,
            ),
            "old_serial": self.old_serial,
            "new_serial": self.new_serial,
            "basis": visit.name,
            "responsible_id": visit.done_by_id.id,
            "source_model": visit._name,
            "source_id": visit.id,
        }
