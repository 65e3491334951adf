from odoo import models


class SanbaoRecall(models.Model):
    """Form F47 and the screen."""

    _inherit = "sanbao.recall"

    def _form_date(self):
        return self.create_date

    def action_view_inspection(self):
        """Open the failed inspection from which this recall follows."""
        self.ensure_one()
        self.check_access("read")
        return self._open_one(self.inspection_id)

    def action_view_nonconformity(self):
        """Open the nonconformity of this recall."""
        self.ensure_one()
        self.check_access("read")
        return self._open_one(self.nonconformity_id)

    def action_view_action(self):
        """Open the corrective action of this recall."""
        self.ensure_one()
        self.check_access("read")
        return self._open_one(self.action_id)

    def action_view_releases(self):
        """Open the emergency releases from which this recall follows."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_release.sanbao_emergency_release_action"
        )
        return dict(action, domain=[("recall_id", "=", self.id)], context={})

    def action_view_returns(self):
        """Open the transfers that bring the goods back."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        # Which transfers there are shows to those who recall; reading them is Odoo's.
        pickings = self.sudo().line_ids.return_move_ids.picking_id
        return dict(action, domain=[("id", "in", pickings.ids)], context={})

    def _open_one(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
