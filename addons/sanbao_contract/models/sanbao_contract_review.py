from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_approval.models.tier_validation_decision import APPROVED
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_contract import SIGNED
from .sanbao_contract_clause_kind import MANDATORY

# The rule that asks for the legal review, by kind of contract.
LEGAL_RULE = {"purchase": "PUR-20"}


class SanbaoContract(models.Model):
    """How a contract is submitted, reviewed clause by clause, signed and given up."""

    _inherit = "sanbao.contract"

    # === Facts of the order ===

    def _facts(self, lang):
        """What the order says: ``text`` by source, ``words`` by placeholder, ``raw``."""
        self.ensure_one()
        subject = self._subject().with_context(lang=lang)
        return subject._sanbao_contract_facts()

    def _neutral_facts(self):
        """The same in no language, for fingerprints, which need no ``text``."""
        self.ensure_one()
        subject = self._subject().with_context(lang=None)
        return subject._sanbao_contract_facts(texts=False)

    def _forget_facts(self):
        """Values of the order are computed anew: it was changed."""
        self.invalidate_recordset(["amount_total", "amount_company", "currency_id"])
        derived = ["order_text", "full_text", "difference"]
        self.clause_ids.invalidate_recordset(derived)

    # === Content ===

    def _sanbao_line_content(self, name, tails):
        """Wordings are compared by fingerprint: in whatever language they are read."""
        if "full_text" not in tails:
            return super()._sanbao_line_content(name, tails)
        others = [tail for tail in tails if tail != "full_text"]
        content = super()._sanbao_line_content(name, others)
        facts = self._neutral_facts()
        for clause in self[name]:
            content[str(clause.id)]["full_text"] = clause._key(facts)
        return content

    def _refresh_review(self):
        """A clause whose wording changed has lost its review, the others keep theirs."""
        # Reviews are the lawyers' rows; here they are only found out of date.
        for contract in self.sudo():
            facts = contract._neutral_facts()
            for clause in contract.clause_ids:
                status = clause._status_now(facts)
                if clause.review_status != status:
                    as_engine(clause).write({"review_status": status})

    def _remember_removed(self, clauses):
        """The lawyer is told of reviewed clauses that are deleted."""
        self.ensure_one()
        reviewed = clauses.filtered("reviewed_key")
        if reviewed:
            texts = [f"{c.kind_id.name}: {c.reviewed_text or ''}" for c in reviewed]
            before = [self.removed_clauses] if self.removed_clauses else []
            as_engine(self).removed_clauses = "\n".join([*before, *texts])

    # === Submission ===

    def _check_before_submit(self):
        result = super()._check_before_submit()
        self._forget_facts()
        subject = self._subject()
        if not subject or subject.state == "cancel":
            raise UserError(
                self.env._(
                    "%s belongs to no order that counts. Make the contract from the"
                    " order.",
                    self.name,
                )
            )
        for parameter, code in MANDATORY[self.contract_type].items():
            missing = self._missing_kinds(parameter)
            self.env["sanbao.rule"]._gate(
                code,
                self if missing else self.browse(),
                self.env._(
                    "%(contract)s lacks: %(clauses)s. Fill in these clauses, then submit"
                    " it again.",
                    contract=self.name,
                    clauses=", ".join(missing.with_env(self.env).mapped("name")),
                ),
            )
        return result

    def _on_submitted(self):
        result = super()._on_submitted()
        self._refresh_review()
        # An objection of the last time was answered by submitting again.
        objected = self.clause_ids.filtered("objected")
        if objected:
            as_engine(objected).write({"objected": False})
        return result

    # === Legal review ===

    @api.depends_context("uid")
    @api.depends("review_ids.status", "review_ids.reviewer_ids", "review_ids.done_by")
    def _compute_legal_turn(self):
        for contract in self:
            # Readers of the contract need not read how its chain is set up.
            steps = contract._sanbao_shown_steps().sudo()
            contract.legal_turn = any(steps.definition_id.mapped("sanbao_is_legal"))

    def _legal_step(self):
        """The legal step that waits for the user now."""
        return self._sanbao_my_steps().filtered(
            lambda review: review.definition_id.sanbao_is_legal
        )

    def _require_legal_turn(self):
        self.ensure_one()
        if not self._legal_step():
            raise UserError(
                self.env._(
                    "%s does not wait for your legal review: opinions are written while"
                    " it does.",
                    self.display_name,
                )
            )

    def _sanbao_write_decision(self, review, decision, comment):
        legal = review.definition_id.sanbao_is_legal and decision == APPROVED
        if legal:
            self._check_no_objection()
        result = super()._sanbao_write_decision(review, decision, comment)
        if legal:
            self._unreviewed()._keep_review(self.env.user)
            as_engine(self).removed_clauses = False
        return result

    def _check_no_objection(self):
        objected = self.clause_ids.filtered("objected")
        if objected:
            raise UserError(
                self.env._(
                    "%(contract)s: you marked as to be changed: %(clauses)s. Take the"
                    " mark away, or reject the contract.",
                    contract=self.name,
                    clauses=", ".join(objected.kind_id.mapped("name")),
                )
            )

    def _unreviewed(self):
        """The clauses whose present wording no lawyer has passed."""
        facts = self._neutral_facts()
        # The same for everybody who asks, whatever he may read.
        return self.sudo().clause_ids.filtered(
            lambda clause: clause._status_now(facts) != "reviewed"
        )

    def _review_fault(self):
        """Why the contract does not stand for its order; empty when it does."""
        self.ensure_one()
        if not self._is_approved():
            return self.env._(
                "contract %s is not approved, or was changed since; have it reviewed"
                " and approved",
                self.name,
            )
        unreviewed = self._unreviewed()
        # All clauses count, whoever asks.
        if unreviewed or not self.sudo().clause_ids or self.sudo().removed_clauses:
            return self.env._(
                "clauses of contract %(contract)s have not passed the legal review:"
                " %(clauses)s",
                contract=self.name,
                clauses=", ".join(unreviewed.kind_id.mapped("name")) or "–",
            )
        return ""

    def _sanbao_reopen(self):
        self._gate_in_use()
        return super()._sanbao_reopen()

    def _on_reopened(self):
        result = super()._on_reopened()
        self._refresh_review()
        return result

    def _gate_in_use(self):
        """PUR-20: what an order was confirmed by stays while the order is confirmed."""
        for contract in self:
            order = contract._subject()
            used = (
                order.state == "purchase"
                and contract.state in (APPROVED, SIGNED)
                and order._sanbao_needs_review()
            )
            self.env["sanbao.rule"]._gate(
                LEGAL_RULE[contract.contract_type],
                order if used else order.browse(),
                self.env._(
                    "%(order)s was confirmed by contract %(contract)s, which does not"
                    " change any more. Cancel the order first.",
                    order=order.name,
                    contract=contract.name,
                ),
            )

    # === Signature, annulment ===

    def action_cancel(self):
        self.check_access("write")
        self._gate_in_use()
        return super().action_cancel()

    def action_sign(self):
        """Record that both sides have signed: an approved contract, its scan, the day."""
        self.check_access("write")
        self._sanbao_lock()
        for contract in self:
            if contract.state == SIGNED:
                continue  # the second of two clicks
            contract._approval_require_state(APPROVED)
            if not (contract.signed_date and contract.signed_scan):
                raise UserError(
                    contract.env._(
                        "%s: enter the day of the signatures and attach the signed"
                        " copy.",
                        contract.name,
                    )
                )
            today = company_today(contract.company_id)
            if contract.signed_date > today:
                raise UserError(
                    contract.env._(
                        "%s: the day of the signatures lies in the future.",
                        contract.name,
                    )
                )
            contract._gate_review()
            contract._set_state(SIGNED)
        return True

    def _gate_review(self):
        """PUR-20: nothing is signed that the lawyer has not passed."""
        subject = self._subject()
        fault = subject._sanbao_needs_review() and self._review_fault()
        self.env["sanbao.rule"]._gate(
            LEGAL_RULE[self.contract_type],
            self if fault else self.browse(),
            self.env._("%(contract)s: %(fault)s.", contract=self.name, fault=fault),
        )

    def action_void(self):
        """Give a signed contract up, with a reason, once its order does not count."""
        self.check_access("write")
        self._sanbao_lock()
        for contract in self:
            if contract.state == "cancelled":
                continue  # the second of two clicks
            contract._approval_require_state(SIGNED)
            contract._approval_require_manager()
            contract._gate_in_use()
            if not (contract.void_reason or "").strip():
                raise UserError(
                    contract.env._(
                        "%s: enter the reason of the annulment.", contract.name
                    )
                )
            contract._set_state("cancelled")
        return True

    # === Form F30 ===

    def _form_date(self):
        return self.signed_date or self.approved_at or self.create_date

    def _form_seal(self, side):
        """On which ``date`` both sides signed; who signed is written by hand."""
        self.ensure_one()
        return (self.signed_date or "") if side == "date" else ""

    def _form_lines(self):
        """The lines of the order that are printed."""
        self.ensure_one()
        return self._subject().order_line._sanbao_goods()

    def _form_signature(self, key):
        if key == "leader":
            return self._form_leader()
        return super()._form_signature(key)

    def _form_leader(self):
        """Who signed last of the leaders, if the amount asked for one."""
        # As for all signatures: they show on paper whoever prints it.
        reviews = self.sudo().review_ids.filtered(
            lambda r: r.status == APPROVED and r.definition_id.sanbao_parameter_id
        )
        reviews = reviews.filtered(lambda r: not r.definition_id.sanbao_is_legal)[-1:]
        if not reviews:
            return None
        return {"name": reviews._sanbao_signer(), "date": reviews.reviewed_date}
