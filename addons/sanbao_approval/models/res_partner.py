from odoo import models

from .res_users import CARD_FIELDS


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if CARD_FIELDS & vals.keys():
            # Also of those who left: their names stand below what they signed.
            partners = self.sudo().with_context(active_test=False)
            if partners.user_ids:
                self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        # Merging gives a user another contact without writing his record.
        self.env.registry.clear_cache()
        return result
