from odoo import models


class SanbaoFollowup(models.Model):
    """What form F50 prints."""

    _inherit = "sanbao.followup"

    def _form_document_number(self):
        return self.name

    def _form_date(self):
        return self.done_at or self.create_date

    def _form_signature(self, key):
        self.ensure_one()
        if key == "engine:visitor" and self.done_at:
            return {"name": self.done_by_id.name, "date": self.done_at}
        return super()._form_signature(key)
