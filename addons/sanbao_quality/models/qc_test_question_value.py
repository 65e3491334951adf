from odoo import api, fields, models


class QcTestQuestionValue(models.Model):
    """A possible answer; it belongs to the version of the standard as well."""

    _inherit = "qc.test.question.value"

    test_line = fields.Many2one(index=True, ondelete="cascade")

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values.test_line._sanbao_check_draft()
        return values

    def write(self, vals):
        self.test_line._sanbao_check_draft()
        result = super().write(vals)
        self.test_line._sanbao_check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_of_drafts(self):
        self.test_line._sanbao_check_draft()
