from odoo import models

QUALITY_LOW = "low"
QUALITY_GOOD = "good"
QUALITY_UNKNOWN = "unknown"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _sanbao_quality_scores(self, company):
        """``{supplier: latest quality score, 0 to 100}`` of those that have one."""
        return {
            partner: partner.sanbao_quality_score
            for partner in self.with_company(company)
            if partner.sanbao_has_quality_score
        }

    def _sanbao_latest_quality_score(self, company):
        """The latest quality score of a supplier; None: there is no data."""
        self.ensure_one()
        return self._sanbao_quality_scores(company).get(self)

    def _sanbao_qualification(self, company):
        """In a few words, how the supplier is qualified; for comparisons (F45)."""
        self.ensure_one()
        here = self.with_company(company)
        states = self._fields["sanbao_supplier_state"]._description_selection(self.env)
        return dict(states)[here.sanbao_supplier_state]

    def _sanbao_quality_state(self, company):
        """Whether the quality score is under the pass mark of the company (PUR-10)."""
        self.ensure_one()
        score = self._sanbao_quality_scores(company).get(self)
        get = self.env["sanbao.parameter"]._get
        if score is None:
            no_data_is_low = get("quality_no_data", company) == QUALITY_LOW
            return QUALITY_LOW if no_data_is_low else QUALITY_UNKNOWN
        low = score < get("quality_floor_score", company)
        return QUALITY_LOW if low else QUALITY_GOOD
