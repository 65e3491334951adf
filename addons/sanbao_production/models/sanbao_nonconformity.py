from odoo import fields, models

from odoo.addons.sanbao_base.counting import Counted, fill_counts


class SanbaoNonconformity(models.Model):
    """From the sheet back to the process problem that opened it."""

    _inherit = "sanbao.nonconformity"

    problem_count = fields.Integer(
        string="Number of Process Problems", compute="_compute_problem_count"
    )

    def _compute_problem_count(self):
        problems = self.env["sanbao.process.problem"]
        fill_counts(self, [Counted("problem_count", problems, "nonconformity_id")])

    def action_view_problems(self):
        """Open the process problem that this sheet follows from."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_production.sanbao_process_problem_action"
        )
        return dict(action, domain=[("nonconformity_id", "=", self.id)], context={})
