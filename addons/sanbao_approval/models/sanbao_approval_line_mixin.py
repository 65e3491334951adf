from odoo import api, models

from ..computed import refuse_computed, without_computed_defaults


class SanbaoApprovalLineMixin(models.AbstractModel):
    """Lines of a document with approval: changing them reopens the document."""

    _name = "sanbao.approval.line.mixin"
    _description = "Line of a document with approval"

    # Name of the many2one to the document.
    _approval_document = None

    def _approval_documents(self):
        # The guard watches whatever the writer of a line may read.
        return self.sudo()[self._approval_document]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_computed(self, vals)
        clean = without_computed_defaults(self)
        lines = super(SanbaoApprovalLineMixin, clean).create(vals_list)
        lines = lines.with_env(self.env)
        lines._approval_documents()._sanbao_watched()._sanbao_recheck()
        return lines

    def write(self, vals):
        refuse_computed(self, vals)
        before = self._approval_documents()
        result = super().write(vals)
        if self._approval_document in vals:
            before |= self._approval_documents()
        before._sanbao_watched()._sanbao_recheck()
        return result

    def unlink(self):
        documents = self._approval_documents()
        result = super().unlink()
        documents._sanbao_watched()._sanbao_recheck()
        return result
