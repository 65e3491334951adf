import functools
import sys

from odoo.tools import translate

from .terms import load_terms, shipped_modules, term_paths


def post_load():
    """Let Odoo find our files next to a module's own ones.

    ``get_po_paths`` is the only place where Odoo decides which files hold the terms of
    a module: those of Python and JavaScript code (read on demand) and those of records
    and views (read at install, update and when a language is activated). It is a plain
    function, imported by name elsewhere, so each of those names is replaced.
    """
    original = translate.get_po_paths
    if getattr(original, "sanbao_terms", False):
        return

    @functools.wraps(original)
    def get_po_paths(module_name, lang):
        yield from original(module_name, lang)
        yield from term_paths(module_name, lang)

    get_po_paths.sanbao_terms = True
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", {}).get("get_po_paths") is original:
            module.get_po_paths = get_po_paths
    _forget_code_terms()


def _forget_code_terms():
    """Code terms that were read before must be read again with our files."""
    modules = set(shipped_modules())
    cached = translate.code_translations
    for terms in (cached.python_translations, cached.web_translations):
        for key in [key for key in terms if key[0] in modules]:
            terms.pop(key, None)


def post_init_hook(env):
    """Replace the terms of modules that were installed before us."""
    load_terms(env, shipped_modules(), overwrite=True)
    _name_operation_types(env)


def _name_operation_types(env):
    """Receipts of goods are named as a slip for money in Odoo's Chinese (see README);
    operation types are data of the user, whose names no update replaces."""
    if "stock.picking.type" not in env:
        return
    types = env["stock.picking.type"].with_context(lang="zh_CN", active_test=False)
    types.search([("name", "=", "收据")]).name = "收货"
