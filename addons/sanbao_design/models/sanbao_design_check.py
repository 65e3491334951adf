from odoo import fields, models


class SanbaoDesignCheck(models.Model):
    """One answer of the checklist of a design."""

    _name = "sanbao.design.check"
    _description = "Line of a design checklist"
    _inherit = ["sanbao.approval.line.mixin"]
    _order = "design_id, sequence, id"
    _rec_name = "aspect_id"
    _check_company_auto = True
    _approval_document = "design_id"

    design_id = fields.Many2one(
        "sanbao.product.design", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="design_id.company_id", store=True)
    aspect_id = fields.Many2one(
        "sanbao.design.aspect", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="aspect_id.sequence", store=True)
    description = fields.Text(related="aspect_id.description")
    result = fields.Selection(
        selection=[
            ("met", "Met"),
            ("not_met", "Not Met"),
            ("na", "Not Applicable"),
        ],
    )
    evidence = fields.Text(help="How it was checked, or why it does not apply.")

    _aspect_unique = models.Constraint(
        "UNIQUE (design_id, aspect_id)", "This aspect is in the checklist already."
    )

    def _problem(self):
        """What is missing in the answer; empty: nothing."""
        self.ensure_one()
        name = self.aspect_id.name
        if not self.result:
            return self.env._("“%s” is not answered", name)
        if self.result == "not_met":
            return self.env._("“%s” is not met", name)
        if not (self.evidence or "").strip():
            return self.env._("“%s” has no evidence", name)
        return ""
