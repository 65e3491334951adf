from odoo import fields, models

from odoo.addons.sanbao_base.counting import Counted, fill_counts


class SanbaoNonconformity(models.Model):
    """From the sheet back to the recall that opened it."""

    _inherit = "sanbao.nonconformity"

    recall_count = fields.Integer(
        string="Number of Recalls", compute="_compute_recall_count"
    )

    def _compute_recall_count(self):
        recalls = self.env["sanbao.recall"]
        fill_counts(self, [Counted("recall_count", recalls, "nonconformity_id")])

    def action_view_recalls(self):
        """Open the recall of these goods."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_release.sanbao_recall_action"
        )
        return dict(action, domain=[("nonconformity_id", "=", self.id)], context={})
