from datetime import timedelta

from odoo import models


class SanbaoObligation(models.Model):
    _inherit = "sanbao.obligation"

    def _prepare_open(self, kind, record, company, **options):
        """The reminder of an agreement that expires comes as early as its parameter says."""
        vals = super()._prepare_open(kind, record, company, **options)
        if kind.code == "PUR-05":
            days = record._sanbao_reminder_days(company)
            vals["remind_at"] = vals["due"] - timedelta(days=days)
        return vals
