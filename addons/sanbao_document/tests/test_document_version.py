from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import DocumentCommon


@tagged("post_install", "-at_install")
class TestDocumentVersion(DocumentCommon):
    """Versions are in force from their day to the day of the next (SUP-11)."""

    def _status(self, version, moment):
        with freeze_time(moment):
            version.invalidate_recordset(["sanbao_status", "sanbao_in_force"])
            page = version.page_id
            page.invalidate_recordset(["sanbao_current_id", "sanbao_in_force"])
            found = bool(
                version.search(
                    [("id", "=", version.id), ("sanbao_in_force", "=", True)]
                )
            )
            absent = bool(
                version.search(
                    [("id", "=", version.id), ("sanbao_in_force", "=", False)]
                )
            )
            self.assertEqual(found, version.sanbao_in_force)
            self.assertNotEqual(found, absent)
            self.assertEqual(page.sanbao_current_id == version, found)
            return version.sanbao_status

    def test_in_force_from_effective_day_to_expiry(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._new_page()
            version = self._approve(page, "2026-03-10", "2026-03-20")
        for moment, status in (
            ("2026-03-09 15:59:59", "upcoming"),  # 23:59:59 in Shanghai
            ("2026-03-09 16:00:00", "effective"),  # midnight in Shanghai
            ("2026-03-10 12:00:00", "effective"),
            ("2026-03-11 00:00:00", "effective"),
            ("2026-03-20 15:59:59", "effective"),
            ("2026-03-20 16:00:00", "expired"),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self._status(version, moment), status)

    def test_without_a_date_in_force_at_approval(self):
        with freeze_time("2026-03-01 20:00:00"):  # already 2 March in Shanghai
            version = self._approve(self._new_page())
            self.assertEqual(str(version.sanbao_date_effective), "2026-03-02")
            self.assertEqual(version.sanbao_status, "effective")

    def test_next_version_supersedes_on_its_day_and_the_old_one_is_kept(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._new_page()
            first = self._approve(page)
            page.content = "<p>Second text</p>"
            second = self._approve(page, "2026-03-10")
        self.assertEqual((first + second).mapped("sanbao_version"), [1, 2])
        for moment, expected in (
            ("2026-03-09 15:59:59", ["effective", "upcoming"]),
            ("2026-03-09 16:00:00", ["superseded", "effective"]),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(
                    [self._status(v, moment) for v in (first, second)], expected
                )
        self.assertIn("First text", first.content)

    def test_page_shows_the_version_in_force(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._new_page()
            self._approve(page)
            page.content = "<p>Second text</p>"
            self._approve(page, "2026-03-10")
            self.assertIn("First text", page.content)
        with freeze_time("2026-03-10 04:00:00"):
            self.env.invalidate_all()
            self._run_cron()
            self.assertIn("Second text", page.content)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("sanbao_document.ir_cron_versions").method_direct_trigger()
        self.env.invalidate_all()

    def test_dates_do_not_run_backwards(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._new_page()
            with self.assertRaisesRegex(UserError, "past"):
                self._approve(page, "2026-02-28")
            self._approve(page, "2026-03-10")
            page.content = "<p>Second text</p>"
            with self.assertRaisesRegex(UserError, "takes effect later"):
                self._approve(page, "2026-03-09")
            self._approve(page, "2026-03-10")

    def test_upcoming_version_is_withdrawn_and_its_number_not_used_again(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._new_page()
            first = self._approve(page)
            page.content = "<p>Second text</p>"
            second = self._approve(page, "2026-03-10")
            second.action_cancel()
            self.assertFalse(first.sanbao_date_superseded)
            with self.assertRaises(UserError):
                second.action_draft()
            with self.assertRaisesRegex(UserError, "new version"):
                first.action_cancel()  # in force
            page.content = "<p>Third text</p>"
            self.assertEqual(self._approve(page).sanbao_version, 3)

    def test_author_proposes_the_date_on_the_document(self):
        with freeze_time("2026-03-01 04:00:00"):
            page = self._new_page(sanbao_draft_effective="2026-03-05")
            self.assertEqual(
                str(self._pending(page).sanbao_date_effective), "2026-03-05"
            )
            self._approve(page)
            page.write(
                {
                    "content": "<p>Two</p>",
                    "sanbao_draft_effective": "2026-03-08",
                }
            )
            version = self._approve(page)
            self.assertEqual(str(version.sanbao_date_effective), "2026-03-08")

    def test_name_and_summary_reach_the_version_in_any_order(self):
        values = {"name": "Order", "sanbao_controlled": True, "content": "<p>x</p>"}
        draft = {"draft_name": "First", "draft_summary": "New"}
        for vals in ({**values, **draft}, {**draft, **values}):
            with self.subTest(vals=list(vals)):
                page = self.env["document.page"].with_user(self.author).create(vals)
                version = self._pending(page)
                self.assertEqual((version.name, version.summary), ("First", "New"))

    def test_a_version_without_summary_locks_no_button(self):
        """The web client saves before each button, and asks for required fields."""
        page = self._new_page(draft_summary=False)
        self._approve(page)
        with Form(page.with_user(self.author), "document_page.view_wiki_form") as form:
            self.assertFalse(form.draft_summary)

    def test_rule_shows_its_documents(self):
        rule = self.env["sanbao.rule"].create({"code": "ZZZ-99", "name": "Test"})
        page = self._new_page(sanbao_rule_ids=rule.ids)
        self.assertEqual(rule.document_ids.ids, page.ids)

    def test_display_name_is_a_text(self):
        version = self._approve(self._new_page())
        self.assertEqual(version.display_name, "Return policy V1")
