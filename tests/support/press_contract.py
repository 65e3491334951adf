"""Buttons of purchase contracts and quality agreements."""

import threading
from unittest.mock import patch

from press_base import Apart, Press, button, of, reviews

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_contract.tests.agreement_common import AgreementCommon
from odoo.addons.sanbao_contract.tests.contract_common import ContractCommon


class Purchaser(Apart, AgreementCommon, ContractCommon):
    """The people and documents of purchasing, as their own tests make them."""

    @classmethod
    def of(cls, m):
        """A purchaser in the database of the maker; its people are made once."""
        if "buyer" not in vars(cls):
            nothing = classmethod(lambda cls: None)
            with patch.object(TransactionCase, "setUpClass", nothing):
                cls.env = m.env
                cls.setUpClass()
            # Each of the two fixtures leaves only the rules of its own.
            cls._only_rules("PUR-05", "PUR-06", "PUR-18", "PUR-19", "PUR-20")
        return cls()

    def signable(self):
        contract = self._approved_contract()
        contract.write({"signed_date": self.today, "signed_scan": "eA=="})
        return contract

    def signable_agreement(self):
        agreement = self._approved_agreement()
        agreement.write(
            {
                "signature_date": self.today,
                "sanbao_signatory": "孙梅",
                "sanbao_supplier_signatory": "钱伟",
                "sanbao_scan": "eA==",
            }
        )
        return agreement


@button
def contract_create(m):
    p = Purchaser.of(m)
    order = p._complete_order()
    rows = ("sanbao.contract", of(order, "purchase_order_id"), 1)
    return Press(order, p.buyer, "action_sanbao_create_contract", rows)


@button
def contract_fill_clauses(m):
    p = Purchaser.of(m)
    contract = p._contract()
    number = len(contract.clause_ids)
    contract.clause_ids[:3].unlink()
    rows = ("sanbao.contract.clause", of(contract, "contract_id"), number)
    return Press(contract, p.buyer, "action_fill_clauses", rows)


@button
def contract_submit(m):
    p = Purchaser.of(m)
    contract = p._contract()
    rows = ("tier.review", reviews(contract), 2)
    return Press(contract, p.buyer, "action_submit", rows, state="submitted")


@button
def contract_legal_review(m):
    p = Purchaser.of(m)
    contract = p._contract()
    contract.action_submit()
    done = [*reviews(contract), ("status", "=", "approved")]
    passed = [*of(contract, "contract_id"), ("review_status", "!=", "reviewed")]
    rows = [("tier.review", done, 1), ("sanbao.contract.clause", passed, 0)]
    return Press(contract, p.lawyer, "validate_tier", *rows, state="submitted")


@button
def contract_sign(m):
    p = Purchaser.of(m)
    return Press(p.signable(), p.buyer, "action_sign", state="signed")


@button
def contract_void(m):
    p = Purchaser.of(m)
    contract = p._signed_contract()
    contract.void_reason = "供方停产"
    return Press(contract, p.buyer, "action_void", state="cancelled")


@button
def agreement_submit(m):
    p = Purchaser.of(m)
    agreement = p._agreement()
    rows = ("tier.review", reviews(agreement), 2)
    return Press(agreement, p.buyer, "action_submit", rows, state="submitted")


@button
def agreement_sign(m):
    p = Purchaser.of(m)
    agreement = p.signable_agreement()
    owed = [("res_id", "=", agreement.id), ("kind_id.code", "=", "PUR-05")]
    rows = ("sanbao.obligation", owed, 1)
    return Press(agreement, p.buyer, "action_sign", rows, state="signed")


@button
def agreement_terminate(m):
    p = Purchaser.of(m)
    agreement = p._signed_agreement()
    agreement.sanbao_termination_reason = "停止合作"
    return Press(agreement, p.buyer, "action_terminate", state="terminated")


@button
def contract_change_while_the_order_is_confirmed(m):
    """One confirms by the contract, the other changes it: only one of them succeeds."""
    p = Purchaser.of(m)
    p._signed_agreement()
    contract = p._approved_contract()
    order = contract.purchase_order_id
    threads = {}

    def meet(records):
        first = threads.setdefault(threading.get_ident(), len(threads)) == 0
        if first:
            records.button_confirm()
        else:
            clause = records.sanbao_contract_ids.clause_ids[0]
            clause.text = f"{clause.text}改"

    m.env.registry["purchase.order"]._press_meet = meet
    both = [
        ("id", "=", order.id),
        ("state", "=", "purchase"),
        ("sanbao_contract_ids.state", "!=", "approved"),
    ]
    rows = ("purchase.order", both, 0)
    return Press(order, p.buyer, "_press_meet", rows, refused=1)
