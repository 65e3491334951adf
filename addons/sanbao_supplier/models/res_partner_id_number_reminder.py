from odoo import api, fields, models

from odoo.addons.sanbao_base.local_time import company_today

from .res_partner_id_number import GENUINE

BATCH = 500


class ResPartnerIdNumber(models.Model):
    """Reminders before papers expire, as obligations of the buyer (PUR-02)."""

    _inherit = "res.partner.id_number"

    @api.model
    def _cron_sanbao_papers(self):
        """Open what is to be renewed and refresh the ranks. Daily, may run twice."""
        cron = self.env["ir.cron"]
        groups = self.env["sanbao.supplier"]._read_group([], ["company_id"])
        for (company,) in groups:
            papers = self.with_company(company)._sanbao_to_renew(company)
            left = len(papers)
            cron._commit_progress(remaining=left)
            for start in range(0, left, BATCH):
                batch = papers[start : start + BATCH]
                batch._sanbao_open_reminders()
                if not cron._commit_progress(len(batch)):
                    return
        self.env["sanbao.supplier"]._cron_refresh_ranks()

    @api.model
    def _sanbao_to_renew(self, company):
        """Papers within the days of reminder that no later verified paper replaces."""
        until = self._sanbao_remind_until(company, company_today(company))
        domain = [
            ("company_id", "=", company.id),
            ("valid_until", "<=", until),
            ("sanbao_supplier_id.state", "!=", "disqualified"),
        ]
        papers = self.search(domain, order="id")
        return papers - papers._sanbao_replaced()

    def _sanbao_replaced(self):
        """Those for which the supplier has a verified paper of the kind that ends later."""
        genuine = self.search(
            [
                ("sanbao_supplier_id", "in", self.sanbao_supplier_id.ids),
                ("category_id", "in", self.category_id.ids),
                ("sanbao_result", "=", GENUINE),
            ]
        )
        latest = {}
        for paper in genuine:
            key = (paper.sanbao_supplier_id, paper.category_id)
            latest.setdefault(key, self.browse())
            latest[key] |= paper
        return self.filtered(
            lambda paper: any(
                other._sanbao_ends_later(paper)
                for other in latest.get(
                    (paper.sanbao_supplier_id, paper.category_id), []
                )
            )
        )

    def _sanbao_ends_later(self, other):
        if self == other or not other.valid_until:
            return False
        return self.sanbao_no_expiry or bool(
            self.valid_until and self.valid_until > other.valid_until
        )

    def _sanbao_open_reminders(self):
        days = self.env["sanbao.parameter"]._get("doc_expiry_reminder_days")
        self.env["sanbao.obligation"]._open(
            "PUR-02",
            self,
            user=lambda paper: paper.sanbao_supplier_id.user_id,
            start=lambda paper: fields.Date.subtract(paper.valid_until, days=days),
            due=lambda paper: paper.valid_until,
            partner=lambda paper: paper.partner_id,
        )

    def _sanbao_close_reminders(self):
        """Papers just verified: what they renew is not owed any more."""
        older = self.search(
            [
                ("sanbao_supplier_id", "in", self.sanbao_supplier_id.ids),
                ("category_id", "in", self.category_id.ids),
                ("valid_until", "!=", False),
            ]
        )
        renewed = older._sanbao_replaced()
        for paper in self:
            company = paper.company_id
            until = paper._sanbao_remind_until(company, company_today(company))
            if not paper.valid_until or paper.valid_until > until:
                renewed |= paper
        self.env["sanbao.obligation"]._close("PUR-02", renewed)
