from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestCertificate(QualityCommon):
    """Own products: inspection, report, certificate, label, then the stock."""

    def test_finished_goods_wait_for_the_laboratory(self):
        """QLT-01."""
        inspection = self._produced()
        self.assertEqual(
            (inspection.sanbao_kind, inspection.sanbao_quantity), ("finished", 5)
        )
        self.assertTrue(inspection.sanbao_produced_on)
        self.assertEqual(self._on_hand(self.pending, self.inspected), 5)

    def test_finished_goods_are_not_stored_untested(self):
        """QLT-01: by another target."""
        picking = self._picking(
            (self.inspected, 5),
            source=self.production,
            kind=self.warehouse.int_type_id,
        )
        picking.move_line_ids.location_dest_id = self.stock
        with self.assertRule("QLT-01"):
            picking.button_validate()

    def test_a_verdict_makes_a_numbered_report(self):
        """QLT-02."""
        first = self._decide(self._produced())
        second = self._decide(self._produced())
        self.assertTrue(first.sanbao_report_no)
        self.assertNotEqual(first.sanbao_report_no, second.sanbao_report_no)

    def test_a_report_is_approved_by_somebody_else(self):
        """QLT-02: a registered approver."""
        self.staff.can_approve = True
        inspection = self._decide(self._produced())
        with self.assertRule("QLT-02"):
            inspection.action_sanbao_approve_report()
        inspection.with_user(self.second).action_sanbao_approve_report()
        self.assertEqual(inspection.sanbao_report_approver_id, self.second)
        inspection.with_user(self.second).action_sanbao_approve_report()
        with self.assertRaises(UserError):
            self._registered(self.manager, can_approve=True)
            inspection.with_user(self.manager).action_sanbao_approve_report()

    def test_a_certificate_follows_a_passed_and_approved_report_only(self):
        """QLT-03."""
        inspection = self._produced()
        approver = inspection.with_user(self.second)
        for step in (
            lambda: None,
            lambda: self._decide(inspection),
        ):
            step()
            with self.assertRule("QLT-03"):
                approver.action_sanbao_certify()
        approver.action_sanbao_approve_report()
        action = approver.action_sanbao_certify()
        certificate = self.env["sanbao.quality.certificate"].browse(action["res_id"])
        self.assertEqual(
            (certificate.report_no, certificate.quantity, certificate.standard),
            (inspection.sanbao_report_no, 5, "GB/T 5657-2013"),
        )
        again = approver.action_sanbao_certify()
        self.assertEqual(again["res_id"], certificate.id)
        failed = self._decide(self._produced(), 0, 5, good=False)
        failed.with_user(self.second).action_sanbao_approve_report()
        with self.assertRule("QLT-03"):
            failed.with_user(self.second).action_sanbao_certify()

    def test_certificates_are_numbered_and_stay(self):
        """QLT-03: nobody writes, makes or deletes one."""
        certificates = [self._certified(self._produced()) for _i in range(2)]
        self.assertNotEqual(certificates[0].name, certificates[1].name)
        certificate = certificates[0].with_user(self.second)
        for attempt in (
            lambda: certificate.write({"quantity": 500}),
            lambda: certificate.write({"state": "void"}),
            lambda: certificate.sudo().unlink(),
            lambda: certificate.create({"inspection_id": certificate.inspection_id.id}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        with self.assertRaises(UserError):
            certificate.action_void()
        certificate.note = "复检不合格"
        certificate.action_void()
        self.assertEqual(certificate.state, "void")

    def _certified(self, inspection):
        self._passed(inspection)
        action = inspection.with_user(self.second).action_sanbao_certify()
        return self.env["sanbao.quality.certificate"].browse(action["res_id"])

    def test_the_keeper_verifies_and_labels_before_storing(self):
        """QLT-04: each tick, and the certificate itself."""
        inspection = self._passed(self._produced())
        picking = self._put_away(inspection)
        self.assertTrue(picking.sanbao_verify)
        ticks = dict.fromkeys(
            (
                "sanbao_report_verified",
                "sanbao_certificate_verified",
                "sanbao_labelled",
            ),
            True,
        )
        picking.write(ticks)
        with self.assertRule("QLT-04"):
            picking.button_validate()
        inspection.with_user(self.second).action_sanbao_certify()
        for name in ticks:
            picking.write({**ticks, name: False})
            with self.subTest(missing=name), self.assertRule("QLT-04"):
                picking.button_validate()
        picking.write(ticks)
        self._validate(picking)
        self.assertEqual(self._on_hand(self.stock, self.inspected), 5)

    def test_bought_goods_need_no_certificate_of_ours(self):
        """QLT-04, QLT-03."""
        inspection = self._passed(self._inspection())
        with self.assertRaises(UserError):
            inspection.with_user(self.second).action_sanbao_certify()
        self._validate(self._put_away(inspection))

    def test_ticks_are_kept(self):
        """QLT-04: who ticked, when, in the log of the transfer."""
        picking = self._put_away(self._decide(self._produced()))
        for name in (
            "sanbao_report_verified",
            "sanbao_certificate_verified",
            "sanbao_labelled",
        ):
            self.assertTrue(picking._fields[name].tracking)
