from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_base.local_time import company_timezone, day_start

WRITERS = ("sanbao_base.group_pb", "sanbao_base.group_pm")
NOON = timedelta(hours=12)


class SanbaoSupplierContact(models.Model):
    """What was spoken with a supplier about an order, and what he promised (PUR-21).

    A log: entries are added, never changed or deleted. The first promise counts; later
    ones stand beside it.
    """

    _name = "sanbao.supplier.contact"
    _description = "Contact with a supplier"
    _order = "date desc, id desc"
    _rec_name = "content"
    _check_company_auto = True

    order_id = fields.Many2one(
        "purchase.order",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Supplier", store=True, index=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    line_ids = fields.Many2many(
        "purchase.order.line",
        "sanbao_supplier_contact_line_rel",
        "contact_id",
        "line_id",
        string="About",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        help="Empty: the whole order.",
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="Noted By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    person = fields.Char("Spoken With")
    channel = fields.Selection(
        selection=[
            ("phone", "Phone"),
            ("wechat", "WeChat"),
            ("mail", "Mail"),
            ("visit", "Visit"),
            ("letter", "Letter"),
        ],
        required=True,
        default="phone",
    )
    content = fields.Text("What Was Said", required=True)
    promised_date = fields.Date(
        "New Promise", help="The date that the supplier names now."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Proof")
    confirmed_at = fields.Datetime("Promise Confirmed On", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", string="Promise Confirmed By", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su and {"confirmed_at", "confirmed_by_id"} & vals.keys():
                raise AccessError(
                    self.env._("A promise is confirmed by its button only.")
                )
            # Nobody notes in the name of another.
            vals["user_id"] = self.env.uid
        keys = ("default_confirmed_at", "default_confirmed_by_id")
        context = {k: v for k, v in self.env.context.items() if k not in keys}
        # Keys are taken away, so the context is replaced as a whole.
        clean = self.with_context(context)  # pylint: disable=context-overridden
        return super(SanbaoSupplierContact, clean).create(vals_list).with_env(self.env)

    def action_confirm_promise(self):
        """The supplier stands by the new date: it becomes the expected arrival."""
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, WRITERS)):
            raise AccessError(self.env._("Promises are confirmed by buyers."))
        for contact in self:
            if contact.confirmed_at:
                continue  # the second of two presses
            if not contact.promised_date:
                raise UserError(
                    self.env._("No date was promised: note a new contact with it.")
                )
            # The log has no writer among the users; this button was checked above.
            contact.sudo().write(
                {"confirmed_at": fields.Datetime.now(), "confirmed_by_id": self.env.uid}
            )
            contact._move_arrival()
        return True

    def _move_arrival(self):
        lines = self.line_ids or self.order_id.order_line
        zone = company_timezone(self.company_id)
        # The date alone moves; the first promise stays what it was.
        lines.filtered("sanbao_open_qty").date_planned = (
            day_start(self.promised_date, zone) + NOON
        )
