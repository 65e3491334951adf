from odoo.exceptions import UserError
from odoo.tests import tagged

from .release_common import ReleaseCommon


@tagged("post_install", "-at_install")
class TestReleaseResult(ReleaseCommon):
    """SAL-40, SAL-42: the test passes, or fails and recalls."""

    def test_passed(self):
        """SAL-40, SAL-41: unmarked; the obligation is kept; nothing is recalled."""
        release = self._shipped()
        obligation = self._obligation("SAL-41", release)
        self._pass()
        self.assertEqual(release.state, "passed")
        self.assertTrue(release.tested_at)
        self.assertEqual((obligation.state, obligation.kept), ("done", True))
        self.assertFalse(
            self.env["sanbao.recall"].search([("lot_id", "=", self.batch.id)])
        )
        # The rest of the lot is put away, not what has left.
        transfer = self.inspection.sudo().sanbao_stock_move_ids
        self.assertEqual(transfer.product_uom_qty, 15)

    def test_failed(self):
        """SAL-42: recalled in the same moment, with everybody who got goods of it."""
        release = self._shipped()
        self._fail()
        self.assertEqual(release.state, "failed")
        recall = release.sudo().recall_id
        self.assertEqual(recall.lot_id, self.batch)
        self.assertEqual(recall.line_ids.partner_id, self.partner)
        self.assertEqual(recall.delivered_qty, 5)
        self.assertEqual(recall.inspection_id, self.inspection)
        self.assertEqual(recall.contact_ids.partner_id, self.partner)
        self.assertTrue(self._mails(recall.contact_ids))
        self.assertTrue(self.batch.sanbao_held)
        self.assertFalse(self.batch.sanbao_emergency)
        self.assertEqual(self._obligation("SAL-41", release).state, "done")
        self.assertEqual(self._obligation("SAL-42", recall).state, "open")

    def test_a_recall_of_a_failed_test_is_not_given_up(self):
        """SAL-42."""
        release = self._shipped()
        self._fail()
        recall = release.sudo().recall_id.with_user(self.manager)
        recall.cancel_reason = "客户满意"
        with self.assertRule("SAL-42"):
            recall.action_cancel()

    def test_failed_before_it_left(self):
        """SAL-42: nothing to fetch back; nothing leaves any more."""
        release = self._released()
        picking = release.sudo().picking_id
        self._fail()
        self.assertEqual(release.state, "failed")
        self.assertFalse(release.recall_id)
        self.assertFalse(picking.move_line_ids)

    def test_two_customers_one_recall(self):
        """SAL-42: both releases end, one recall lists both."""
        first = self._shipped()
        second = self._shipped(picking=self._wanted(4, self.other))
        self._fail()
        self.assertEqual({first.state, second.state}, {"failed"})
        recall = first.sudo().recall_id
        self.assertEqual(recall, second.sudo().recall_id)
        self.assertEqual(recall.delivered_qty, 9)

    def test_the_way_back(self):
        """SAL-42: from the inspection and the nonconformity to release and recall."""
        release = self._shipped()
        self._fail()
        recall = release.sudo().recall_id
        inspection = self.inspection.with_user(self.inspector)
        self.assertEqual(inspection.sanbao_release_count, 1)
        self.assertEqual(inspection.sanbao_recall_count, 1)
        sheet = recall.nonconformity_id.with_user(self.inspector)
        self.assertEqual(sheet.recall_count, 1)
        for action, expected in (
            (inspection.action_sanbao_view_releases(), release),
            (inspection.action_sanbao_view_recalls(), recall),
            (sheet.action_view_recalls(), recall),
        ):
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(found, expected)
        action = recall.with_user(self.inspector).action_view_inspection()
        self.assertEqual(action["res_id"], self.inspection.id)

    def test_any_inspection_may_find_it_bad(self):
        """SAL-42: also one that the release was not tied to."""
        release = self._shipped()
        other = self._inspection(
            self.batch, 1, sanbao_kind="type", sanbao_location_id=False
        )
        self._fail(other)
        self.assertEqual(release.state, "failed")
        self.assertTrue(release.sudo().recall_id)

    def test_a_partial_verdict_ends_nothing(self):
        """SAL-41: a part is decided, the test of the rest goes on."""
        release = self._shipped()
        inspection = self.inspection.with_user(self.inspector)
        inspection.sanbao_accepted_qty = 6
        inspection.action_sanbao_decide()
        self.env.invalidate_all()
        self.assertEqual(release.state, "shipped")
        rest = release.sudo().inspection_id
        self.assertEqual(rest.sanbao_parent_id, self.inspection)
        self._pass(rest)
        self.assertEqual(release.state, "passed")

    def test_report_and_certificate_go_to_the_customer(self):
        """SAL-40: once the certificate is issued, once, with both papers."""
        release = self._shipped()
        self.env["sanbao.rule"].search([("code", "=", "QLT-02")]).mode = "block"
        self._pass()
        with self.assertRaises(UserError):
            release.action_send_result()
        inspection = self.inspection.with_user(self.manager)
        inspection.action_sanbao_approve_report()
        self.assertFalse(release.result_sent_at)
        inspection.action_sanbao_certify()
        self.env.invalidate_all()
        self.assertTrue(release.result_sent_at)
        mail = self._mails(release)
        self.assertEqual(mail.recipient_ids, self.partner)
        self.assertEqual(len(mail.attachment_ids), 2)
        release.action_send_result()
        self.assertEqual(len(self._mails(release)), 1)

    def test_bought_goods_have_a_report_only(self):
        """SAL-40: it goes when it is approved."""
        lot = self._lot("B-9", self.tested, 5, self.pending)
        inspection = self._inspection(lot, 5, sanbao_kind="incoming")
        release = self._released(self._wanted(lot=lot), lot_id=lot.id)
        self._ship(release.sudo().picking_id)
        self._pass(inspection)
        inspection.with_user(self.manager).action_sanbao_approve_report()
        self.env.invalidate_all()
        self.assertTrue(release.result_sent_at)
        self.assertEqual(len(self._mails(release).attachment_ids), 1)

    def test_a_customer_without_mail_gets_it_by_hand(self):
        """SAL-40: it shows that it was not sent."""
        partner = self._customer("无邮箱客户", mail=False)
        release = self._shipped(picking=self._wanted(2, partner))
        self._pass()
        inspection = self.inspection.with_user(self.manager)
        inspection.action_sanbao_approve_report()
        inspection.action_sanbao_certify()
        self.assertFalse(release.result_sent_at)
        with self.assertRaises(UserError):
            release.action_send_result()

    def test_the_sample_stands_on_the_report(self):
        """SAL-41: form F22 names the retained sample."""
        release = self._released()
        self.assertEqual(self.inspection._form_retained_sample(), release.sample_number)
