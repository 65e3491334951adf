from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestOrderGates(QuotationCommon):
    """PUR-09: an order from the limit on is the outcome of a comparison."""

    def _value(self, code, value):
        self.env["sanbao.parameter"].search([("code", "=", code)]).value = value

    # --- the limit ---

    def test_the_limit_itself_needs_a_comparison(self):
        """PUR-09: 4,999.99 passes; 5,000.00 and 5,000.01 do not."""
        for price in (5000, 5000.01):
            with self.subTest(price=price), self.assertRule("PUR-09"):
                self._order(1, price=price).button_confirm()
        order = self._order(1, price=4999.99)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_tax_counts(self):
        """PUR-09: 4,500 and 13 % are above the limit."""
        order = self._order(1, price=4500)
        order.order_line.tax_ids = self.tax
        with self.assertRule("PUR-09"):
            order.button_confirm()

    def test_foreign_currency_is_converted(self):
        """PUR-09."""
        currency = self.env["res.currency"].create({"name": "SXD", "symbol": "S"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 0.2, "name": "2020-01-01"}
        )
        self._order(1, price=999, currency_id=currency.id).button_confirm()
        self._value("same_need_days", "0")
        with self.assertRule("PUR-09"):
            self._order(1, price=1000, currency_id=currency.id).button_confirm()

    def test_the_hint_on_the_order(self):
        """PUR-09: the button shows from the limit on."""
        self.assertFalse(self._order(1, price=4999.99).sanbao_quotes_wanted)
        self.assertTrue(self._order(1, price=5000).sanbao_quotes_wanted)

    def test_orders_within_some_days_are_one_need(self):
        """PUR-09: two orders of 3,000 are 6,000."""
        first, second = self._order(30), self._order(30)
        first.button_confirm()
        with self.assertRule("PUR-09"):
            second.button_confirm()
        self._value("same_need_days", "0")
        second.button_confirm()

    def test_split_orders_confirmed_together_are_one_need(self):
        """PUR-09."""
        orders = self._order(30) | self._order(30)
        with self.assertRule("PUR-09"):
            orders.button_confirm()

    def test_other_goods_or_suppliers_are_another_need(self):
        """PUR-09."""
        self._order(30).button_confirm()
        self._order(30, partner_id=self.others[0].id).button_confirm()
        other = self._another_part()
        other.categ_id = self.env["product.category"].create({"name": "办公"})
        order = self._order(30)
        order.order_line.product_id = other
        order.order_line.price_unit = 100
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    # --- the comparison ---

    def test_an_order_by_its_comparison_passes(self):
        """PUR-09."""
        comparison = self._approved()
        order = self._order_by(comparison, 10)
        order.button_confirm()
        self.assertEqual(order.sanbao_accepted_comparison_id, comparison)
        self.assertEqual(comparison.state, "ordered")

    def test_a_comparison_that_is_not_approved(self):
        """PUR-09: draft, submitted, reopened, cancelled."""
        comparison = self._comparison(500, 510, 520)
        order = self._order_by(comparison, 10)
        with self.assertRule("PUR-09"):
            order.button_confirm()
        comparison.action_submit()
        with self.assertRule("PUR-09"):
            order.button_confirm()
        self._decide(comparison)
        comparison.reason = "另有原因"
        with self.assertRule("PUR-09"):
            order.button_confirm()
        comparison.action_submit()
        self._decide(comparison)
        comparison.action_cancel()
        with self.assertRule("PUR-09"):
            order.button_confirm()

    def _decide(self, comparison):
        comparison.with_user(self.manager)._sanbao_decide("approved", "ok")

    def test_another_supplier(self):
        """PUR-09."""
        order = self._order_by(self._approved(), 10, partner_id=self.others[0].id)
        with self.assertRule("PUR-09"):
            order.button_confirm()

    def test_a_branch_of_the_chosen_supplier(self):
        """PUR-09: the company was compared."""
        branch = self.env["res.partner"].create(
            {"name": "一分厂", "parent_id": self.supplier.id}
        )
        self._order_by(self._approved(), 10, partner_id=branch.id).button_confirm()

    def test_a_higher_price(self):
        """PUR-09: equal and lower prices pass, also by discount."""
        comparison = self._approved()
        order = self._order_by(comparison, 10, price=500.01)
        with self.assertRule("PUR-09"):
            order.button_confirm()
        order.order_line.write({"price_unit": 600, "discount": 20})
        order.button_confirm()
        with self.assertRule("PUR-09"):
            order.order_line.discount = 0
        with self.assertRule("PUR-09"):
            order.with_user(self.manager).order_line.price_unit = 700
        order.order_line.price_unit = 590

    def test_a_higher_tax(self):
        """PUR-09: what is paid is compared."""
        order = self._order_by(self._approved(), 10)
        order.order_line.tax_ids = self.tax
        with self.assertRule("PUR-09"):
            order.button_confirm()

    def test_more_than_was_compared(self):
        """PUR-09: over all orders of the comparison."""
        comparison = self._approved()
        order = self._order_by(comparison, 11)
        with self.assertRule("PUR-09"):
            order.button_confirm()
        order.order_line.product_qty = 6
        order.button_confirm()
        second = self._order_by(comparison, 5)
        with self.assertRule("PUR-09"):
            second.button_confirm()
        second.order_line.product_qty = 4
        second.button_confirm()
        with self.assertRule("PUR-09"):
            second.order_line.product_qty = 5

    def test_another_product(self):
        """PUR-09."""
        comparison = self._approved()
        order = self._order_by(comparison, 10)
        other = self._another_part()
        order.order_line = [
            Command.create({"product_id": other.id, "product_qty": 1, "price_unit": 1})
        ]
        with self.assertRule("PUR-09"):
            order.button_confirm()

    def test_freight_as_a_service_up_to_the_quoted_freight(self):
        """PUR-09."""
        comparison = self._comparison(500, 510, 520)
        comparison.chosen_quote_id.freight = 100
        self._approve(comparison)
        freight = self.env["product.product"].create(
            {
                "name": "运费",
                "type": "service",
                "supplier_taxes_id": [Command.clear()],
            }
        )
        order = self._order_by(comparison, 10)
        vals = {"product_id": freight.id, "product_qty": 1, "price_unit": 100.01}
        order.order_line = [Command.create(vals)]
        with self.assertRule("PUR-09"):
            order.button_confirm()
        order.order_line[1].price_unit = 100
        order.button_confirm()

    def test_an_expired_choice(self):
        """PUR-09: on confirmation; later changes of the order do not need it again."""
        comparison = self._comparison(500, 510, 520)
        today = company_today(self.company)
        comparison.quote_ids.valid_until = today
        self._approve(comparison)
        order, late = self._order_by(comparison, 5), self._order_by(comparison, 5)
        order.button_confirm()
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.env.invalidate_all()
            order.order_line.product_qty = 4
            with self.assertRule("PUR-09"):
                late.button_confirm()

    def test_a_small_comparison_does_not_serve_a_large_order(self):
        """PUR-09: one quotation for 4,000 is not enough for 8,000 in two orders."""
        small = self._approved(400)
        self._order(40).button_confirm()
        order = self._order_by(small, 10, price=400)
        with self.assertRule("PUR-09"):
            order.button_confirm()

    # --- ways around ---

    def test_every_way_to_confirm(self):
        """PUR-09."""
        order = self._order(10, price=600)
        for way in (
            order.button_confirm,
            order.button_approve,
            lambda: order.with_user(self.manager).write({"state": "purchase"}),
            lambda: order.sudo().write({"state": "purchase"}),
            lambda: order.copy({"state": "purchase"}),
            lambda: self._order(10, price=600, state="purchase"),
        ):
            with self.assertRule("PUR-09"):
                way()

    def test_a_copy_has_no_comparison(self):
        """PUR-09."""
        order = self._order_by(self._approved(), 10)
        order.button_confirm()
        copied = order.copy()
        self.assertFalse(copied.sanbao_comparison_id)
        self.assertFalse(copied.sanbao_accepted_comparison_id)
        with self.assertRule("PUR-09"):
            copied.button_confirm()

    def test_taking_the_comparison_off_a_confirmed_order(self):
        """PUR-09."""
        order = self._order_by(self._approved(), 10)
        order.button_confirm()
        with self.assertRule("PUR-09"):
            order.sanbao_comparison_id = False

    def test_growing_after_confirmation(self):
        """PUR-09: lines, quantity, price, currency, supplier."""
        order = self._order(10, price=400)
        order.button_confirm()
        for change in (
            {"order_line": [Command.update(order.order_line.id, {"product_qty": 20})]},
            {"order_line": [Command.update(order.order_line.id, {"price_unit": 500})]},
            {
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.part.id,
                            "product_qty": 10,
                            "price_unit": 100,
                        }
                    )
                ]
            },
        ):
            with self.subTest(change=change), self.assertRule("PUR-09"):
                order.write(change)

    def test_merged_requests(self):
        """PUR-09: merging adds up."""
        orders = self._order(30) | self._order(30)
        orders.action_merge()
        merged = orders.filtered(lambda order: order.state == "draft")
        with self.assertRule("PUR-09"):
            merged.button_confirm()

    def test_a_used_comparison_stays(self):
        """PUR-09: neither changed nor cancelled."""
        comparison = self._approved()
        self._order_by(comparison, 5).button_confirm()
        for change in (
            lambda: comparison.price_ids.write({"price_unit": 900}),
            lambda: comparison.write({"reason": "另有原因"}),
            comparison.action_cancel,
        ):
            with self.assertRaises(UserError):
                change()

    def test_what_an_order_passed_by_is_not_written(self):
        """PUR-09, PUR-10."""
        comparison = self._comparison(500, 510, 520)
        order = self._order(10, price=500)
        for vals in (
            {"sanbao_accepted_comparison_id": comparison.id},
            {"sanbao_quality_passed_id": self.supplier.id},
        ):
            with self.assertRaises(AccessError):
                order.write(vals)
            with self.assertRaises(AccessError):
                self._order(10, **vals)
        made = order.with_context(
            default_sanbao_quality_passed_id=self.supplier.id
        ).create({"partner_id": self.supplier.id})
        self.assertFalse(made.sanbao_quality_passed_id)

    def test_the_rule_can_be_switched_off(self):
        self._only_rules()
        self._order(10, price=900).button_confirm()
