from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import TrackingCommon


@tagged("post_install", "-at_install")
class TestBreachEscapes(ApprovalEscapes, TrackingCommon):
    """PUR-22: a claim cannot get past the lawyer by a trick."""

    def setUp(self):
        super().setUp()
        self.order = self._confirmed(10, 20)

    def _escape_document(self):
        return self._breach(order=self.order, measure="claim", claim_amount=50000)

    def _escape_header_change(self):
        return {"claim_amount": 90000}

    def _escape_line_change(self):
        return "line_ids", {"quantity": 900}

    def _escape_approved(self):
        document = super()._escape_approved()
        # To drop it is to say why.
        document.result_note = "测试"
        return document

    def _escape_outsiders(self, document):
        return document.env.user | self.manager | self.keeper

    def test_escape_lower_claim_after_submission(self):
        breach = self._escape_submitted()
        breach.claim_amount = 100
        self._assert_not_through(breach)

    def test_escape_computed_claim(self):
        breach = self._escape_document()
        self._refused(breach.write, {"claim_amount_company": 1})
        self._refused(breach.write, {"closed_at": "2020-01-01 00:00:00"})
        self._refused(breach.write, {"is_proposal": True})
