from odoo import api, fields, models
from odoo.exceptions import UserError

from .sanbao_old_part import EXPECTED, WAIVED


class SanbaoOldPartWaiver(models.Model):
    """A leader lets old parts off that will not come back (PRT-11)."""

    _name = "sanbao.old.part.waiver"
    _description = "Waiver of old parts"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _approval_fields = ("part_ids", "reason", "amount_total", "approver")

    name = fields.Char(string="Waiver no.")
    part_ids = fields.Many2many(
        "sanbao.old.part",
        "sanbao_old_part_waiver_rel",
        "waiver_id",
        "part_id",
        string="Old parts",
        check_company=True,
        domain="[('state', '=', 'expected'), ('company_id', '=', company_id)]",
    )
    partner_names = fields.Char(string="Customers", compute="_compute_partner_names")
    reason = fields.Text()
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_total = fields.Monetary(
        string="Value of the new parts", compute="_compute_amount_total", store=True
    )
    approver = fields.Selection(
        selection=[
            ("asm", "Head of after-sales"),
            ("dgm", "Deputy general manager"),
            ("gm", "General manager"),
        ],
        string="Approved by",
        compute="_compute_approver",
        store=True,
    )

    @api.depends("part_ids.partner_id")
    def _compute_partner_names(self):
        for waiver in self:
            names = waiver.part_ids.partner_id.mapped("name")
            waiver.partner_names = ", ".join(name for name in names if name)

    @api.depends("part_ids.amount")
    def _compute_amount_total(self):
        for waiver in self:
            waiver.amount_total = sum(waiver.part_ids.mapped("amount"))

    @api.depends("company_id", "part_ids")
    def _compute_approver(self):
        get = self.env["sanbao.parameter"]._get
        for waiver in self:
            waiver.approver = get("waiver_approver", waiver.company_id)

    # === Approval ===

    def _check_before_submit(self):
        super()._check_before_submit()
        if not self.part_ids or not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "%s: choose the old parts, and say why they do not come back.",
                    self.name,
                )
            )
        self._require_expected()

    def _require_expected(self):
        for part in self.part_ids.filtered(lambda p: p.state != EXPECTED):
            raise UserError(
                self.env._(
                    "%(waiver)s: %(part)s is not expected any more. Take it off.",
                    waiver=self.name,
                    part=part.display_name,
                )
            )

    def _on_approved(self):
        super()._on_approved()
        # Some of the parts may have come back in the meantime.
        # Leaders approve; the parts are not theirs to write.
        parts = self.sudo().part_ids.filtered(lambda part: part.state == EXPECTED)
        parts._waive(self)

    def _on_reopened(self):
        super()._on_reopened()
        self._take_back()

    def action_cancel(self):
        """As for all approvals; what an approved waiver let off is owed again."""
        approved = self.filtered(lambda waiver: waiver.state == "approved")
        result = super().action_cancel()
        approved._take_back()
        return result

    def _take_back(self):
        # Also parts that were just taken off the list; as above.
        parts = self.env["sanbao.old.part"].sudo()
        parts.search(
            [("waiver_id", "in", self.ids), ("state", "=", WAIVED)]
        )._expect_again()
