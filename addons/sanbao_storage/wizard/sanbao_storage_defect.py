from odoo import fields, models


class SanbaoStorageDefect(models.TransientModel):
    """What is wrong with a point of a round, in the words of the keeper."""

    _name = "sanbao.storage.defect"
    _description = "Fault found on a round"

    line_id = fields.Many2one(
        "sanbao.storage.round.line",
        string="Point",
        required=True,
        ondelete="cascade",
    )
    problem = fields.Char("What Is Wrong", required=True)
    treatment = fields.Char("What You Did at Once")
    photo = fields.Image(max_width=1600, max_height=1600)

    def action_confirm(self):
        """Note the fault; an action (for equipment: a repair) is opened."""
        self.ensure_one()
        self.line_id.check_access("write")
        self.line_id._fail(self.problem, self.treatment, self.photo)
        return {"type": "ir.actions.act_window_close"}
