"""Buttons of suppliers: papers, dossiers, assessments, evaluations (FL-7)."""

from unittest.mock import patch

from press_base import Apart, Press, button, of, reviews

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_supplier.tests.common import SupplierCommon


class Suppliers(Apart, SupplierCommon):
    """The people of purchasing; each case has a supplier of its own."""

    ready = False


def supplier(m):
    """A new dossier with verified papers, and who works on it."""
    if not Suppliers.ready:
        with patch.object(TransactionCase, "setUpClass", classmethod(lambda cls: None)):
            Suppliers.env = m.env
            Suppliers.setUpClass()
        Suppliers.ready = True
    partner = Suppliers.supplier.copy()
    Suppliers.dossier = Suppliers._dossier(partner)
    return Suppliers


@button
def supplier_dossier(m):
    people = supplier(m)
    partner = people.supplier.copy()
    rows = ("sanbao.supplier", of(partner, "partner_id"), 1)
    return Press(partner, people.buyer, "action_sanbao_supplier", rows)


@button
def paper_verify(m):
    people = supplier(m)
    paper = people._paper(people.licence, verified=False)
    return Press(paper, people.buyer, "action_sanbao_verify", sanbao_result="genuine")


@button
def supplier_assess(m):
    people = supplier(m)
    rows = ("sanbao.supplier.qualification", of(people.dossier, "supplier_id"), 1)
    return Press(people.dossier, people.buyer, "action_assess", rows)


@button
def assessment_submit(m):
    people = supplier(m)
    people._papers()
    document = people._assessment()
    rows = ("tier.review", reviews(document), 1)
    return Press(document, people.buyer, "action_submit", rows, state="submitted")


@button
def assessment_approve(m):
    people = supplier(m)
    people._papers()
    document = people._assessment()
    document.action_submit()
    open_ones = [
        ("res_model", "=", "sanbao.supplier"),
        ("res_id", "=", people.dossier.id),
        ("state", "=", "open"),
    ]
    rows = ("sanbao.obligation", open_ones, 1)
    return Press(document, people.manager, "validate_tier", rows, state="approved")


@button
def supplier_evaluate(m):
    people = supplier(m)
    rows = ("sanbao.supplier.evaluation", of(people.dossier, "supplier_id"), 1)
    return Press(people.dossier, people.buyer, "action_evaluate", rows)


@button
def evaluation_close(m):
    people = supplier(m)
    action = people.dossier.action_evaluate()
    evaluation = m.env["sanbao.supplier.evaluation"].browse(action["res_id"])
    return Press(evaluation, people.manager, "action_close", state="closed")


@button
def supplier_decision(m):
    people = supplier(m)
    wizard = m.env["sanbao.supplier.decision"].with_user(people.manager)
    wizard = wizard.create(
        {"supplier_ids": people.dossier.ids, "state": "suspended", "reason": "停供"}
    )
    notes = [*reviews(people.dossier), ("body", "ilike", "停供")]
    return Press(wizard, people.manager, "action_apply", ("mail.message", notes, 1))
