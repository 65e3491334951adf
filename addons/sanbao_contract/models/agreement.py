from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.local_time import (
    company_today,
)

SIGNED = "signed"
TERMINATED = "terminated"
# What is known when both sides have signed; fixed from then on.
SIGNING = {
    "signature_date",
    "sanbao_scan",
    "sanbao_scan_name",
    "sanbao_signatory",
    "sanbao_supplier_signatory",
}
VALIDITIES = [
    ("valid", "In force"),
    ("expiring", "Expires soon"),
    ("expired", "Expired"),
]


class Agreement(models.Model):
    """An agreement with a supplier; of the quality kind: 质量保证协议 (form F35).

    OCA's agreement says with whom and how long; here it gets its terms, its approval and
    the signatures of both sides.
    """

    _name = "agreement"
    # The mixins first: they stand on the same mixins as OCA's model.
    _inherit = [
        "sanbao.approval.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
        "agreement",
    ]
    _order = "id desc"
    _rec_names_search = ["code", "name", "partner_id"]

    _approval_final_states = (SIGNED,)
    _approval_fields = (
        "code",
        "name",
        "partner_id",
        "agreement_type_id",
        "is_template",
        "start_date",
        "end_date",
        "sanbao_product_scope",
        "sanbao_quality_standard",
        "sanbao_acceptance",
        "sanbao_rejects",
        "sanbao_repair_scope",
        "sanbao_repair_months",
        "sanbao_repair_hours",
        "sanbao_repair_cost",
        "sanbao_warranty_months",
        "sanbao_claim",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "sanbao_is_quality",
    )

    state = fields.Selection(
        selection_add=[(SIGNED, "Signed"), (TERMINATED, "Terminated")],
        ondelete={SIGNED: "cascade", TERMINATED: "cascade"},
    )
    code = fields.Char(string="Agreement No.", default="/")
    name = fields.Char(default=lambda self: self._default_name())
    company_id = fields.Many2one(required=True, index=True)
    partner_id = fields.Many2one(check_company=True, index=True)
    commercial_partner_id = fields.Many2one(index=True)
    start_date = fields.Date(string="Valid from")
    end_date = fields.Date(
        string="Valid until", help="The last day of the agreement counts."
    )
    signature_date = fields.Date(string="Signed on", copy=False)
    sanbao_is_quality = fields.Boolean(
        related="agreement_type_id.sanbao_is_quality",
        string="Quality guarantee agreement",
        store=True,
    )
    sanbao_product_scope = fields.Text(
        string="Product scope",
        help="Which products and models the supplier answers for.",
    )
    sanbao_quality_standard = fields.Text(string="Quality standard")
    sanbao_acceptance = fields.Text(string="Acceptance")
    sanbao_rejects = fields.Text(string="Handling of rejects")
    sanbao_repair_scope = fields.Text(string="Scope of repair and maintenance")
    sanbao_repair_months = fields.Integer(string="Period of repair (months)")
    sanbao_repair_hours = fields.Integer(string="Response time (hours)")
    sanbao_repair_cost = fields.Selection(
        selection=[
            ("supplier", "Supplier"),
            ("shared", "Shared by cause"),
            ("company", "Our company"),
        ],
        string="Costs borne by",
    )
    sanbao_warranty_months = fields.Integer(string="Warranty (months)")
    sanbao_claim = fields.Text(string="Claims")
    sanbao_signatory = fields.Char(string="Signed for us by", copy=False)
    sanbao_supplier_signatory = fields.Char(
        string="Signed for the supplier by", copy=False
    )
    sanbao_scan = fields.Binary(
        string="Signed copy", attachment=True, copy=False, prefetch=False
    )
    sanbao_scan_name = fields.Char(string="File name", copy=False)
    sanbao_termination_reason = fields.Text(
        string="Reason of termination", copy=False, tracking=True
    )
    sanbao_validity = fields.Selection(
        selection=VALIDITIES,
        string="Validity",
        compute="_compute_sanbao_validity",
        search="_search_sanbao_validity",
    )

    # Asked for each order that is confirmed.
    _sanbao_signed_index = models.Index(
        "(commercial_partner_id, company_id, end_date)"
        " WHERE sanbao_is_quality IS TRUE AND state = 'signed'"
    )

    @api.model
    def _default_name(self):
        kind = self.env["agreement.type"].browse(
            self.env.context.get("default_agreement_type_id")
        )
        return kind.name if kind else False

    # === Validity ===

    @api.depends("state", "start_date", "end_date")
    def _compute_sanbao_validity(self):
        for agreement in self:
            agreement.sanbao_validity = agreement._sanbao_validity_of_today()

    def _sanbao_validity_of_today(self):
        self.ensure_one()
        if self.state != SIGNED or not self.end_date:
            return False
        company = self.company_id
        today = company_today(company)
        if self.end_date < today:
            return "expired"
        soon = today + timedelta(days=self._sanbao_reminder_days(company))
        return "expiring" if self.end_date <= soon else "valid"

    @api.model
    def _sanbao_reminder_days(self, company):
        return self.env["sanbao.parameter"]._get(
            "quality_agreement_reminder_days", company
        )

    def _search_sanbao_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        company = self.env.company
        today = company_today(company)
        soon = today + timedelta(days=self._sanbao_reminder_days(company))
        signed = Domain("state", "=", SIGNED)
        domains = {
            "expired": signed & Domain("end_date", "<", today),
            "expiring": signed
            & Domain("end_date", ">=", today)
            & Domain("end_date", "<=", soon),
            "valid": signed & Domain("end_date", ">", soon),
            False: Domain("state", "!=", SIGNED),
        }
        return Domain.OR(domains[item] for item in value if item in domains)

    def _sanbao_covers(self, day):
        """Whether the agreement is in force on a day; first and last day count."""
        self.ensure_one()
        return (
            self.sanbao_is_quality
            and not self.is_template
            and self.state == SIGNED
            and self.start_date <= day <= self.end_date
            and self._is_approved()
        )

    @api.model
    def _sanbao_signed(self, partners, company):
        """The signed quality agreements with these suppliers, expired ones included."""
        return self.search(
            [
                ("sanbao_is_quality", "=", True),
                ("state", "=", SIGNED),
                ("company_id", "=", company.id),
                ("commercial_partner_id", "in", partners.ids),
            ]
        )

    @api.constrains("start_date", "end_date")
    def _check_sanbao_dates(self):
        for agreement in self:
            if (
                agreement.start_date
                and agreement.end_date
                and agreement.end_date < agreement.start_date
            ):
                raise ValidationError(
                    self.env._(
                        "%(agreement)s ends before it begins: correct its dates.",
                        agreement=agreement.display_name,
                    )
                )

    # === Numbers ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("code", "/") == "/":
                vals["code"] = self._sanbao_next_code(vals.get("company_id"))
        return super().create(vals_list)

    @api.model
    def _sanbao_next_code(self, company_id=None):
        # Numbers are drawn for everybody, in one row.
        sequences = self.env["ir.sequence"].sudo()
        sequences = sequences.with_company(company_id or self.env.company.id)
        return sequences.next_by_code("agreement") or "/"

    def copy_data(self, default=None):
        # OCA writes "(copy)" after the number.
        return [
            {**vals, "code": "/"} if "code" not in (default or {}) else vals
            for vals in super().copy_data(default)
        ]

    def copy(self, default=None):
        default = dict(default or {})
        default.setdefault("code", self._sanbao_next_code(self.company_id.id))
        return super().copy(default)

    def write(self, vals):
        if SIGNING & vals.keys():
            closed = self.filtered(lambda a: a.state in (SIGNED, TERMINATED))
            if closed:
                raise UserError(
                    self.env._(
                        "%s is signed: who signed it, when, and the signed copy do not"
                        " change any more.",
                        closed[0].display_name,
                    )
                )
        return super().write(vals)
