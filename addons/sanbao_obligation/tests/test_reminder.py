from datetime import date, timedelta

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import NOW, ObligationCase


@tagged("post_install", "-at_install")
class TestReminder(ObligationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Due at 23:59:59 on 5 March in Shanghai: reminded a day before.
        cls.obligation = cls.obligations._open(
            "TST-90-days", cls.customer, user=cls.clerk, start=NOW
        )
        cls.remind_at = cls.obligation.due - timedelta(hours=24)

    def test_one_activity_when_it_comes_near_and_only_once(self):
        table = [("before", -1, 0), ("at", 0, 1), ("after", 1, 1), ("late", 99999, 1)]
        for name, seconds, expected in table:
            moment = self.remind_at + timedelta(seconds=seconds)
            with self.subTest(name), freeze_time(moment):
                self._run_cron("_cron_remind")
                self.assertEqual(len(self.customer.activity_ids), expected)
        self.assertRecordValues(
            self.customer.activity_ids,
            [
                {
                    "user_id": self.clerk.id,
                    "summary": "TST-90-days",
                    "date_deadline": date(2026, 3, 5),
                    "automated": True,
                }
            ],
        )
        self.assertEqual(self.obligation.activity_id, self.customer.activity_ids)

    def test_progress_is_committed_in_batches(self):
        self.obligations._open(
            "TST-90-days", self.customers, user=self.clerk, start=NOW
        )
        with freeze_time(self.remind_at):
            left = []
            cron = type(self.env["ir.cron"])

            def commit(cron, processed=0, *, remaining=None, deactivate=False):
                left.append((processed, remaining))
                return 60.0

            self.patch(cron, "_commit_progress", commit)
            self.obligations._cron_remind(limit=2)
        self.assertEqual(left, [(2, 1), (1, 0)])

    def test_no_mail_goes_out(self):
        with freeze_time(self.remind_at):
            before = self.env["mail.mail"].search_count([])
            self._run_cron("_cron_remind")
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def _reminded(self):
        with freeze_time(self.remind_at):
            self._run_cron("_cron_remind")
        return self.obligation.activity_id

    def test_closing_closes_the_activity(self):
        activity = self._reminded()
        self.obligations._close("TST-90-days", self.customer, NOW)
        self.assertFalse(activity.active)
        self.assertFalse(self.customer.activity_ids)

    def test_cancelling_removes_the_activity(self):
        activity = self._reminded()
        self.obligations._cancel("TST-90-days", self.customer)
        self.assertFalse(activity.exists())

    def test_ticked_off_activity_leaves_the_obligation_open(self):
        self._reminded().action_feedback(feedback="later")
        self.assertEqual(self.obligation.state, "open")

    def test_deleted_document_is_cancelled_by_the_reminder(self):
        self.customer.unlink()
        with freeze_time(self.remind_at):
            self._run_cron("_cron_remind")
        self.assertEqual(self.obligation.state, "cancelled")

    def test_deleted_documents_are_cancelled_by_the_daily_cron(self):
        """Archived documents still owe; deleted ones do not."""
        others = self.obligations._open("TST-90-hours", self.customers[1:])
        self.customer.unlink()
        self.customers[1].active = False
        self.obligations._cron_cancel_deleted()
        self.assertEqual(self.obligation.state, "cancelled")
        self.assertEqual(others.mapped("state"), ["open", "open"])

    def test_document_without_activities_gets_a_free_one(self):
        category = self.env["res.partner.category"].create({"name": "Fleet"})
        self._make_kind("TST-90-free", self.hours, model="res.partner.category")
        free = self.obligations._open(
            "TST-90-free", category, user=self.clerk, start=NOW
        )
        with freeze_time(NOW):
            self._run_cron("_cron_remind")
        self.assertFalse(free.activity_id.res_model)
        self.assertEqual(free.activity_id.user_id, self.clerk)
        self.assertIn("Fleet", free.activity_id.summary)
        self.assertIn(
            f"/odoo/res.partner.category/{category.id}", free.activity_id.note
        )

    def test_nobody_responsible_no_activity_until_assigned(self):
        self.obligations._cancel("TST-90-days", self.customer)
        orphan = self.obligations._open(
            "TST-90-days", self.customer, user=self.env["res.users"], start=NOW
        )
        with freeze_time(self.remind_at):
            self._run_cron("_cron_remind")
            self.assertFalse(self.customer.activity_ids)
            orphan.with_user(self.lead).action_reassign(self.clerk.id, "free hands")
            self._run_cron("_cron_remind")
        self.assertEqual(self.customer.activity_ids.user_id, self.clerk)

    def test_late_ones_are_counted_for_the_lead_once_a_day(self):
        self.in_days.escalate_group_id = self.env.ref("sanbao_base.group_asm")
        self.obligations._open("TST-90-days", self.customers, start=NOW)
        type_ = self.env.ref("sanbao_obligation.mail_activity_type_late")
        digests = self.env["mail.activity"]
        domain = [("activity_type_id", "=", type_.id), ("user_id", "=", self.lead.id)]
        with freeze_time(self.obligation.due):
            self.obligations._cron_escalate()
            self.assertFalse(digests.search(domain))
        for day in (1, 1, 2):
            with freeze_time(self.obligation.due + timedelta(days=day)):
                self.obligations._cron_escalate()
            digest = digests.search(domain)
            self.assertEqual(len(digest), 1)
            self.assertIn("3", digest.summary)
        self.obligations._close("TST-90-days", self.customers)
        self.obligations._cron_escalate()
        self.assertFalse(digests.search(domain))

    def test_lead_of_another_company_hears_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._make_user(
            "obligation_stranger",
            "sanbao_base.group_asm",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.in_days.escalate_group_id = self.env.ref("sanbao_base.group_asm")
        with freeze_time(self.obligation.due + timedelta(days=1)):
            self.obligations._cron_escalate()
        activities = self.env["mail.activity"].search([("user_id", "=", stranger.id)])
        self.assertFalse(activities)
