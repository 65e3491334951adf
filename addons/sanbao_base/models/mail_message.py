from odoo import models
from odoo.exceptions import AccessError

# Besides our own models: the case, whose log belongs to the service record.
LOGGED = ("helpdesk.ticket",)
CONTENT = {
    "author_id",
    "body",
    "date",
    "email_from",
    "message_type",
    "model",
    "res_id",
    "subtype_id",
    "tracking_value_ids",
}


class MailMessage(models.Model):
    """Who decided what and when: Odoo lets whoever may write a document delete it."""

    _inherit = "mail.message"

    def write(self, vals):
        if CONTENT & vals.keys():
            self._sanbao_keep_log()
        return super().write(vals)

    def unlink(self):
        self._sanbao_keep_log()
        return super().unlink()

    def _sanbao_keep_log(self):
        """Comments of people are theirs to correct; what the system noted stays."""
        if self.env.su:
            return  # also the deletion of a draft together with its log
        for message in self.sudo():
            ours = (message.model or "").startswith(
                "sanbao."
            ) or message.model in LOGGED
            if ours and (
                message.message_type == "notification" or message.tracking_value_ids
            ):
                raise AccessError(
                    self.env._(
                        "What was noted on %s stays: it shows who did what and when.",
                        message.record_name or message.model,
                    )
                )
