from odoo import models

from ..terms import load_terms, shipped_modules


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _register_hook(self):
        """Load our terms for modules that were updated before us.

        Modules are loaded by depth and then by name, so ``base_user_role`` reads its
        terms before our ``post_load`` has run in this process. At the end of loading
        we therefore read ours again for what was installed or updated.
        """
        result = super()._register_hook()
        updated = set(self.env.registry.updated_modules)
        modules = shipped_modules()
        if "sanbao_l10n_zh" not in updated:
            modules = [name for name in modules if name in updated]
        load_terms(self.env, modules)
        if updated:
            self.env["ir.model.fields.selection"]._sanbao_take_terms_of_mixins()
        return result
