from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .release_common import ReleaseCommon


@tagged("post_install", "-at_install")
class TestRelease(ReleaseCommon):
    """SAL-39, SAL-41: what must be there, and who decides."""

    def test_the_deputy_general_manager_alone_approves(self):
        """SAL-39."""
        release = self._release()
        release.action_submit()
        reviews = release.sudo().review_ids
        self.assertEqual(
            reviews.definition_id.reviewer_group_id,
            self.env.ref("sanbao_base.group_dgm"),
        )
        manager = self._person("rel_gm", "gm")
        for user in (manager, self.head, self.manager, self.inspector):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                release.with_user(user)._sanbao_decide("approved", "同意")
        release.with_user(self.dgm)._sanbao_decide("approved", "同意")
        self.assertTrue(release._is_approved())

    def test_only_a_deputy_named_for_this_rule(self):
        """SAL-39: no substitute but by formal delegation."""
        deputy = self._person("rel_deputy", "sm")
        delegation = self.env["sanbao.delegation"].create(
            {
                "user_id": self.dgm.id,
                "deputy_id": deputy.id,
                "date_from": self.today,
                "date_to": self.today,
            }
        )
        release = self._release()
        release.action_submit()
        with self.assertRaises(UserError):
            release.with_user(deputy)._sanbao_decide("approved", "同意")
        delegation.rule_ids = self.env["sanbao.rule"].search([("code", "=", "SAL-39")])
        release.with_user(deputy)._sanbao_decide("approved", "同意")
        self.assertTrue(release._is_approved())

    def test_risk_assessment_and_consent_are_complete(self):
        """SAL-39."""
        for name in (
            "inspector_id",
            "required_date",
            "unfinished_tests",
            "risk",
            "likelihood",
            "severity",
            "measures",
            "recall_plan",
            "consent_person",
            "consent_at",
            "consent_means",
            "consent_evidence",
        ):
            with self.subTest(name=name), self.assertRule("SAL-39"):
                self._release(**{name: False}).action_submit()
        with self.assertRule("SAL-39"):
            self._release(quantity=0, measures=" ").action_submit()
        with self.assertRule("SAL-39"):
            self._release(reason_kind="other").action_submit()
        later = self.env.cr.now() + timedelta(hours=1)
        with self.assertRule("SAL-39"):
            self._release(consent_at=later).action_submit()
        paper = self.env["ir.attachment"].with_user(self.sales)
        paper = paper.create({"name": "同意函.pdf", "raw": b"x"})
        release = self._release(
            consent_evidence=False, consent_attachment_ids=paper.ids
        )
        release.action_submit()
        self.assertEqual(release.state, "submitted")

    def test_barred_products(self):
        """SAL-39: hazardous and important ones never leave untested."""
        for field in ("sanbao_no_release", "sanbao_important"):
            self.tested[field] = True
            with self.subTest(field=field), self.assertRule("SAL-39"):
                self._release().action_submit()
            self.tested[field] = False
        self._release().action_submit()

    def test_nobody_if_so_set(self):
        """SAL-39: emergency_release = none."""
        self._value("emergency_release", "none")
        with self.assertRule("SAL-39"):
            self._release().action_submit()

    def test_only_what_is_not_tested_and_not_bad(self):
        """SAL-39."""
        release = self._release()
        self._pass()
        with self.assertRule("SAL-39"):
            release.action_submit()
        bad = self._lot("B-2", self.tested, 5, self.pending)
        self._fail(self._inspection(bad, 5))
        with self.assertRule("SAL-39"):
            self._release(lot_id=bad.id).action_submit()

    def test_no_more_than_the_delivery_wants(self):
        """SAL-39: 5 of 5, not 5.01."""
        picking = self._wanted(5)
        release = self._release(picking)
        self.assertEqual(release.quantity, 5)
        release.quantity = 5.01
        with self.assertRule("SAL-39"):
            release.action_submit()
        release.quantity = 5
        release.action_submit()
        self.assertEqual(release.state, "submitted")

    def test_only_a_delivery_that_can_leave(self):
        """SAL-39."""
        picking = self._wanted()
        release = self._release(picking)
        picking.action_cancel()
        with self.assertRule("SAL-39"):
            release.action_submit()

    def test_who_can_wait_waits(self):
        """SAL-39: wanted on the day of the end of testing, not a day later."""
        due = self.today + timedelta(days=2)
        with self.assertRule("SAL-39"):
            self._release(
                test_due=due, required_date=due + timedelta(days=1)
            ).action_submit()
        release = self._release(test_due=due, required_date=due)
        release.action_submit()
        self.assertEqual(release.state, "submitted")

    def test_a_sample_is_kept(self):
        """SAL-41: quantity and place."""
        for values in ({"sample_quantity": 0}, {"sample_place": " "}):
            with self.subTest(values=values), self.assertRule("SAL-41"):
                self._release(**values).action_submit()
        release = self._release()
        self.assertIn(release.name, release.sample_number)

    def test_testing_ends_in_three_days(self):
        """SAL-41: the second and third day, not the fourth; not yesterday."""
        self.assertEqual(self._release().test_due, self.today + timedelta(days=3))
        for days in (-1, 4):
            with self.subTest(days=days), self.assertRule("SAL-41"):
                self._release(
                    test_due=self.today + timedelta(days=days),
                    required_date=self.today - timedelta(days=2),
                ).action_submit()
        for days in (0, 2, 3):
            release = self._release(test_due=self.today + timedelta(days=days))
            release.action_submit()
            self.assertEqual(release.state, "submitted")

    def test_the_inspection_is_due_and_owed(self):
        """SAL-41: with the day that was approved, by the inspector."""
        release = self._released(test_due=self.today + timedelta(days=1))
        obligation = self._obligation("SAL-41", release)
        zone = company_timezone(self.company)
        self.assertEqual(local_day(obligation.due, zone), release.test_due)
        self.assertEqual(obligation.user_id, self.inspector)
        self.assertEqual(self.inspection.sanbao_due, obligation.due)
        self.assertEqual(release.sudo().inspection_id, self.inspection)

    def test_testing_ends_in_time(self):
        """SAL-41, emergency_test_days: in the last second, not in the one after it."""
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            lot = self._lot(f"T-{seconds}", self.tested, 5, self.pending)
            inspection = self._inspection(lot, 5)
            release = self._released(self._wanted(lot=lot), lot_id=lot.id)
            owed = self._obligation("SAL-41", release)
            with (
                self.subTest(seconds=seconds),
                freeze_time(owed.due + timedelta(seconds=seconds)),
            ):
                self._pass(inspection)
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_an_inspection_is_opened_where_there_is_none(self):
        """SAL-41."""
        lot = self._lot("B-5", self.tested, 5)
        release = self._release(lot_id=lot.id)
        release.action_submit()
        inspection = release.sudo().inspection_id
        self.assertEqual(inspection.sanbao_lot_id, lot)
        self.assertEqual(inspection.state, "ready")

    def test_the_inspection_goes_on(self):
        """SAL-41: not cancelled, not deleted, not turned to another lot."""
        inspection = self.env["qc.inspection"].create(
            {"product_id": self.tested.id, "sanbao_lot_id": self.batch.id}
        )
        self.assertEqual(inspection.state, "draft")
        release = self._released()
        self.assertEqual(release.sudo().inspection_id, inspection)
        other = self._lot("B-6", self.tested, 0)
        for user in (self.inspector, self.env.user):
            own = inspection.with_user(user)
            for attempt in (
                own.action_cancel,
                own.sudo().unlink,
                lambda own=own: own.write({"sanbao_lot_id": other.id}),
            ):
                with self.subTest(user=user.login), self.assertRule("SAL-41"):
                    attempt()
        release.action_cancel()
        inspection.action_cancel()
        self.assertEqual(inspection.state, "canceled")

    def test_what_was_tested_meanwhile_is_not_released(self):
        """SAL-39: the signature comes too late."""
        release = self._release()
        release.action_submit()
        self._pass()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            release.with_user(self.dgm)._sanbao_decide("approved", "同意")
        release.invalidate_recordset()
        self.assertEqual(release.state, "submitted")
