from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOW, ObligationCase


@tagged("post_install", "-at_install")
class TestAccess(ObligationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.obligation = cls.obligations._open(
            "TST-90-days", cls.customer, user=cls.clerk, start=NOW
        )

    def _sees(self, user):
        return self.obligation in self.obligations.with_user(user).search([])

    def test_own_are_seen_and_those_of_others_are_not(self):
        self.assertTrue(self._sees(self.clerk))
        self.assertFalse(self._sees(self.colleague))

    def test_role_of_the_kind_sees_them(self):
        self.in_days.group_ids = self.env.ref("sanbao_base.group_as")
        self.assertTrue(self._sees(self.colleague))

    def test_managers_see_all_of_their_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        for role in ("gm", "dgm", "sm", "asm", "sup", "admin"):
            group = f"sanbao_base.group_{role}"
            here = self._make_user(f"here_{role}", group)
            away = self._make_user(
                f"away_{role}",
                group,
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            )
            with self.subTest(role):
                self.assertTrue(self._sees(here))
                self.assertFalse(self._sees(away))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_nobody_writes_rows_himself(self):
        admin = self._make_user(
            "obligation_admin", "sanbao_base.group_admin,base.group_system"
        )
        values = {
            "kind_id": self.in_hours.id,
            "res_model": "res.partner",
            "res_id": self.customer.id,
            "company_id": self.company.id,
            "start": NOW,
            "due": NOW,
        }
        for user in (self.clerk, self.lead, admin):
            rows = self.obligations.with_user(user)
            row = self.obligation.with_user(user)
            attempts = {
                "create": lambda rows=rows: rows.create(values),
                "write": lambda row=row: row.write({"state": "done", "kept": True}),
                "due": lambda row=row: row.write({"due": NOW + timedelta(days=9)}),
                "unlink": lambda row=row: row.unlink(),
                "copy": lambda row=row: row.copy(),
            }
            for name, attempt in attempts.items():
                with (
                    self.subTest(f"{user.login} {name}"),
                    self.assertRaises(AccessError),
                ):
                    attempt()

    def test_lead_reassigns_with_a_reason_that_is_kept(self):
        row = self.obligation.with_user(self.lead)
        row.action_reassign(self.colleague.id, " on leave ")
        self.assertEqual(self.obligation.user_id, self.colleague)
        self.assertRecordValues(
            self.obligation.change_ids,
            [
                {
                    "changed_by_id": self.lead.id,
                    "old_user_id": self.clerk.id,
                    "new_user_id": self.colleague.id,
                    "old_due": self.obligation.due,
                    "new_due": self.obligation.due,
                    "reason": "on leave",
                }
            ],
        )

    def test_lead_reschedules_and_the_reminder_starts_anew(self):
        self._run_cron("_cron_remind")
        self.assertTrue(self.obligation.activity_id)
        due = NOW + timedelta(days=30)
        self.obligation.with_user(self.lead).action_reschedule(
            str(due), "customer away"
        )
        self.assertFalse(self.obligation.activity_id)
        self.assertRecordValues(
            self.obligation,
            [{"due": due, "remind_at": due - timedelta(hours=24), "state": "open"}],
        )

    def test_others_do_not_change_their_own_date(self):
        row = self.obligation.with_user(self.clerk)
        with self.assertRaises(AccessError):
            row.action_reschedule(str(NOW + timedelta(days=9)), "please")
        with self.assertRaises(AccessError):
            row.action_reassign(self.colleague.id, "please")

    def test_changes_are_refused(self):
        row = self.obligation.with_user(self.lead)
        portal = self._make_user("obligation_portal", "base.group_portal")
        due = str(NOW + timedelta(days=9))
        table = {
            "no reason": lambda: row.action_reschedule(due, "  "),
            "no due": lambda: row.action_reschedule(False, "why"),
            "before start": lambda: row.action_reschedule("2026-01-01 00:00:00", "why"),
            "portal user": lambda: row.action_reassign(portal.id, "why"),
        }
        for name, attempt in table.items():
            with self.subTest(name), self.assertRaises(UserError):
                attempt()
        self.obligations._close("TST-90-days", self.customer)
        with self.assertRaisesRegex(UserError, "open"):
            row.action_reschedule(due, "why")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_lead_of_another_company_changes_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._make_user(
            "obligation_stranger",
            "sanbao_base.group_asm",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self.obligation.with_user(stranger).action_reassign(stranger.id, "mine")

    def test_window_changes_the_chosen_ones(self):
        wizard = (
            self.env["sanbao.obligation.amend"]
            .with_user(self.lead)
            .with_context(
                active_model="sanbao.obligation", active_ids=self.obligation.ids
            )
            .create({"user_id": self.colleague.id, "reason": "on leave"})
        )
        wizard.action_apply()
        self.assertEqual(self.obligation.user_id, self.colleague)
        wizard.user_id = False
        with self.assertRaises(UserError):
            wizard.action_apply()
