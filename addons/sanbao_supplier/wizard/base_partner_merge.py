from odoo import models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine

from ..models.sanbao_supplier import CANDIDATE


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Contacts are merged with their dossiers; what two dossiers say is not mixed."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merge contacts of whom one at most has a dossier that says something.

        Odoo would delete the dossiers of the others, or end in an error of the database.
        """
        # Dossiers that the user may not read, of all companies, are affected as well.
        dossiers = self.env["sanbao.supplier"].sudo().with_context(active_test=False)
        dossiers = dossiers.search([("partner_id", "in", list(partner_ids))])
        for company, here in dossiers.grouped("company_id").items():
            if len(here) > 1:
                dossiers -= self._sanbao_drop_empty(here, company)
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        # Odoo has written the new contact by SQL, and kept the greater rank.
        dossiers.invalidate_recordset()
        dossiers.exists()._refresh_rank()
        return result

    def _sanbao_drop_empty(self, dossiers, company):
        """Delete all dossiers of one company but one; refuse where two say something."""
        filled = dossiers.filtered(
            lambda dossier: (
                dossier.state != CANDIDATE
                or dossier.paper_ids
                or dossier.qualification_ids
                or dossier.evaluation_ids
            )
        )
        if len(filled) > 1:
            raise UserError(
                self.env._(
                    "%(suppliers)s each have a supplier dossier with papers, assessments"
                    " or decisions in %(company)s. Dossiers cannot be merged: do not merge"
                    " these contacts, archive the one that is not used any more.",
                    suppliers=", ".join(filled.mapped("display_name")),
                    company=company.name,
                )
            )
        superfluous = dossiers - (filled or dossiers[:1])
        as_engine(superfluous).unlink()
        return superfluous
