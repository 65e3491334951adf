from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim


class SanbaoTicketNote(models.TransientModel):
    """A step of a case that consists of a note: first contact, hand-over, escalation."""

    _name = "sanbao.ticket.note"
    _description = "Note on a case"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True)
    kind = fields.Selection(
        selection=[
            ("first_contact", "First contact"),
            ("handover", "Hand over"),
            ("escalate", "Escalate"),
            ("answer", "Answer the escalation"),
        ],
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="New owner",
        domain="[('share', '=', False)]",
    )
    note = fields.Text(required=True)
    applied = fields.Boolean(readonly=True)

    def action_apply(self):
        """Carry the step out with the rights of the person who presses the button."""
        self.ensure_one()
        ticket = self.ticket_id
        ticket.check_access("write")
        claim(self)
        if self.applied:
            return {"type": "ir.actions.act_window_close"}  # the second press
        self.applied = True
        if self.kind == "handover":
            if not self.user_id:
                raise UserError(self.env._("Choose the new owner of the case."))
            ticket.write(
                {"user_id": self.user_id.id, "sanbao_handover_note": self.note}
            )
            ticket._sanbao_log_step(
                self.env._("Handed over to %s", self.user_id.name), self.note
            )
        elif self.kind == "escalate":
            ticket._sanbao_escalate(self.note)
        elif self.kind == "answer":
            ticket._sanbao_answer_escalation(self.note)
        else:
            ticket._sanbao_record_first_contact(self.note)
        return {"type": "ir.actions.act_window_close"}
