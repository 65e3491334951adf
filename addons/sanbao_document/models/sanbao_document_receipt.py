from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_base.local_time import company_today

REMINDERS_PER_COMMIT = 100


class SanbaoDocumentReceipt(models.Model):
    """That one user has to read one version of a document, and when he did.

    Written by the methods of this model alone; nobody has rights to write.
    """

    _name = "sanbao.document.receipt"
    _description = "Reading receipt"
    _order = "due_date, id"
    _rec_name = "version_id"
    _check_company_auto = True

    version_id = fields.Many2one(
        comodel_name="document.page.history",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    page_id = fields.Many2one(
        related="version_id.page_id", string="Document", store=True, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Reader",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    due_date = fields.Date(readonly=True)
    read_at = fields.Datetime(readonly=True)
    reminded_at = fields.Datetime(readonly=True)
    activity_id = fields.Many2one(
        comodel_name="mail.activity", readonly=True, ondelete="set null"
    )
    state = fields.Selection(
        selection=[
            ("open", "To Read"),
            ("late", "Late"),
            ("read", "Read"),
            ("lapsed", "No Longer in Force"),
        ],
        compute="_compute_state",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _version_user_unique = models.Constraint(
        "UNIQUE (version_id, user_id)",
        "This reader has a receipt for this version already.",
    )

    @api.depends("read_at", "due_date", "version_id.sanbao_in_force")
    @api.depends_context("company")
    def _compute_state(self):
        today = company_today(self.env.company)
        for receipt in self:
            if receipt.read_at:
                receipt.state = "read"
            elif not receipt.version_id.sanbao_in_force:
                receipt.state = "lapsed"
            else:
                late = receipt.due_date and receipt.due_date < today
                receipt.state = "late" if late else "open"

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for receipt in self:
            receipt.is_mine = receipt.user_id == self.env.user

    def action_read(self):
        """Confirm to have read; the first confirmation counts.

        :raise AccessError: for somebody else's receipt
        :raise UserError: when the version is no longer in force
        """
        if self.user_id - self.env.user:
            raise AccessError(
                self.env._("Only the reader himself confirms that he has read.")
            )
        open_receipts = self.filtered(lambda receipt: not receipt.read_at)
        for receipt in open_receipts.filtered(lambda r: r.state == "lapsed"):
            raise UserError(
                self.env._(
                    "%(version)s is no longer in force. Read the version that is.",
                    version=receipt.version_id.display_name,
                )
            )
        # Nobody has rights to write receipts, and readers none to end the activity.
        receipts = open_receipts.sudo()
        receipts.write({"read_at": fields.Datetime.now()})
        receipts.activity_id.unlink()

    def action_open_document(self):
        """Open the document to read."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "document.page",
            "res_id": self.page_id.id,
            "view_mode": "form",
        }

    @api.model
    def _cron_remind(self):
        """One activity for each receipt whose day has come; never a second one."""
        today = company_today(self.env.company)
        domain = [
            ("read_at", "=", False),
            ("reminded_at", "=", False),
            ("due_date", "<=", today),
            ("version_id.sanbao_in_force", "=", True),
            ("page_id.active", "=", True),
            ("user_id.active", "=", True),
        ]
        while receipts := self.search(domain, limit=REMINDERS_PER_COMMIT):
            for receipt in receipts:
                receipt.activity_id = receipt.page_id.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=receipt.due_date,
                    summary=self.env._("Read the document and confirm it"),
                    user_id=receipt.user_id.id,
                )
            receipts.reminded_at = fields.Datetime.now()
            self.env["ir.cron"]._commit_progress(len(receipts))
