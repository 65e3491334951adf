from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..hooks import post_init_hook

LANG = "zh_CN"
MENU = "helpdesk_mgmt.helpdesk_all_ticket_menu"


@tagged("post_install", "-at_install")
class TestLoading(TransactionCase):
    """Each kind of term of an OCA addon really comes out in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        module = cls.env["ir.module.module"]._get("helpdesk_mgmt")
        if module.state != "installed":
            cls.skipTest(cls, "needs helpdesk_mgmt, which this addon does not require")
        if LANG not in dict(cls.env["res.lang"].get_installed()):
            cls.env["res.lang"]._activate_lang(LANG)
            module._update_translations([LANG])
        cls.env = cls.env(context={**cls.env.context, "lang": LANG})
        cls.ticket = cls.env["helpdesk.ticket"]
        cls.menu = cls.env.ref(MENU)

    def _forget_menu_name(self):
        """Make the menu as it is before Chinese terms are loaded."""
        self.menu.flush_recordset()
        self.env.cr.execute(
            """UPDATE ir_ui_menu SET name = '{"en_US": "All Tickets"}' WHERE id = %s""",
            [self.menu.id],
        )
        self.menu.invalidate_recordset()
        self.assertEqual(self.menu.name, "All Tickets")

    def test_inherited_choice(self):
        """A document shows the choices of its mixins in Chinese, whenever it came."""
        choice = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "helpdesk.ticket"),
                ("field_id.name", "=", "activity_state"),
                ("value", "=", "overdue"),
            ]
        )
        self.env.cr.execute(
            """UPDATE ir_model_fields_selection SET name = '{"en_US": "Overdue"}'
                WHERE id = %s""",
            [choice.id],
        )
        choice.invalidate_recordset()
        choice._sanbao_take_terms_of_mixins()
        choice.invalidate_recordset()
        self.assertEqual(choice.name, "逾期")

    def test_field_label(self):
        label = self.ticket.fields_get(["channel_id"])["channel_id"]["string"]
        self.assertEqual(label, "渠道")

    def test_label_that_odoo_itself_lacks(self):
        field = self.env["ir.model.fields"]._get("stock.move", "remaining_qty")
        if not field:
            self.skipTest("needs stock_account, which this addon does not require")
        self.assertEqual(field.field_description, "剩余数量")

    def test_selection(self):
        selection = self.ticket.fields_get(["priority"])["priority"]["selection"]
        self.assertEqual(dict(selection)["3"], "非常高")

    def test_menu(self):
        self.assertEqual(self.menu.name, "全部工单")

    def test_view_text(self):
        view = self.env.ref("helpdesk_mgmt.ticket_view_form")
        arch = self.ticket.get_view(view.id)["arch"]
        self.assertIn("分派给我", arch)
        self.assertNotIn("Assign to me", arch)

    def test_python_message(self):
        user = new_test_user(
            self.env,
            "l10n_agent",
            groups="helpdesk_mgmt.group_helpdesk_user",
            lang=LANG,
        )
        member = new_test_user(
            self.env, "l10n_member", groups="helpdesk_mgmt.group_helpdesk_user"
        )
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Team", "user_ids": member.ids}
        )
        ticket = self.ticket.create(
            {"name": "Ticket", "description": "-", "team_id": team.id}
        )
        with self.assertRaisesRegex(UserError, "不能将此工单分派给自己"):
            ticket.with_user(user).with_context(lang=LANG).assign_to_me()

    def test_javascript_term(self):
        terms, _params = self.env["ir.http"]._get_translations_for_webclient(
            ["helpdesk_mgmt"], LANG
        )
        messages = {m["id"]: m["string"] for m in terms["helpdesk_mgmt"]["messages"]}
        self.assertEqual(
            messages[
                "The selected file (%sB) is over the maximum allowed file size (%sB)."
            ],
            "所选文件（%sB）超过允许的最大文件大小（%sB）。",
        )

    def test_terms_load_when_a_language_is_activated_later(self):
        self._forget_menu_name()
        installer = self.env["base.language.install"].create(
            {"lang_ids": self.env.ref("base.lang_zh_CN").ids}
        )
        installer.lang_install()
        self.assertEqual(self.menu.name, "全部工单")

    def test_terms_load_when_a_module_was_updated_before_us(self):
        self._forget_menu_name()
        with patch.object(self.env.registry, "updated_modules", ["helpdesk_mgmt"]):
            self.env["ir.module.module"]._register_hook()
        self.assertEqual(self.menu.name, "全部工单")

    def test_terms_stay_alone_when_nothing_was_updated(self):
        self._forget_menu_name()
        with patch.object(self.env.registry, "updated_modules", ["base"]):
            self.env["ir.module.module"]._register_hook()
        self.assertEqual(self.menu.name, "All Tickets")

    def test_installing_us_replaces_terms_of_modules_that_were_there(self):
        self.menu.name = "某种旧译文"
        post_init_hook(self.env)
        self.menu.invalidate_recordset()
        self.assertEqual(self.menu.name, "全部工单")

    def test_receipts_of_goods_are_no_slips_for_money(self):
        if "stock.picking.type" not in self.env:
            self.skipTest("needs stock, which this addon does not require")
        kind = self.env["stock.picking.type"].search(
            [("code", "=", "incoming")], limit=1
        )
        kind.name = "收据"
        post_init_hook(self.env)
        self.assertEqual(kind.name, "收货")
