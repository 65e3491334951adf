from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import is_engine

MAIL = "mail"
MEANS = [
    ("phone", "Phone"),
    (MAIL, "Mail by the system"),
    ("message", "Message"),
    ("visit", "Visit"),
    ("letter", "Letter"),
]


class SanbaoRecallContact(models.Model):
    """A customer was told of a recall: when, how, by whom, and what he said (SAL-42)."""

    _name = "sanbao.recall.contact"
    _description = "Notice of a recall"
    _order = "contacted_at desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    recall_id = fields.Many2one(
        "sanbao.recall", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="recall_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True
    )
    contacted_at = fields.Datetime(
        "Told On", required=True, default=lambda self: fields.Datetime.now()
    )
    means = fields.Selection(
        selection=MEANS,
        required=True,
        default="phone",
    )
    person = fields.Char("Spoken To")
    user_id = fields.Many2one(
        "res.users",
        string="Told By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    note = fields.Char("Answer")

    @api.model_create_multi
    def create(self, vals_list):
        """A person records what he did himself; mails are recorded by sending them."""
        if not is_engine(self.env):
            for vals in vals_list:
                vals["user_id"] = self.env.uid
                if vals.get("means") == MAIL:
                    raise UserError(
                        self.env._(
                            "Mails of the system are recorded when they are sent."
                            " Press “Tell Customers”."
                        )
                    )
        return super().create(vals_list)

    @api.constrains("contacted_at")
    def _check_contacted_at(self):
        now = fields.Datetime.now()
        if any(contact.contacted_at > now for contact in self):
            raise UserError(self.env._("Nobody was told of it in the future."))

    def _own_lines(self):
        """What this customer got of the lot."""
        self.ensure_one()
        return self.recall_id.line_ids.filtered(
            lambda line: line.partner_id == self.partner_id
        )
