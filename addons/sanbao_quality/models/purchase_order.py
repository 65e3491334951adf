from markupsafe import Markup

from odoo import models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _sanbao_tell_buyer(self, note):
        """An activity for the buyer: goods of this order failed (STK-11; engine)."""
        for order in self:
            order.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=order.env._("Goods were rejected"),
                note=Markup("<p>%s</p>") % note,
                user_id=order.user_id.id or order.create_uid.id,
            )
