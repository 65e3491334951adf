from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentCommon


@tagged("post_install", "-at_install")
class TestDocumentReceipt(DocumentCommon):
    """Who has to read what, and who has."""

    def _published(self, roles="group_as", **vals):
        groups = self.env["res.groups"]
        for role in filter(None, roles.split(",")):
            groups += self.env.ref(f"sanbao_base.{role}")
        page = self._new_page(
            sanbao_receipt_required=True,
            sanbao_receipt_days=3,
            sanbao_audience_group_ids=[Command.set(groups.ids)],
            **vals,
        )
        self._approve(page)
        return page

    def _receipts(self, page):
        return self.env["sanbao.document.receipt"].search([("page_id", "=", page.id)])

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("sanbao_document.ir_cron_versions").method_direct_trigger()
        self.env.invalidate_all()

    def test_receipts_follow_the_audience(self):
        engineer = self._new_user("doc_engineer", "sanbao_base.group_eng")
        for roles, inside, outside in (
            ("group_as", self.reader, engineer),
            ("group_eng", engineer, self.reader),
            ("group_as,group_eng", self.reader + engineer, self.approver),
            ("", self.reader + engineer + self.author, self.customer),
        ):
            with self.subTest(roles=roles):
                readers = self._receipts(self._published(roles)).user_id
                self.assertLessEqual(inside, readers)
                self.assertFalse(outside & readers)

    def test_documents_of_another_audience_are_hidden(self):
        engineer = self._new_user("doc_engineer2", "sanbao_base.group_eng")
        page = self._published("group_as")
        self.assertTrue(page.with_user(self.reader).has_access("read"))
        self.assertFalse(page.with_user(engineer).has_access("read"))
        version = page.sudo().sanbao_current_id
        self.assertTrue(version.with_user(self.reader).has_access("read"))
        self.assertFalse(version.with_user(engineer).has_access("read"))

    def test_due_date_and_reading_once(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._published()
            receipt = self._receipts(page).filtered(lambda r: r.user_id == self.reader)
        self.assertEqual(str(receipt.due_date), "2026-03-04")
        mine = page.with_user(self.reader)
        with freeze_time("2026-03-02 04:00:00"):
            self.assertTrue(mine.sanbao_to_read)
            mine.action_sanbao_read()
            self.assertFalse(mine.sanbao_to_read)
            self.assertEqual(page.sanbao_read_count, 1)
        with freeze_time("2026-03-03 04:00:00"):
            mine.action_sanbao_read()  # pressed twice
        self.assertEqual(str(receipt.read_at), "2026-03-02 04:00:00")
        self.assertEqual(receipt.state, "read")

    def test_late_from_the_day_after(self):
        with freeze_time("2026-03-01 04:00:00"):
            receipt = self._receipts(self._published())[:1]
        for moment, state in (
            ("2026-03-04 15:59:59", "open"),
            ("2026-03-04 16:00:00", "late"),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                receipt.invalidate_recordset(["state"])
                self.assertEqual(receipt.state, state)

    def test_nobody_reads_for_another_or_writes(self):
        receipt = self._receipts(self._published())[:1]
        with self.assertRaises(AccessError):
            receipt.with_user(self.author).action_read()
        Receipt = self.env["sanbao.document.receipt"]
        for user in (receipt.user_id, self.author, self.approver):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    receipt.with_user(user).read_at = "2026-03-01 00:00:00"
                with self.assertRaises(AccessError):
                    Receipt.with_user(user).create(
                        {"version_id": receipt.version_id.id, "user_id": user.id}
                    )
                with self.assertRaises(AccessError):
                    receipt.with_user(user).unlink()

    def test_readers_see_their_own_and_editors_all(self):
        other = self._new_user("doc_reader2", "sanbao_base.group_as")
        receipts = self._receipts(self._published())
        self.assertLessEqual(self.reader + other, receipts.user_id)
        Receipt = self.env["sanbao.document.receipt"]
        domain = [("id", "in", receipts.ids)]
        self.assertEqual(
            Receipt.with_user(self.reader).search(domain).user_id, self.reader
        )
        self.assertEqual(
            len(Receipt.with_user(self.author).search(domain)), len(receipts)
        )

    def test_upcoming_version_is_read_from_its_day(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._new_page(sanbao_receipt_required=True)
            self._approve(page, "2026-03-10")
        self.assertFalse(self._receipts(page))
        with freeze_time("2026-03-10 04:00:00"):
            self.env.invalidate_all()
            self._run_cron()
            receipts = self._receipts(page)
            self._run_cron()  # twice is once
        self.assertIn(self.reader, receipts.user_id)
        self.assertEqual(self._receipts(page), receipts)

    def test_new_colleague_gets_a_receipt(self):
        page = self._published()
        late_comer = self._new_user("doc_new", "sanbao_base.group_as")
        self._run_cron()
        self.assertIn(late_comer, self._receipts(page).user_id)

    def test_one_reminder_gone_after_reading(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._published()
            receipt = self._receipts(page).filtered(lambda r: r.user_id == self.reader)
        for moment, count in (
            ("2026-03-03 04:00:00", 0),
            ("2026-03-04 04:00:00", 1),
            ("2026-03-05 04:00:00", 1),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.env.invalidate_all()
                self._run_cron()
                activities = page.sudo().activity_ids.filtered(
                    lambda activity: activity.user_id == self.reader
                )
                self.assertEqual(len(activities), count)
                self.assertEqual(receipt.activity_id, activities)
        page.with_user(self.reader).action_sanbao_read()
        self.assertFalse(activities.exists())

    def test_superseded_version_is_not_read_any_more(self):
        page = self._published()
        old = self._receipts(page).filtered(lambda r: r.user_id == self.reader)
        page.content = "<p>Second text</p>"
        self._approve(page)
        old.invalidate_recordset()
        self.assertEqual(old.state, "lapsed")
        with self.assertRaisesRegex(UserError, "no longer in force"):
            old.with_user(self.reader).action_read()
        page.with_user(self.reader).action_sanbao_read()
        self.assertFalse(old.read_at)

    def test_companies_are_separate(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        outsider = self._new_user("doc_outsider", "sanbao_base.group_as")
        outsider.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        page = self._published(company_id=self.env.company.id)
        self.assertNotIn(outsider, self._receipts(page).user_id)
        for record in (
            page,
            page.sudo().sanbao_current_id,
            self._receipts(page)[:1],
        ):
            with self.subTest(model=record._name):
                self.assertFalse(record.with_user(outsider).has_access("read"))
