import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import SCAN, SupplierCommon

OTHER_SCAN = base64.b64encode(b"%PDF-1.4 another scan")


@tagged("post_install", "-at_install")
class TestPapers(SupplierCommon):
    """PUR-02: a paper counts while it is verified, unchanged and within its dates."""

    def _validity(self, paper, day=None):
        return paper._sanbao_validity_on(day or self.today)

    def test_who_verified_and_when_is_noted(self):
        paper = self._paper(self.licence, verified=False)
        self.assertEqual(paper.sanbao_validity, "unverified")
        self.assertEqual(paper.sanbao_entered_by_id, self.buyer)
        paper.with_user(self.other_buyer).action_sanbao_verify()
        self.assertEqual(paper.sanbao_validity, "valid")
        self.assertEqual(paper.sanbao_verified_by_id, self.other_buyer)
        self.assertTrue(paper.sanbao_verified_at)

    def test_the_last_day_still_counts(self):
        paper = self._paper(self.licence, valid_until=self._days(10))
        self.assertEqual(self._validity(paper, self._days(9)), "expiring")
        self.assertEqual(self._validity(paper, self._days(10)), "expiring")
        self.assertEqual(self._validity(paper, self._days(11)), "expired")

    def test_days_are_those_of_the_company(self):
        """At 16:00 UTC the next day begins in Shanghai."""
        paper = self._paper(self.licence, valid_until="2026-03-10")
        for moment, validity in (
            ("2026-03-10 15:59:59", "expiring"),
            ("2026-03-10 16:00:00", "expired"),
        ):
            paper.invalidate_recordset(["sanbao_validity"])
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(paper.sanbao_validity, validity)

    def test_incomplete_papers_are_not_verified(self):
        for values in (
            {"partner_issued_id": False},
            {"date_issued": False},
            {"valid_until": False},
            {"sanbao_scan": False},
            {"date_issued": self._days(301)},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._paper(self.licence, **values)

    def test_a_paper_without_end(self):
        paper = self._paper(self.licence, valid_until=False, sanbao_no_expiry=True)
        self.assertEqual(paper.sanbao_validity, "valid")

    def test_a_change_lapses_the_verification(self):
        for change in (
            {"name": "9111X"},
            {"valid_until": self._days(400)},
            {"date_issued": self._days(-1)},
            {"partner_issued_id": self.supplier.id},
            {"sanbao_scan": OTHER_SCAN},
            {"category_id": self.certificate.id},
        ):
            paper = self._paper(self.licence)
            with self.subTest(change=change):
                paper.with_user(self.other_buyer).write(change)
                self.assertFalse(paper.sanbao_result or paper.sanbao_verified_by_id)
                self.assertEqual(paper.sanbao_entered_by_id, self.other_buyer)

    def test_the_same_value_or_a_note_keeps_it(self):
        paper = self._paper(self.licence)
        paper.write({"name": paper.name, "sanbao_scan": SCAN, "comment": "原件已看"})
        self.assertEqual(paper.sanbao_result, "genuine")

    def test_a_scan_exchanged_behind_the_paper_is_noticed(self):
        paper = self._paper(self.licence)
        attachment = self.env["ir.attachment"].search(
            [("res_field", "=", "sanbao_scan"), ("res_id", "=", paper.id)]
        )
        attachment.datas = OTHER_SCAN
        missing, bad = self.dossier._paper_faults(self.today)
        self.assertIn("changed since it was verified", bad[0])

    def test_verification_is_not_written_by_hand(self):
        paper = self._paper(self.licence, verified=False)
        papers = self.env["res.partner.id_number"].with_user(self.buyer)
        for vals in (
            {"sanbao_result": "genuine"},
            {"sanbao_verified_by_id": self.manager.id},
            {"sanbao_verified_at": "2026-01-01 00:00:00"},
            {"sanbao_digest": "x"},
            {"sanbao_entered_by_id": self.manager.id},
        ):
            with self.subTest(vals=vals):
                with self.assertRaises(AccessError):
                    paper.write(vals)
                with self.assertRaises(AccessError):
                    papers.create({**paper.copy_data()[0], **vals})
        forged = papers.with_context(
            default_sanbao_result="genuine",
            default_sanbao_entered_by_id=self.manager.id,
        ).create(paper.copy_data()[0])
        self.assertFalse(forged.sanbao_result)
        self.assertEqual(forged.sanbao_entered_by_id, self.buyer)

    def test_a_copy_is_not_verified(self):
        self.assertFalse(self._paper(self.licence).copy().sanbao_result)

    def test_only_purchasing_verifies(self):
        paper = self._paper(self.licence, verified=False)
        for user in (self.outsider, self.qc, self.lawyer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                paper.with_user(user).action_sanbao_verify()

    def test_another_person_verifies_where_that_is_asked(self):
        self._set("doc_verifier_is_other", "yes")
        paper = self._paper(self.licence, verified=False)
        with self.assertRaisesRegex(UserError, "yourself"):
            paper.action_sanbao_verify()
        paper.with_user(self.other_buyer).action_sanbao_verify()
        self.assertEqual(paper.sanbao_result, "genuine")

    def test_a_refused_paper_says_why(self):
        paper = self._paper(self.licence)
        with self.assertRaisesRegex(UserError, "Finding"):
            paper.action_sanbao_refuse()
        paper.sanbao_check_note = "查无此号"
        paper.action_sanbao_refuse()
        self.assertEqual(paper.sanbao_validity, "refused")

    def test_a_second_press_changes_nothing(self):
        paper = self._paper(self.licence)
        paper.with_user(self.other_buyer).action_sanbao_verify()
        self.assertEqual(paper.sanbao_verified_by_id, self.buyer)

    def test_verified_papers_stay(self):
        paper = self._paper(self.licence)
        with self.assertRaises(UserError):
            paper.unlink()

    def test_papers_entered_on_the_contact_belong_to_the_dossier(self):
        loose = self.env["res.partner"].create({"name": "云岭轴承厂"})
        papers = self.env["res.partner.id_number"].with_user(self.buyer)
        paper = papers.create(
            {"partner_id": loose.id, "category_id": self.licence.id, "name": "1"}
        )
        self.assertFalse(paper.sanbao_supplier_id)
        dossier = self._dossier(loose)
        self.assertEqual(paper.sanbao_supplier_id, dossier)
        later = papers.create(
            {"partner_id": loose.id, "category_id": self.permit.id, "name": "2"}
        )
        self.assertEqual(later.sanbao_supplier_id, dossier)

    def test_filters_agree_with_the_badge(self):
        papers = self.env["res.partner.id_number"]
        for values in (
            {},
            {"verified": False},
            {"valid_until": self._days(30)},
            {"valid_until": self._days(31)},
            {"valid_until": self._days(-1)},
            {"valid_from": self._days(1)},
            {"valid_until": False, "sanbao_no_expiry": True},
        ):
            papers |= self._paper(self.licence, **values)
        refused = self._paper(self.licence, sanbao_check_note="假")
        refused.action_sanbao_refuse()
        papers |= refused
        keys = ("valid", "expiring", "unverified", "refused", "future", "expired")
        for key in keys:
            found = papers.search(
                [("id", "in", papers.ids), ("sanbao_validity", "=", key)]
            )
            with self.subTest(key=key):
                self.assertTrue(found)
                self.assertEqual(
                    found, papers.filtered(lambda p, k=key: p.sanbao_validity == k)
                )

    def test_python_code_of_a_kind_is_for_administrators(self):
        with self.assertRaises(AccessError):
            self.licence.with_user(self.manager).validation_code = "failed = True"
        self.licence.with_user(self.manager).name = "营业执照"


@tagged("post_install", "-at_install")
class TestReminders(SupplierCommon):
    """PUR-02: the buyer is reminded before papers expire."""

    def _run(self):
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda *a, **k: 60)
        self.env["res.partner.id_number"]._cron_sanbao_papers()

    def _owed(self, paper):
        return self.env["sanbao.obligation"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)]
        )

    def test_days_before_the_end(self):
        later = self._paper(self.licence, valid_until=self._days(31))
        paper = self._paper(self.certificate, valid_until=self._days(30))
        self._run()
        self._run()
        self.assertFalse(self._owed(later))
        owed = self._owed(paper)
        self.assertEqual(len(owed), 1)
        self.assertEqual(owed.user_id, self.buyer)
        self.assertEqual(str(owed.due)[:10], str(self._days(30)))

    def test_the_days_are_a_parameter(self):
        paper = self._paper(self.licence, valid_until=self._days(31))
        self._set("doc_expiry_reminder_days", "31")
        self._run()
        self.assertTrue(self._owed(paper))

    def test_a_renewed_paper_is_no_longer_owed(self):
        paper = self._paper(self.licence, valid_until=self._days(5))
        self._run()
        renewal = self._paper(self.licence, verified=False)
        self.assertEqual(self._owed(paper).state, "open")
        renewal.action_sanbao_verify()
        self.assertEqual(self._owed(paper).state, "done")
        self._run()
        self.assertEqual(self._owed(paper).state, "done")

    def test_an_archived_paper_is_no_longer_owed(self):
        paper = self._paper(self.licence, valid_until=self._days(5))
        self._run()
        paper.active = False
        self.assertEqual(self._owed(paper).state, "cancelled")

    def test_nothing_while_the_rule_is_off(self):
        paper = self._paper(self.licence, valid_until=self._days(5))
        self._only_rules()
        self._run()
        self.assertFalse(self._owed(paper))
