from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController


class SanbaoHelpdeskController(HelpdeskTicketController):
    @http.route("/ticket/close", type="http", auth="user", methods=["POST"])
    def support_ticket_close(self, **kw):
        """Close a ticket of one's own from the portal.

        The route that this replaces closed anybody's ticket by its number, from a mere
        link. Here the visitor must be allowed to see the ticket, and the form carries a
        token.
        """
        ticket = self._visible_ticket(kw.get("ticket_id"))
        if not ticket:
            return request.redirect("/my/tickets")
        return super().support_ticket_close(**dict(kw, ticket_id=str(ticket.id)))

    def _visible_ticket(self, ticket_id):
        if not str(ticket_id or "").isdigit():
            return request.env["helpdesk.ticket"]
        return request.env["helpdesk.ticket"].search([("id", "=", int(ticket_id))])
