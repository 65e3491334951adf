from odoo import api, fields, models
from odoo.exceptions import UserError

from .sanbao_parts_issue import STATE_ISSUED, STATE_RELEASED, WARRANTY


class SanbaoPartsIssueLine(models.Model):
    """A part on Form 11, at list price with tax."""

    _name = "sanbao.parts.issue.line"
    _description = "Line of a parts issue"
    _inherit = "sanbao.approval.line.mixin"
    _order = "issue_id, sequence, id"
    _check_company_auto = True
    _approval_document = "issue_id"

    issue_id = fields.Many2one(
        "sanbao.parts.issue", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="issue_id.company_id", store=True)
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
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float(default=1.0, required=True, digits="Product Unit")
    price_unit = fields.Monetary(
        string="Unit price",
        compute="_compute_price_unit",
        store=True,
        precompute=True,
        help="List price with tax on the day when the part was entered.",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    return_old_part = fields.Boolean(
        string="Old part comes back",
        compute="_compute_return_old_part",
        store=True,
        help="Warranty parts whose unit price is above the limit (PRT-10).",
    )
    note = fields.Char(string="Remarks")
    move_ids = fields.One2many(
        "stock.move", "sanbao_issue_line_id", groups="stock.group_stock_user"
    )
    return_line_ids = fields.One2many("sanbao.parts.return.line", "issue_line_id")
    qty_issued = fields.Float(
        string="Issued",
        compute="_compute_qty_issued",
        compute_sudo=True,
        digits="Product Unit",
    )
    qty_returned = fields.Float(
        string="Came back unused",
        compute="_compute_qty_returned",
        compute_sudo=True,
        digits="Product Unit",
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a part must be above zero."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_not_released(self):
        released = self.issue_id.filtered(
            lambda issue: issue.state in (STATE_RELEASED, STATE_ISSUED)
        )
        if released:
            raise UserError(
                self.env._(
                    "%s is released: its lines do not change any more. Cancel it and "
                    "make a new one.",
                    released[0].name,
                )
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
            currency = line.currency_id or self.env.company.currency_id
            line.amount = currency.round(line.quantity * line.price_unit)

    @api.depends("price_unit", "issue_id.category")
    def _compute_return_old_part(self):
        rule, parameter = self.env["sanbao.rule"], self.env["sanbao.parameter"]
        for line in self:
            company = line.company_id or self.env.company
            limit = parameter._get("old_part_return_above", company)
            line.return_old_part = (
                line.issue_id.category == WARRANTY
                and rule._is_on("PRT-10", company)
                and company.currency_id.compare_amounts(line.price_unit, limit) > 0
            )

    @api.depends("move_ids.state", "move_ids.quantity")
    def _compute_qty_issued(self):
        for line in self:
            done = line.move_ids.filtered(lambda move: move.state == "done")
            line.qty_issued = sum(
                move.product_uom._compute_quantity(
                    move.quantity, line.uom_id, rounding_method="HALF-UP"
                )
                for move in done
            )

    @api.depends("return_line_ids.quantity", "return_line_ids.return_id.state")
    def _compute_qty_returned(self):
        for line in self:
            line.qty_returned = sum(
                line.return_line_ids.filtered(
                    lambda back: back._is_unused() and back._has_arrived()
                ).mapped("quantity")
            )

    def _prepare_old_part_vals(self, quantity):
        """One old part for each piece; measured goods come back in one."""
        self.ensure_one()
        if self.uom_id.compare(quantity, 0) <= 0:
            return []
        pieces = round(quantity)
        whole = not self.uom_id.compare(quantity, pieces)
        # Numbers are drawn for everybody, in one row.
        sequence = self.env["ir.sequence"].sudo()
        issue = self.issue_id
        return [
            {
                "name": sequence.next_by_code("sanbao.old.part"),
                "issue_line_id": self.id,
                "quantity": 1.0 if whole else quantity,
                "user_id": (issue.user_id or issue.requested_by_id).id,
            }
            for _piece in range(pieces if whole else 1)
        ]

    def action_view_issue(self):
        """The issue (Form 11) on which the part stands."""
        self.ensure_one()
        return self.issue_id._open_form()
