from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _sanbao_mail_contact(self):
        """Who reads the mail of a customer: it itself, else its first contact with mail."""
        self.ensure_one()
        return (self | self.child_ids).filtered("email")[:1]
