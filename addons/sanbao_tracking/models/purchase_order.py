from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim


class PurchaseOrder(models.Model):
    """An order is followed until it is received (PUR-21), or pursued (PUR-22)."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "sanbao.protected.mixin"]

    sanbao_contact_ids = fields.One2many(
        "sanbao.supplier.contact", "order_id", string="Contact Log"
    )
    sanbao_contact_count = fields.Integer(
        "Contacts", compute="_compute_sanbao_contacts", store=True
    )
    sanbao_promised_date = fields.Date(
        "Latest Promise",
        compute="_compute_sanbao_contacts",
        store=True,
        help="The date that the supplier named last; the first promise is what counts.",
    )
    sanbao_breach_ids = fields.One2many("sanbao.breach", "order_id", string="Breaches")
    sanbao_breach_count = fields.Integer(
        "Number of Breaches", compute="_compute_sanbao_breach_count", store=True
    )

    # Computed, but Odoo would take them from whoever may write orders (PUR-21, PUR-22).
    @api.model
    def _sanbao_protected(self):
        return super()._sanbao_protected() | {
            "sanbao_contact_count",
            "sanbao_promised_date",
            "sanbao_breach_count",
        }

    @api.depends("sanbao_contact_ids.promised_date")
    def _compute_sanbao_contacts(self):
        for order in self:
            contacts = order.sanbao_contact_ids
            order.sanbao_contact_count = len(contacts)
            promises = contacts.filtered("promised_date").sorted(
                lambda contact: (contact.date, contact.id)
            )
            order.sanbao_promised_date = promises[-1:].promised_date

    @api.depends("sanbao_breach_ids.state")
    def _compute_sanbao_breach_count(self):
        for order in self:
            live = order.sanbao_breach_ids.filtered(lambda b: b.state != "cancelled")
            order.sanbao_breach_count = len(live)

    # === Reminders ===

    def _sanbao_check_confirmed(self):
        """Every way to a confirmed order, and to a changed one, leads here."""
        super()._sanbao_check_confirmed()
        self._sanbao_sync_reminders()

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self.env["sanbao.obligation"]._cancel("PUR-21", self)
        return result

    def unlink(self):
        self.env["sanbao.obligation"]._cancel_deleted(self)
        return super().unlink()

    def _sanbao_sync_reminders(self):
        """Each confirmed order has one open obligation: its next delivery (PUR-21)."""
        obligations = self.env["sanbao.obligation"]
        due = {}
        received = self.browse()
        for order in self.filtered(lambda order: order.state == "purchase"):
            open_ = order.order_line.filtered("sanbao_open_qty")
            dates = [date for date in open_.mapped("sanbao_due_date") if date]
            if dates:
                due[order.id] = min(dates)
            else:
                received |= order
        waiting = self.browse(due)
        if received:
            obligations._close("PUR-21", received)
        if waiting:
            opened = obligations._open_for("PUR-21", waiting)
            waiting -= waiting._sanbao_finish_passed(opened, due)
            obligations._open(
                "PUR-21",
                waiting,
                none_open=True,
                user=lambda order: order.user_id,
                due=lambda order: due[order.id],
            )

    def _sanbao_finish_passed(self, obligations, due):
        """Close those whose delivery is not the next one any more.

        :return: the orders that keep theirs
        """
        kind = self.env["sanbao.obligation.kind"]._for_code("PUR-21")
        kept = received = moved = self.browse()
        for obligation in obligations:
            order = self.browse(obligation.res_id)
            company = order.company_id
            moment = kind._as_moment(due[order.id], company, end=True)
            if moment == obligation.due:
                kept |= order
            elif moment > obligation.due:
                received |= order
            else:
                moved |= order
        if received:
            obligations._close("PUR-21", received)
        if moved:
            obligations._cancel("PUR-21", moved)
        return kept

    # === Buttons ===

    def action_sanbao_log_contact(self):
        """Note what was spoken with the supplier about this order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a contact"),
            "res_model": "sanbao.supplier.contact",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_sanbao_view_contacts(self):
        """Open the contact log of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_tracking.sanbao_supplier_contact_action"
        )
        context = {"default_order_id": self.id}
        return dict(action, domain=[("order_id", "=", self.id)], context=context)

    def action_sanbao_breach(self):
        """Open a breach of this order with its facts, or the draft that waits already."""
        self.ensure_one()
        self.env["sanbao.breach"].check_access("create")
        self.check_access("read")
        if self.state != "purchase":
            raise UserError(
                self.env._(
                    "%s is not confirmed: there is nothing to be broken yet.", self.name
                )
            )
        claim(self)
        breaches = self.env["sanbao.breach"]
        draft = breaches.search(
            [("order_id", "=", self.id), ("state", "=", "draft")], limit=1
        )
        return (draft or breaches._open_for_order(self))._open_form()

    def action_sanbao_view_breaches(self):
        """Open the breaches of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_tracking.sanbao_breach_action"
        )
        return dict(action, domain=[("order_id", "=", self.id)], context={})
