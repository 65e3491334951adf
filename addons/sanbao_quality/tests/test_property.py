from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import QualityCommon

# For each verdict: how much of what is left is accepted and rejected, in percent.
SHARES = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=4
)


@tagged("post_install", "-at_install")
class TestProperty(QualityCommon):
    """Whatever verdicts are taken: received = accepted + rejected + pending."""

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(quantity=st.integers(1, 40), bad=st.integers(0, 40), shares=SHARES)
    def test_received_is_accepted_and_rejected_and_pending(self, quantity, bad, shares):
        """QLT-10, STK-11: after each verdict, and the goods lie where it says."""
        with self.env.cr.savepoint() as savepoint:
            self._check(quantity, min(bad, quantity), shares)
            savepoint.rollback()
            self.env.invalidate_all()

    def _check(self, quantity, bad, shares):
        picking = self._picking((self.inspected, quantity))
        if bad:
            picking.move_line_ids.write(
                {
                    "sanbao_spec_check": "ok",
                    "sanbao_look_check": "bad",
                    "sanbao_bad_qty": bad,
                    "sanbao_check_note": "破损",
                }
            )
        picking.action_sanbao_check_all_ok()
        self._validate(picking)
        self._assert_balance(picking, quantity, bad)
        for accepted_share, rejected_share in shares:
            waiting = self._found(picking).filtered(lambda i: i.state == "ready")
            if not waiting:
                break
            left = waiting.sanbao_quantity
            accepted = left * accepted_share // 100
            rejected = (left - accepted) * rejected_share // 100
            if not accepted + rejected:
                continue
            self._decide(waiting, accepted, rejected)
            self._assert_balance(picking, quantity, bad)

    def _found(self, picking):
        return picking.sudo().sanbao_inspection_ids.with_user(self.inspector)

    def _assert_balance(self, picking, quantity, bad):
        found = self._found(picking)
        accepted = sum(found.mapped("sanbao_accepted_qty"))
        rejected = sum(found.mapped("sanbao_rejected_qty"))
        pending = sum(found.mapped("sanbao_pending_qty"))
        self.assertEqual(accepted + rejected + pending + bad, quantity)
        self.assertEqual(
            self._on_hand(self.nonconforming, self.inspected), rejected + bad
        )
        self.assertEqual(
            self._on_hand(self.pending, self.inspected), accepted + pending
        )
        self.assertEqual(picking.move_ids.sanbao_rejected_qty, rejected + bad)
