from collections import Counter

from odoo import fields, models


class HelpdeskTicket(models.Model):
    """From a case to its follow-ups, and from a new request back to where it came from."""

    _inherit = "helpdesk.ticket"

    sanbao_followup_count = fields.Integer(
        string="Follow-ups",
        compute="_compute_sanbao_followup_count",
        groups="sanbao_followup.group_followup_reader",
    )

    def _compute_sanbao_followup_count(self):
        counts = Counter()
        for name in ("ticket_id", "problem_ticket_id"):
            groups = self.env["sanbao.followup"]._read_group(
                [(name, "in", self.ids)], [name], ["__count"]
            )
            counts.update({ticket.id: count for ticket, count in groups})
        for ticket in self:
            ticket.sanbao_followup_count = counts[ticket._origin.id]

    def action_sanbao_followups(self):
        """The follow-ups of this case, and the one that it came from."""
        self.ensure_one()
        return (
            self.env["sanbao.followup"]
            .search(
                [
                    "|",
                    ("ticket_id", "=", self.id),
                    ("problem_ticket_id", "=", self.id),
                ]
            )
            ._open_records()
        )
