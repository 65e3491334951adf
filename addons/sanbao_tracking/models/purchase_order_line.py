from odoo import api, fields, models

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    without_computed_defaults,
)
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

SHORT = "short"


class PurchaseOrderLine(models.Model):
    """Whether a line comes on time, in good quality and in full (PUR-21)."""

    _inherit = "purchase.order.line"

    sanbao_due_date = fields.Date(
        "Due (First Promise)",
        compute="_compute_sanbao_due_date",
        store=True,
        index="btree_not_null",
        help="What was promised on confirmation. A later promise does not change it.",
    )
    sanbao_received_on = fields.Date(
        "Complete On", compute="_compute_sanbao_delivery", store=True
    )
    sanbao_open_qty = fields.Float(
        "Open Quantity",
        compute="_compute_sanbao_delivery",
        store=True,
        digits="Product Unit",
    )
    sanbao_rejected_qty = fields.Float(
        "Rejected Quantity",
        compute="_compute_sanbao_rejected_qty",
        store=True,
        digits="Product Unit",
        help="Returned to the supplier, or refused by quality control.",
    )
    sanbao_in_time = fields.Boolean(
        "Complete in Time", compute="_compute_sanbao_delivery", store=True
    )
    sanbao_quantity_state = fields.Selection(
        selection=[
            ("none", "Nothing yet"),
            (SHORT, "Short"),
            ("full", "In full"),
            ("over", "Too much"),
        ],
        string="On Quantity",
        compute="_compute_sanbao_delivery",
        store=True,
    )
    sanbao_quality_state = fields.Selection(
        selection=[
            ("none", "Nothing yet"),
            ("good", "Good"),
            ("rejected", "Rejected goods"),
        ],
        string="On Quality",
        compute="_compute_sanbao_quality_state",
        store=True,
    )
    sanbao_time_state = fields.Selection(
        selection=[
            ("waiting", "Not due yet"),
            ("soon", "Due soon"),
            ("late", "Overdue"),
            ("in_time", "In time"),
            ("was_late", "Came late"),
        ],
        string="On Time",
        compute="_compute_sanbao_time_state",
    )
    sanbao_late_days = fields.Integer("Days Late", compute="_compute_sanbao_time_state")
    sanbao_promised_date = fields.Date(
        "Latest Promise", related="order_id.sanbao_promised_date"
    )
    sanbao_breach_line_ids = fields.One2many(
        "sanbao.breach.line", "purchase_line_id", string="Breaches"
    )

    # === Statuses ===

    def _sanbao_zone(self):
        return company_timezone(self.company_id or self.env.company)

    def _sanbao_is_tracked(self):
        """Goods of a confirmed order; nobody receives a service into the stock."""
        return (
            self.order_id.state == "purchase"
            and not self.display_type
            and self.product_id.type == "consu"
        )

    @api.depends("order_id.state", "product_id", "date_planned")
    def _compute_sanbao_due_date(self):
        for line in self:
            if not line._sanbao_is_tracked() or not line.date_planned:
                line.sanbao_due_date = False
                continue
            first = line.sanbao_due_date
            line.sanbao_due_date = first or local_day(
                line.date_planned, line._sanbao_zone()
            )

    @api.depends("move_ids.state", "move_ids.quantity", "move_ids.product_uom")
    def _compute_sanbao_rejected_qty(self):
        rejected = self._sanbao_rejected_quantities()
        for line in self:
            line.sanbao_rejected_qty = rejected.get(line, 0.0)

    def _sanbao_rejected_quantities(self):
        """Hook: ``{line: quantity}`` that was not accepted, in the line's unit.

        Here: what went back to the supplier. Quality control adds what it refused.
        """
        rejected = {}
        for line in self:
            for move in line.move_ids:
                if move.state == "done" and move._is_purchase_return():
                    quantity = move.product_uom._compute_quantity(
                        move.quantity, line.product_uom_id
                    )
                    rejected[line] = rejected.get(line, 0.0) + quantity
        return rejected

    @api.depends("sanbao_due_date", "product_qty", "qty_received", "move_ids.date")
    def _compute_sanbao_delivery(self):
        for line in self:
            unit = line.product_uom_id
            left = line.product_qty - line.qty_received
            tracked = bool(line.sanbao_due_date)
            is_open = tracked and unit.compare(left, 0) > 0
            line.sanbao_open_qty = left if is_open else 0.0
            complete = tracked and not is_open
            received_on = line._sanbao_completed_on() if complete else False
            line.sanbao_received_on = received_on
            line.sanbao_in_time = bool(received_on) and (
                received_on <= line.sanbao_due_date
            )
            line.sanbao_quantity_state = line._sanbao_quantity_verdict(tracked, left)

    def _sanbao_quantity_verdict(self, tracked, left):
        unit = self.product_uom_id
        if not tracked:
            return False
        if unit.is_zero(self.qty_received):
            return "none"
        if unit.is_zero(left):
            return "full"
        return SHORT if left > 0 else "over"

    def _sanbao_completed_on(self):
        """The local day on which the ordered quantity had come, for the last time."""
        total, completed = 0.0, False
        done = self.move_ids.filtered(lambda move: move.state == "done")
        for move in done.sorted("date"):
            quantity = move.product_uom._compute_quantity(
                move.quantity, self.product_uom_id
            )
            before = total
            total += -quantity if move._is_purchase_return() else quantity
            enough = self.product_uom_id.compare(total, self.product_qty) >= 0
            if enough and self.product_uom_id.compare(before, self.product_qty) < 0:
                completed = move.date
        if completed:
            return local_day(completed, self._sanbao_zone())
        # Typed in by hand, or the order was cut down to what had come.
        last = max(done.mapped("date"), default=None) or fields.Datetime.now()
        return self.sanbao_received_on or local_day(last, self._sanbao_zone())

    @api.depends("sanbao_due_date", "qty_received", "sanbao_rejected_qty")
    def _compute_sanbao_quality_state(self):
        for line in self:
            unit = line.product_uom_id
            if not line.sanbao_due_date:
                line.sanbao_quality_state = False
            elif unit.compare(line.sanbao_rejected_qty, 0) > 0:
                line.sanbao_quality_state = "rejected"
            else:
                came = not unit.is_zero(line.qty_received)
                line.sanbao_quality_state = "good" if came else "none"

    @api.depends("sanbao_due_date", "sanbao_received_on", "sanbao_open_qty")
    def _compute_sanbao_time_state(self):
        get = self.env["sanbao.parameter"]._get
        now = fields.Datetime.now()
        for line in self:
            due, received = line.sanbao_due_date, line.sanbao_received_on
            if not due:
                line.sanbao_time_state, line.sanbao_late_days = False, 0
                continue
            today = local_day(now, line._sanbao_zone())
            days = ((received or today) - due).days
            line.sanbao_late_days = max(days, 0)
            if received:
                line.sanbao_time_state = "was_late" if days > 0 else "in_time"
            elif days > 0:
                line.sanbao_time_state = "late"
            else:
                soon = get("po_due_reminder_days", line.company_id)
                line.sanbao_time_state = "soon" if -days <= soon else "waiting"

    # === Protected values ===

    @api.model
    def _sanbao_refuse_statuses(self, vals):
        """The first promise and the statuses are not for a caller to write."""
        refuse_computed(self, [name for name in vals if name.startswith("sanbao_")])

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sanbao_refuse_statuses(vals)
        clean = without_computed_defaults(self)
        return super(PurchaseOrderLine, clean).create(vals_list).with_env(self.env)

    def write(self, vals):
        self._sanbao_refuse_statuses(vals)
        return super().write(vals)

    # === Screen ===

    def action_sanbao_log_contact(self):
        """Note a call about this line."""
        return self.order_id.action_sanbao_log_contact()
