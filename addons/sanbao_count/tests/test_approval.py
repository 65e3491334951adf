from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestApproval(CountCommon):
    """STK-20: who approves follows from the value and the tolerance."""

    def _lay_out(self, value):
        """So much more lies there that the tolerance plays no part."""
        big = self._product("整车", value)
        self._put(1, big)

    def _count_all(self, change):
        """Everything is counted; of the part on the shelf so many more (less)."""
        self._set("count_check_above", "1000000")
        self._put(1000)
        count = self._count()
        for line in count.line_ids:
            line.counted_quantity = line.book_quantity
        self._enter(count, 1000 + change)
        count.action_hand_in()
        difference = self._explain(count.difference_id.with_user(self.keeper))
        difference.action_submit()
        return difference

    def _people(self, difference):
        reviews = difference.sudo().review_ids.sorted("sequence")
        return [review.reviewer_ids for review in reviews]

    def test_the_limit_of_the_deputy(self):
        """STK-20: 499.90, 500, 500.10; a surplus counts as well."""
        self._lay_out(10**7)
        for change, deputy in ((-49.99, False), (-50, False), (-50.01, True)):
            with self.subTest(change), self.env.cr.savepoint() as savepoint:
                expected = [self.head] + ([self.dgm] if deputy else [])
                self.assertEqual(self._people(self._count_all(change)), expected)
                savepoint.rollback()
        for change, deputy in ((50, False), (50.01, True)):
            with self.subTest(change), self.env.cr.savepoint() as savepoint:
                expected = [self.head] + ([self.dgm] if deputy else [])
                self.assertEqual(self._people(self._count_all(change)), expected)
                savepoint.rollback()

    def test_the_limit_of_the_general_manager(self):
        """STK-20: 4,999.90, 5,000, 5,000.10."""
        self._lay_out(10**8)
        for change, general in ((-499.99, False), (-500, False), (-500.01, True)):
            with self.subTest(change), self.env.cr.savepoint() as savepoint:
                expected = [self.head, self.dgm] + ([self.gm] if general else [])
                self.assertEqual(self._people(self._count_all(change)), expected)
                savepoint.rollback()

    def test_the_tolerance_for_losses(self):
        """STK-20: of 10,000 in the book 0.4, 0.5 and 0.6 per cent are missing."""
        for change, deputy in ((-4, False), (-5, False), (-6, True)):
            with self.subTest(change), self.env.cr.savepoint() as savepoint:
                expected = [self.head] + ([self.dgm] if deputy else [])
                self.assertEqual(self._people(self._count_all(change)), expected)
                savepoint.rollback()

    def test_a_surplus_is_no_loss(self):
        """STK-20."""
        difference = self._count_all(40)
        self.assertEqual((difference.loss_rate, difference.amount_total), (0, 400))
        self.assertEqual(self._people(difference), [self.head])

    def test_shortages_and_surpluses_do_not_cancel(self):
        """STK-20."""
        self._lay_out(10**7)
        difference = self._found(-30, 30)
        self.assertEqual((difference.amount_total, difference.amount_loss), (600, 300))

    def test_limits_are_parameters(self):
        """STK-20."""
        self._lay_out(10**7)
        self._set("count_diff_dgm_above", "10")
        self._set("count_diff_gm_above", "15")
        self._set("count_loss_tolerance", "0")
        self.assertEqual(
            self._people(self._count_all(-2)), [self.head, self.dgm, self.gm]
        )

    def test_the_tolerance_is_a_parameter(self):
        """STK-20: count_loss_tolerance."""
        self._set("count_loss_tolerance", "1")
        self.assertEqual(self._people(self._count_all(-10)), [self.head])

    def test_goods_of_no_book_value_are_beyond_any_tolerance(self):
        """STK-20."""
        difference = self._found(-100)
        self.assertEqual(difference.loss_rate, 100)

    def test_without_a_head_the_deputy_decides(self):
        """STK-20."""
        self.warehouse.sanbao_head_id = False
        self.assertEqual(self._people(self._count_all(-1)), [self.dgm])

    def test_who_submits_does_not_approve(self):
        """STK-20: the head who explained leaves it to the deputy."""
        self.warehouse.sanbao_head_id = self.keeper
        self.assertEqual(self._people(self._count_all(-1)), [self.dgm])

    def test_shortages_among_held_goods_go_to_the_deputy(self):
        """STK-20, STK-02."""
        zone = self.warehouse.sanbao_nonconforming_location_id
        self._put(1000, location=zone)
        count = self._count(location_ids=zone.ids)
        count.line_ids.counted_quantity = 999
        count.action_hand_in()
        difference = self._explain(count.difference_id.with_user(self.keeper))
        difference.action_submit()
        self.assertEqual(self._people(difference), [self.dgm])

    def test_posted_only_when_everybody_has_approved(self):
        """STK-20."""
        self._lay_out(10**7)
        difference = self._count_all(-60)
        with self.assertRaises(UserError):
            difference.action_post()
        difference.with_user(self.head)._validate_tier()
        with self.assertRaises(UserError):
            difference.action_post()
        difference.with_user(self.dgm)._validate_tier()
        difference.invalidate_recordset()
        difference.action_post()
        self.assertEqual((difference.state, self._on_hand()), ("posted", 940))

    def test_a_changed_explanation_is_approved_anew(self):
        """STK-20."""
        difference = self._count_all(-1)
        difference.with_user(self.head)._validate_tier()
        difference.line_ids.explanation = "改口"
        self.assertEqual(difference.state, "draft")
        with self.assertRaises(UserError):
            difference.action_post()
