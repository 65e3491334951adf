from odoo import models

from .document_page import RULES


class DocumentPageHistory(models.Model):
    """A version of a document in a register: what it needs, and what follows."""

    _inherit = "document.page.history"

    def _sanbao_check_approve(self):
        super()._sanbao_check_approve()
        # Approvers judge the document, whatever they may read of it.
        page = self.page_id.sudo()
        problem = page._sanbao_register_problem()
        if problem:
            self.env["sanbao.rule"]._gate(RULES[page.sanbao_register], page, problem)

    def action_approve(self):
        """As before; a new version is a review, and the next one is owed."""
        result = super().action_approve()
        self._sanbao_of_registers()._sanbao_owe_review(anew=True)
        return result

    def action_cancel(self):
        """As before; the review is due as if the version had never been."""
        result = super().action_cancel()
        self._sanbao_of_registers()._sanbao_owe_review()
        return result

    def _sanbao_of_registers(self):
        # Whoever moves the version.
        return self.page_id.sudo().filtered("sanbao_register")
