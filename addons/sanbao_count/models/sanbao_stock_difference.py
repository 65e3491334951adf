from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    CANCELLED,
    SanbaoApprovalMixin,
)

POSTED = "posted"
GIVEN = (
    "count_id",
    "amount_is_small",
    "within_tolerance",
    "head_decides",
    "posted_at",
    "posted_by_id",
    "action_id",
)


class SanbaoStockDifference(models.Model):
    """盘点差异处理单: why a count differs from the book, and who approves it (STK-18 to 20).

    Made by the count. Every line gets its cause; approval goes by value; posting adjusts
    the stock once.
    """

    _name = "sanbao.stock.difference"
    _description = "Differences of a stock count"
    _inherit = [
        "sanbao.numbered.mixin",
        "sanbao.approval.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "count_id"]
    _check_company_auto = True

    _approval_final_states = (POSTED,)
    _approval_fields = (
        "count_id",
        "line_ids.count_line_id",
        "line_ids.quantity",
        "line_ids.unit_cost",
        "line_ids.cause_id",
        "line_ids.explanation",
        "line_ids.responsible_id",
        "line_ids.decision",
        "line_ids.decision_note",
    )
    _approval_protected = (*SanbaoApprovalMixin._approval_protected, *GIVEN)

    name = fields.Char(string="Difference no.")
    state = fields.Selection(
        selection_add=[(POSTED, "Posted")], ondelete={POSTED: "cascade"}
    )
    count_id = fields.Many2one(
        "sanbao.stock.count",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    warehouse_id = fields.Many2one(related="count_id.warehouse_id", store=True)
    kind = fields.Selection(related="count_id.kind", store=True)
    user_id = fields.Many2one(
        "res.users",
        string="Explains",
        index=True,
        tracking=True,
        help="Finds out the causes.",
    )
    head_id = fields.Many2one(related="warehouse_id.sanbao_head_id")
    line_ids = fields.One2many("sanbao.stock.difference.line", "difference_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    book_value = fields.Monetary(related="count_id.book_value")
    amount_total = fields.Monetary(
        string="Value of the differences",
        compute="_compute_amounts",
        store=True,
        tracking=True,
        help="Shortages and surpluses do not cancel each other.",
    )
    amount_loss = fields.Monetary(
        string="Value of the shortages", compute="_compute_amounts", store=True
    )
    loss_rate = fields.Float(
        string="Loss (%)",
        compute="_compute_amounts",
        store=True,
        digits=(16, 4),
        aggregator=None,
        help="Shortages in per cent of the book value of what was counted.",
    )
    amount_is_small = fields.Boolean(
        string="At or below the limit of the deputy", readonly=True, copy=False
    )
    within_tolerance = fields.Boolean(readonly=True, copy=False)
    head_decides = fields.Boolean(
        string="The warehouse head decides", readonly=True, copy=False
    )
    open_cause_count = fields.Integer(
        string="Without cause", compute="_compute_open_causes"
    )
    posted_at = fields.Datetime(string="Posted on", readonly=True, copy=False)
    posted_by_id = fields.Many2one(
        "res.users", string="Posted by", readonly=True, copy=False
    )
    move_count = fields.Integer(string="Adjustments", compute="_compute_move_count")
    action_id = fields.Many2one(
        "mgmtsystem.action",
        string="Follow-up of shortages",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    _count_unique = models.UniqueIndex(
        "(count_id) WHERE state != 'cancelled'",
        "The differences of a count are settled once.",
    )

    # === Computed fields ===

    @api.depends("line_ids.quantity", "line_ids.unit_cost", "count_id.book_value")
    def _compute_amounts(self):
        for document in self:
            values = document.line_ids.mapped("value")
            loss = -sum(value for value in values if value < 0)
            book = document.count_id.book_value
            document.amount_total = sum(map(abs, values))
            document.amount_loss = loss
            if document.currency_id.is_zero(loss):
                document.loss_rate = 0.0
            else:
                document.loss_rate = 100.0 * loss / book if book > 0 else 100.0

    @api.depends("line_ids.cause_id", "line_ids.explanation")
    def _compute_open_causes(self):
        for document in self:
            document.open_cause_count = len(document.line_ids._unexplained())

    def _compute_move_count(self):
        groups = self.env["stock.move"]._read_group(
            [("sanbao_difference_line_id.difference_id", "in", self.ids)],
            ["sanbao_difference_line_id"],
            ["__count"],
        )
        numbers = {}
        for line, number in groups:
            document = line.difference_id
            numbers[document] = numbers.get(document, 0) + number
        for document in self:
            document.move_count = numbers.get(document._origin, 0)

    # === What people write ===

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(
                self.env._("Differences come from a count. Hand a count in.")
            )
        return super().create(vals_list)

    def action_cancel(self):
        """Differences are not dropped on their own: cancel the count, or explain them.

        :raise UserError: always, for whoever asks
        """
        self.check_access("read")
        raise UserError(
            self.env._(
                "A difference that was found is explained and posted. To count again,"
                " cancel the count; that is for the head of the warehouse."
            )
        )

    def action_reset(self):
        """A rejected document becomes a draft again; one of a cancelled count does not."""
        if any(document.state == CANCELLED for document in self):
            raise UserError(
                self.env._("The count was cancelled. Differences come from a new one.")
            )
        return super().action_reset()

    def _cancel_with_count(self):
        """The count is given up, and what it found with it."""
        for document in as_engine(self):
            if document.state == CANCELLED:
                continue
            document._sanbao_lock()
            document._approval_require_state(
                "draft", "submitted", "approved", "rejected"
            )
            document._sanbao_forget_activities()
            document._set_state(CANCELLED)
            self.env["sanbao.obligation"]._cancel("STK-18", document)
