from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.counting import Counted, fill_counts


class MaintenanceRequest(models.Model):
    """The repair that a failed check asked for (STK-24)."""

    _inherit = "maintenance.request"

    sanbao_action_ids = fields.One2many(
        "sanbao.storage.action", "request_id", string="Found on a Check", readonly=True
    )
    sanbao_action_count = fields.Integer(
        "Findings", compute="_compute_sanbao_action_count"
    )

    @api.depends("sanbao_action_ids")
    def _compute_sanbao_action_count(self):
        actions = self.env["sanbao.storage.action"]
        fill_counts(self, [Counted("sanbao_action_count", actions, "request_id")])

    def write(self, vals):
        result = super().write(vals)
        if "stage_id" in vals:
            # Whoever repairs need not have a right on what the keeper found.
            found = self.sudo().filtered("done").sanbao_action_ids
            found._close_by_repair()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_evidence(self):
        # As in write.
        if self.sudo().sanbao_action_ids:
            raise UserError(
                self.env._("A failed check asked for this repair: it stays.")
            )

    def action_sanbao_view_actions(self):
        """Open what was found."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_storage.sanbao_storage_action_action"
        )
        return dict(action, domain=[("request_id", "=", self.id)], context={})
