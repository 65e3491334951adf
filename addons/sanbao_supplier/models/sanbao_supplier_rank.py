from collections import defaultdict

from odoo import api, models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_supplier import DISQUALIFIED, QUALIFIED, SUSPENDED

BATCH = 500
# Qualified before others, then certified before others, then by score (0 to 100).
FOR_QUALIFIED = 1000
FOR_CERTIFIED = 500


class SanbaoSupplier(models.Model):
    """The order in which suppliers are offered for choice (PUR-04)."""

    _inherit = "sanbao.supplier"

    def _refresh_rank(self):
        """Write the ranks that changed, here and on the contact in the same company."""
        # Ranks follow from assessments; whoever changes one does not write contacts.
        for company, suppliers in self.sudo().grouped("company_id").items():
            today = company_today(company)
            certified = self._certified(suppliers, today)
            ranks = defaultdict(self.browse)
            for supplier in suppliers:
                ranks[supplier._rank_on(today, supplier in certified)] |= supplier
            for rank, same in ranks.items():
                as_engine(same.filtered(lambda s, r=rank: s.rank != r)).rank = rank
                partners = same.partner_id.with_company(company)
                partners = partners.filtered(
                    lambda p, r=rank: p.sanbao_supplier_rank != r
                )
                as_engine(partners).sanbao_supplier_rank = rank

    def _rank_on(self, day, certified):
        if self.state in (SUSPENDED, DISQUALIFIED) or not self.active:
            return 0
        qualified = self.state == QUALIFIED and self.valid_until >= day
        return (
            FOR_QUALIFIED * qualified
            + FOR_CERTIFIED * certified
            + round(self._rank_score())
        )

    def _rank_score(self):
        """The score that ranks: of the assessment, until an evaluation is closed."""
        return self.assessment_score

    @api.model
    def _cron_refresh_ranks(self):
        """Certificates expire and assessments lapse by themselves."""
        cron = self.env["ir.cron"]
        suppliers = self.search([("rank", ">", 0)], order="id")
        cron._commit_progress(remaining=len(suppliers))
        for start in range(0, len(suppliers), BATCH):
            batch = suppliers[start : start + BATCH]
            batch._refresh_rank()
            if not cron._commit_progress(len(batch)):
                break
