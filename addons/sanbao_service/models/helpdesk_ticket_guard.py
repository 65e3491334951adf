from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import is_engine

# Follow from the stage and from the steps; Odoo itself accepts them by RPC.
PROTECTED = {
    "closed",
    "closed_date",
    "last_stage_update",
    "number",
    "sanbao_escalated_at",
    "sanbao_first_contact_at",
    "unattended",
}


class HelpdeskTicket(models.Model):
    """What of a case nobody types."""

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        typed = [
            {name: value for name, value in vals.items() if name not in PROTECTED}
            for vals in vals_list
        ]
        clean = without_computed_defaults(self, PROTECTED)
        tickets = super(HelpdeskTicket, clean).create(typed)
        return tickets.with_env(self.env)

    def write(self, vals):
        if not is_engine(self.env):
            refuse_protected(self, PROTECTED & vals.keys())
            self._sanbao_check_type(vals)
            self._sanbao_check_report(vals)
            self._sanbao_check_archiving(vals)
        return super().write(vals)

    def _sanbao_check_type(self, vals):
        """A case with a service application stays a service request until it ends."""
        new = self.env["helpdesk.ticket.type"].browse(vals.get("type_id") or [])
        if "type_id" not in vals or new.sanbao_is_service:
            return
        for ticket in self.filtered("sanbao_application_id"):
            raise UserError(
                self.env._(
                    "%(ticket)s has the service application %(application)s and stays a"
                    " service request. Cancel the application first.",
                    ticket=ticket.display_name,
                    application=ticket.sanbao_application_id.name,
                )
            )

    def _sanbao_check_archiving(self, vals):
        """A case that is archived while open would vanish with its deadlines (SVC-20)."""
        if vals.get("active", True):
            return
        for ticket in self.filtered("sanbao_application_id"):
            if not ticket.closed:
                raise UserError(
                    self.env._(
                        "%s is open. Close the case before it is archived.",
                        ticket.display_name,
                    )
                )

    def _sanbao_check_report(self, vals):
        """Deadlines and warranty count from the report: it is fixed with the papers."""
        if "sanbao_reported_at" not in vals:
            return
        for ticket in self:
            application = ticket.sanbao_application_id
            if application and application.state not in ("draft", "rejected"):
                raise UserError(
                    self.env._(
                        "%(ticket)s: the time of the report is fixed, because"
                        " %(application)s was submitted.",
                        ticket=ticket.display_name,
                        application=application.name,
                    )
                )
