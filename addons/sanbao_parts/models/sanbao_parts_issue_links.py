from odoo import models


class SanbaoPartsIssue(models.Model):
    """From an issue to what belongs to it."""

    _inherit = "sanbao.parts.issue"

    def action_view_application(self):
        """Back to the service application."""
        self.ensure_one()
        return self.application_id._open_form()

    def action_view_pickings(self):
        """The transfers that carry the goods."""
        self.ensure_one()
        pickings = self.picking_ids
        if len(pickings) == 1:
            return {
                "type": "ir.actions.act_window",
                "res_model": "stock.picking",
                "res_id": pickings.id,
                "views": [(False, "form")],
            }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        return dict(action, domain=[("id", "in", pickings.ids)], context={})

    def action_view_old_parts(self):
        """The old parts that this issue expects back."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_parts.sanbao_old_part_action"
        )
        return dict(action, domain=[("issue_id", "=", self.id)], context={})
