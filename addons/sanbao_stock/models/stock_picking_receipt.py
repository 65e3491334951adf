from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# Odoo writes the time of the transfer a moment after its moves are done.
A_MOMENT = timedelta(minutes=5)
PROTECTED = {"sanbao_registered_at", "sanbao_received_by_id"}
# What the register shows of a receipt (STK-12); it stands once the goods are booked.
REGISTERED = {"partner_id", "origin", "sanbao_delivery_number", "company_id"}


class StockPicking(models.Model):
    """A receipt is registered when its goods are put away, and stands (STK-13)."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "sanbao.form.mixin", "sanbao.protected.mixin"]

    sanbao_delivery_number = fields.Char(
        string="Supplier's Delivery Note", copy=False, help="Its number (Form F33)."
    )
    sanbao_received_by_id = fields.Many2one(
        "res.users", string="Received By", readonly=True, copy=False
    )
    sanbao_registered_at = fields.Datetime(
        string="Registered On", readonly=True, copy=False
    )

    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | PROTECTED

    def write(self, vals):
        if "date_done" in vals or REGISTERED & vals.keys():
            self._sanbao_gate_registered(vals)
        result = super().write(vals)
        if vals.get("date_done"):
            self._sanbao_register()
        return result

    def _sanbao_register(self):
        """Note who booked the goods, and when, as soon as Odoo has written its time."""
        fresh = self.filtered(
            lambda picking: (
                picking.picking_type_code == "incoming"
                and picking.state == "done"
                and not picking.sanbao_registered_at
            )
        )
        if fresh:
            # Nobody writes these values himself.
            fresh.sudo().write(
                {
                    "sanbao_registered_at": fields.Datetime.now(),
                    "sanbao_received_by_id": self.env.uid,
                }
            )

    def init(self):
        """Transfers that were done before this addon came are registered as they are."""
        self.env.cr.execute(
            SQL(
                "UPDATE stock_picking SET sanbao_registered_at = date_done"
                " WHERE state = 'done' AND sanbao_registered_at IS NULL"
            )
        )

    # === What is registered stands (STK-13) ===

    def _sanbao_registered_receipts(self):
        return self.filtered(
            lambda picking: (
                picking.sanbao_registered_at and picking.picking_type_code == "incoming"
            )
        )

    def _sanbao_gate_registered(self, vals):
        if self.env.su:
            return
        receipts = self._sanbao_registered_receipts()
        receipts.filtered(
            lambda receipt: receipt._sanbao_changes_registration(vals)
        )._sanbao_gate_edit()

    def _sanbao_changes_registration(self, vals):
        self.ensure_one()
        for name in REGISTERED & vals.keys():
            now = self._fields[name].convert_to_write(self[name], self)
            if (now or False) != (vals[name] or False):
                return True
        return "date_done" in vals and not self._sanbao_may_be_dated(vals["date_done"])

    def _sanbao_may_be_dated(self, date):
        """Whether the receipt may bear this time: that of its registration, or as many
        hours before it as the company allows."""
        self.ensure_one()
        registered = self.sanbao_registered_at
        hours = self.env["sanbao.parameter"]._get("max_backdate_hours", self.company_id)
        date = fields.Datetime.to_datetime(date)
        earliest = registered - timedelta(hours=hours) - A_MOMENT
        return bool(date) and earliest <= date <= registered + A_MOMENT

    def _sanbao_gate_edit(self):
        """These receipts are about to be edited."""
        self.env["sanbao.rule"]._gate(
            "STK-13",
            self._sanbao_registered_receipts(),
            lambda picking: self.env._(
                "%(receipt)s is registered and stands. Press “Return” to reverse it, and"
                " receive the goods once more.",
                receipt=picking.name,
            ),
        )

    # === Form F33 ===

    def _form_document_number(self):
        return self.name

    def _form_date(self):
        return self.date_done or self.scheduled_date

    def _form_is_void(self):
        return self.state == "cancel"

    def _form_signature(self, key):
        if key == "keeper" and self.sanbao_received_by_id:
            return {
                "name": self.sanbao_received_by_id.name,
                "date": self.sanbao_registered_at,
            }
        if key == "inspector":
            return self._sanbao_inspector_signature()
        return super()._form_signature(key)

    def _sanbao_inspector_signature(self):
        """Hook: who inspected the goods, as ``_form_signature`` answers it."""

    def _form_is_checked(self):
        """Hook: whether the quantities of the lines are what came."""
        return self.state == "done"

    def _sanbao_finance_copy(self, form):
        """Which copy of F33 shows prices, counted from 1; 0: none does."""
        finance = self.env.ref("sanbao_stock.form_f33_copy_2", raise_if_not_found=False)
        copies = form.copy_ids.ids
        return copies.index(finance.id) + 1 if finance and finance.id in copies else 0

    def _sanbao_receipt_lines(self):
        """What Form F33 lists: what is booked, before that what is expected."""
        lines = self.move_line_ids.filtered(
            lambda line: line.state != "cancel" and line.quantity
        )
        return lines.sorted("id")
