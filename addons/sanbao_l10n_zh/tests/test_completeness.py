import re
from collections import Counter
from pathlib import Path

import polib

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import get_po_paths

from ..terms import ROOT, shipped_modules

LANG = "zh_CN"
# Attributes that hold words are translated; a tag is compared without them.
WORDS_IN_TAGS = re.compile(r'\s(?:alt|title|aria-label|placeholder|string)="[^"]*"')
PLACEHOLDERS = re.compile(
    r"%\(\w+\)[sdf]"  # %(name)s
    r"|%[sdf]"
    r"|\{\{.*?\}\}"  # {{object.name}} of mail templates
    r"|\$?\{\w*\}"  # {name}, ${name}
    r"|</?[a-zA-Z][^<>]*>"  # HTML tags
)
# An attribute in quotation marks of the text: each update writes such a page anew.
BROKEN_MARKUP = re.compile(r"<[^>]*=[“”]")
# A slip for money. Odoo calls goods received so on some screens, rightly 收货 on others.
WRONG_WORD = "收据"


def placeholders(text):
    return Counter(PLACEHOLDERS.findall(WORDS_IN_TAGS.sub("", text)))


def is_oca(manifest):
    return "(OCA)" in str(manifest.get("author"))


@tagged("post_install", "-at_install")
class TestCompleteness(TransactionCase):
    """Nothing of an installed OCA addon is left in English."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        installed = cls.env["ir.module.module"].search([("state", "=", "installed")])
        names = {*installed.mapped("name"), *shipped_modules()}
        manifests = {
            name: Manifest.for_addon(name, display_warning=False) for name in names
        }
        cls.oca = {name: m for name, m in manifests.items() if m and is_oca(m)}
        cls.core = {
            name: m
            for name, m in manifests.items()
            if m and (ROOT / "i18n_core" / name).is_dir()
        }

    def _template(self, name, manifest):
        return polib.pofile(str(Path(manifest.path) / "i18n" / f"{name}.pot"))

    def _terms(self, name):
        """Terms as Odoo reads them: our file comes after the module's own one."""
        terms = {}
        for path in get_po_paths(name, LANG):
            terms.update(
                (entry.msgid, entry.msgstr)
                for entry in polib.pofile(path)
                if entry.msgstr and not entry.obsolete and "fuzzy" not in entry.flags
            )
        return terms

    def test_every_term_of_the_oca_addons_is_translated(self):
        for name, manifest in self.oca.items():
            terms = self._terms(name)
            with self.subTest(module=name):
                missing = [
                    entry.msgid
                    for entry in self._template(name, manifest)
                    if not terms.get(entry.msgid)
                ]
                self.assertFalse(missing)

    def test_our_files_keep_placeholders_and_markup(self):
        for path in sorted(ROOT.glob("i18n_*/*/zh_CN.po")):
            for entry in polib.pofile(str(path)):
                with self.subTest(module=path.parent.name, term=entry.msgid):
                    self.assertTrue(entry.msgstr)
                    self.assertEqual(
                        placeholders(entry.msgid), placeholders(entry.msgstr)
                    )
                    self.assertEqual(
                        entry.msgid.endswith("\n"), entry.msgstr.endswith("\n")
                    )

    def test_our_files_hold_only_terms_that_still_exist(self):
        for name, manifest in {**self.oca, **self.core}.items():
            known = {entry.msgid for entry in self._template(name, manifest)}
            known |= self._labels(name)
            for path in ROOT.glob(f"i18n_*/{name}/zh_CN.po"):
                with self.subTest(module=name):
                    ours = {entry.msgid for entry in polib.pofile(str(path))}
                    self.assertFalse(ours - known)

    def _labels(self, name):
        """What its fields are called, also those that others add to its models."""
        data = self.env["ir.model.data"].search(
            [("module", "=", name), ("model", "=", "ir.model.fields")]
        )
        fields = self.env["ir.model.fields"].browse(data.mapped("res_id"))
        return set(fields.with_context(lang="en_US").mapped("field_description"))

    def test_core_terms_only_fill_gaps(self):
        """Odoo's own words stay, but for those that break their page or mislead."""
        for name, manifest in self.core.items():
            own = polib.pofile(str(Path(manifest.path) / "i18n" / f"{LANG}.po"))
            ours = polib.pofile(str(ROOT / "i18n_core" / name / f"{LANG}.po"))
            with self.subTest(module=name):
                translated = {
                    entry.msgid
                    for entry in own
                    if entry.msgstr
                    and WRONG_WORD not in entry.msgstr
                    and not BROKEN_MARKUP.search(entry.msgstr)
                }
                self.assertFalse(translated & {entry.msgid for entry in ours})
