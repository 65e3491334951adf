from odoo import models


class SanbaoEmergencyRelease(models.Model):
    """Form F46, the signature on the delivery note, and the screen."""

    _inherit = "sanbao.emergency.release"

    def _form_date(self):
        return self.requested_at or self.create_date

    def _form_signature(self, key):
        if key == "inspector":
            # A name on paper, whoever prints it.
            return {"name": self.sudo().inspector_id.name}
        return super()._form_signature(key)

    def _note_signature(self):
        """Who released, as the delivery note shows it: dict with ``name``, ``date``."""
        return self._form_signature_cell("review:sanbao_base.group_dgm")

    def action_view_picking(self):
        """Open the delivery."""
        self.ensure_one()
        self.check_access("read")
        return self._open_one(self.picking_id)

    def action_view_inspection(self):
        """Open the inspection that goes on."""
        self.ensure_one()
        self.check_access("read")
        return self._open_one(self.inspection_id)

    def action_view_recall(self):
        """Open the recall."""
        self.ensure_one()
        self.check_access("read")
        return self._open_one(self.recall_id)

    def _open_one(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
