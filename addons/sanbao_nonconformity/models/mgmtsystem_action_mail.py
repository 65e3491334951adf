from odoo import api, models


class MgmtsystemAction(models.Model):
    """OCA's mails: never within the transaction, and no second reminder beside ours."""

    _inherit = "mgmtsystem.action"

    def send_mail_for_action(self, force_send=True):
        """OCA's mail to the owner of a new action. Ours is told when it is started, so
        that nothing is sent from a draft."""
        return True

    @api.model
    def process_reminder_queue(self, reminder_days=10):
        """OCA's daily reminder. Ours come from the obligation of the action (QLT-20)."""
        return False
