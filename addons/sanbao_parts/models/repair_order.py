from odoo import api, models


class RepairOrder(models.Model):
    """Repairs of cases take their parts from what was issued for the case (SVC-16)."""

    _inherit = "repair.order"

    @api.depends("sanbao_application_id")
    def _compute_location_id(self):
        of_cases = self._sanbao_of_cases()
        result = super(RepairOrder, self - of_cases)._compute_location_id()
        for order in of_cases:
            order.location_id = order._sanbao_parts_location()
        return result

    def _sanbao_parts_location(self):
        application = self.sanbao_application_id
        warehouse = application.issue_ids[:1].warehouse_id or self.env[
            "stock.warehouse"
        ]._sanbao_of_company(application.company_id)
        # Where the parts lie does not depend on who repairs.
        return warehouse.sudo().sanbao_service_location_id.sudo(self.env.su)

    def _action_repair_confirm(self):
        drafts = self._sanbao_of_cases().filtered(lambda order: order.state == "draft")
        for order in drafts:
            order.sanbao_application_id._gate_parts_planned(order)
        return super()._action_repair_confirm()
