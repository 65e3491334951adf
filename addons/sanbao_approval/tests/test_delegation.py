from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestDelegation(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls._person("fin_t", "fin")

    def _delegate(self, user=None, by=None, **values):
        user = user or self.dgm
        return (
            self.env["sanbao.delegation"]
            .with_user(by or user)
            .create(
                {
                    "user_id": user.id,
                    "deputy_id": self.deputy.id,
                    "date_from": "2026-03-02",
                    "date_to": "2026-03-03",
                    **values,
                }
            )
        )

    def test_deputy_decides_and_both_names_are_printed(self):
        with freeze_time("2026-03-02 03:00:00"):
            self._delegate()
            document = self._submitted(800)
            self.assertIn(self.deputy, document.review_ids.reviewer_ids)
            document.with_user(self.deputy).validate_tier()
        self.assertEqual(document.state, "approved")
        self.assertEqual(document.review_ids.sanbao_on_behalf_id, self.dgm)
        name = document._form_signature("review:sanbao_base.group_dgm")["name"]
        self.assertIn(self.deputy.name, name)
        self.assertIn(self.dgm.name, name)

    def test_first_and_last_day_in_the_company_s_time_zone(self):
        """2 and 3 March in Shanghai are 16:00 UTC of the day before to 16:00 UTC."""
        with freeze_time("2026-02-01 03:00:00"):
            self._delegate()
            document = self._submitted(800)
        for moment, valid in (
            ("2026-03-01 15:59:59", False),
            ("2026-03-01 16:00:00", True),
            ("2026-03-03 15:59:59", True),
            ("2026-03-03 16:00:00", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.env["tier.review"]._cron_refresh_and_remind()
                reviewers = document.review_ids.reviewer_ids
                self.assertEqual(self.deputy in reviewers, valid)
                self.assertEqual(
                    bool(document.with_user(self.deputy)._sanbao_my_steps()), valid
                )

    @freeze_time("2026-03-02 03:00:00")
    def test_explicit_steps_need_their_rule_named(self):
        self.step_dgm.sanbao_no_delegation = True
        document = self._submitted(800)
        delegation = self._delegate()
        with self.assertRaises(UserError):
            document.with_user(self.deputy).validate_tier()
        delegation.rule_ids = self.rule
        document.with_user(self.deputy).validate_tier()
        self.assertEqual(document.state, "approved")

    @freeze_time("2026-03-02 03:00:00")
    def test_deputy_for_another_rule_only(self):
        other = self.env["sanbao.rule"].create({"code": "TST-08", "name": "Other"})
        document = self._submitted(800)
        self._delegate(rule_ids=[(6, 0, other.ids)])
        with self.assertRaises(UserError):
            document.with_user(self.deputy).validate_tier()

    @freeze_time("2026-03-02 03:00:00")
    def test_requester_is_no_deputy_of_his_approver(self):
        self._delegate(deputy_id=self.engineer.id)
        document = self._submitted(800)
        with self.assertRaises(UserError):
            document.validate_tier()

    @freeze_time("2026-03-02 03:00:00")
    def test_deputy_of_the_requester_does_not_approve_for_him(self):
        document = self._document(800, user=self.dgm)
        self._delegate(user=self.dgm)
        document.action_submit()
        with self.assertRaises(UserError):
            document.with_user(self.deputy).validate_tier()

    @freeze_time("2026-03-02 03:00:00")
    def test_deputies_have_no_deputies(self):
        self._delegate(deputy_id=self.gm.id)
        self._delegate(user=self.gm, deputy_id=self.deputy.id)
        document = self._submitted(800)
        with self.assertRaises(UserError):
            document.with_user(self.deputy).validate_tier()

    @freeze_time("2026-03-02 03:00:00")
    def test_one_person_and_his_deputy_do_not_sign_both_steps(self):
        both = self._person("both_t", "dgm", "gm")
        self._delegate(user=both)
        self.gm.active = False
        document = self._submitted()
        document.with_user(both).validate_tier()
        with self.assertRaises(UserError):
            document.with_user(self.deputy).validate_tier()

    @freeze_time("2026-03-02 03:00:00")
    def test_absent_person_lost_his_role(self):
        self._delegate()
        document = self._submitted(800)
        self.dgm.group_ids -= self.env.ref("sanbao_base.group_dgm")
        with self.assertRaises(UserError):
            document.with_user(self.deputy).validate_tier()

    @freeze_time("2026-03-02 03:00:00")
    def test_archived_delegation_ends_at_once(self):
        delegation = self._delegate()
        document = self._submitted(800)
        delegation.active = False
        self.assertNotIn(self.deputy, document.review_ids.reviewer_ids)
        with self.assertRaises(UserError):
            document.with_user(self.deputy).validate_tier()

    def test_nobody_names_a_deputy_for_somebody_else(self):
        with self.assertRaises(AccessError):
            self._delegate(by=self.deputy)
        own = self._delegate()
        with self.assertRaises(AccessError):
            own.user_id = self.gm
        with self.assertRaises(AccessError):
            own.with_user(self.deputy).date_to = "2027-01-01"
        with self.assertRaises(AccessError):
            own.with_user(self.deputy).unlink()
        self.assertTrue(self._delegate(by=self.admin))

    def test_others_do_not_see_it(self):
        own = self._delegate()
        model = self.env["sanbao.delegation"]
        self.assertFalse(model.with_user(self.engineer).search([("id", "=", own.id)]))
        self.assertTrue(model.with_user(self.deputy).search([("id", "=", own.id)]))

    def test_impossible_deputies(self):
        portal = self._person("portal_t")
        portal.group_ids = self.env.ref("base.group_portal")
        for values in (
            {"date_to": "2026-03-01"},
            {"deputy_id": self.dgm.id},
            {"deputy_id": portal.id},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._delegate(**values)
