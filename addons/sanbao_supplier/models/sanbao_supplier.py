from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import is_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import (
    company_today,
)

CANDIDATE = "candidate"
QUALIFIED = "qualified"
SUSPENDED = "suspended"
DISQUALIFIED = "disqualified"
STATES = [
    (CANDIDATE, "Candidate"),
    (QUALIFIED, "Qualified"),
    (SUSPENDED, "Suspended"),
    (DISQUALIFIED, "Disqualified"),
]
# What people write; all else follows from assessments, evaluations and decisions.
FREE = {"partner_id", "company_id", "user_id", "scope", "active"}
# What a contact shows of its dossier.
SHOWN_ON_PARTNER = (
    "sanbao_supplier_id",
    "sanbao_supplier_state",
    "sanbao_quality_score",
    "sanbao_has_quality_score",
    "sanbao_supplier_standing",
)


class SanbaoSupplier(models.Model):
    """The dossier of a supplier in one company: papers, approval, quality (PUR-01..08)."""

    _name = "sanbao.supplier"
    _description = "Supplier dossier"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "sanbao.obligation.mixin",
        "sanbao.form.mixin",
    ]
    _order = "rank desc, id"
    _rec_names_search = ["partner_id", "code"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    code = fields.Char(related="partner_id.ref", string="Supplier code")
    user_id = fields.Many2one(
        "res.users",
        string="Buyer",
        index="btree_not_null",
        default=lambda self: self.env.user,
        tracking=True,
        help="Reminded of papers that expire and of evaluations.",
    )
    scope = fields.Text(string="Scope of supply")
    state = fields.Selection(
        selection=STATES,
        required=True,
        default=CANDIDATE,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    qualification_ids = fields.One2many(
        "sanbao.supplier.qualification", "supplier_id", string="Assessments"
    )
    qualification_id = fields.Many2one(
        "sanbao.supplier.qualification",
        string="Approved assessment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    assessment_score = fields.Float(
        related="qualification_id.score_total", string="Assessment score"
    )
    valid_until = fields.Date(
        string="Re-assessment by", readonly=True, copy=False, tracking=True
    )
    is_lapsed = fields.Boolean(
        string="Re-assessment overdue",
        compute="_compute_is_lapsed",
        search="_search_is_lapsed",
    )
    decision_reason = fields.Text(
        string="Reason of the decision", readonly=True, copy=False
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, copy=False
    )
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    rank = fields.Integer(
        readonly=True,
        copy=False,
        index=True,
        aggregator=False,
        help="Orders choice lists: qualified first, then certified, then by score.",
    )

    _once = models.UniqueIndex(
        "(partner_id, company_id)", "This supplier already has a dossier."
    )

    @api.depends("partner_id.display_name")
    def _compute_display_name(self):
        for supplier in self:
            supplier.display_name = supplier.partner_id.display_name

    @api.depends("state", "valid_until")
    def _compute_is_lapsed(self):
        for supplier in self:
            today = company_today(supplier.company_id)
            supplier.is_lapsed = supplier.state == QUALIFIED and bool(
                supplier.valid_until and supplier.valid_until < today
            )

    def _search_is_lapsed(self, operator, value):
        if operator != "in":
            return NotImplemented
        lapsed = fields.Domain("state", "=", QUALIFIED) & fields.Domain(
            "valid_until", "<", company_today(self.env.company)
        )
        wanted = {bool(item) for item in value}
        return fields.Domain.OR(lapsed if item else ~lapsed for item in wanted)

    # === Only documents and decisions move a dossier ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_foreign(vals)
        names = self._fields.keys() - FREE
        suppliers = super(
            SanbaoSupplier, without_computed_defaults(self, names)
        ).create(vals_list)
        suppliers = suppliers.with_env(self.env)
        suppliers._forget_on_partners()
        suppliers._adopt_papers()
        return suppliers

    def write(self, vals):
        self._refuse_foreign(vals)
        if {"partner_id", "company_id"} & vals.keys() and not is_engine(self.env):
            raise UserError(
                self.env._("A dossier stays with its supplier. Open another one.")
            )
        result = super().write(vals)
        self._forget_on_partners()
        return result

    def _forget_on_partners(self):
        """Contacts show what the dossier says now, also later in this transaction."""
        self.env["res.partner"].invalidate_model(SHOWN_ON_PARTNER, flush=False)

    def _refuse_foreign(self, vals):
        own = {
            name
            for name in vals
            if name in self._fields and self._fields[name].readonly
        }
        refuse_protected(self, own - FREE)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_empty(self):
        if self.qualification_ids or self.paper_ids:
            raise UserError(
                self.env._("A dossier with papers stays. Archive it instead.")
            )

    # === Finding dossiers ===

    @api.model
    def _for_partners(self, partners, company):
        """``{commercial partner: dossier}`` of a company, as superuser."""
        # Whose contact a supplier is, is the same for everybody.
        commercial = partners.sudo().commercial_partner_id
        # Whoever orders is held to the dossier, though he may not read it.
        dossiers = self.sudo().search(
            [
                ("partner_id", "in", commercial.ids),
                ("company_id", "=", company.id),
            ]
        )
        return {dossier.partner_id: dossier for dossier in dossiers}

    @api.model
    def _ensure(self, partners, company):
        """Dossiers of these commercial partners; those that are missing are opened."""
        known = self._for_partners(partners, company)
        missing = [p for p in partners.commercial_partner_id if p not in known]
        # In a background run nobody is the buyer, but who is named on the contact.
        here = self.env["res.users"] if self.env.uid == SUPERUSER_ID else self.env.user
        made = self.create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    # Whoever opens a dossier need not be able to read the contact.
                    "user_id": (partner.sudo().buyer_id or here).id,
                }
                for partner in missing
            ]
        )
        return self.browse([d.id for d in known.values()] + made.ids)

    # === Buttons ===

    def action_assess(self):
        """Open the assessment that is being filled in, or begin one (PUR-03)."""
        self.ensure_one()
        self.check_access("write")
        claim(self)
        running = self.qualification_ids.filtered(
            lambda q: q.state in ("draft", "submitted", "rejected")
        )
        qualification = running[:1] or self.qualification_ids.create(
            {"supplier_id": self.id, "scope": self.scope}
        )
        return qualification._open_form()

    def action_decide(self):
        """Open the dialogue for a decision of the purchase manager."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision about the supplier"),
            "res_model": "sanbao.supplier.decision",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_supplier_ids": self.ids,
                "default_state": self.env.context.get("sanbao_decision"),
            },
        }

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # === Paper ===

    def _form_document_number(self):
        """The list of qualified suppliers has no number, but its day."""
        return ""

    def _form_qr_url(self):
        return f"{self.get_base_url()}/odoo/qualified-suppliers"

    def _form_date(self):
        return company_today(self.company_id)

    def _form_is_void(self):
        return False
