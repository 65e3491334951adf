from odoo import api, fields, models


class SanbaoDispatchLine(models.Model):
    """A part or a tool that the engineers take along."""

    _name = "sanbao.dispatch.line"
    _description = "Carried part or tool"
    _inherit = "sanbao.approval.line.mixin"
    _order = "dispatch_id, sequence, id"
    _check_company_auto = True
    _approval_document = "dispatch_id"

    dispatch_id = fields.Many2one(
        "sanbao.dispatch", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dispatch_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[("part", "Part"), ("tool", "Tool")], required=True, default="part"
    )
    product_id = fields.Many2one("product.product", string="Part", check_company=True)
    name = fields.Char(
        string="Description",
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)",
        "The quantity of what is taken along must be above zero.",
    )

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.product_id.display_name
