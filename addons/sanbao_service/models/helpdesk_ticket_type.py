from odoo import fields, models


class HelpdeskTicketType(models.Model):
    _inherit = "helpdesk.ticket.type"

    sanbao_is_service = fields.Boolean(
        string="Service request",
        help="Tickets of this type are service cases: they have deadlines, a service "
        "application (Form 3) and are closed by the rules for service.",
    )
