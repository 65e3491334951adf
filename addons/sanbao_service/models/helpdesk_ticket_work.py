from odoo import fields, models


class HelpdeskTicket(models.Model):
    """From the case to its work."""

    _inherit = "helpdesk.ticket"

    sanbao_visit_count = fields.Integer(
        string="Visits", compute="_compute_sanbao_work_counts"
    )
    sanbao_repair_count = fields.Integer(
        string="Repairs", compute="_compute_sanbao_work_counts"
    )

    def _compute_sanbao_work_counts(self):
        for ticket in self:
            application = ticket.sanbao_application_id
            ticket.sanbao_visit_count = application.visit_count
            ticket.sanbao_repair_count = application.repair_count

    def action_sanbao_visits(self):
        """The field records of this case."""
        self.ensure_one()
        return self.sanbao_application_id.action_view_visits()

    def action_sanbao_repairs(self):
        """The repair orders of this case."""
        self.ensure_one()
        return self.sanbao_application_id.repair_ids._sanbao_open()
