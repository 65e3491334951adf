from odoo import models


class QcInspectionSetTest(models.TransientModel):
    _inherit = "qc.inspection.set.test"

    def action_create_test(self):
        """Set the standard; the inspection checks it and takes over its points."""
        inspections = self.env["qc.inspection"].browse(
            self.env.context.get("active_id")
        )
        inspections.test = self.test
        return True
