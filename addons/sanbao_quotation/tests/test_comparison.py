from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestComparison(QuotationCommon):
    """Quotations are compared, ranked, chosen and approved."""

    def test_there_is_a_price_for_each_supplier_and_need(self):
        comparison = self._comparison(500, 510)
        self.assertEqual(len(comparison.price_ids), 2)
        another = self._another_part()
        comparison.line_ids = [Command.create({"product_id": another.id})]
        self.assertEqual(len(comparison.price_ids), 4)
        self.assertFalse(comparison.quote_ids.filtered("is_complete"))
        comparison.line_ids[-1:].unlink()
        self.assertEqual(len(comparison.price_ids), 2)
        self.assertTrue(all(comparison.quote_ids.mapped("is_complete")))

    def test_complete_quotations_are_ranked_by_total_cost(self):
        """PUR-09: freight and payment terms count, not the price alone."""
        comparison = self._comparison(500, 510, 520, 0)
        first, second, third, empty = (
            self._quote(comparison, partner) for partner in self.supplier | self.others
        )
        self.assertEqual([first.rank, second.rank, third.rank], [1, 2, 3])
        self.assertEqual(empty.rank, 0)
        first.freight = 500
        self.assertEqual([second.rank, third.rank, first.rank], [1, 2, 3])
        third.payment_term_id = self.env["account.payment.term"].create(
            {
                "name": "月结90天",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 90}
                    )
                ],
            }
        )
        self.assertEqual(third.credit_days, 90)
        # 5,200 × 6 % × 90 / 365
        self.assertEqual(third.credit_value, 76.93)
        self.assertEqual(third.total_cost, 5123.07)
        third.price_ids.price_unit = 515
        self.assertEqual(third.rank, 1)

    def test_a_payment_in_parts_gives_the_average_days(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "预付30%,余款60天",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 30, "nb_days": 0}
                    ),
                    Command.create(
                        {"value": "percent", "value_amount": 70, "nb_days": 60}
                    ),
                ],
            }
        )
        comparison = self._comparison(500)
        comparison.quote_ids.payment_term_id = term
        self.assertEqual(comparison.quote_ids.credit_days, 42)

    def test_foreign_currency_and_taxes_are_comparable(self):
        company_currency = self.company.currency_id
        dollar = self.env["res.currency"].create({"name": "SXD", "symbol": "S"})
        comparison = self._comparison(100, 600)
        quote = self._quote(comparison, self.supplier)
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 0.2, "name": quote.date}
        )
        quote.currency_id = dollar
        quote.price_ids.tax_ids = self.tax
        self.assertEqual(quote.amount_untaxed, 1000)
        self.assertEqual(quote.amount_tax, 130)
        self.assertEqual(quote.total_cost, company_currency.round(1130 / 0.2))

    def test_submission_needs_the_number_of_suppliers(self):
        """PUR-09: two are refused, three pass; branches of one company are one."""
        comparison = self._comparison(500, 510)
        self.assertEqual(comparison.quotes_missing, 1)
        with self.assertRule("PUR-09"):
            comparison.action_submit()
        branch = self.env["res.partner"].create(
            {"name": "一分厂", "parent_id": self.supplier.id}
        )
        comparison.quote_ids = [Command.create({"partner_id": branch.id})]
        comparison.price_ids.filtered(lambda p: not p.price_unit).price_unit = 515
        with self.assertRule("PUR-09"):
            comparison.action_submit()
        comparison.quote_ids = [Command.create({"partner_id": self.others[1].id})]
        with self.assertRule("PUR-09"):
            comparison.action_submit()
        comparison.price_ids.filtered(lambda p: not p.price_unit).price_unit = 525
        comparison.action_submit()
        self.assertEqual(comparison.counted_quotes, 3)

    def test_a_quotation_without_a_date_is_valid_for_some_days(self):
        """PUR-09: as many as the parameter says."""
        parameters = self.env["sanbao.parameter"]
        parameters.search([("code", "=", "quote_validity_days")]).value = "45"
        quotes = self.env["sanbao.quotation"]
        until = quotes.default_get(["valid_until"])["valid_until"]
        self.assertEqual(
            fields.Date.to_date(until),
            company_today(self.env.company) + timedelta(days=45),
        )

    def test_an_expired_quotation_does_not_count(self):
        """PUR-09: valid through its last day."""
        comparison = self._comparison(500, 510, 520)
        today = company_today(self.company)
        last = self._quote(comparison, self.others[1])
        last.valid_until = today - timedelta(days=1)
        self.assertTrue(last.is_expired)
        with self.assertRule("PUR-09"):
            comparison.action_submit()
        last.valid_until = today
        comparison.action_submit()

    def test_a_small_need_may_have_one_quotation(self):
        """PUR-09: 4,999.99 is small, 5,000.00 is not."""
        small = self._comparison(4999.99, quantity=1)
        small.action_submit()
        self.assertEqual(small.state, "submitted")
        limit = self._comparison(5000, quantity=1)
        with self.assertRule("PUR-09"):
            limit.action_submit()

    def test_fewer_suppliers_need_an_exception_that_the_dgm_approves(self):
        """PUR-09: a sole source is recorded and approved."""
        comparison = self._comparison(500, exception="sole_source")
        with self.assertRule("PUR-09"):
            comparison.action_submit()
        comparison.exception_reason = "专利产品,只有一家生产"
        comparison.action_submit()
        comparison.with_user(self.manager)._sanbao_decide("approved", "ok")
        self.assertEqual(comparison.state, "submitted")
        comparison.with_user(self.dgm)._sanbao_decide("approved", "ok")
        self.assertTrue(comparison._is_approved())

    def test_choice_and_reason_are_required(self):
        """PUR-09: recommendation and reason (F45)."""
        comparison = self._comparison(500, 510, 520, choose=None)
        with self.assertRule("PUR-09"):
            comparison.action_submit()
        comparison.chosen_quote_id = comparison.quote_ids[0]
        comparison.reason = " "
        with self.assertRule("PUR-09"):
            comparison.action_submit()
        comparison.reason = "价低"
        comparison.action_submit()

    def test_a_product_is_listed_once(self):
        """PUR-09: else the dearer of two prices could be ordered."""
        comparison = self._comparison(500, 510, 520)
        comparison.line_ids = [Command.create({"product_id": self.part.id})]
        comparison.price_ids.filtered(lambda p: not p.price_unit).price_unit = 900
        with self.assertRule("PUR-09"):
            comparison.action_submit()

    def test_a_low_score_needs_a_reason_and_quality_control(self):
        """PUR-10: 69.9 is under the mark, 70 is not."""
        self.scores[self.supplier] = 70.0
        comparison = self._comparison(500, 510, 520)
        comparison.action_submit()
        self.assertFalse(comparison.quality_low)
        comparison.action_withdraw()
        self.scores[self.supplier] = 69.9
        with self.assertRule("PUR-10"):
            comparison.action_submit()
        comparison.quality_reason = "现货,急用,加严检验"
        comparison.action_submit()
        groups = comparison.sudo().review_ids.definition_id.reviewer_group_id
        self.assertEqual(
            groups,
            self.env.ref("sanbao_base.group_pm") | self.env.ref("sanbao_base.group_qc"),
        )
        self._decide(comparison, self.manager)
        self.assertEqual(comparison.state, "submitted")
        self._decide(comparison, self.inspector)
        self.assertEqual(comparison.state, "approved")

    def _decide(self, comparison, user):
        comparison.with_user(user)._sanbao_decide("approved", "ok")

    def test_no_data_counts_as_the_parameter_says(self):
        """PUR-10: a supplier without a score passes, unless the company wants not."""
        comparison = self._comparison(500, 510, 520)
        comparison.action_submit()
        self.assertFalse(comparison.quality_low)
        comparison.action_withdraw()
        parameter = self.env["sanbao.parameter"].search(
            [("code", "=", "quality_no_data")]
        )
        parameter.value = "low"
        with self.assertRule("PUR-10"):
            comparison.action_submit()

    def test_the_cheapest_with_a_low_score_is_named_with_better_ones(self):
        """PUR-10."""
        self.scores.update({self.supplier: 60.0, self.others[0]: 88.0})
        comparison = self._comparison(500, 510, 520, choose=1)
        self.assertIn(self.supplier.name, comparison.quality_warning)
        self.assertIn(self.others[0].name, comparison.quality_warning)
        self.scores[self.supplier] = 75.0
        self.assertFalse(self._comparison(500, 510, 520).quality_warning)

    def test_the_chosen_prices_become_prices_of_the_products(self):
        """PUR-09: as long as the approval holds."""
        comparison = self._approved()
        info = self.part.seller_ids
        self.assertEqual(info.partner_id, self.supplier)
        self.assertEqual(info.price, 500)
        self.assertEqual(info.date_end, comparison.chosen_quote_id.valid_until)
        comparison.reason = "另有原因"
        self.assertFalse(self.part.seller_ids)

    def test_requests_for_quotation_are_taken_over(self):
        orders = self._order(10, price=500)
        for supplier, price in zip(self.others, (490, 510), strict=False):
            orders |= self._order(10, price=price, partner_id=supplier.id)
        action = orders.action_sanbao_compare()
        comparison = self.env["sanbao.quotation.comparison"].browse(action["res_id"])
        self.assertEqual(comparison.line_ids.quantity, 10)
        self.assertEqual(len(comparison.quote_ids), 3)
        cheapest = comparison.quote_ids.filtered(lambda quote: quote.rank == 1)
        self.assertEqual(cheapest.partner_id, self.others[0])
        self.assertEqual(cheapest.price_ids.price_unit, 490)
        self.assertEqual(orders.action_sanbao_compare()["res_id"], comparison.id)
        comparison = comparison.with_user(self.buyer)
        comparison.reason = "价低"
        cheapest.with_user(self.buyer).action_choose()
        self._approve(comparison)
        action = comparison.action_create_order()
        self.assertEqual(action["res_id"], cheapest.order_id.id)

    def test_the_order_is_made_once(self):
        comparison = self._approved()
        action = comparison.action_create_order()
        order = self.env["purchase.order"].browse(action["res_id"])
        self.assertEqual(order.partner_id, self.supplier)
        self.assertEqual(order.order_line.price_unit, 500)
        self.assertEqual(order.order_line.product_qty, 10)
        self.assertEqual(comparison.action_create_order()["res_id"], order.id)
        self.assertTrue(comparison.can_order)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertEqual(comparison.state, "ordered")
        self.assertFalse(comparison.can_order)
        with self.assertRaisesRegex(Exception, comparison.name):
            comparison.action_create_order()
