from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DocumentCommon


@tagged("post_install", "-at_install")
class TestDocumentGuard(DocumentCommon):
    """Nobody publishes around the approval (SUP-11, RMA-01)."""

    def test_editor_can_not_write_the_approval(self):
        version = self._pending(self._new_page()).with_user(self.author)
        for vals in (
            {"state": "approved"},
            {"approved_uid": self.approver.id},
            {"approved_date": "2024-01-01 00:00:00"},
            {"sanbao_version": 1},
            {"sanbao_date_superseded": "2024-01-01"},
            {"sanbao_author_ids": [Command.clear()]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                version.write(vals)

    def test_approver_can_not_write_the_state_either(self):
        version = self._pending(self._new_page()).with_user(self.approver)
        with self.assertRaises(AccessError):
            version.write({"state": "approved"})

    def test_version_is_not_created_approved(self):
        page = self._new_page()
        History = self.env["document.page.history"].with_user(self.author)
        for vals in (
            {"state": "approved"},
            {"state": "to approve"},
            {"approved_uid": self.approver.id},
            {"sanbao_version": 7},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                History.create({"page_id": page.id, "content": "x", **vals})

    def test_context_keys_do_not_open_the_guard(self):
        page = self._new_page()
        History = self.env["document.page.history"].with_user(self.author)
        version = History.with_context(
            default_state="approved",
            default_sanbao_version=5,
            default_approved_uid=self.approver.id,
            sanbao_document_engine=True,
        ).create({"page_id": page.id, "content": "x"})
        self.assertEqual(version.state, "draft")
        self.assertFalse(version.sanbao_version)
        self.assertFalse(version.approved_uid)
        with self.assertRaises(AccessError):
            version.with_context(sanbao_document_engine=True).state = "approved"

    def test_draft_context_carries_no_state(self):
        page = self._new_page().with_context(
            sanbao_draft={"state": "approved", "name": "Second"}
        )
        page.content = "<p>Second text</p>"
        newest = self._pending(page).sorted("id")[-1]
        self.assertEqual(newest.name, "Second")
        self.assertEqual(newest.state, "to approve")

    def test_page_head_is_not_written(self):
        page = self._new_page()
        version = self._pending(page)
        for vals in (
            {"history_head": version.id},
            {"approved_uid": self.author.id},
            {"content_uid": self.approver.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                page.write(vals)
        other = (
            self.env["document.page"]
            .with_user(self.author)
            .with_context(default_history_head=version.id)
            .create({"name": "Other", "sanbao_controlled": True})
        )
        self.assertFalse(other.history_head)

    def test_author_does_not_approve(self):
        version = self._pending(self._new_page())
        with self.assertRaises(AccessError):
            version.with_user(self.author).action_approve()
        self.assertEqual(version.state, "to approve")

    def test_approver_does_not_approve_his_own_text(self):
        version = self._pending(self._new_page(user=self.approver))
        with self.assertRaisesRegex(UserError, "Another approver"):
            version.with_user(self.approver).action_approve()
        version.with_user(self.approver2).action_approve()
        self.assertEqual(version.state, "approved")

    def test_whoever_changed_a_draft_is_its_author(self):
        self.approver.group_ids += self.env.ref("document_page.group_document_manager")
        page = self._new_page()
        version = self._pending(page).with_user(self.author)
        version.action_cancel()
        version.action_draft()
        version.with_user(self.approver).content = "<p>Mine</p>"
        version.action_to_approve()
        with self.assertRaisesRegex(UserError, "Another approver"):
            version.with_user(self.approver).action_approve()

    def test_approving_twice_is_refused(self):
        """The case in which OCA's method forgets to raise."""
        version = self._approve(self._new_page())
        with self.assertRaisesRegex(UserError, "can not be approved"):
            version.action_approve()
        self.assertEqual(version.sanbao_version, 1)

    def test_draft_and_cancelled_are_not_approved(self):
        page = self._new_page()
        version = self._pending(page).with_user(self.author)
        version.action_cancel()
        with self.assertRaises(UserError):
            version.with_user(self.approver).action_approve()
        with self.assertRaises(UserError):
            version.action_cancel()

    def test_text_stays_from_review_on(self):
        page = self._new_page()
        version = self._pending(page).with_user(self.author)
        for vals in ({"content": "x"}, {"name": "x"}, {"sanbao_date_expiry": False}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                version.write(vals)
        approved = self._approve(page)
        for vals in ({"content": "x"}, {"sanbao_date_effective": "2030-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                approved.write(vals)

    def test_new_change_leaves_the_approved_version_alone(self):
        page = self._new_page()
        version = self._approve(page)
        page.write(
            {"content": "<p>Two</p>", "draft_name": "Second", "draft_summary": "b"}
        )
        self.assertEqual(version.name, "First")
        self.assertEqual(self._pending(page).name, "Second")
        with self.assertRaisesRegex(UserError, "belong to a new version"):
            page.write({"draft_name": "Third"})

    def test_stranger_does_not_cancel(self):
        page = self._new_page()
        self._approve(page)
        version = page.sanbao_version_ids
        with self.assertRaises(UserError):
            version.with_user(self.coauthor).action_cancel()

    def test_editor_does_not_change_publication_once_approved(self):
        page = self._new_page()
        page.sanbao_public = False  # before approval he may
        self._approve(page)
        category = self.env["document.page"].create(
            {"name": "Free", "type": "category"}
        )
        for vals in (
            {"sanbao_public": True},
            {"sanbao_controlled": False},
            {"sanbao_receipt_required": True},
            {"parent_id": category.id},
            {"active": False},
            {"name": "Other"},
            {"sanbao_audience_group_ids": [Command.clear()]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                page.write(vals)
        page.with_user(self.approver).sanbao_public = True

    def test_approver_groups_of_a_category_count_through_roles(self):
        category = self.env["document.page"].create(
            {
                "name": "Policies",
                "type": "category",
                "approval_required": True,
                "approver_gid": self.env.ref("sanbao_base.group_gm").id,
            }
        )
        role = self.env.ref("sanbao_base.role_gm")
        chief = self._new_user("doc_chief", "base.group_user")
        chief.role_line_ids = [Command.create({"role_id": role.id})]
        page = self._new_page(parent_id=category.id)
        version = self._pending(page)
        with self.assertRaises(AccessError):
            version.with_user(self.approver).action_approve()
        version.with_user(chief).action_approve()
        self.assertEqual(version.approved_uid, chief)

    def test_approved_versions_are_not_deleted(self):
        page = self._new_page()
        version = self._approve(page)
        self.author.group_ids += self.env.ref("document_page.group_document_manager")
        with self.assertRaises(UserError):
            page.unlink()
        with self.assertRaises(AccessError):
            version.with_user(self.author).unlink()

    def test_copy_is_a_draft(self):
        version = self._approve(self._new_page())
        copy = version.with_user(self.author).copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.sanbao_version)

    def test_scripts_in_the_text_are_dropped(self):
        page = self._new_page()
        version = self.env["document.page.history"].create(
            {
                "page_id": page.id,
                "content": "<p>Hi<script>alert(1)</script>"
                '<img src="x" onerror="alert(1)"/></p>',
            }
        )
        self.assertNotIn("alert", version.content)

    def test_expiry_before_effect_is_refused(self):
        version = self._pending(self._new_page()).with_user(self.approver)
        with self.assertRaises(ValidationError):
            version.write(
                {
                    "sanbao_date_effective": "2099-02-01",
                    "sanbao_date_expiry": "2099-01-31",
                }
            )

    def test_uncontrolled_pages_work_as_before(self):
        page = self._new_page(sanbao_controlled=False)
        self.assertEqual(page.sanbao_version_ids.state, "approved")
        self.assertFalse(page.sanbao_in_force)
        page.content = "<p>Two</p>"
        self.assertIn("Two", page.history_head.content)
