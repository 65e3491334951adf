from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .contract_common import ContractCommon


@tagged("post_install", "-at_install")
class TestContractReview(ContractCommon):
    """PUR-20: the review belongs to the wording of each clause."""

    def _lapsed(self, contract):
        return {
            code
            for code, status in self._statuses(contract).items()
            if status != "reviewed"
        }

    def test_a_changed_clause_loses_only_its_own_review(self):
        """PUR-20."""
        contract = self._approved_contract()
        self.assertFalse(self._lapsed(contract))
        before = {c: (c.reviewed_by_id, c.reviewed_at) for c in contract.clause_ids}
        changed = self._clause(contract, "returns")
        old = changed.full_text
        changed.text = "收到通知后 3 日内退货。"
        self.assertEqual(contract.state, "draft")
        self.assertEqual(self._lapsed(contract), {"returns"})
        contract.action_submit()
        shown = contract.with_user(self.lawyer).legal_clause_ids
        self.assertEqual(shown, changed)
        self.assertEqual(shown.reviewed_text, old)
        self.assertIn("<del", shown.difference)
        self.assertIn("<ins", shown.difference)
        lawyer = self._person("pur_leg2", "leg")
        contract.with_user(lawyer).validate_tier()
        contract.with_user(self.manager).validate_tier()
        contract.invalidate_recordset()
        self.assertEqual(contract.state, "approved")
        self.assertEqual(changed.reviewed_by_id, lawyer)
        for clause in contract.clause_ids - changed:
            self.assertEqual(
                (clause.reviewed_by_id, clause.reviewed_at), before[clause]
            )

    def test_a_wording_that_returns_keeps_its_review(self):
        contract = self._approved_contract()
        clause = self._clause(contract, "returns")
        old = clause.text
        clause.text = "other"
        clause.text = old
        self.assertFalse(self._lapsed(contract))
        self.assertEqual(contract.state, "draft")

    def test_changes_of_the_order_lapse_the_clauses_that_they_feed(self):
        """PUR-20."""
        another = self.env["res.partner"].create({"name": "远山铸造厂"})
        term = self.env.ref("account.account_payment_term_45days")
        place = self.env["res.partner"].create(
            {"name": "二厂", "street": "新路 1 号", "city": "徐州"}
        )
        warehouse = self.env["stock.warehouse"].create(
            {"name": "二库", "code": "EK", "partner_id": place.id}
        )
        other_type = warehouse.in_type_id
        # The amount stands in the text about payment, too.
        price = {"price", "payment"}
        changes = {
            "price": (lambda o: o.order_line.write({"price_unit": 101}), price),
            "discount": (lambda o: o.order_line.write({"discount": 5}), price),
            "quantity": (
                lambda o: o.order_line.write({"product_qty": 11}),
                {"quantity", *price},
            ),
            "spec": (
                lambda o: o.order_line.write({"name": "GB-201"}),
                {"spec", "quantity", "delivery_time", "price"},
            ),
            "payment": (lambda o: o.write({"payment_term_id": term.id}), {"payment"}),
            "date": (
                lambda o: o.order_line.write(
                    {"date_planned": o.order_line.date_planned + timedelta(days=3)}
                ),
                {"delivery_time"},
            ),
            "partner": (lambda o: o.write({"partner_id": another.id}), {"rights"}),
            "place": (
                lambda o: o.write({"picking_type_id": other_type.id}),
                {"delivery_place"},
            ),
            "line": (
                lambda o: o.write(
                    {
                        "order_line": [
                            Command.create(
                                {
                                    "product_id": self.part.id,
                                    "name": "低压水泵",
                                    "product_qty": 1,
                                    "price_unit": 1,
                                }
                            )
                        ]
                    }
                ),
                {"spec", "quantity", "delivery_time", *price},
            ),
        }
        for name, (change, lapsed) in changes.items():
            with self.subTest(change=name), self.env.cr.savepoint() as savepoint:
                contract = self._approved_contract()
                change(contract.purchase_order_id)
                contract.invalidate_recordset()
                self.assertEqual(contract.state, "draft")
                self.assertEqual(self._lapsed(contract), lapsed)
                savepoint.rollback()

    def test_a_language_is_no_change(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        contract = self._approved_contract()
        self.company.partner_id.lang = "zh_CN"
        chinese = contract.with_context(lang="zh_CN")
        chinese._refresh_review()
        self.assertFalse(self._lapsed(contract))
        self.assertTrue(chinese._is_approved())

    def test_lawyer_marks_what_is_to_be_changed(self):
        """PUR-20: a marked clause holds the approval; the answer is a new submission."""
        contract = self._contract()
        contract.action_submit()
        as_lawyer = contract.with_user(self.lawyer)
        clause = self._clause(as_lawyer, "breach")
        clause.write({"objected": True, "opinion": "违约金过低"})
        with self.assertRaisesRegex(UserError, clause.kind_id.name):
            as_lawyer.validate_tier()
        as_lawyer._sanbao_decide("rejected", "见意见")
        contract.invalidate_recordset()
        self.assertEqual(contract.state, "rejected")
        self._clause(contract, "breach").text = "违约金 20%"
        contract.action_submit()
        self.assertFalse(clause.objected)
        self.assertEqual(clause.opinion, "违约金过低")
        self._approve(contract)

    def test_a_deleted_clause_is_shown(self):
        """PUR-20: what was reviewed does not vanish unseen."""
        contract = self._approved_contract()
        clause = self._clause(contract, "breach")
        name, text = clause.kind_id.name, clause.full_text
        clause.unlink()
        self.assertEqual(contract.removed_clauses, f"{name}: {text}")
        contract.action_submit()
        self._approve(contract)
        self.assertFalse(contract.removed_clauses)

    def test_who_waits_for_whom(self):
        """PUR-20: the lawyer first, then the purchase manager, then by amount a leader."""
        for total, leader in ((49_999.99, False), (50_000, True), (50_000.01, True)):
            contract = self._contract(self._complete_order(1, price=total))
            contract.action_submit()
            steps = contract.sudo().review_ids.sorted("sequence", reverse=True)
            groups = [
                s.definition_id.reviewer_group_id for s in contract.sudo().review_ids
            ]
            with self.subTest(total=total):
                self.assertEqual(len(steps), 2 + leader)
                self.assertEqual(groups[0], self.env.ref("sanbao_base.group_leg"))
                waiting = contract.with_user(self.lawyer).search(
                    [("can_review", "=", True)]
                )
                self.assertIn(contract, waiting)
                self.assertFalse(contract.with_user(self.dgm).can_review)

    def test_rights_by_role(self):
        contract = self._contract()
        expected = {
            "pb": (True, True, True, True),
            "pm": (True, True, True, True),
            "leg": (True, True, False, False),
            "dgm": (True, False, False, False),
            "fin": (True, False, False, False),
            "eng": (False, False, False, False),
        }
        for role, rights in expected.items():
            user = self._person(f"con_{role}", role)
            for records in (contract, contract.clause_ids):
                for operation, right in zip(
                    ("read", "write", "create", "unlink"), rights, strict=True
                ):
                    with self.subTest(role=role, model=records._name, op=operation):
                        self.assertEqual(
                            records.with_user(user).has_access(operation), right
                        )

    def test_lawyer_reads_the_contract_without_the_purchase_app(self):
        contract = self._contract()
        contract.action_submit()
        as_lawyer = contract.with_user(self.lawyer)
        as_lawyer.invalidate_recordset()
        self.assertIn("GB-200", self._clause(as_lawyer, "quantity").full_text)
        self.assertEqual(as_lawyer.amount_total, 1000)
        self.assertFalse(
            self.env["purchase.order"].with_user(self.lawyer).has_access("read")
        )
