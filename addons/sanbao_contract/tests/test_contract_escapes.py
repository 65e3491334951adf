from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.common import ApprovalEscapes

from .contract_common import ContractCommon


@tagged("post_install", "-at_install")
class TestContractEscapes(ApprovalEscapes, ContractCommon):
    """PUR-20: every known way round an approval, for contracts."""

    def _escape_document(self):
        return self._contract()

    def _escape_header_change(self):
        return {"purchase_order_id": self._complete_order().id}

    def _escape_line_change(self):
        return "clause_ids", {"text": "something else"}

    def test_escape_write_the_review_of_a_clause(self):
        contract = self._escape_submitted()
        clause = contract.clause_ids[0]
        for user in (self.buyer, self.lawyer, self.manager):
            for vals in (
                {"review_status": "reviewed"},
                {"reviewed_key": clause._key(contract._neutral_facts())},
                {"reviewed_by_id": self.lawyer.id},
                {"reviewed_text": "x"},
            ):
                with self.subTest(user=user.login, vals=vals):
                    self._refused(clause.with_user(user).write, vals)
        self._refused(
            clause.create,
            {
                "contract_id": contract.id,
                "kind_id": clause.kind_id.id,
                "review_status": "reviewed",
            },
        )
        made = clause.with_context(
            default_review_status="reviewed", default_reviewed_key="x"
        ).create({"contract_id": contract.id, "kind_id": clause.kind_id.id})
        self.assertEqual(made.review_status, "new")
        self.assertFalse(made.reviewed_key)

    def test_escape_reviewed_clause_of_another_contract(self):
        """What was passed in one contract is new in another."""
        contract, other = self._escape_approved(), self._contract()
        clause = self._clause(contract, "disputes")
        clause.contract_id = other
        self.assertEqual(clause.review_status, "changed")
        self.assertTrue(contract.state == other.state == "draft")

    def test_escape_opinion_of_the_buyer(self):
        """Only whose turn it is writes the legal opinion."""
        contract = self._escape_submitted()
        clause = contract.clause_ids[0]
        self._refused(clause.write, {"opinion": "fine"})
        self._refused(contract.write, {"legal_opinion": "fine"})
        self._refused(clause.with_user(self.manager).write, {"objected": True})
        clause.with_user(self.lawyer).write({"opinion": "同意"})
        contract.with_user(self.lawyer).write({"legal_opinion": "同意"})
        self._approve(contract)
        self._refused(clause.with_user(self.lawyer).write, {"opinion": "later"})

    def test_escape_wording_of_the_lawyer(self):
        """The lawyer passes the wording; he does not write it himself."""
        contract = self._escape_submitted()
        clause = contract.clause_ids[0].with_user(self.lawyer)
        self._refused(clause.write, {"text": "mine"})
        self._refused(clause.write, {"text": "mine", "opinion": "ok"})
        self._refused(clause.unlink)
        self._refused(contract.with_user(self.lawyer).write, {"user_id": 1})
        order = contract.purchase_order_id
        self._refused(
            contract.with_user(self.lawyer).write, {"purchase_order_id": order.id}
        )
        self._refused(contract.with_user(self.lawyer).action_cancel)

    def test_escape_chain_without_the_lawyer(self):
        """PUR-20: an approval in which no lawyer took part lets no order be confirmed."""
        self.env.ref("sanbao_contract.tier_contract_leg").active = False
        contract = self._escape_approved()
        order = contract.purchase_order_id
        with self.assertRule("PUR-20", "have not passed the legal review"):
            order.button_confirm()

    def test_signed_contract_does_not_change(self):
        contract = self._signed_contract()
        self.assertEqual(contract.state, "signed")
        for attempt in (
            lambda: contract.clause_ids[0].write({"text": "x"}),
            lambda: contract.clause_ids[0].unlink(),
            lambda: contract.write({"signed_scan": False}),
            lambda: contract.write({"signed_date": "2020-01-01"}),
            lambda: contract.purchase_order_id.order_line.write({"price_unit": 1}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        self.assertTrue(contract._is_approved())
