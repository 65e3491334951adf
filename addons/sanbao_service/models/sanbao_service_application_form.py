from odoo import models


class SanbaoServiceApplication(models.Model):
    """What Forms 3 and 20 print."""

    _inherit = "sanbao.service.application"

    def _form_date(self):
        return self.reported_at

    def _form_signature(self, key):
        self.ensure_one()
        if key == "engine:closed_by":
            return {"name": self.closed_by_id.name, "date": self.closed_at}
        if key == "engine:customer":
            return {"name": self.accepted_by, "date": self.accepted_at}
        return super()._form_signature(key)

    def _form_process_lines(self):
        """The steps of the case for the service record (F20): time, person, content."""
        self.ensure_one()
        steps = [
            (self.reported_at, self.receiver_id.name, self.env._("Report received")),
            (
                self.ticket_id.sanbao_first_contact_at,
                self.user_id.name,
                self.env._("First contact with the customer"),
            ),
            (self.approved_at, "", self.env._("Service application approved")),
            (self.completed_at, self._form_staff(), self.env._("Work finished")),
            (self.notified_at, self.user_id.name, self.env._("Customer told")),
            (self.accepted_at, self.accepted_by or "", self.env._("Accepted")),
            (self.closed_at, self.closed_by_id.name, self.env._("Case closed")),
        ]
        return sorted(
            (step for step in steps + self._form_more_steps() if step[0]),
            key=lambda step: step[0],
        )

    def _form_more_steps(self):
        """Steps that addons add to the service record."""
        return []

    def _form_staff(self):
        return "、".join(self.engineer_ids.mapped("name"))
