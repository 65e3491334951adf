from odoo.tests import tagged

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestQualityGate(QuotationCommon):
    """PUR-10: quality is not given up for price, whatever the price."""

    def test_the_mark_itself_passes(self):
        """PUR-10: 69.99 is refused; 70 and 70.01 pass, however small the order."""
        for score in (70.0, 70.01):
            self.scores[self.supplier] = score
            self._order(1).button_confirm()
        self.scores[self.supplier] = 69.99
        with self.assertRule("PUR-10"):
            self._order(1).button_confirm()

    def test_no_data(self):
        """PUR-10: by the parameter."""
        self._order(1).button_confirm()
        parameter = self.env["sanbao.parameter"].search(
            [("code", "=", "quality_no_data")]
        )
        parameter.value = "low"
        with self.assertRule("PUR-10"):
            self._order(1).button_confirm()

    def test_the_score_of_the_company_counts_for_its_branches(self):
        """PUR-10."""
        self.scores[self.supplier] = 50.0
        branch = self.env["res.partner"].create(
            {"name": "一分厂", "parent_id": self.supplier.id}
        )
        with self.assertRule("PUR-10"):
            self._order(1, partner_id=branch.id).button_confirm()

    def test_purchase_manager_and_quality_control_let_it_pass(self):
        """PUR-10: with one quotation where the need is small."""
        self.scores[self.supplier] = 50.0
        comparison = self._comparison(100, quality_reason="急用")
        self._approve(comparison, self.manager, self.inspector)
        order = self._order_by(comparison, 10, price=100)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_an_approval_from_before_the_fall_is_not_enough(self):
        """PUR-10."""
        self.scores[self.supplier] = 80.0
        comparison = self._approved()
        order = self._order_by(comparison, 10)
        self.scores[self.supplier] = 60.0
        with self.assertRule("PUR-10"):
            order.button_confirm()

    def test_a_placed_order_may_change_after_the_fall(self):
        """PUR-10: but not to another supplier under the mark."""
        order = self._order(10)
        order.button_confirm()
        self.scores.update({self.supplier: 60.0, self.others[0]: 60.0})
        order.order_line.product_qty = 5
        with self.assertRule("PUR-10"):
            order.with_user(self.manager).partner_id = self.others[0]

    def test_every_way_to_confirm(self):
        """PUR-10."""
        self.scores[self.supplier] = 50.0
        order = self._order(1)
        for way in (
            order.button_confirm,
            order.button_approve,
            lambda: order.sudo().write({"state": "purchase"}),
            lambda: order.copy({"state": "purchase"}),
        ):
            with self.assertRule("PUR-10"):
                way()
