"""Where the terms of foreign modules are kept, and how they get into a database."""

from collections.abc import Iterator
from pathlib import Path

from odoo.tools.translate import TranslationImporter, get_base_langs

# i18n_oca: whole modules of requirements.txt; i18n_core: only what Odoo lacks
FOLDERS = ("i18n_oca", "i18n_core")
ROOT = Path(__file__).parent


def shipped_modules() -> list[str]:
    """Names of the modules that we have terms for."""
    return sorted(
        path.name
        for folder in FOLDERS
        for path in (ROOT / folder).iterdir()
        if path.is_dir()
    )


def term_paths(module_name: str, lang: str) -> Iterator[str]:
    """Our .po files for a module and a language, most general first."""
    for code in get_base_langs(lang):
        for folder in FOLDERS:
            path = ROOT / folder / module_name / f"{code}.po"
            if path.is_file():
                yield str(path)


def load_terms(env, module_names, overwrite=False):
    """Write our model and view terms of these modules into the database.

    Only records that exist are touched, so modules that are not installed do no harm.

    :param overwrite: replace terms that are translated already (never those of
        ``noupdate`` records)
    """
    importer = TranslationImporter(env.cr, verbose=False)
    for lang, _name in env["res.lang"].get_installed():
        for module_name in module_names:
            for path in term_paths(module_name, lang):
                importer.load_file(path, lang)
    importer.save(overwrite=overwrite)
