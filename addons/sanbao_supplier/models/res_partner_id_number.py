from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import is_engine
from odoo.addons.sanbao_base.local_time import (
    company_today,
)

GENUINE = "genuine"
REFUSED = "refused"
# Who checked what, and who entered it, follows from the buttons.
PROTECTED = {
    "sanbao_result",
    "sanbao_verified_by_id",
    "sanbao_verified_at",
    "sanbao_digest",
    "sanbao_entered_by_id",
}


class ResPartnerIdNumber(models.Model):
    """A licence, permit or certificate in the dossier of a supplier (PUR-01, PUR-02)."""

    _inherit = "res.partner.id_number"

    partner_id = fields.Many2one(index=True)
    # Named here to be translated: the terms of OCA's addon do not hold this field.
    rating_ids = fields.One2many(string="Ratings")
    sanbao_supplier_id = fields.Many2one(
        "sanbao.supplier",
        string="Supplier dossier",
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="sanbao_supplier_id.company_id", store=True, index="btree_not_null"
    )
    sanbao_no_expiry = fields.Boolean(
        string="Does not expire", help="The paper itself says that it is valid forever."
    )
    sanbao_scan = fields.Binary(string="Scan", attachment=True)
    sanbao_scan_name = fields.Char(string="File name of the scan")
    sanbao_check_note = fields.Char(
        string="Finding", help="How it was checked, or why it does not count."
    )
    sanbao_result = fields.Selection(
        selection=[(GENUINE, "Genuine"), (REFUSED, "Refused")],
        string="Result of verification",
        readonly=True,
        copy=False,
        tracking=True,
    )
    sanbao_verified_by_id = fields.Many2one(
        "res.users", string="Verified by", readonly=True, copy=False
    )
    sanbao_verified_at = fields.Datetime(
        string="Verified on", readonly=True, copy=False
    )
    sanbao_entered_by_id = fields.Many2one(
        "res.users", string="Entered by", readonly=True, copy=False
    )
    sanbao_digest = fields.Char(
        string="Fingerprint of what was verified", readonly=True, copy=False
    )
    sanbao_validity = fields.Selection(
        selection=[
            ("valid", "Valid"),
            ("expiring", "Expiring"),
            ("unverified", "Not verified"),
            ("refused", "Refused"),
            ("future", "Not valid yet"),
            ("expired", "Expired"),
        ],
        string="Validity",
        compute="_compute_sanbao_validity",
        search="_search_sanbao_validity",
    )

    # === Validity on a day ===

    @api.depends("valid_from", "valid_until", "sanbao_no_expiry", "sanbao_result")
    def _compute_sanbao_validity(self):
        for paper in self:
            company = paper.company_id or self.env.company
            paper.sanbao_validity = paper._sanbao_validity_on(company_today(company))

    def _sanbao_validity_on(self, day):
        """How the paper stands on a day; its last day still counts (PUR-02)."""
        self.ensure_one()
        if self.sanbao_result == REFUSED:
            return "refused"
        if self.valid_until and self.valid_until < day:
            return "expired"
        if self.sanbao_result != GENUINE:
            return "unverified"
        if self.valid_from and self.valid_from > day:
            return "future"
        until = self._sanbao_remind_until(self.company_id, day)
        return "expiring" if self.valid_until and self.valid_until <= until else "valid"

    @api.model
    def _sanbao_remind_until(self, company, day):
        """Papers that end on this day or before are reminded of on ``day``."""
        days = self.env["sanbao.parameter"]._get(
            "doc_expiry_reminder_days", company or self.env.company
        )
        return fields.Date.add(day, days=days)

    def _search_sanbao_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = company_today(self.env.company)
        soon = self._sanbao_remind_until(self.env.company, today)
        domains = {
            "refused": Domain("sanbao_result", "=", REFUSED),
            "expired": Domain("valid_until", "<", today),
            "unverified": Domain("sanbao_result", "=", False),
            "future": Domain("valid_from", ">", today),
            "expiring": Domain("valid_until", "<=", soon),
            "valid": Domain.TRUE,
        }
        # As in _sanbao_validity_on: the first that applies.
        found, left = [], Domain.TRUE
        for key, domain in domains.items():
            if key in value:
                found.append(left & domain)
            left &= ~domain
        return Domain.OR(found)

    # === Only the buttons verify ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_protected(self, PROTECTED & vals.keys())
        clean = without_computed_defaults(self, PROTECTED)
        suppliers = self.env["sanbao.supplier"]._sanbao_for_papers(vals_list)
        prepared = [
            {
                **vals,
                **({"sanbao_supplier_id": supplier.id} if supplier else {}),
                **({"partner_id": supplier.partner_id.id} if supplier else {}),
                "sanbao_entered_by_id": self.env.uid,
            }
            for vals, supplier in zip(vals_list, suppliers, strict=True)
        ]
        papers = super(ResPartnerIdNumber, clean).create(prepared)
        return papers.with_env(self.env)

    def write(self, vals):
        refuse_protected(self, PROTECTED & vals.keys())
        result = super().write(vals)
        if not is_engine(self.env):
            self._sanbao_after_change(vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_not_verified(self):
        if self.filtered("sanbao_result"):
            raise UserError(
                self.env._("A verified paper stays as evidence. Archive it instead.")
            )

    @api.depends("name", "category_id")
    def _compute_display_name(self):
        for paper in self:
            words = (paper.category_id.name, paper.name)
            paper.display_name = " ".join(word for word in words if word)
