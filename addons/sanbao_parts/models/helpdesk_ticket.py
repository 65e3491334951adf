from odoo import fields, models

from odoo.addons.sanbao_base.counting import Counted

from .sanbao_old_part import EXPECTED


class HelpdeskTicket(models.Model):
    """From the case to its parts."""

    _inherit = "helpdesk.ticket"

    sanbao_issue_count = fields.Integer(
        string="Parts issues", compute="_compute_sanbao_counts"
    )
    sanbao_old_part_open_count = fields.Integer(
        string="Old parts expected", compute="_compute_sanbao_counts"
    )

    def _sanbao_counted(self):
        by = "sanbao_application_id"
        issues, parts = self.env["sanbao.parts.issue"], self.env["sanbao.old.part"]
        expected = [("state", "=", EXPECTED)]
        return super()._sanbao_counted() + [
            Counted("sanbao_issue_count", issues, "application_id", by),
            Counted(
                "sanbao_old_part_open_count", parts, "application_id", by, expected
            ),
        ]

    def action_sanbao_issues(self):
        """The parts issues of this case."""
        self.ensure_one()
        return self.sanbao_application_id.action_view_issues()

    def action_sanbao_old_parts(self):
        """The old parts of this case."""
        self.ensure_one()
        return self.sanbao_application_id.action_view_old_parts()
