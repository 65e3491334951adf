from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes

from .common import RecallCommon


@tagged("post_install", "-at_install")
class TestRecallEscapes(ApprovalEscapes, RecallCommon):
    """SAL-42: a recall is not closed by a trick."""

    def setUp(self):
        super().setUp()
        self._delivery(self.lot, 10)

    def _escape_document(self):
        recall = self._recall(disposition="scrap")
        recall.line_ids.used_qty = 10
        return recall

    def _escape_header_change(self):
        return {"cost": 90000}

    def _escape_line_change(self):
        return "line_ids", {"used_qty": 3}

    def _escape_approved(self):
        recall = super()._escape_approved()
        # To give it up is to say why.
        recall.sudo().cancel_reason = "测试"
        self.assertTrue(recall._is_approved())
        return recall

    def _escape_outsiders(self, document):
        return document.env.user | self.head | self.keeper

    def test_escape_write_what_the_engine_wrote(self):
        recall = self._escape_document()
        for values in (
            {"held_lot_ids": False},
            {"inspection_id": False},
            {"searched_at": False},
            {"action_id": False},
            {"nonconformity_id": False},
        ):
            with self.subTest(values=values):
                self._refused(recall.write, values)
