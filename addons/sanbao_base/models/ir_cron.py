from odoo import models


class IrCron(models.Model):
    """The clock writes in the language of its user, as people do.

    Odoo runs it without one: what it makes is told in English in the chatter for ever.
    """

    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        lang = self.env.context.get("lang") or self.env.user.lang
        speaking = self.with_context(lang=lang) if lang else self
        return super(IrCron, speaking)._callback(cron_name, server_action_id)
