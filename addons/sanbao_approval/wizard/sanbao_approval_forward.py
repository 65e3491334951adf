from odoo import api, fields, models
from odoo.exceptions import AccessError


class SanbaoApprovalForward(models.TransientModel):
    """Hand the step that waits for the user to another entitled person."""

    _name = "sanbao.approval.forward"
    _description = "Forward an approval"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    user_id = fields.Many2one("res.users", string="Forward to", required=True)
    note = fields.Char(required=True)

    @api.depends("res_model", "res_id")
    def _compute_candidate_ids(self):
        for wizard in self:
            document = wizard._document()
            step = document._sanbao_my_steps()[:1]
            users = document._sanbao_forward_candidates(step)
            wizard.candidate_ids = users.with_env(self.env)

    def _document(self):
        names = self.env["tier.definition"]._get_tier_validation_model_names()
        if self.res_model not in names:
            raise AccessError(self.env._("There is nothing to decide here."))
        return self.env[self.res_model].browse(self.res_id)

    def action_forward(self):
        """Forward. Raises ``UserError`` if the step or the person does not fit."""
        self.ensure_one()
        self._document()._sanbao_forward(self.user_id, self.note)
        return {"type": "ir.actions.act_window_close"}
