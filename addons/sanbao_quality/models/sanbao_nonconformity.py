from odoo import models

from .qc_inspection import OPEN


class SanbaoNonconformity(models.Model):
    _inherit = "sanbao.nonconformity"

    def _recheck_inspection(self):
        """Repaired goods get their verdict from the inspection that is open for them."""
        # Whoever presses need not be able to read moves and inspections.
        sheet = self.sudo()
        return sheet.env["qc.inspection"].search(
            [
                ("sanbao_move_id", "in", sheet.move_ids.ids),
                ("sanbao_kind", "=", "recheck"),
                ("state", "in", OPEN),
            ],
            limit=1,
        ) or (super()._recheck_inspection())
