from odoo import api, models

SEQUENCE = "helpdesk.ticket.sequence"


class HelpdeskTicket(models.Model):
    """Creating service requests, also many at once: imports, mails fetched in bulk.

    As delivered each ticket looks up its sequence, its first stage and its rating anew,
    and posts a message: 11 queries a ticket. What is the same for all is looked up once.
    """

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        self._sanbao_fill_in(vals_list)
        many = len(vals_list) > 1
        if many:
            # Followers of a team hear of single requests, not of an import.
            self = self.with_context(mail_create_nolog=True)
        tickets = super().create(vals_list).with_env(self.env)
        if many:
            note = self.env._("Service request registered")
            tickets._message_log_batch(bodies=dict.fromkeys(tickets.ids, note))
        tickets._sanbao_open_deadlines()
        return tickets

    def _sanbao_fill_in(self, vals_list):
        """Give each ticket its number, stage and empty rating, looked up once."""
        stages, sequences = {}, {}
        for vals in vals_list:
            team = self.env["helpdesk.ticket.team"].browse(vals.get("team_id") or [])
            if "stage_id" not in vals:
                if team not in stages:
                    stages[team] = team._get_applicable_stages()[:1].id
                vals["stage_id"] = stages[team]
            company = vals.get("company_id") or self.env.company.id
            if company not in sequences:
                sequences[company] = self._sanbao_sequence(company)
            if vals.get("number", "/") == "/" and sequences[company]:
                vals["number"] = sequences[company].next_by_id()
            vals.setdefault("positive_rate_percentage", -1)

    def _sanbao_sequence(self, company_id):
        return self.env["ir.sequence"].search(
            [("code", "=", SEQUENCE), ("company_id", "in", (company_id, False))],
            order="company_id",
            limit=1,
        )
