from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import SupplierCommon


@tagged("post_install", "-at_install")
class TestQualification(SupplierCommon):
    """PUR-01, PUR-03: papers, scores, approval; then the supplier is qualified."""

    def test_an_approved_assessment_qualifies(self):
        self._papers()
        document = self._assessment(scope="液压件")
        document.action_submit()
        self.assertEqual(self.dossier.state, "candidate")
        document.with_user(self.manager)._sanbao_decide("approved", "同意")
        dossier = self.dossier.with_user(self.buyer)
        self.assertEqual(dossier.state, "qualified")
        self.assertEqual(dossier.qualification_id, document)
        self.assertEqual(dossier.scope, "液压件")
        self.assertEqual(dossier.valid_until, fields.Date.add(self.today, months=12))

    def test_the_four_criteria_are_asked(self):
        """PUR-03."""
        codes = self._assessment().line_ids.criterion_id.mapped("code")
        self.assertEqual(codes, ["credentials", "reputation", "capacity", "quality"])
        self._papers()
        self.env["sanbao.supplier.criterion"].search(
            [("code", "=", "reputation")]
        ).active = False
        document = self._assessment()
        with self.assertRaisesRegex(UserError, "reputation"):
            document.action_submit()
        self._set("supplier_criteria", "credentials, capacity, quality")
        document.action_submit()

    def test_the_pass_mark(self):
        """PUR-03: below the mark nothing is submitted; the mark itself passes."""
        self._papers()
        document = self._assessment(score=69.99, quality=69.99)
        self.assertEqual(document.conclusion, "failed")
        with self.assertRule("PUR-03", "69.99", "70.00"):
            document.action_submit()
        for score in (70, 70.01):
            document = self._assessment(score=score, quality=score)
            with self.subTest(score=score):
                self.assertEqual(document.conclusion, "qualified")
                document.action_submit()

    def test_the_inspector_scores_on_the_form_and_does_nothing_else(self):
        """PUR-03."""
        document = self._assessment(quality=10)
        own = document.with_user(self.qc)
        with Form(own) as form, form.line_ids.edit(3) as line:
            line.score = 90
        self.assertEqual(document.line_ids[3].score, 90)
        for attempt in (
            lambda: own.write({"scope": "全部"}),
            own.action_submit,
            own.action_cancel,
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_weights_count(self):
        document = self._assessment(score=100, quality=0)
        self.assertEqual(document.score_total, 70)  # quality weighs 30 of 100

    def test_unscored_criteria_are_named(self):
        documents = self.env["sanbao.supplier.qualification"].with_user(self.buyer)
        document = documents.create({"supplier_id": self.dossier.id})
        self.assertTrue(document.waits_for_quality)
        with self.assertRaisesRegex(UserError, "Product quality"):
            document.action_submit()

    def test_a_score_of_zero_is_a_score(self):
        document = self._assessment(quality=0)
        self.assertTrue(document.is_scored)

    def test_the_quality_score_is_the_inspectors(self):
        document = self._assessment()
        quality = document.line_ids.filtered(lambda line: line.scorer == "qc")
        other = document.line_ids - quality
        for user, lines in ((self.buyer, quality), (self.qc, other)):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                lines.with_user(user).write({"score": 99})
        self.assertEqual(quality.scored_by_id, self.qc)
        self.assertEqual(other.scored_by_id, self.buyer)

    def test_weights_and_scorers_are_not_changed(self):
        document = self._assessment()
        line = document.line_ids[0].with_user(self.buyer)
        for vals in (
            {"weight": 1000},
            {"scorer": "pb"},
            {"is_scored": True},
            {"scored_by_id": self.qc.id},
            {"criterion_id": document.line_ids[1].criterion_id.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                line.write(vals)
        with self.assertRaises(AccessError):
            line.unlink()
        with self.assertRaises(AccessError):
            line.create({"qualification_id": document.id, "weight": 1000})

    def test_missing_papers_are_named(self):
        """PUR-01."""
        document = self._assessment()
        with self.assertRule("PUR-01", "Business licence", "Quality system"):
            document.action_submit()
        self._papers()
        document.action_submit()

    def test_a_permit_is_asked_where_it_applies(self):
        """PUR-01."""
        self._papers()
        document = self._assessment(applicable_ids=self.permit.ids)
        with self.assertRule("PUR-01", "Production permit"):
            document.action_submit()
        self._paper(self.permit)
        self._approve(document)
        self.assertEqual(self.dossier.state, "qualified")

    def test_unverified_and_expired_papers_are_named(self):
        """PUR-02."""
        self._paper(self.certificate)
        licence = self._paper(self.licence, verified=False)
        document = self._assessment()
        with self.assertRule("PUR-02", "Business licence", "not verified"):
            document.action_submit()
        licence.valid_until = self._days(-1)
        with self.assertRule("PUR-02", "Business licence", "expired"):
            document.action_submit()

    def test_a_paper_that_expires_during_approval(self):
        """PUR-02: looked at again when the last step is approved."""
        self._paper(self.certificate)
        self._paper(self.licence, valid_until=self._days(1))
        document = self._assessment()
        document.action_submit()
        with (
            freeze_time(fields.Date.to_string(self._days(2)) + " 04:00:00"),
            self.assertRule("PUR-02", "expired"),
        ):
            document.with_user(self.manager)._sanbao_decide("approved", "同意")

    def test_the_requester_does_not_approve(self):
        self._papers()
        document = self._assessment()
        document.action_submit()
        with self.assertRaises(UserError):
            document.with_user(self.buyer)._sanbao_decide("approved", "同意")

    def test_changed_or_cancelled_it_qualifies_nobody(self):
        """PUR-03: nor is a new assessment owed then."""
        for undo in (
            lambda document: document.sudo().write({"scope": "别的"}),
            lambda document: document.sudo().line_ids[0].write({"score": 71}),
            lambda document: document.action_cancel(),
        ):
            dossier = self._qualified()
            with self.subTest(undo=undo):
                undo(dossier.qualification_id.with_user(self.buyer))
                self.assertEqual(dossier.state, "candidate")
                self.assertFalse(dossier.qualification_id)
                self.assertNotIn("open", self._owed(dossier).mapped("state"))

    def _owed(self, dossier):
        """The assessments that are, or were, owed of the supplier."""
        return dossier.obligation_ids.filtered(lambda o: o.kind_id.code == "PUR-03")

    def test_reassessment_is_owed(self):
        """PUR-03: an obligation until the next assessment is approved."""
        dossier = self._qualified()
        owed = self._owed(dossier)
        self.assertEqual(owed.state, "open")
        until = dossier.valid_until
        with freeze_time(fields.Date.to_string(self._days(200))):
            self._approve(self._assessment())
        self.assertGreater(dossier.valid_until, until)
        self.assertEqual(owed.state, "cancelled")
        following = self._owed(dossier) - owed
        self.assertEqual(following.state, "open")
        self.assertGreater(following.due, owed.due)

    def test_assess_opens_the_running_one(self):
        first = self.dossier.action_assess()["res_id"]
        self.assertEqual(self.dossier.action_assess()["res_id"], first)


@tagged("post_install", "-at_install")
class TestDecisions(SupplierCommon):
    """Suspension, disqualification and taking back, by the purchase manager."""

    def _decide(self, state, reason="质量事故", user=None):
        wizard = self.env["sanbao.supplier.decision"].with_user(user or self.manager)
        wizard.create(
            {"supplier_ids": self.dossier.ids, "state": state, "reason": reason}
        ).action_apply()
        self.dossier.invalidate_recordset()

    def test_suspended_and_taken_back(self):
        self._qualified()
        self._decide("suspended")
        self.assertEqual(self.dossier.state, "suspended")
        self.assertEqual(self.dossier.decision_reason, "质量事故")
        self.assertEqual(self.dossier.decided_by_id, self.manager)
        self._decide("qualified", "整改完成")
        self.assertEqual(self.dossier.state, "qualified")

    def test_taking_back_needs_an_assessment(self):
        self._decide("disqualified")
        with self.assertRaisesRegex(UserError, "assessment"):
            self._decide("qualified")

    def test_a_reason_is_given(self):
        with self.assertRaises(UserError):
            self.dossier.with_user(self.manager)._decide("suspended", "  ")

    def test_only_the_manager_decides(self):
        with self.assertRaises(AccessError):
            self._decide("suspended", user=self.buyer)
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.buyer)._decide("suspended", "x")

    def test_the_state_is_not_written_by_hand(self):
        dossiers = self.env["sanbao.supplier"].with_user(self.manager)
        for vals in (
            {"state": "qualified"},
            {"valid_until": "2099-01-01"},
            {"qualification_id": self._assessment().id},
            {"rank": 9999},
            {"decision_reason": "x"},
        ):
            with self.subTest(vals=vals):
                with self.assertRaises(AccessError):
                    self.dossier.with_user(self.manager).write(vals)
                with self.assertRaises(AccessError):
                    dossiers.create({"partner_id": self.authority.id, **vals})
        dossier = dossiers.with_context(
            default_state="qualified", default_rank=9
        ).create({"partner_id": self.authority.id})
        self.assertEqual((dossier.state, dossier.rank), ("candidate", 0))
        with self.assertRaises(AccessError):
            self.supplier.with_user(self.manager).sanbao_supplier_rank = 9999

    def test_a_dossier_stays_with_its_supplier(self):
        with self.assertRaises(UserError):
            self.dossier.with_user(self.manager).partner_id = self.authority
