from odoo import fields, models

from odoo.addons.sanbao_base.counting import Counted


class HelpdeskTicket(models.Model):
    """From a case to its follow-ups, and from a new request back to where it came from."""

    _inherit = "helpdesk.ticket"

    sanbao_followup_count = fields.Integer(
        string="Follow-ups",
        compute="_compute_sanbao_counts",
        groups="sanbao_followup.group_followup_reader",
    )

    def _sanbao_counted(self):
        followups = self.env["sanbao.followup"]
        return super()._sanbao_counted() + [
            Counted("sanbao_followup_count", followups, link)
            for link in ("ticket_id", "problem_ticket_id")
        ]

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
