import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.sanbao_release import balance, risk

quantities = st.integers(min_value=0, max_value=10**6)
slowly = settings(max_examples=100, deadline=None)


@tagged("post_install", "-at_install")
class TestBalance(BaseCase):
    """SAL-42: delivered = recovered + used up + explained + still open."""

    def test_examples_hold(self):
        for module in (balance, risk):
            with self.subTest(module=module.__name__):
                failed, tried = doctest.testmod(module)
                self.assertTrue(tried)
                self.assertFalse(failed)

    @slowly
    @given(quantities, quantities, quantities, quantities)
    def test_nothing_is_lost(self, delivered, recovered, used, explained):
        """SAL-42."""
        left = balance.open_quantity(delivered, recovered, used, explained)
        self.assertEqual(delivered, recovered + used + explained + left)

    @slowly
    @given(quantities, st.integers(0, 100))
    def test_the_rate_is_a_share(self, delivered, percent):
        """SAL-42."""
        rate = balance.recovery_rate(delivered, delivered * percent / 100)
        self.assertTrue(0 <= rate <= 100)
        if delivered:
            self.assertAlmostEqual(rate, percent, places=6)

    @slowly
    @given(st.sampled_from(risk.LEVELS), st.sampled_from(risk.LEVELS))
    def test_a_risk_lies_between_its_parts(self, likelihood, severity):
        """SAL-39."""
        parts = sorted(map(risk.LEVELS.index, (likelihood, severity)))
        level = risk.LEVELS.index(risk.risk_level(likelihood, severity))
        self.assertTrue(parts[0] <= level <= parts[1])
        self.assertEqual(
            risk.risk_level(likelihood, severity), risk.risk_level(severity, likelihood)
        )
