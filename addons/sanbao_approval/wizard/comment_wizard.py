from odoo import models
from odoo.exceptions import AccessError


class CommentWizard(models.TransientModel):
    """The dialogue only carries the comment: whose step it is, the engine looks up."""

    _inherit = "comment.wizard"

    def add_comment(self):
        """Decide the user's step of the document with his comment."""
        self.ensure_one()
        names = self.env["tier.definition"]._get_tier_validation_model_names()
        decision = {"validate": "approved", "reject": "rejected"}.get(
            self.validate_reject
        )
        if self.res_model not in names or not decision:
            raise AccessError(self.env._("There is nothing to decide here."))
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise AccessError(self.env._("There is nothing to decide here."))
        return document._sanbao_decide(decision, self.comment)
