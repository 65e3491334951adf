from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

# What a counter enters; where the goods lie only while the line is new.
PLACE = {"count_id", "product_id", "location_id", "lot_id", "package_id", "owner_id"}
COUNTED = {"counted_quantity", "counted_at"}
CHECKED = {"check_quantity"}
SEEN = {"condition", "bad_quantity", "note"}
ENTERED = COUNTED | CHECKED | SEEN


class SanbaoStockCountLine(models.Model):
    """One product, lot and place of a count: the book, what was counted, by whom."""

    _name = "sanbao.stock.count.line"
    _description = "Line of a stock count"
    _order = "count_id desc, location_id, product_id, id"
    _rec_names_search = ["product_id", "lot_id", "location_id"]
    _check_company_auto = True

    count_id = fields.Many2one(
        "sanbao.stock.count",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="count_id.company_id", store=True, precompute=True
    )
    count_state = fields.Selection(
        related="count_id.state", string="Status of the count"
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        domain="[('is_storable', '=', True)]",
    )
    categ_id = fields.Many2one(related="product_id.categ_id")
    tracking = fields.Selection(related="product_id.tracking")
    location_id = fields.Many2one(
        "stock.location",
        required=True,
        index=True,
        check_company=True,
        domain="[('usage', '=', 'internal')]",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot/serial no.",
        index="btree_not_null",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
    )
    package_id = fields.Many2one(
        "stock.package", index="btree_not_null", check_company=True
    )
    owner_id = fields.Many2one("res.partner", index="btree_not_null")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    currency_id = fields.Many2one(related="company_id.currency_id")
    frozen_at = fields.Datetime(
        readonly=True, help="When the book quantity was taken down."
    )
    hidden = fields.Boolean(
        string="Book withheld", readonly=True, help="A blind count, not handed in yet."
    )
    book_quantity = fields.Float(readonly=True, digits="Product Unit")
    unit_cost = fields.Float(
        readonly=True, digits="Product Price", aggregator=None, string="Unit price"
    )
    book_value = fields.Monetary(readonly=True)
    moved_quantity = fields.Float(
        string="Moved since",
        readonly=True,
        digits="Product Unit",
        help="What transfers changed between freezing and counting.",
    )
    counted = fields.Boolean(string="Is counted", readonly=True, index=True)
    counted_quantity = fields.Float(digits="Product Unit", string="Counted")
    counter_id = fields.Many2one("res.users", string="Counted by", readonly=True)
    counted_at = fields.Datetime(
        string="Counted on", help="When you counted, if you type it in later."
    )
    needs_check = fields.Boolean(string="Second count needed", readonly=True)
    checked = fields.Boolean(string="Is counted again", readonly=True)
    check_quantity = fields.Float(digits="Product Unit", string="Counted again")
    checker_id = fields.Many2one("res.users", string="Counted again by", readonly=True)
    checked_at = fields.Datetime(string="Counted again on", readonly=True)
    final_quantity = fields.Float(
        string="Result", compute="_compute_final_quantity", digits="Product Unit"
    )
    difference_quantity = fields.Float(
        string="Difference", readonly=True, digits="Product Unit"
    )
    difference_value = fields.Monetary(
        string="Value of the difference",
        compute="_compute_difference_value",
        store=True,
    )
    book_now = fields.Float(
        string="Book now", compute="_compute_book_now", digits="Product Unit"
    )
    condition = fields.Selection(
        selection=[
            ("good", "Intact"),
            ("damaged", "Damaged"),
            ("expired", "Expired"),
        ],
        default="good",
        required=True,
    )
    bad_quantity = fields.Float(
        string="Damaged or expired",
        digits="Product Unit",
        help="How much of what was counted; it goes to the nonconforming zone (STK-21).",
    )
    nonconformity_id = fields.Many2one(
        "sanbao.nonconformity", readonly=True, index="btree_not_null"
    )
    note = fields.Char(string="Remarks")

    _place_unique = models.UniqueIndex(
        "(count_id, product_id, location_id, COALESCE(lot_id, 0),"
        " COALESCE(package_id, 0), COALESCE(owner_id, 0))",
        "These goods are on the sheet already.",
    )
    # A sheet is read and counted by what is missing on it.
    _open_index = models.Index("(count_id) WHERE counted IS NOT TRUE")
    _difference_index = models.Index("(count_id) WHERE difference_quantity != 0")
    _counted_not_negative = models.Constraint(
        "CHECK (counted_quantity >= 0 AND check_quantity >= 0 AND bad_quantity >= 0)",
        "A counted quantity is zero or more.",
    )

    # === Computed fields ===

    @api.depends("product_id", "lot_id", "location_id")
    def _compute_display_name(self):
        for line in self:
            words = [line.product_id.display_name, line.lot_id.name]
            goods = " ".join(word for word in words if word)
            line.display_name = f"{goods} ({line.location_id.display_name})"

    @api.depends("counted_quantity", "check_quantity", "checked")
    def _compute_final_quantity(self):
        for line in self:
            line.final_quantity = (
                line.check_quantity if line.checked else line.counted_quantity
            )

    @api.depends("difference_quantity", "unit_cost")
    def _compute_difference_value(self):
        for line in self:
            line.difference_value = line.difference_quantity * line.unit_cost

    @api.depends("hidden", "product_id", "location_id", "lot_id")
    def _compute_book_now(self):
        shown = self.filtered(lambda line: not line.hidden)
        book = shown._book()
        for line in self:
            line.book_now = book.get(line._key(), 0.0) if line in shown else 0.0

    # === What people write ===

    @api.model_create_multi
    def create(self, vals_list):
        if is_engine(self.env):
            return super().create(vals_list)
        # Goods that the sheet does not know: their book is frozen at this moment.
        given = set().union(*(self._given(vals) for vals in vals_list))
        refuse_protected(self, sorted(given - PLACE - ENTERED))
        clean = without_computed_defaults(self, set(self._fields) - PLACE - ENTERED)
        places = [
            {name: value for name, value in vals.items() if name in PLACE | SEEN}
            for vals in vals_list
        ]
        lines = super(SanbaoStockCountLine, clean).create(places).with_env(self.env)
        lines._take_found(vals_list)
        return lines

    @api.model
    def _given(self, vals):
        return {name for name, value in vals.items() if value}

    def _take_found(self, vals_list):
        for count in self.count_id:
            count._share()
            count._require_keeper()
            count._require_state("counting")
        self._check_place()
        as_engine(self)._freeze_found()
        for line, vals in zip(self, vals_list, strict=True):
            counted = {n: v for n, v in vals.items() if n in COUNTED}
            if counted:
                line.write(counted)

    def write(self, vals):
        if is_engine(self.env):
            return super().write(vals)
        refuse_protected(self, [name for name in vals if name not in ENTERED])
        self._require_entry(vals)
        result = super().write(vals)
        self._note_entry(vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Lines of a count stay. Where nothing lies, enter zero.")
        )

    # === Keys ===

    def _key(self):
        """What names the goods in the book: the same as ``stock.quant._sanbao_key``."""
        self.ensure_one()
        return (
            self.product_id.id,
            self.location_id.id,
            self.lot_id.id,
            self.package_id.id,
            self.owner_id.id,
        )

    def _book(self):
        """``{key: quantity}`` of what the book has of these goods now."""
        return self.env["stock.quant"]._sanbao_book(self.product_id, self.location_id)
