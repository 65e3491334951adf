"""Views and menus of our addons."""

from unittest import TestCase

from house import ADDONS, ROOT, ours, xml_ids, xml_sources
from lxml import etree

from odoo.tests import TransactionCase, tagged


def views_without_name(text):
    """Return the ids of view records that leave the name to Odoo."""
    return [
        record.get("id")
        for record in etree.fromstring(text.encode()).iter("record")
        if record.get("model") == "ir.ui.view"
        and record.find("field[@name='name']") is None
    ]


def fields_without_label(text):
    """Return the fields beside columns: there the web client shows no label."""
    return [
        field.get("name")
        for group in etree.fromstring(text.encode()).iter("group")
        if group.find("group") is not None
        for field in group.iterchildren("field")
        if field.get("invisible") not in ("1", "True") and not field.get("nolabel")
    ]


def menus_for_everybody(menus):
    """Return the menus that neither themselves nor above them ask for a group."""
    found = menus.browse()
    for menu in menus:
        above = menu
        while above and not above.group_ids:
            above = above.parent_id
        if not above:
            found |= menu
    return found


class TestSources(TestCase):
    def test_every_view_has_a_name(self):
        for path in xml_sources():
            with self.subTest(file=str(path.relative_to(ROOT))):
                self.assertFalse(views_without_name(path.read_text(encoding="utf-8")))

    def test_a_view_without_a_name_is_noticed(self):
        text = '<odoo><record id="x" model="ir.ui.view"><field name="model">y</field></record></odoo>'
        self.assertEqual(views_without_name(text), ["x"])

    def test_every_field_has_its_label(self):
        for path in xml_sources():
            with self.subTest(file=str(path.relative_to(ROOT))):
                self.assertFalse(fields_without_label(path.read_text(encoding="utf-8")))

    def test_a_field_without_its_label_is_noticed(self):
        text = '<group><group/><field name="x"/><field name="y" nolabel="1"/></group>'
        self.assertEqual(fields_without_label(text), ["x"])

    def test_every_data_file_is_in_its_manifest(self):
        for path in xml_sources():
            addon = ADDONS / path.relative_to(ADDONS).parts[0]
            manifest = (addon / "__manifest__.py").read_text(encoding="utf-8")
            with self.subTest(file=str(path.relative_to(ROOT))):
                self.assertIn(f'"{path.relative_to(addon)}"', manifest)


@tagged("post_install", "-at_install")
class TestScreens(TransactionCase):
    def _menus(self):
        ids = xml_ids(self.env, "ir.ui.menu", ours(self.env))
        return self.env["ir.ui.menu"].with_context(active_test=False).browse(ids)

    def test_every_menu_asks_for_a_group(self):
        found = menus_for_everybody(self._menus())
        self.assertFalse(found.mapped("complete_name"))

    def test_a_menu_for_everybody_is_noticed(self):
        menu = self.env["ir.ui.menu"].create({"name": "Open to all"})
        self.assertEqual(menus_for_everybody(menu), menu)

    def test_every_window_action_opens(self):
        """Each screen can be built, in Chinese, by the administrator of rules."""
        ids = xml_ids(self.env, "ir.actions.act_window", ours(self.env))
        for action in self.env["ir.actions.act_window"].browse(ids):
            model = self.env[action.res_model].with_context(lang="zh_CN")
            for view_id, view_type in action.views:
                with self.subTest(action=ids[action.id], view=view_type):
                    self.assertTrue(model.get_view(view_id, view_type)["arch"])
