from odoo import api, fields, models

LEVELS = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")]


class SanbaoDesignRisk(models.Model):
    """One risk of a design, before and after what is done about it (QLT-07)."""

    _name = "sanbao.design.risk"
    _description = "Risk of a design"
    _inherit = ["sanbao.approval.line.mixin"]
    _order = "design_id, id"
    _rec_name = "hazard"
    _check_company_auto = True
    _approval_document = "design_id"

    design_id = fields.Many2one(
        "sanbao.product.design", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="design_id.company_id", store=True)
    hazard = fields.Char(required=True, help="What may go wrong, in which situation.")
    effect = fields.Char(string="Consequence")
    severity = fields.Selection(
        LEVELS, help="1: hardly noticed, 5: danger to life and limb."
    )
    likelihood = fields.Selection(LEVELS, help="1: practically never, 5: often.")
    risk = fields.Integer(
        string="Risk Before",
        compute="_compute_risk",
        store=True,
        help="Severity × likelihood.",
    )
    measure = fields.Text(help="What the design does about it.")
    residual_severity = fields.Selection(LEVELS, string="Severity After")
    residual_likelihood = fields.Selection(LEVELS, string="Likelihood After")
    residual_risk = fields.Integer(
        string="Risk After", compute="_compute_risk", store=True
    )

    @api.depends("severity", "likelihood", "residual_severity", "residual_likelihood")
    def _compute_risk(self):
        for risk in self:
            risk.risk = int(risk.severity or 0) * int(risk.likelihood or 0)
            risk.residual_risk = int(risk.residual_severity or 0) * int(
                risk.residual_likelihood or 0
            )

    def _problem(self):
        """Why this risk is not dealt with; empty: it is."""
        self.ensure_one()
        if not (self.risk and self.residual_risk and (self.measure or "").strip()):
            return self.env._("the risk “%s” lacks figures or a measure", self.hazard)
        limit = self.env["sanbao.parameter"]._get(
            "design_residual_risk_max", self.company_id
        )
        if self.residual_risk > limit:
            return self.env._(
                "the risk “%(hazard)s” stays at %(risk)s, above %(limit)s",
                hazard=self.hazard,
                risk=self.residual_risk,
                limit=limit,
            )
        return ""
