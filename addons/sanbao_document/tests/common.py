from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon


class DocumentCommon(BaseCommon):
    """An author, a second author, two approvers, a reader and a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        editor = "sanbao_base.group_user,document_page.group_document_editor"
        approver = "document_page_approval.group_document_approver_user"
        cls.author = cls._new_user("doc_author", editor)
        cls.coauthor = cls._new_user("doc_coauthor", editor)
        cls.approver = cls._new_user(
            "doc_approver", f"sanbao_base.group_dgm,{approver}"
        )
        cls.approver2 = cls._new_user(
            "doc_approver2", f"sanbao_base.group_gm,{approver}"
        )
        cls.reader = cls._new_user("doc_reader", "sanbao_base.group_as")
        cls.customer = cls._new_user("doc_customer", "base.group_portal")

    @classmethod
    def _new_user(cls, login, groups):
        # Pages of the portal need a language that is installed.
        lang = cls.env["res.lang"].get_installed()[0][0]
        if "group_portal" not in groups:
            lang = "en_US"
        return new_test_user(
            cls.env, login=login, groups=groups, tz="Asia/Shanghai", lang=lang
        )

    @classmethod
    def _new_page(cls, text="First text", user=None, **vals):
        """A page of the author; its version waits for approval."""
        return (
            cls.env["document.page"]
            .with_user(user or cls.author)
            .create(
                {
                    "name": "Return policy",
                    "sanbao_controlled": True,
                    "draft_name": "First",
                    "draft_summary": "New",
                    "content": f"<p>{text}</p>",
                    **vals,
                }
            )
        )

    @classmethod
    def _pending(cls, page):
        return page.sudo().sanbao_version_ids.filtered(
            lambda version: version.state == "to approve"
        )

    @classmethod
    def _approve(cls, page, effective=None, expiry=None):
        version = cls._pending(page).with_user(cls.approver)
        if effective:
            version.sanbao_date_effective = effective
        if expiry:
            version.sanbao_date_expiry = expiry
        version.action_approve()
        return version
