import difflib
import hashlib
import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .sanbao_contract_template import check_placeholders, filled, placeholders_in

# What the lawyer writes.
LEGAL = {"opinion", "objected"}
# What the printed contract shows in its table of goods.
IN_THE_TABLE = ("spec", "quantity", "price", "delivery_time")
# What only the review writes.
REVIEW = {
    "review_status",
    "reviewed_by_id",
    "reviewed_at",
    "reviewed_text",
    "reviewed_key",
}


class SanbaoContractClause(models.Model):
    """What a contract says about one subject, and which wording the lawyer has passed."""

    _name = "sanbao.contract.clause"
    _description = "Clause of a contract"
    _inherit = ["sanbao.approval.line.mixin"]
    _approval_document = "contract_id"
    _check_company_auto = True
    _order = "contract_id, sequence, id"
    _rec_name = "kind_id"

    contract_id = fields.Many2one(
        "sanbao.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    kind_id = fields.Many2one(
        "sanbao.contract.clause.kind",
        string="Clause",
        required=True,
        index=True,
        ondelete="restrict",
    )
    hint = fields.Char(related="kind_id.hint")
    sequence = fields.Integer(default=100)
    text = fields.Text(
        help="Placeholders such as {supplier}, {amount}, {delivery_date} are filled in"
        " from the order."
    )
    order_text = fields.Text(compute="_compute_full_text", help="What the order says.")
    full_text = fields.Text(
        "Wording",
        compute="_compute_full_text",
        help="What the order says, then the text with its placeholders filled in.",
    )
    review_status = fields.Selection(
        selection=[
            ("new", "Not reviewed"),
            ("changed", "Changed since its review"),
            ("reviewed", "Reviewed"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
    )
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reviewed_at = fields.Datetime("Reviewed on", readonly=True, copy=False)
    reviewed_text = fields.Text("Reviewed wording", readonly=True, copy=False)
    reviewed_key = fields.Char(
        readonly=True, copy=False, help="Fingerprint of what was reviewed."
    )
    difference = fields.Html(
        "Before and after", compute="_compute_difference", sanitize=False
    )
    opinion = fields.Text("Legal opinion", copy=False)
    objected = fields.Boolean("To be changed", copy=False)

    # === Wording ===

    @api.depends("text", "kind_id", "contract_id.purchase_order_id")
    def _compute_full_text(self):
        for contract, clauses in self.grouped("contract_id").items():
            facts = contract._facts(contract._contract_lang())
            for clause in clauses:
                clause.full_text = clause._wording(facts)
                clause.order_text = facts["text"].get(clause.kind_id.source) or ""

    def _wording(self, facts):
        """The clause as it is printed, with the facts in the contract's language."""
        self.ensure_one()
        parts = [
            facts["text"].get(self.kind_id.source),
            filled(self.text, facts["words"]),
        ]
        return "\n".join(part.strip() for part in parts if part and part.strip())

    def _key(self, facts):
        """Fingerprint of the wording, of facts in no language: the same for everybody."""
        self.ensure_one()
        content = [
            self.contract_id.id,
            self.kind_id.id,
            self.text or "",
            facts["raw"].get(self.kind_id.source),
            {name: facts["words"].get(name) for name in placeholders_in(self.text)},
        ]
        words = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()

    @api.depends("full_text", "reviewed_text", "review_status")
    def _compute_difference(self):
        for clause in self:
            after = clause.full_text or ""
            if clause.review_status == "changed":
                clause.difference = marked(clause.reviewed_text or "", after)
            else:
                clause.difference = as_html(after)

    def _form_text(self):
        """What is printed: what stands in the table of goods is not said twice."""
        self.ensure_one()
        contract = self.contract_id
        facts = contract._facts(contract._contract_lang())
        if self.kind_id.source in IN_THE_TABLE and facts["text"].get(
            self.kind_id.source
        ):
            above = self.env._("As listed above.")
            text = filled(self.text, facts["words"]).strip()
            return "\n".join(filter(None, [above, text]))
        return self._wording(facts)

    @api.constrains("text")
    def _check_text(self):
        check_placeholders(self)

    # === Who writes what ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_other_hands(vals)
        clauses = super(SanbaoContractClause, self._without_defaults()).create(
            vals_list
        )
        clauses = clauses.with_env(self.env)
        clauses.contract_id._refresh_review()
        return clauses

    def write(self, vals):
        self._refuse_other_hands(vals)
        before = self.contract_id
        result = super().write(vals)
        if {"text", "kind_id", "contract_id"} & vals.keys():
            (before | self.contract_id)._refresh_review()
        return result

    def unlink(self):
        contracts = self.contract_id
        for contract in contracts:
            contract._remember_removed(
                self.filtered(lambda c, x=contract: c.contract_id == x)
            )
        result = super().unlink()
        contracts._refresh_review()
        return result

    def _without_defaults(self):
        """The model without ``default_…`` keys in the context for what others write."""
        banned = {f"default_{name}" for name in REVIEW | LEGAL}
        if not banned & self.env.context.keys():
            return self
        kept = {k: v for k, v in self.env.context.items() if k not in banned}
        return self.with_env(self.env(context=kept))

    def _refuse_other_hands(self, vals):
        if is_engine(self.env):
            return
        if REVIEW & vals.keys():
            raise AccessError(
                self.env._("What was reviewed is written by the review alone.")
            )
        if LEGAL & vals.keys():
            if not self:
                raise AccessError(
                    self.env._("The opinion is written when the contract is reviewed.")
                )
            for contract in self.contract_id:
                contract._require_legal_turn()
        if vals.keys() - LEGAL and not self.contract_id.has_access("create"):
            raise AccessError(
                self.env._(
                    "Clauses are drafted by the purchasing staff. Write your opinion,"
                    " and tick what is to be changed."
                )
            )

    # === Review ===

    def _status_now(self, facts):
        self.ensure_one()
        if not self.reviewed_key:
            return "new"
        return "reviewed" if self._key(facts) == self.reviewed_key else "changed"

    def _keep_review(self, user):
        """Note that this very wording was passed by the user."""
        for clause in self:
            contract = clause.contract_id
            words = contract._facts(contract._contract_lang())
            neutral = contract._neutral_facts()
            as_engine(clause).write(
                {
                    "review_status": "reviewed",
                    "reviewed_by_id": user.id,
                    "reviewed_at": fields.Datetime.now(),
                    "reviewed_text": clause._wording(words),
                    "reviewed_key": clause._key(neutral),
                }
            )


def as_html(text):
    """Plain text as HTML, its lines kept."""
    return Markup("<br/>").join(text.splitlines())


def marked(before, after):
    """The later text as HTML, with what was struck out and what was added."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    parts = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(as_html_part(after[j1:j2]))
            continue
        if i2 > i1:
            parts.append(
                Markup('<del class="text-danger">%s</del>')
                % as_html_part(before[i1:i2])
            )
        if j2 > j1:
            parts.append(
                Markup('<ins class="text-success fw-bold">%s</ins>')
                % as_html_part(after[j1:j2])
            )
    return Markup().join(parts)


def as_html_part(text):
    """A piece of a text as HTML; also the line break at its end counts."""
    return Markup("<br/>").join(text.split("\n"))
