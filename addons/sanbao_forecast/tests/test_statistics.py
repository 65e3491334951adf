import doctest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.sanbao_forecast import periods, statistics

quantities = st.integers(min_value=0, max_value=500)
histories = st.lists(quantities, max_size=36)
# The clock of a busy machine is no property of the functions.
slowly = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
short = st.lists(quantities, min_size=1, max_size=statistics.FEW_MONTHS - 1)


@tagged("post_install", "-at_install")
class TestStatistics(BaseCase):
    """PUR-12: what the history says, and when it says nothing."""

    def test_examples_hold(self):
        for module in (statistics, periods):
            with self.subTest(module=module.__name__):
                failed, tried = doctest.testmod(module)
                self.assertTrue(tried)
                self.assertFalse(failed)

    @slowly
    @given(histories, st.integers(1, 3), st.integers(1, 3))
    def test_never_below_zero_and_inside_its_range(self, history, ahead, length):
        proposal = statistics.propose(history, ahead, length)
        self.assertGreaterEqual(proposal.quantity, 0)
        self.assertGreaterEqual(proposal.low, 0)
        self.assertLessEqual(proposal.low, proposal.quantity)
        self.assertGreaterEqual(proposal.high, proposal.quantity)

    @slowly
    @given(st.lists(st.just(0), max_size=40))
    def test_nothing_needed_is_no_data(self, history):
        self.assertEqual(statistics.propose(history), statistics.NO_DATA)

    @slowly
    @given(short)
    def test_few_months_are_averaged(self, history):
        months = statistics.since_first(history)
        proposal = statistics.propose(history)
        if months:
            self.assertEqual(proposal.method, statistics.AVERAGE)
            self.assertAlmostEqual(proposal.quantity, sum(months) / len(months))

    @slowly
    @given(
        st.lists(st.sampled_from([0, 0, 0, 1, 4]), min_size=12, max_size=36),
        st.integers(2, 50),
    )
    def test_intermittent_demand_scales_with_its_quantities(self, history, factor):
        one = statistics.propose(history)
        many = statistics.propose([factor * quantity for quantity in history])
        if one.method == statistics.TSB:
            self.assertAlmostEqual(many.quantity, factor * one.quantity, 4)

    @slowly
    @given(histories, st.integers(1, 12))
    def test_zeros_before_the_first_demand_change_nothing(self, history, zeros):
        longer = [0] * zeros + list(history)
        self.assertEqual(
            statistics.method_for(statistics.since_first(longer)),
            statistics.method_for(statistics.since_first(history)),
        )

    def test_a_season_is_seen(self):
        history = [2, 2, 2, 2, 2, 20, 20, 2, 2, 2, 2, 2] * 3
        # Six months after the last December is the June of the season.
        self.assertAlmostEqual(statistics.propose(history, 6).quantity, 20, delta=1)
        self.assertAlmostEqual(statistics.propose(history, 1).quantity, 2, delta=1)

    def test_a_dying_part_is_not_kept_alive(self):
        history = [3, 0, 4, 3, 0, 3, 5, 0, 3, 4, 0, 3] + [0] * 12
        self.assertLess(statistics.propose(history).quantity, 0.3)

    @slowly
    @given(st.lists(st.tuples(quantities, quantities), min_size=1, max_size=20))
    def test_error_is_at_least_the_bias(self, pairs):
        error, bias = statistics.wape(pairs)
        if error is not None:
            self.assertGreaterEqual(error + 1e-9, abs(bias))

    @slowly
    @given(quantities, st.integers(1, 100), st.integers(1, 400))
    def test_more_stock_never_ends_overstock(self, on_hand, monthly, limit):
        before = statistics.is_overstock(on_hand, monthly, limit)
        after = statistics.is_overstock(on_hand + 1, monthly, limit)
        self.assertTrue(after or not before)

    def test_overstock_begins_above_the_limit(self):
        """PUR-13: 179, 180 and 181 days of cover."""
        for days, expected in ((179, False), (180, False), (181, True)):
            with self.subTest(days=days):
                found = statistics.is_overstock(days, 30, 180)
                self.assertEqual(found, expected)
