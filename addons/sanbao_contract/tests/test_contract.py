from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .contract_common import ContractCommon

LISTED = {
    "PUR-18": (
        "rights",
        "spec",
        "quantity",
        "price",
        "delivery_time",
        "delivery_place",
        "quality",
        "after_sales",
    ),
    "PUR-19": ("acceptance", "returns"),
}


@tagged("post_install", "-at_install")
class TestContract(ContractCommon):
    def test_contract_is_made_from_the_order_once(self):
        order = self._complete_order()
        contract = self._contract(order)
        self.assertEqual(self._contract(order), contract)
        self.assertEqual(contract.partner_id, self.supplier)
        self.assertRegex(contract.name, r"^CGHT\d{4}/\d{4}$")
        self.assertFalse(contract.missing_clauses)
        self.assertEqual(order.sanbao_contract_state, "draft")
        contract.action_cancel()
        self.assertNotEqual(self._contract(order), contract)

    def test_each_listed_clause_is_needed(self):
        """PUR-18, PUR-19: 8 and 2 clauses; each missing one is named."""
        for code, clauses in LISTED.items():
            for kind in clauses:
                contract = self._contract()
                clause = self._clause(contract, kind)
                name = clause.kind_id.name
                clause.unlink()
                with self.subTest(kind=kind):
                    self.assertEqual(contract.missing_clauses, name)
                    with self.assertRule(code, name):
                        contract.action_submit()

    def test_empty_clauses_are_missing(self):
        """PUR-18: what neither the order nor the text says."""
        self.company.partner_id.write({"street": False, "city": False})
        order = self._complete_order(price=0.0)
        contract = self._contract(order)
        self._clause(contract, "quality").text = "  "
        for name in ("Price", "Place of delivery", "Quality standard"):
            self.assertIn(name, contract.missing_clauses)
        with self.assertRule("PUR-18", "Price, Place of delivery, Quality standard"):
            contract.action_submit()
        self._clause(contract, "price").text = "赠送，不计价"
        self._clause(contract, "delivery_place").text = "需方仓库"
        self._clause(contract, "quality").text = "GB/T 5657"
        contract.action_submit()
        self.assertEqual(contract.state, "submitted")

    def test_lists_are_parameters(self):
        """PUR-18, PUR-19: the administrator edits the lists, by code or by tick."""
        kinds = self.env["sanbao.contract.clause.kind"]
        breach = kinds.search([("code", "=", "breach")])
        self.assertFalse(breach.mandatory)
        breach.mandatory = True
        parameter = self.env["sanbao.parameter"].search(
            [("code", "=", "po_contract_clauses")]
        )
        self.assertTrue(parameter.value.endswith(",breach"))
        contract = self._contract()
        self._clause(contract, "breach").unlink()
        with self.assertRule("PUR-18", breach.name):
            contract.action_submit()
        breach.mandatory = False
        returns = kinds.search([("code", "=", "returns")])
        returns.mandatory = False
        self.assertFalse(returns.mandatory)
        self._clause(contract, "returns").unlink()
        contract.action_submit()
        with self.assertRaisesRegex(ValidationError, "qualty"):
            parameter.value = "rights,qualty"

    def test_lists_in_mode_off(self):
        """PUR-18."""
        self._only_rules("PUR-20")
        contract = self._contract()
        contract.clause_ids[1:].unlink()
        contract.action_submit()
        self.assertEqual(contract.state, "submitted")

    def test_texts_of_the_nearest_category(self):
        parent = self.env["product.category"].create({"name": "液压件"})
        child = self.env["product.category"].create(
            {"name": "泵", "parent_id": parent.id}
        )
        self.part.categ_id = child
        kind = self.env.ref("sanbao_contract.clause_kind_quality")
        other = self.env.ref("sanbao_contract.clause_kind_other")
        for category, texts in (
            (parent, {kind: "液压件标准", other: "随货附合格证"}),
            (child, {kind: "泵类标准"}),
        ):
            self.env["sanbao.contract.template"].create(
                {
                    "name": category.name,
                    "category_id": category.id,
                    "line_ids": [
                        Command.create({"kind_id": k.id, "text": text})
                        for k, text in texts.items()
                    ],
                }
            )
        contract = self._contract()
        self.assertEqual(self._clause(contract, "quality").text, "泵类标准")
        self.assertEqual(self._clause(contract, "other").text, "随货附合格证")
        self.assertTrue(self._clause(contract, "returns").text)  # of the generic one

    def test_the_order_fills_in_placeholders(self):
        order = self._complete_order(10, 5)
        contract = self._contract(order)
        self._clause(contract, "rights").text = "{supplier}/{order}/{amount_words}"
        wording = self._clause(contract, "rights").full_text
        words = contract._form_amount_words(1500, order.currency_id)
        self.assertTrue(wording.endswith(f"青禾液压件厂/{order.name}/{words}"))
        quantity = self._clause(contract, "quantity").full_text
        self.assertIn("GB-200", quantity)
        self.assertIn("10 ", quantity)
        self.assertIn("工业路 8 号", self._clause(contract, "delivery_place").full_text)
        term = self.term.with_context(lang=contract._contract_lang()).name
        self.assertIn(term, self._clause(contract, "payment").full_text)
        with self.assertRaisesRegex(ValidationError, "{suplier}"):
            self._clause(contract, "rights").text = "{suplier}"

    def test_contract_without_an_order_is_not_submitted(self):
        copied = self._contract().copy()
        self.assertFalse(copied.purchase_order_id)
        with self.assertRaises(UserError):
            copied.action_submit()

    def test_signature(self):
        """PUR-20: approved first, then signed with the day and the scan."""
        contract = self._contract()
        for vals in ({}, {"signed_date": "2026-01-01"}):
            contract.write(vals)
            with self.assertRaises(UserError):
                contract.action_sign()
        contract = self._approved_contract()
        with self.assertRaisesRegex(UserError, "signed copy"):
            contract.action_sign()
        signed = self._signed_contract()
        signed.action_sign()
        self.assertEqual(signed.state, "signed")
        with self.assertRaisesRegex(UserError, "reason"):
            signed.action_void()
        signed.void_reason = "供方停产"
        signed.action_void()
        self.assertEqual(signed.state, "cancelled")

    def test_signature_needs_the_review(self):
        """PUR-20: a chain without the lawyer leads to no signature."""
        self.env.ref("sanbao_contract.tier_contract_leg").active = False
        contract = self._approved_contract()
        contract.write({"signed_date": "2026-01-01", "signed_scan": "eA=="})
        with self.assertRule("PUR-20"):
            contract.action_sign()

    def test_form_f30(self):
        """F30: two copies, goods, clauses, opinions, amount in words, who approved."""
        contract = self._contract(self._complete_order(600))
        self._clause(contract, "breach").text = "<b>违约金</b> " + "长" * 3000
        contract.action_submit()
        clause = self._clause(contract, "returns").with_user(self.lawyer)
        clause.opinion = "换货期限可接受"
        contract.with_user(self.lawyer).legal_opinion = "整体同意"
        self._approve(contract)
        report = self.env.ref("sanbao_contract.sanbao_contract_report")
        html, _type = report._render_qweb_html(report.id, contract.ids)
        html = html.decode()
        self.assertEqual(html.count('class="article'), 2)
        for text in (
            self.buyer.name,
            self.lawyer.name,
            self.manager.name,
            self.dgm.name,
            "换货期限可接受",
            "整体同意",
            "&lt;b&gt;违约金",
            "60,000.00",
            contract._form_amount_words(60000, contract.currency_id),
        ):
            self.assertIn(text, html)
