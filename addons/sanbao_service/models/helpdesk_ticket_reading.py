from odoo import models

# What a case shows of a person, a customer and a team.
OF_USER = ["active", "partner_id"]
OF_PARTNER = ["name", "parent_id", "company_name"]
OF_TEAM = ["name", "complete_name", "parent_id", "ticket_properties"]


class HelpdeskTicket(models.Model):
    """How a case is read by its screens."""

    _inherit = "helpdesk.ticket"

    def _read_format(self, fnames, load="_classic_read"):
        self._fetch_names(set(fnames))
        return super()._read_format(fnames, load)

    def _fetch_names(self, fnames):
        """Fetch the few columns of customer, agent and team that are shown.

        Otherwise each is read whole, one after the other: a contact has 60 columns, and
        reading contacts, users and the team took a third of the time of a form.
        """
        # Names of the linked are shown to all who may read the case, as by Odoo.
        tickets = self.sudo()
        agents = members = tickets.env["res.users"]
        partners = tickets.env["res.partner"]
        if "team_id" in fnames:
            tickets.team_id.fetch(OF_TEAM)
        if "user_ids" in fnames:
            # Whether somebody left is told by a column that is fetched below.
            members = tickets.team_id.with_context(active_test=False).user_ids
        if "user_id" in fnames:
            agents = tickets.user_id
        (agents | members).fetch(OF_USER)
        if "partner_id" in fnames:
            partners = tickets.partner_id
        (partners | agents.partner_id).fetch(OF_PARTNER)
