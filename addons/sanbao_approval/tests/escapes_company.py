"""Attempts to get round an approval by way of another company."""

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError

REFUSED = (AccessError, MissingError, UserError, ValidationError, ValueError, TypeError)


class CompanyEscapes:
    """Part of ``ApprovalEscapes``; see there."""

    def test_escape_other_company(self):
        document = self._escape_approved()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        try:
            with self.env.cr.savepoint():
                document.sudo().company_id = other
                self.env.flush_all()
        except REFUSED:
            return
        self._assert_not_through(document)

    def test_escape_chain_of_other_company(self):
        """Working in another company does not hide the chain of the document's."""
        document = self._escape_document()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        document.env.user.sudo().company_ids |= other
        steps = document.sudo()._sanbao_matching_steps()
        steps.sudo().company_id = document.company_id
        elsewhere = document.with_context(allowed_company_ids=other.ids)
        self.assertEqual(elsewhere.sudo()._sanbao_matching_steps(), steps)
