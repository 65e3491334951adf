from odoo import models

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_recall_contact import MAIL

TEMPLATE = "sanbao_release.mail_template_recall"


class SanbaoRecall(models.Model):
    """Telling the customers."""

    _inherit = "sanbao.recall"

    def action_notify(self):
        """Write to the customers who were not told yet; who has no address is named."""
        self.check_access("write")
        claim(self)
        missed = self.env["res.partner"]
        for recall in self:
            recall._require_under_way()
            missed |= recall._tell_customers()
        if not missed:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": self.env._(
                    "No mail address: %s. Call them and record it under Notices.",
                    ", ".join(missed[:10].mapped("name")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _tell_customers(self):
        """Mail each customer who was not told; return those without an address."""
        self.ensure_one()
        # Customers are told of everything that they got, whoever presses.
        recall = self.sudo()
        untold = recall.line_ids.partner_id - recall.contact_ids.partner_id
        reached = untold.filtered(lambda partner: partner._sanbao_mail_contact())
        contacts = as_engine(self.env["sanbao.recall.contact"]).create(
            [
                {
                    "recall_id": self.id,
                    "partner_id": partner.id,
                    "means": MAIL,
                    "user_id": self.env.uid,
                    "person": partner._sanbao_mail_contact().name,
                }
                for partner in reached
            ]
        )
        if contacts:
            # Queued, so that a mail server that is down refuses nothing.
            template = self.env.ref(TEMPLATE).sudo()
            template.send_mail_batch(contacts.ids, force_send=False)
        return (untold - reached).sudo(self.env.su)
