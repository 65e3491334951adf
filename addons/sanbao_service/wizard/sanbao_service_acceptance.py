from odoo import fields, models


class SanbaoServiceAcceptance(models.TransientModel):
    """What the customer says about the finished work (SVC-20, SVC-22)."""

    _name = "sanbao.service.acceptance"
    _description = "Acceptance of a service"

    application_id = fields.Many2one("sanbao.service.application", required=True)
    accepted_by = fields.Char(string="Who at the customer", required=True)
    solved = fields.Selection(
        selection=[("yes", "Solved"), ("no", "Not solved")],
        string="The problem is",
        required=True,
    )
    satisfaction = fields.Selection(
        selection=[
            ("5", "Very satisfied"),
            ("4", "Satisfied"),
            ("3", "Fair"),
            ("2", "Dissatisfied"),
            ("1", "Very dissatisfied"),
        ],
    )
    customer_feedback = fields.Text()

    def action_accept(self):
        """Record the verdict on the case."""
        self.ensure_one()
        self.application_id.check_access("write")
        self.application_id._accept(
            {
                "accepted_by": self.accepted_by,
                "solved": self.solved,
                "satisfaction": self.satisfaction,
                "customer_feedback": self.customer_feedback,
            }
        )
        return {"type": "ir.actions.act_window_close"}
