"""A Chinese user sees Chinese, in our addons and in OCA's."""

import tempfile

import polib
import terms
from house import ADDONS, oca, ours

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.same = terms.excused()
        # An addon whose few words Odoo translates already needs no file.
        cls.speaking = {
            m
            for m in ours(cls.env)
            if (ADDONS / m / "i18n").is_dir()
            or terms.english_on_screen(cls.env, [m], cls.same)
        }

    def test_files_are_complete(self):
        for addon in sorted(self.speaking):
            with self.subTest(addon=addon):
                self.assertFalse(terms.faults(addon))

    def test_templates_are_up_to_date(self):
        for addon in sorted(self.speaking):
            path = ADDONS / addon / "i18n" / f"{addon}.pot"
            with self.subTest(addon=addon):
                self.assertTrue(path.exists(), f"{path} is missing")
                listed = {entry.msgid for entry in polib.pofile(str(path))}
                self.assertFalse(sorted(terms.sources(self.env, addon) - listed))

    def test_our_addons_speak_chinese(self):
        found = terms.english_on_screen(self.env, sorted(self.speaking), self.same)
        self.assertFalse(found, f"{len(found)} terms:\n" + "\n".join(found[:60]))

    def test_oca_addons_speak_chinese(self):
        found = terms.english_on_screen(self.env, sorted(oca(self.env)), self.same)
        self.assertFalse(found, f"{len(found)} terms:\n" + "\n".join(found[:60]))

    def test_an_english_label_is_noticed(self):
        menu = self.env["ir.ui.menu"].create({"name": "Untranslated words"})
        vals = {
            "module": "sanbao_base",
            "name": "x",
            "model": menu._name,
            "res_id": menu.id,
        }
        self.env["ir.model.data"].create(vals)
        self.env.flush_all()
        found = terms.english_on_screen(self.env, ["sanbao_base"], self.same)
        self.assertTrue([line for line in found if "Untranslated words" in line])

    def test_faults_of_a_file_are_noticed(self):
        text = 'msgid ""\nmsgstr ""\n\nmsgid "One %s"\nmsgstr "一"\n\nmsgid "Two"\nmsgstr ""\n'
        with tempfile.NamedTemporaryFile("w", suffix=".po") as file:
            file.write(text)
            file.flush()
            found = terms.faults("x", file.name)
        self.assertEqual(found, ["placeholders: One %s", "empty: Two"])
