from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import is_engine

EXPLAINED = {
    "cause_id",
    "explanation",
    "responsible_id",
    "decision",
    "decision_note",
}


class SanbaoStockDifferenceLine(models.Model):
    """One difference: what was counted against the book, why, and what follows for whom."""

    _name = "sanbao.stock.difference.line"
    _description = "Difference of a stock count"
    _inherit = "sanbao.approval.line.mixin"
    _approval_document = "difference_id"
    _order = "difference_id desc, id"
    _rec_names_search = ["product_id", "lot_id"]
    _check_company_auto = True

    difference_id = fields.Many2one(
        "sanbao.stock.difference",
        string="Document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    state = fields.Selection(related="difference_id.state", store=True, index=True)
    count_id = fields.Many2one(related="difference_id.count_id", store=True, index=True)
    warehouse_id = fields.Many2one(related="difference_id.warehouse_id", store=True)
    company_id = fields.Many2one(related="difference_id.company_id", store=True)
    posted_at = fields.Datetime(related="difference_id.posted_at", store=True)
    count_line_id = fields.Many2one(
        "sanbao.stock.count.line", readonly=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    categ_id = fields.Many2one(related="product_id.categ_id", store=True)
    location_id = fields.Many2one(
        "stock.location", required=True, readonly=True, index=True
    )
    lot_id = fields.Many2one(
        "stock.lot", string="Lot/serial no.", readonly=True, index="btree_not_null"
    )
    package_id = fields.Many2one("stock.package", readonly=True, index="btree_not_null")
    owner_id = fields.Many2one("res.partner", readonly=True, index="btree_not_null")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    currency_id = fields.Many2one(related="company_id.currency_id")
    book_quantity = fields.Float(readonly=True, digits="Product Unit")
    moved_quantity = fields.Float(
        string="Moved since",
        readonly=True,
        digits="Product Unit",
        help="What transfers changed between freezing and counting.",
    )
    counted_quantity = fields.Float(
        string="Counted", readonly=True, digits="Product Unit"
    )
    quantity = fields.Float(string="Difference", readonly=True, digits="Product Unit")
    unit_cost = fields.Float(
        string="Unit price", readonly=True, digits="Product Price", aggregator=None
    )
    value = fields.Monetary(
        string="Value of the difference", compute="_compute_value", store=True
    )
    book_now = fields.Float(
        string="Book now", compute="_compute_book_now", digits="Product Unit"
    )
    cause_id = fields.Many2one(
        "sanbao.stock.count.cause", index=True, ondelete="restrict"
    )
    human_error = fields.Boolean(related="cause_id.human_error", store=True)
    explanation = fields.Text()
    responsible_id = fields.Many2one(
        "res.users",
        string="Person responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Needed for a human error (STK-19).",
    )
    decision = fields.Selection(
        selection=[
            ("none", "No measure"),
            ("training", "Training"),
            ("warning", "Warning"),
            ("deduction", "Deduction proposed"),
        ],
        help="What follows for the person. A deduction is proposed here, never booked.",
    )
    decision_note = fields.Char(string="Decision in detail")
    move_ids = fields.One2many(
        "stock.move", "sanbao_difference_line_id", string="Adjustment"
    )

    @api.depends("quantity", "unit_cost")
    def _compute_value(self):
        for line in self:
            line.value = line.quantity * line.unit_cost

    @api.depends("product_id", "location_id", "lot_id", "package_id", "owner_id")
    def _compute_book_now(self):
        book = self.env["stock.quant"]._sanbao_book(self.product_id, self.location_id)
        for line in self:
            line.book_now = book.get(line._key(), 0.0)

    @api.depends("product_id", "lot_id", "quantity")
    def _compute_display_name(self):
        for line in self:
            words = [line.product_id.display_name, line.lot_id.name]
            goods = " ".join(word for word in words if word)
            line.display_name = f"{goods}: {line.quantity:+g}"

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(self.env._("Differences come from a count."))
        return super().create(vals_list)

    def write(self, vals):
        refuse_protected(self, [name for name in vals if name not in EXPLAINED])
        return super().write(vals)

    def unlink(self):
        refuse_protected(self, ["difference_id"] if self else [])
        return super().unlink()

    def _key(self):
        self.ensure_one()
        return (
            self.product_id.id,
            self.location_id.id,
            self.lot_id.id,
            self.package_id.id,
            self.owner_id.id,
        )

    def _unexplained(self):
        """Lines without cause or explanation (STK-18)."""
        return self.filtered(
            lambda line: not (line.cause_id and (line.explanation or "").strip())
        )

    def _unanswered(self):
        """Human errors without the person or the decision (STK-19)."""
        return self.filtered(
            lambda line: (
                line.human_error and not (line.responsible_id and line.decision)
            )
        )

    @api.model
    def _errors_of(self, users, date_from, date_to):
        """Posted human errors of these people between two moments (UTC): what an
        appraisal reads (STK-19)."""
        return self.search(
            [
                ("human_error", "=", True),
                ("responsible_id", "in", users.ids),
                ("posted_at", ">=", date_from),
                ("posted_at", "<=", date_to),
            ]
        )
