from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.common import ApprovalEscapes

from .agreement_common import AgreementCommon


@tagged("post_install", "-at_install")
class TestAgreementEscapes(ApprovalEscapes, AgreementCommon):
    """PUR-05: every known way round an approval, for quality agreements."""

    def _escape_document(self):
        return self._agreement()

    def _escape_header_change(self):
        return {"sanbao_quality_standard": "none"}

    def test_escape_another_kind_of_agreement(self):
        """An agreement of another kind does not become one of quality by a change."""
        agreement = self._signed_agreement()
        other = self.env["agreement.type"].create({"name": "Other"})
        self._refused(agreement.write, {"agreement_type_id": other.id})
        self._refused(agreement.write, {"sanbao_is_quality": False})
        self._refused(agreement.write, {"is_template": True})
        self._refused(agreement.write, {"end_date": "2090-01-01"})
        self._refused(agreement.write, {"signature_date": "2020-01-01"})


@tagged("post_install", "-at_install")
class TestAgreement(AgreementCommon):
    def test_repair_clause_is_complete(self):
        """PUR-06: scope, period, response time and bearer of the costs, each of them."""
        for name, empty in (
            ("sanbao_repair_scope", "  "),
            ("sanbao_repair_months", 0),
            ("sanbao_repair_hours", 0),
            ("sanbao_repair_cost", False),
        ):
            agreement = self._agreement(**{name: empty})
            with self.subTest(name=name):
                label = agreement._fields[name].string
                with self.assertRule("PUR-06", label):
                    agreement.action_submit()

    def test_repair_clause_in_mode_warn(self):
        """PUR-06."""
        self.env["sanbao.rule"].search([("code", "=", "PUR-06")]).mode = "warn"
        agreement = self._agreement(sanbao_repair_cost=False)
        agreement.action_submit()
        self.assertEqual(agreement.state, "submitted")

    def test_other_terms_are_needed(self):
        agreement = self._agreement(sanbao_rejects=False, end_date=False)
        with self.assertRaisesRegex(UserError, "Handling of rejects, Valid until"):
            agreement.action_submit()
        with self.assertRaises(ValidationError):
            self._agreement(end_date=self.today - timedelta(days=1))

    def test_both_sides_sign(self):
        agreement = self._approved_agreement()
        with self.assertRaisesRegex(UserError, "Signed copy"):
            agreement.action_sign()
        draft = self._agreement()
        with self.assertRaises(UserError):
            draft.action_sign()
        signed = self._signed_agreement()
        self.assertFalse(signed.action_sign() and signed.state != "signed")

    def test_signatures_do_not_change(self):
        agreement = self._signed_agreement()
        for vals in (
            {"sanbao_scan": False},
            {"sanbao_signatory": "甲"},
            {"signature_date": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                agreement.write(vals)

    def test_renewal_is_owed_and_reminded(self):
        """PUR-05: the reminder comes as many days before the end as the parameter says."""
        agreement = self._signed_agreement()
        owed = agreement.sudo().obligation_ids
        self.assertEqual(owed.user_id, self.buyer)
        self.assertEqual(owed.due - owed.remind_at, timedelta(days=30))
        newer = self._signed_agreement(end_date=self.today + timedelta(days=700))
        self.assertEqual(owed.state, "done")
        self.assertEqual(newer.sudo().obligation_ids.state, "open")

    def test_termination_needs_a_reason(self):
        """PUR-05: and its renewal is owed no more."""
        agreement = self._signed_agreement()
        with self.assertRaisesRegex(UserError, "reason"):
            agreement.action_terminate()
        agreement.sanbao_termination_reason = "质量不稳定"
        agreement.action_terminate()
        agreement.action_terminate()
        self.assertEqual(agreement.state, "terminated")
        self.assertEqual(agreement.sudo().obligation_ids.state, "cancelled")

    def test_validity_by_day(self):
        """PUR-05: 30 days before the last day it expires soon; the last day counts."""
        agreement = self._signed_agreement()
        for days, validity in (
            (333, "valid"),
            (334, "expiring"),
            (364, "expiring"),
            (365, "expired"),
        ):
            day = self.today + timedelta(days=days)
            with self.subTest(days=days), freeze_time(f"{day} 02:00:00"):
                agreement.invalidate_recordset()
                self.assertEqual(agreement.sanbao_validity, validity)
                domain = [("sanbao_validity", "=", validity)]
                self.assertIn(agreement, agreement.search(domain))

    def test_rights_by_role(self):
        """OCA's group of users may do nothing any more; the roles decide."""
        agreement = self._agreement()
        group = "agreement.group_agreement_user"
        user = self._person("agr_oca", "eng", extra=[group])
        for operation in ("read", "write", "create", "unlink"):
            self.assertFalse(agreement.with_user(user).has_access(operation))
        self.assertTrue(agreement.with_user(self.lawyer).has_access("read"))
        with self.assertRaises(AccessError):
            agreement.with_user(self.lawyer).write({"name": "x"})

    def test_number_of_its_own(self):
        agreement = self._agreement()
        self.assertRegex(agreement.code, r"^ZB\d{4}/\d{4}$")
        self.assertNotEqual(agreement.copy().code, agreement.code)

    def test_form_f35(self):
        """F35: two copies, the clause on repairs, who approved and who signed."""
        agreement = self._signed_agreement(sanbao_claim="<b>索赔</b>")
        report = self.env.ref("sanbao_contract.agreement_report")
        html, _type = report._render_qweb_html(report.id, agreement.ids)
        html = html.decode()
        self.assertEqual(html.count('class="article'), 2)
        for text in (
            "泵体、密封件",
            "GB/T 5657",
            self.buyer.name,
            self.manager.name,
            self.lawyer.name,
            "钱伟",
            "孙梅",
            "&lt;b&gt;索赔",
        ):
            self.assertIn(text, html)
