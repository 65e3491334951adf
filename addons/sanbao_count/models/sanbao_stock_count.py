from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import is_engine
from odoo.addons.sanbao_base.counting import Counted, fill_counts
from odoo.addons.sanbao_base.local_time import company_today

DRAFT = "draft"
PREPARING = "preparing"
COUNTING = "counting"
CHECKING = "checking"
DIFFERENCES = "differences"
DONE = "done"
CANCELLED = "cancelled"
SMALL = "small"
FULL = "full"
GOODS = "goods"
SPOT = "spot"
# What people write: the first ones only before the goods are frozen.
PLAN = {"kind", "warehouse_id", "company_id", "location_ids", "categ_ids", "date"}
ALWAYS = {"user_id", "observer_id", "note", "due_date"}
ALWAYS |= {"activity_ids", "message_follower_ids", "message_main_attachment_id"}


class SanbaoStockCount(models.Model):
    """盘点: what lies in a warehouse, counted and held against the book (STK-14 to 17)."""

    _name = "sanbao.stock.count"
    _description = "Stock count"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "sanbao.numbered.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "warehouse_id"]
    _check_company_auto = True

    name = fields.Char(string="Count no.")
    kind = fields.Selection(
        selection=[
            (SMALL, "Small count"),
            (FULL, "Full count"),
            (GOODS, "Count of goods"),
            (SPOT, "Spot count"),
        ],
        required=True,
        default=SPOT,
        index=True,
        tracking=True,
        help="Small: every month, a part of the lines. Full: every quarter, everything. "
        "Goods: by their own schedule. Spot: whenever something is to be looked at.",
    )
    state = fields.Selection(
        selection=[
            (DRAFT, "Draft"),
            (PREPARING, "In preparation"),
            (COUNTING, "Counting"),
            (CHECKING, "Second count"),
            (DIFFERENCES, "Differences"),
            (DONE, "Done"),
            (CANCELLED, "Cancelled"),
        ],
        required=True,
        default=DRAFT,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    location_ids = fields.Many2many(
        "stock.location",
        string="Locations",
        check_company=True,
        domain="[('usage', '=', 'internal')]",
        help="Empty: the whole warehouse, held goods included.",
    )
    categ_ids = fields.Many2many(
        "product.category", string="Categories", help="Empty: all goods."
    )
    period = fields.Char(
        readonly=True, copy=False, help="The month of a scheduled count."
    )
    date = fields.Date(
        required=True, default=lambda self: company_today(self.env.company)
    )
    due_date = fields.Date(tracking=True)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        tracking=True,
        default=lambda self: self.env.user,
    )
    observer_id = fields.Many2one(
        "res.users",
        string="Observed by",
        domain="[('share', '=', False)]",
        help="Who watches the count for finance.",
    )
    note = fields.Text(string="Remarks")
    blind = fields.Boolean(
        string="Blind count",
        readonly=True,
        copy=False,
        help="Counters do not see the book quantity until they hand in (STK-17).",
    )
    line_ids = fields.One2many("sanbao.stock.count.line", "count_id", string="Lines")
    planned = fields.Integer(string="Lines to freeze", readonly=True, copy=False)
    prepared = fields.Integer(string="Lines looked at", readonly=True, copy=False)
    last_quant = fields.Integer(readonly=True, copy=False, prefetch=False)
    chosen_quants = fields.Json(readonly=True, copy=False, prefetch=False)
    preparation = fields.Float(
        string="Prepared (%)", compute="_compute_preparation", digits=(16, 0)
    )
    # Sheets are long: what is closed is not counted over again for every list.
    closed_lines = fields.Integer(string="Lines when closed", readonly=True, copy=False)
    line_count = fields.Integer(compute="_compute_progress", string="Number of lines")
    open_count = fields.Integer(compute="_compute_progress", string="Not counted yet")
    check_count = fields.Integer(compute="_compute_progress", string="To count again")
    progress = fields.Float(
        compute="_compute_progress", string="Counted (%)", digits=(16, 0)
    )
    handed_in_at = fields.Datetime(string="Handed in", readonly=True, copy=False)
    done_at = fields.Datetime(string="Finished", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    book_value = fields.Monetary(
        readonly=True, copy=False, help="Book value of what was counted."
    )
    difference_id = fields.Many2one(
        "sanbao.stock.difference",
        string="Differences found",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    difference_count = fields.Integer(compute="_compute_counts")
    move_count = fields.Integer(compute="_compute_move_count", string="Adjustments")
    nonconformity_count = fields.Integer(
        compute="_compute_counts", string="Damaged or expired"
    )
    analysis_count = fields.Integer(compute="_compute_counts", string="Analyses")

    # One scheduled count of a kind for each warehouse and month; a cancelled one is
    # made anew.
    _period_unique = models.UniqueIndex(
        "(warehouse_id, kind, period) WHERE state != 'cancelled' AND period IS NOT NULL",
        "This count is scheduled already.",
    )

    # === Computed fields ===

    @api.depends("name", "warehouse_id")
    def _compute_display_name(self):
        for count in self:
            words = (count.name, count.warehouse_id.name)
            count.display_name = " ".join(word for word in words if word)

    @api.depends("planned", "prepared", "state")
    def _compute_preparation(self):
        for count in self:
            share = count.prepared / count.planned if count.planned else 0.0
            begun = count.state not in (DRAFT, PREPARING)
            count.preparation = 100.0 if begun else 100.0 * share

    @api.depends(
        "line_ids.counted", "line_ids.needs_check", "line_ids.checked", "state"
    )
    def _compute_progress(self):
        closed = self.filtered(
            lambda count: count.state in (DIFFERENCES, DONE, CANCELLED)
        )
        for count in closed:
            count.line_count = count.closed_lines
            count.open_count = count.check_count = 0
            count.progress = 0.0 if count.state == CANCELLED else 100.0
        (self - closed)._count_progress()

    def _count_progress(self):
        groups = self.env["sanbao.stock.count.line"]._read_group(
            [("count_id", "in", self.ids)],
            ["count_id", "counted", "needs_check", "checked"],
            ["__count"],
        )
        total, missing, again = {}, {}, {}
        for count, counted, needs_check, checked, number in groups:
            total[count.id] = total.get(count.id, 0) + number
            if not counted:
                missing[count.id] = missing.get(count.id, 0) + number
            if needs_check and not checked:
                again[count.id] = again.get(count.id, 0) + number
        for count in self:
            key = count._origin.id
            count.line_count = total.get(key, 0)
            count.open_count = missing.get(key, 0)
            count.check_count = again.get(key, 0)
            done = count.line_count - count.open_count
            count.progress = 100.0 * done / count.line_count if done else 0.0

    def _compute_counts(self):
        fill_counts(
            self,
            [
                Counted(
                    "difference_count",
                    self.env["sanbao.stock.difference.line"],
                    "count_id",
                ),
                Counted(
                    "nonconformity_count",
                    self.env["sanbao.stock.count.line"],
                    "count_id",
                    domain=[("nonconformity_id", "!=", False)],
                ),
                Counted(
                    "analysis_count", self.env["sanbao.stock.analysis"], "count_id"
                ),
            ],
        )

    def _compute_move_count(self):
        groups = self.env["stock.move"]._read_group(
            [("sanbao_difference_line_id.count_id", "in", self.ids)],
            ["sanbao_difference_line_id"],
            ["__count"],
        )
        numbers = {}
        for line, number in groups:
            numbers[line.count_id] = numbers.get(line.count_id, 0) + number
        for count in self:
            count.move_count = numbers.get(count._origin, 0)

    # === What people write ===

    @api.model_create_multi
    def create(self, vals_list):
        names = set(self._fields) - PLAN - ALWAYS
        for vals in vals_list:
            given = [name for name, value in vals.items() if value and name in names]
            refuse_protected(self, [name for name in given if name != "name"])
        model = self
        if not is_engine(self.env):
            model = without_computed_defaults(self, names)
        counts = super(SanbaoStockCount, model).create(vals_list)
        return counts.with_env(self.env)

    def write(self, vals):
        if not is_engine(self.env):
            refuse_protected(self, [n for n in vals if n not in PLAN | ALWAYS])
            if PLAN & vals.keys() and any(count.state != DRAFT for count in self):
                raise UserError(
                    self.env._(
                        "What is counted does not change any more: it is frozen. Cancel"
                        " the count and make another."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(count.state != DRAFT for count in self):
            raise UserError(self.env._("Only drafts are deleted. Cancel the count."))
