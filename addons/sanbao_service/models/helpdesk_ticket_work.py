from odoo import fields, models

from odoo.addons.sanbao_base.counting import Counted


class HelpdeskTicket(models.Model):
    """From the case to its work."""

    _inherit = "helpdesk.ticket"

    sanbao_visit_count = fields.Integer(
        string="Visits", compute="_compute_sanbao_counts"
    )
    sanbao_repair_count = fields.Integer(
        string="Repairs", compute="_compute_sanbao_counts"
    )

    def _sanbao_counted(self):
        # The number of repair orders is no secret to those who may not open them.
        repairs = self.env["repair.order"].sudo()
        by = "sanbao_application_id"
        return super()._sanbao_counted() + [
            Counted(
                "sanbao_visit_count", self.env["sanbao.visit"], "application_id", by
            ),
            Counted("sanbao_repair_count", repairs, "sanbao_application_id", by),
        ]

    def action_sanbao_visits(self):
        """The field records of this case."""
        self.ensure_one()
        return self.sanbao_application_id.action_view_visits()

    def action_sanbao_repairs(self):
        """The repair orders of this case."""
        self.ensure_one()
        return self.sanbao_application_id.repair_ids._sanbao_open()
