from odoo import api, fields, models

from odoo.addons.sanbao_approval.engine import is_engine

ASPECTS = [
    ("appearance", "Appearance"),
    ("performance", "Performance"),
    ("spec", "Specification"),
    ("quantity", "Quantity"),
]


class QcTestQuestion(models.Model):
    """A point of an acceptance standard (STK-08)."""

    _inherit = "qc.test.question"

    test = fields.Many2one(index=True, ondelete="cascade")
    sanbao_aspect = fields.Selection(
        selection=ASPECTS, string="Aspect", required=True, default="appearance"
    )
    sanbao_method = fields.Char(string="Method", help="How it is tested, with what.")
    sanbao_photo = fields.Boolean(
        string="Photo Needed", help="The inspector takes a picture."
    )

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions._sanbao_check_draft()
        return questions

    def write(self, vals):
        self._sanbao_check_draft()
        result = super().write(vals)
        self._sanbao_check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_of_drafts(self):
        self._sanbao_check_draft()

    def _sanbao_check_draft(self):
        """Points belong to their version: one in use does not change (STK-09)."""
        if not is_engine(self.env):
            self.test._sanbao_require_draft()
            self.test._sanbao_note_author()
