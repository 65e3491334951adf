"""Terms of our and OCA's addons and whether the database shows them in Chinese."""

import re
from pathlib import Path

import polib
from house import ADDONS, LANG, ROOT

from odoo.tools.translate import TranslationModuleReader, code_translations

# Words that are the same in Chinese, one a line: names, abbreviations.
SAME_IN_CHINESE = ROOT / "tests" / "same_in_chinese.txt"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\{.*?\}\}")
LETTERS = re.compile(r"[A-Za-z]{2}")


def excused():
    """Return the terms that need no translation."""
    lines = SAME_IN_CHINESE.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def needs_chinese(term, same):
    """Whether a term holds words of another language."""
    bare = PLACEHOLDER.sub("", re.sub(r"<[^>]+>", "", term))
    return bool(LETTERS.search(bare)) and term.strip() not in same


def english_on_screen(env, modules, same):
    """Return "module: term" of what a Chinese user would see in English."""
    found = set()
    for module, ttype, name, res_id, source, value, _c in TranslationModuleReader(
        env.cr, modules, lang=LANG
    ):
        if ttype == "code":
            known = code_translations.get_python_translations(module, LANG)
            web = code_translations.get_web_translations(module, LANG)["messages"]
            value = known.get(source) or next(
                (m["string"] for m in web if m["id"] == source), ""
            )
        if needs_chinese(source, same) and value in ("", None, source):
            found.add(f"{module}: {ttype} {name} {res_id}: {source}")
    return sorted(found)


def sources(env, module):
    """Return the terms of a module as an export would list them."""
    return {row[4] for row in TranslationModuleReader(env.cr, [module])}


def faults(addon, path=None):
    """Return what is wrong with an addon's zh_CN.po."""
    path = path or ADDONS / addon / "i18n" / f"{LANG}.po"
    if not Path(path).exists():
        return [f"{addon}: no i18n/{LANG}.po"]
    found = []
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            found.append(f"obsolete: {entry.msgid}")
        elif "fuzzy" in entry.flags:
            found.append(f"fuzzy: {entry.msgid}")
        elif not entry.msgstr:
            found.append(f"empty: {entry.msgid}")
        elif sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(
            PLACEHOLDER.findall(entry.msgstr)
        ):
            found.append(f"placeholders: {entry.msgid}")
    return found
