from odoo import fields, models

from odoo.addons.sanbao_base.counting import Counted, fill_counts


class SanbaoNonconformity(models.Model):
    """From the sheet back to the stock count that found the goods (STK-21)."""

    _inherit = "sanbao.nonconformity"

    count_line_count = fields.Integer(
        string="Number of Counted Lines", compute="_compute_count_line_count"
    )

    def _compute_count_line_count(self):
        lines = self.env["sanbao.stock.count.line"]
        fill_counts(self, [Counted("count_line_count", lines, "nonconformity_id")])

    def action_view_stock_counts(self):
        """Open the stock count that found these goods damaged or expired."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_count.sanbao_stock_count_action"
        )
        domain = [("line_ids.nonconformity_id", "=", self.id)]
        return dict(action, domain=domain, context={})
