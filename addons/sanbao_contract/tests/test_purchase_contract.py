from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .contract_common import ContractCommon

# Statements that the gates may add to the confirmation of an order of ten lines, and our
# buttons to its form.
CONFIRMATION = 15
FORM = 1


@tagged("post_install", "-at_install")
class TestPurchaseContract(ContractCommon):
    """PUR-20: an order is confirmed with a contract whose wording the lawyer has passed."""

    def _refused(self, order, *words):
        with self.assertRule("PUR-20", order.name, *words):
            order.button_confirm()

    def test_order_needs_a_reviewed_contract(self):
        """PUR-20."""
        order = self._complete_order()
        self.assertTrue(order.sanbao_contract_missing)
        self._refused(order, "has no contract")
        contract = self._contract(order)
        self._refused(order, "is not approved")
        contract.action_submit()
        self._refused(order, "is not approved")
        contract.with_user(self.lawyer).validate_tier()
        self._refused(order, "is not approved")
        self._approve(contract)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_limit(self):
        """PUR-20: below the limit no contract, at and above it one."""
        self._set_parameter("legal_review_po_from", 1000)
        self._complete_order(1, price=999.99).button_confirm()
        self._refused(self._complete_order(1, price=1000))
        self._refused(self._complete_order(1, price=1000.01))

    def test_limit_counts_in_the_currency_of_the_company_and_with_taxes(self):
        """PUR-20."""
        self._set_parameter("legal_review_po_from", 1000)
        tax = self.env["account.tax"].create(
            {"name": "T13", "amount": 13, "type_tax_use": "purchase"}
        )
        order = self._complete_order(1, price=885)
        order.order_line.tax_ids = tax
        self._refused(order)
        currency = self.env["res.currency"].create(
            {
                "name": "XTS",
                "symbol": "T",
                "rate_ids": [
                    Command.create({"name": "2020-01-01", "rate": 0.1}),
                ],
            }
        )
        foreign = self._complete_order(1, price=100, currency_id=currency.id)
        self.assertEqual(foreign.amount_total_cc, 1000)
        self._refused(foreign)

    def test_limit_is_not_passed_by_written_totals(self):
        """PUR-20: totals are computed, whoever writes them."""
        self._set_parameter("legal_review_po_from", 500)
        order = self._complete_order()
        for vals in (
            {"amount_total": 1},
            {"amount_total_cc": 1},
            {"currency_rate": 1000},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                order.write(vals)
            with self.assertRaises(AccessError):
                self._complete_order(**vals)
        for vals in (
            {"price_total": 1},
            {"price_subtotal": 1},
            {"sanbao_agreed_date": "2030-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                order.order_line.write(vals)

    def test_every_way_to_confirm_is_refused(self):
        """PUR-20: buttons, RPC, import, copies, also for the superuser."""
        order = self._complete_order()
        for way in (
            order.button_confirm,
            order.button_approve,
            lambda: order.button_approve(force=True),
            lambda: order.with_user(self.manager).write({"state": "purchase"}),
            lambda: order.sudo().write({"state": "purchase"}),
            lambda: order.copy({"state": "purchase"}),
            lambda: self._complete_order(state="purchase"),
        ):
            with self.assertRule("PUR-20"):
                way()
        external = order.sudo().export_data(["id"])["datas"][0][0]
        order.load(["id", "state"], [[external, "purchase"]])
        order.invalidate_recordset()
        self.assertNotEqual(order.state, "purchase")

    def test_changes_between_approval_and_confirmation(self):
        """PUR-20: the order that is confirmed is the one that was reviewed."""
        another = self.env["res.partner"].create({"name": "远山铸造厂"})
        changes = (
            lambda o: o.order_line.write({"price_unit": 120}),
            lambda o: o.order_line.write({"product_qty": 12}),
            lambda o: o.order_line.write({"name": "another"}),
            lambda o: o.order_line.copy({"order_id": o.id}),
            lambda o: o.order_line[0].unlink(),
            lambda o: o.write({"partner_id": another.id}),
            lambda o: o.write({"payment_term_id": False}),
            lambda o: o.sudo().write({"order_line": [Command.clear()]}),
            lambda o: o.sudo().order_line.write(
                {"date_planned": o.date_planned + timedelta(days=9)}
            ),
        )
        for number, change in enumerate(changes):
            with self.subTest(number=number), self.env.cr.savepoint() as savepoint:
                order = self._complete_order(10, 5)
                self._approved_contract(order)
                change(order)
                self._refused(order, "is not approved")
                savepoint.rollback()

    def test_change_and_confirmation_in_one_call(self):
        """PUR-20."""
        order = self._complete_order()
        self._approved_contract(order)
        line = order.order_line
        with self.assertRule("PUR-20"):
            order.write(
                {
                    "state": "purchase",
                    "order_line": [Command.update(line.id, {"price_unit": 200})],
                }
            )
        with self.assertRule("PUR-20"):
            order.write({"state": "purchase", "payment_term_id": False})

    def test_copy_has_no_contract(self):
        """PUR-20."""
        order = self._complete_order()
        self._approved_contract(order)
        self._refused(order.copy({"payment_term_id": self.term.id}), "has no contract")

    def test_merged_requests_are_reviewed_again(self):
        """PUR-20: merging requests for quotation changes what was reviewed."""
        first, second = self._complete_order(10), self._complete_order(5)
        self._approved_contract(first)
        (first | second).action_merge()
        kept = first if first.state != "cancel" else second
        self.assertEqual(sum(kept.order_line.mapped("product_qty")), 15)
        self._refused(kept)

    def test_line_moved_from_another_order(self):
        """PUR-20."""
        order, other = self._complete_order(), self._complete_order()
        contract = self._approved_contract(order)
        its_contract = self._approved_contract(other)
        other.order_line.order_id = order
        self.assertEqual(contract.state, "draft")
        self.assertEqual(its_contract.state, "draft")
        self._refused(order)

    def test_changes_of_a_confirmed_order(self):
        """PUR-20: after the confirmation the content stays as well."""
        order = self._complete_order()
        contract = self._approved_contract(order)
        order.button_confirm()
        another = self.env["res.partner"].create({"name": "远山铸造厂"})
        for change in (
            lambda: order.order_line.write({"price_unit": 120}),
            lambda: order.order_line.write({"product_qty": 12}),
            lambda: order.write({"partner_id": another.id}),
            lambda: order.write({"payment_term_id": False}),
            lambda: order.sudo().order_line.copy({"order_id": order.id}),
            lambda: contract.clause_ids[0].write({"text": "x"}),
            lambda: contract.clause_ids[0].unlink(),
            contract.action_cancel,
        ):
            with self.assertRule("PUR-20"):
                change()
        self.assertEqual(contract.state, "approved")

    def test_expected_arrival_after_confirmation(self):
        """The goods may come later than agreed; the agreement stays what it was."""
        order = self._complete_order()
        contract = self._approved_contract(order)
        order.button_confirm()
        agreed = order.order_line.sanbao_agreed_date
        order.order_line.date_planned += timedelta(days=20)
        self.assertEqual(order.order_line.sanbao_agreed_date, agreed)
        self.assertEqual(contract.state, "approved")
        self.assertTrue(contract._is_approved())

    def test_cancelled_order_that_is_confirmed_again(self):
        """PUR-20."""
        order = self._complete_order()
        contract = self._approved_contract(order)
        order.button_confirm()
        order.button_cancel()
        order.button_draft()
        order.order_line.price_unit = 90
        self.assertEqual(contract.state, "draft")
        self._refused(order)
        contract.action_submit()
        self._approve(contract)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_signed_copy_before_confirmation_by_parameter(self):
        """PUR-20."""
        self._set_parameter("po_confirm_contract_state", "signed")
        order = self._complete_order()
        contract = self._approved_contract(order)
        self._refused(order, "is not signed")
        contract.write({"signed_date": "2026-01-01", "signed_scan": "eA=="})
        contract.action_sign()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_general_manager_lets_pass_with_a_reason(self):
        """PUR-20: an override, which is logged."""
        order = self._complete_order()
        rule = self.env["sanbao.rule"].search([("code", "=", "PUR-20")])
        rule._create_events(
            rule.with_user(self.buyer)._event_vals(order.sudo(), "blocked", "-")
        )
        event = self.env["sanbao.rule.event"].search([("rule_id", "=", rule.id)])
        self.env["sanbao.rule.override"].with_user(self.gm).create(
            {
                "event_id": event.filtered(lambda e: e.res_id == order.id).id,
                "reason": "抢险",
            }
        )
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_mode_warn(self):
        """PUR-20."""
        self.env["sanbao.rule"].search([("code", "=", "PUR-20")]).mode = "warn"
        order = self._complete_order()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_order_without_goods_has_no_contract(self):
        order = self._complete_order()
        order.order_line.unlink()
        with self.assertRaises(UserError):
            order.action_sanbao_create_contract()

    def test_user_without_a_role_confirms_by_the_contract(self):
        plain = self._person("pur_plain", "eng", extra=["purchase.group_purchase_user"])
        order = self._complete_order()
        self._approved_contract(order)
        order.with_user(plain).button_confirm()
        self.assertEqual(order.state, "purchase")

    # === Costs ===

    def _confirmation(self, *rules):
        orders = [self._complete_order(*[2] * 10) for _round in range(2)]
        self._only_rules("PUR-18", "PUR-19", "PUR-20")
        for order in orders:
            self._approved_contract(order)
        self._only_rules(*rules)
        costs = []
        for order in orders:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.with_user(self.buyer).button_confirm()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        return costs[-1]

    def test_costs_of_confirmation(self):
        """G2, G15: what the satisfied rule adds to the confirmation of ten lines."""
        added = self._confirmation("PUR-20") - self._confirmation()
        self.assertLessEqual(added, CONFIRMATION)

    def test_costs_of_the_form(self):
        """G4: our fields on the form of an order."""
        order = self._complete_order(*[2] * 10)
        names = ("sanbao_contract_state", "sanbao_contract_missing")
        shown = dict.fromkeys(("name", "state", "amount_total_cc", "tax_totals"), {})
        costs = []
        for ours in ({}, dict.fromkeys(names, {})):
            for _round in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                order.web_read({**shown, **ours})
                cost = self.env.cr.sql_log_count - before
            costs.append(cost)
        self.assertLessEqual(costs[1] - costs[0], FORM)
