from odoo import fields, models


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    sanbao_without_service = fields.Boolean(
        string="Ends without service",
        help="A closing stage for requests that were withdrawn or refused.",
    )

    def _sanbao_is_success(self):
        self.ensure_one()
        return self.closed and not self.sanbao_without_service
