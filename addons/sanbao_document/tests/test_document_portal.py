from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DocumentCommon


@tagged("post_install", "-at_install")
class TestDocumentPortal(DocumentCommon, HttpCase):
    """Customers read what is published and in force, and nothing else (RMA-01)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public = cls._new_page(
            "Public text", name="Public policy", sanbao_public=True
        )
        cls._approve(cls.public)
        cls.internal = cls._new_page("Secret", name="Internal policy")
        cls._approve(cls.internal)
        cls.pending = cls._new_page(
            "Waiting", name="Pending policy", sanbao_public=True
        )
        cls.upcoming = cls._new_page(
            "Tomorrow", name="Upcoming policy", sanbao_public=True
        )
        cls._approve(cls.upcoming, "2099-01-01")
        cls.archived = cls._new_page("Gone", name="Archived policy", sanbao_public=True)
        cls._approve(cls.archived)
        cls.archived.with_user(cls.approver).active = False
        cls.hidden = cls.internal + cls.pending + cls.upcoming + cls.archived

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_record_rules(self):
        Page = self.env["document.page"].with_user(self.customer)
        History = self.env["document.page.history"].with_user(self.customer)
        pages = self.public + self.hidden
        found = Page.search([("id", "in", pages.ids)])
        self.assertEqual(found.ids, self.public.ids)
        found = History.search([("page_id", "in", pages.ids)])
        self.assertEqual(found.page_id.ids, self.public.ids)
        for page in self.hidden:
            with self.subTest(page=page.name):
                with self.assertRaises(AccessError):
                    Page.browse(page.id).read(["name"])
                versions = page.sudo().sanbao_version_ids
                with self.assertRaises(AccessError):
                    History.browse(versions.ids).read(["content"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_superseded_version_and_talk_are_hidden(self):
        old = self.public.sudo().sanbao_current_id
        self.public.message_post(
            body="Between us", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        self.public.content = "<p>New public text</p>"
        self._approve(self.public)
        with self.assertRaises(AccessError):
            old.with_user(self.customer).read(["content"])
        public = self.public.with_user(self.customer)
        self.assertIn("New public text", public.sanbao_current_id.content)
        for field in ("sanbao_rule_ids", "sanbao_audience_group_ids", "draft_summary"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                public.read([field])
        messages = self.public.sudo().message_ids
        self.assertFalse(
            self.env["mail.message"]
            .with_user(self.customer)
            .search([("id", "in", messages.ids)])
        )

    def test_customer_writes_nothing(self):
        public = self.public.with_user(self.customer)
        for record, vals in (
            (public, {"name": "x"}),
            (public.sanbao_current_id, {"content": "x"}),
        ):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.write(vals)
        with self.assertRaises(AccessError):
            public.sanbao_current_id.action_cancel()

    def test_rule_follows_the_day(self):
        """The cached record rule must not keep yesterday's answer."""
        with freeze_time("2098-12-31 15:59:59"):
            Page = self.env["document.page"].with_user(self.customer)
            self.assertNotIn(self.upcoming.id, Page.search([]).ids)
        with freeze_time("2098-12-31 16:00:00"):
            self.env.invalidate_all()
            self.assertIn(self.upcoming.id, Page.search([]).ids)

    def test_pages(self):
        self.authenticate("doc_customer", "doc_customer")
        page = self.url_open("/my/policies", timeout=60)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Public policy", page.text)
        for hidden in self.hidden:
            self.assertNotIn(hidden.name, page.text)
            answer = self.url_open(f"/my/policies/{hidden.id}")
            self.assertEqual(answer.status_code, 404, hidden.name)
        page = self.url_open(f"/my/policies/{self.public.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Public text", page.text)
        self.assertEqual(self.url_open("/my/policies/999999999").status_code, 404)

    def test_nobody_without_login(self):
        answer = self.url_open("/my/policies", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_customers_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        other = self._new_user("doc_customer2", "base.group_portal")
        other.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        Page = self.env["document.page"].with_user(other)
        self.assertFalse(Page.search([("id", "in", self.public.ids)]))
        self.assertFalse(self.public.with_user(other).has_access("read"))
