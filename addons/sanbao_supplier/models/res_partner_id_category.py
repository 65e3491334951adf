from odoo import api, fields, models

from odoo.addons.sanbao_approval.computed import refuse_protected


class ResPartnerIdCategory(models.Model):
    """A kind of paper, and what it means in the dossier of a supplier."""

    _inherit = "res.partner.id_category"

    sanbao_if_applicable = fields.Boolean(
        string="Only where applicable",
        help="Suppliers need this paper only where their assessment says so.",
    )
    sanbao_certifies = fields.Boolean(
        string="Quality certification",
        help="Suppliers with such a paper come first in choice lists (PUR-04).",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sanbao_guard_code(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._sanbao_guard_code(vals)
        return super().write(vals)

    def _sanbao_guard_code(self, vals):
        """The Python code of a kind runs for everybody: only administrators write it."""
        if vals.get("validation_code") and not self.env.is_system():
            refuse_protected(self, ["validation_code"])
