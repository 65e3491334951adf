from odoo import api, fields, models


class SanbaoSamplingPlanLine(models.Model):
    """One row of a sampling table: a range of lot sizes and what is drawn from it."""

    _name = "sanbao.sampling.plan.line"
    _description = "Row of a sampling table"
    _order = "plan_id, lot_from"

    plan_id = fields.Many2one(
        "sanbao.sampling.plan", required=True, index=True, ondelete="cascade"
    )
    lot_from = fields.Integer(string="Lot from", required=True, default=1)
    lot_to = fields.Integer(string="Lot up to", help="Zero: no upper end.")
    sample_size = fields.Integer(required=True, default=1)
    accept_number = fields.Integer(string="Accept (Ac)")
    reject_number = fields.Integer(
        string="Reject (Re)", compute="_compute_reject_number"
    )

    _range = models.Constraint(
        "CHECK (lot_from >= 1 AND (lot_to = 0 OR lot_to IS NULL OR lot_to >= lot_from))",
        "A range of lot sizes begins at 1 or above and ends where it begins or later.",
    )
    _sizes = models.Constraint(
        "CHECK (sample_size >= 1 AND accept_number >= 0 AND accept_number < sample_size)",
        "At least one piece is drawn, and fewer may be bad than are drawn.",
    )

    @api.depends("accept_number")
    def _compute_reject_number(self):
        for line in self:
            line.reject_number = line.accept_number + 1

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.plan_id._check_unused()
        return lines

    def write(self, vals):
        self.plan_id._check_unused()
        result = super().write(vals)
        self.plan_id._check_unused()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        self.plan_id._check_unused()
