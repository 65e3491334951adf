from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import QuotationCommon


@tagged("post_install", "-at_install")
class TestQualityChain(QuotationCommon):
    """PUR-08, PUR-10: from the goods of a period to who must approve a comparison.

    Nothing is told here: the scores come from receipts, by the evaluation that the
    purchase manager closes.
    """

    def setUp(self):
        # Without the scores that QuotationCommon tells.
        super(QuotationCommon, self).setUp()
        suppliers = self.env["sanbao.supplier"]
        self.dossier = suppliers._ensure(self.supplier, self.company)
        self.today = company_today(self.company)

    def _goods(self, quantity, days_ago, good=True):
        """Goods that came so many days ago; bad ones too late, and all went back."""
        day = self.today - timedelta(days=days_ago)
        order = self._order(quantity, price=1).sudo()
        order.button_confirm()
        move = order.picking_ids.move_ids
        self._done(move, day)
        order.order_line.date_planned = day if good else day - timedelta(days=3)
        if not good:
            back = {
                "location_id": move.location_dest_id.id,
                "location_dest_id": move.location_id.id,
                "origin_returned_move_id": move.id,
                "picking_id": False,
            }
            move = move.copy(back)
            move._action_confirm(merge=False)
            self._done(move, day)

    def _done(self, move, day):
        move.quantity = move.product_uom_qty
        move.picked = True
        move._action_done()
        move.date = f"{day} 04:00:00"

    def _evaluated(self, first, last):
        """The evaluation of these days (ago), closed by the purchase manager."""
        period = (self.today - timedelta(days=first), self.today - timedelta(days=last))
        evaluation = self.env["sanbao.supplier.evaluation"]._open_for(
            self.dossier, period
        )
        evaluation.with_user(self.manager).action_close()
        return evaluation

    def _steps(self, comparison):
        return comparison.sudo().review_ids.reviewer_group_id

    def test_the_cheapest_has_a_low_score(self):
        """PUR-10: quality control approves, too; the score is that of the records."""
        self._goods(10, days_ago=8, good=False)
        evaluation = self._evaluated(10, 6)
        # Performance 0 of weight 25, delivery 0 of 20; 100 of the other 45.
        self.assertEqual((evaluation.score_total, evaluation.standing), (50, "poor"))

        comparison = self._comparison(500, 510, 520)
        quote = comparison.chosen_quote_id
        self.assertEqual((quote.partner_id, quote.rank), (self.supplier, 1))
        self.assertEqual((quote.quality_score, quote.quality_state), (50, "low"))
        self.assertIn("50", comparison.quality_warning)
        self.assertIn(self.others[0].name, comparison.quality_warning)
        with self.assertRule("PUR-10"), self.env.cr.savepoint():
            comparison.action_submit()
        comparison.quality_reason = "停机待件,到货逐件检验"
        order = self._order_by(comparison, 10)
        comparison.action_submit()
        quality = self.env.ref("sanbao_base.group_qc")
        self.assertIn(quality, self._steps(comparison))
        comparison.with_user(self.manager)._sanbao_decide("approved", "ok")
        with self.assertRule("PUR-09"), self.env.cr.savepoint():
            order.button_confirm()
        self.assertEqual(comparison.state, "submitted")
        comparison.with_user(self.inspector)._sanbao_decide("approved", "ok")
        self.assertEqual(comparison.state, "approved")
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_without_a_comparison_the_order_says_the_score(self):
        """PUR-10."""
        self._goods(10, days_ago=8, good=False)
        self._evaluated(10, 6)
        with self.assertRaisesRegex(Exception, r"(?s)^PUR-10 .* is 50, "):
            self._order(1).button_confirm()

    def test_a_supplier_without_a_low_score_needs_the_manager_only(self):
        """PUR-10."""
        self._goods(10, days_ago=8, good=False)
        self._evaluated(10, 6)
        comparison = self._comparison(500, 510, 520, choose=1)
        comparison.action_submit()
        manager = self.env.ref("sanbao_base.group_pm")
        self.assertEqual(self._steps(comparison), manager)

    def test_a_better_period_ends_it(self):
        """PUR-08, PUR-10: the latest closed evaluation counts, in open comparisons too."""
        self._goods(10, days_ago=8, good=False)
        self._goods(10, days_ago=3)
        self._evaluated(10, 6)
        comparison = self._comparison(500, 510, 520)
        self.assertTrue(comparison.quality_low)
        self.assertEqual(self._evaluated(5, 1).score_total, 100)
        comparison.action_submit()
        self.assertFalse(comparison.quality_low)
        self.assertEqual(comparison.chosen_quote_id.quality_score, 100)
        manager = self.env.ref("sanbao_base.group_pm")
        self.assertEqual(self._steps(comparison), manager)
