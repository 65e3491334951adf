from datetime import timedelta

from odoo import models


class SanbaoObligation(models.Model):
    _inherit = "sanbao.obligation"

    def _prepare_open(self, kind, record, company, **options):
        """The reminder of a delivery comes as many days before as the rule says."""
        values = super()._prepare_open(kind, record, company, **options)
        if kind.code == "PUR-21":
            get = self.env["sanbao.parameter"]._get
            days = get("po_due_reminder_days", company)
            values["remind_at"] = values["due"] - timedelta(days=days)
        return values
