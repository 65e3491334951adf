from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .release_common import ReleaseCommon


@tagged("post_install", "-at_install")
class TestReleaseEscapes(ApprovalEscapes, ReleaseCommon):
    """SAL-39: nobody gets past the deputy general manager by a trick."""

    def _escape_document(self):
        return self._release()

    def _escape_header_change(self):
        return {"quantity": 4}

    def _escape_outsiders(self, document):
        return document.env.user | self.inspector | self.head | self.keeper

    def test_escape_write_what_the_engine_wrote(self):
        release = self._escape_approved()
        for values in (
            {"inspection_id": False},
            {"shipped_qty": 5},
            {"tested_at": "2020-01-01 00:00:00"},
            {"result_sent_at": "2020-01-01 00:00:00"},
            {"risk_level": "low"},
        ):
            with self.subTest(values=values):
                self._refused(release.write, values)

    def test_escape_other_lot_after_approval(self):
        release = self._escape_approved()
        other = self._lot("B-3", self.tested, 20, self.pending)
        release.lot_id = other
        self._assert_not_through(release)
        self.assertFalse(release._covering(release.sudo().picking_id.move_ids, other))
