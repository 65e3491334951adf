from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import is_engine
from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_contract_clause_kind import MANDATORY

SIGNED = "signed"
# What the lawyer writes while it is his turn; the rest belongs to those who draft.
LEGAL = {"legal_opinion", "legal_clause_ids"}
SIGNING = {"signed_date", "signed_scan", "signed_scan_name"}


class SanbaoContract(models.Model):
    """采购合同 (form F30): what is agreed in one order, reviewed before it is signed.

    What the order says itself (products, quantities, prices, dates, place, payment) is
    shown from the order; a change of the order there is a change of the contract.
    """

    _name = "sanbao.contract"
    _description = "Contract"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "partner_id", "purchase_order_id"]

    _approval_final_states = (SIGNED,)
    _approval_fields = (
        "purchase_order_id",
        "partner_id",
        "clause_ids.kind_id",
        "clause_ids.full_text",
    )
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "partner_id",
        "contract_type",
        "removed_clauses",
    )

    state = fields.Selection(
        selection_add=[(SIGNED, "Signed")], ondelete={SIGNED: "cascade"}
    )
    contract_type = fields.Selection(
        selection=[("purchase", "Purchase contract")],
        compute="_compute_subject",
        store=True,
    )
    purchase_order_id = fields.Many2one(
        "purchase.order",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Counterparty",
        compute="_compute_subject",
        store=True,
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Handled By",
        default=lambda self: self.env.user,
        tracking=True,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_amounts")
    amount_total = fields.Monetary("Total", compute="_compute_amounts")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount_company = fields.Monetary(
        "Total in Company Currency",
        compute="_compute_amounts",
        currency_field="company_currency_id",
    )
    clause_ids = fields.One2many(
        "sanbao.contract.clause", "contract_id", string="Clauses", copy=True
    )
    legal_clause_ids = fields.One2many(
        "sanbao.contract.clause",
        "contract_id",
        string="Clauses to review",
        domain=[("review_status", "in", ("new", "changed"))],
    )
    legal_turn = fields.Boolean(compute="_compute_legal_turn")
    has_review = fields.Boolean(compute="_compute_has_review")
    missing_clauses = fields.Char(compute="_compute_missing_clauses")
    removed_clauses = fields.Text(
        readonly=True,
        copy=False,
        help="Reviewed clauses that were deleted since the review.",
    )
    legal_opinion = fields.Text(copy=False, tracking=True)
    quality_agreement_id = fields.Many2one(
        "agreement",
        compute="_compute_quality_agreement_id",
    )
    signed_date = fields.Date("Signed on", copy=False, tracking=True)
    signed_scan = fields.Binary(
        "Signed Copy", attachment=True, copy=False, prefetch=False
    )
    signed_scan_name = fields.Char("File Name", copy=False)
    void_reason = fields.Text("Reason of Annulment", copy=False, tracking=True)

    # One contract for an order that counts, also when two people press at once.
    _order_unique = models.UniqueIndex(
        "(purchase_order_id) WHERE state != 'cancelled'",
        "The order has a contract already. Open it, or cancel it first.",
    )
    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "There is already a contract with this number."
    )

    # === What it is about ===

    def _subject(self):
        """The order of the contract, as everybody sees it who may read the contract."""
        self.ensure_one()
        # Lawyers and leaders read contracts; they need no rights on orders.
        return self.sudo().purchase_order_id

    @api.depends("purchase_order_id.partner_id")
    def _compute_subject(self):
        for contract in self:
            contract.contract_type = "purchase"
            contract.partner_id = contract._subject().partner_id

    @api.depends("purchase_order_id")
    def _compute_amounts(self):
        for contract in self:
            order = contract._subject()
            contract.currency_id = order.currency_id or contract.company_currency_id
            contract.amount_total = order.amount_total
            contract.amount_company = order.amount_total_cc

    @api.depends("partner_id")
    def _compute_quality_agreement_id(self):
        for contract in self:
            partner = contract.partner_id.commercial_partner_id
            agreements = self.env["agreement"].sudo()  # see _subject
            if partner:
                agreements = agreements._sanbao_signed(partner, contract.company_id)
                day = company_today(contract.company_id)
                agreements = agreements.filtered(lambda a, d=day: a._sanbao_covers(d))
            contract.quality_agreement_id = agreements[:1]

    @api.depends("clause_ids.reviewed_at")
    def _compute_has_review(self):
        for contract in self:
            contract.has_review = any(contract.clause_ids.mapped("reviewed_at"))

    # === Mandatory clauses ===

    @api.depends("clause_ids.text", "clause_ids.kind_id", "purchase_order_id")
    def _compute_missing_clauses(self):
        for contract in self:
            names = [
                kind.name
                for parameter in MANDATORY[contract.contract_type or "purchase"]
                for kind in contract._missing_kinds(parameter)
            ]
            contract.missing_clauses = ", ".join(names)

    def _missing_kinds(self, parameter):
        """The kinds of a list of mandatory clauses about which nothing is said."""
        self.ensure_one()
        kinds = self.env["sanbao.contract.clause.kind"]._mandatory_kinds(
            self.contract_type or "purchase", parameter, self.company_id
        )
        facts = self._facts(self._contract_lang())
        said = self.clause_ids.filtered(lambda clause: clause._wording(facts)).kind_id
        return kinds - said._origin

    # === Creation and changes ===

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._refresh_review()
        return contracts

    def write(self, vals):
        self._refuse_other_hands(vals)
        if SIGNING & vals.keys() and any(c.state == SIGNED for c in self):
            raise UserError(
                self.env._("The contract is signed: its signed copy does not change.")
            )
        result = super().write(vals)
        if "purchase_order_id" in vals:
            self._refresh_review()
        return result

    def _refuse_other_hands(self, vals):
        """Who may not draft contracts writes his legal opinion, when it is his turn."""
        if self.env.su or is_engine(self.env):
            return
        names = {
            name for name in vals if not name.startswith(("message_", "activity_"))
        }
        if "legal_opinion" in names:
            for contract in self:
                contract._require_legal_turn()
        if names - LEGAL and not self.has_access("create"):
            raise AccessError(
                self.env._(
                    "Contracts are drafted by the purchasing staff. Write your opinion,"
                    " and reject the contract if something must be changed."
                )
            )

    def _fill_clauses(self):
        """Add the clauses of the templates that the contract does not have yet."""
        self.ensure_one()
        kinds = self.env["sanbao.contract.clause.kind"].search(
            [("contract_type", "=", self.contract_type)]
        )
        templates = self.env["sanbao.contract.template"]
        texts = templates.with_context(lang=self._contract_lang())._texts_for(
            self.contract_type, self._subject()._sanbao_contract_category()
        )
        self.clause_ids.create(
            [
                {
                    "contract_id": self.id,
                    "kind_id": kind.id,
                    "sequence": kind.sequence,
                    "text": texts.get(kind, ""),
                }
                for kind in kinds - self.clause_ids.kind_id
                if kind in texts or kind.mandatory or kind.source != "text"
            ]
        )

    def _contract_lang(self):
        """Contracts are written in the language of the company."""
        # The address of a company need not be readable to tell its language.
        return self.company_id.sudo().partner_id.lang or self.env.lang

    def action_fill_clauses(self):
        """Add the clauses of the templates that are not there yet."""
        self.check_access("write")
        claim(self)
        for contract in self:
            contract._approval_require_state("draft", "rejected")
            contract._fill_clauses()
        return True

    # === Screen ===

    def action_view_order(self):
        """Open the order of this contract."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "purchase.order",
            "res_id": self.purchase_order_id.id,
            "views": [(False, "form")],
        }
