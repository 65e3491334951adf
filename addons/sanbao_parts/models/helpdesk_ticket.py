from odoo import fields, models


class HelpdeskTicket(models.Model):
    """From the case to its parts."""

    _inherit = "helpdesk.ticket"

    sanbao_issue_count = fields.Integer(
        string="Parts issues", compute="_compute_sanbao_parts_counts"
    )
    sanbao_old_part_open_count = fields.Integer(
        string="Old parts expected", compute="_compute_sanbao_parts_counts"
    )

    def _compute_sanbao_parts_counts(self):
        for ticket in self:
            application = ticket.sanbao_application_id
            ticket.sanbao_issue_count = application.issue_count
            ticket.sanbao_old_part_open_count = application.old_part_open_count

    def action_sanbao_issues(self):
        """The parts issues of this case."""
        self.ensure_one()
        return self.sanbao_application_id.action_view_issues()

    def action_sanbao_old_parts(self):
        """The old parts of this case."""
        self.ensure_one()
        return self.sanbao_application_id.action_view_old_parts()
