from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_approval.computed import refuse_protected

GROUPS = {
    "pb": ("sanbao_base.group_pb", "sanbao_base.group_pm"),
    "qc": ("sanbao_base.group_qc",),
}
# Everything else is set when the assessment begins.
WRITABLE = {"score", "note"}


class SanbaoSupplierQualificationLine(models.Model):
    """The score of one criterion; the quality score is the inspector's (PUR-03)."""

    _name = "sanbao.supplier.qualification.line"
    _description = "Score of a supplier assessment"
    _inherit = "sanbao.approval.line.mixin"
    _order = "qualification_id, sequence, id"
    _check_company_auto = True
    _approval_document = "qualification_id"

    qualification_id = fields.Many2one(
        "sanbao.supplier.qualification", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="qualification_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    criterion_id = fields.Many2one(
        "sanbao.supplier.criterion", required=True, ondelete="restrict"
    )
    criterion_note = fields.Text(related="criterion_id.note", string="What to look at")
    scorer = fields.Selection(
        selection=[("pb", "Buyer"), ("qc", "Quality inspector")],
        string="Scored by role",
        required=True,
        default="pb",
        readonly=True,
    )
    weight = fields.Float(required=True, default=0.0, digits=(5, 2), readonly=True)
    score = fields.Float(digits=(5, 2), aggregator="avg", help="0 to 100")
    is_scored = fields.Boolean(string="Scored", readonly=True, copy=False)
    scored_by_id = fields.Many2one(
        "res.users", string="Scored by", readonly=True, copy=False
    )
    scored_at = fields.Datetime(string="Scored on", readonly=True, copy=False)
    note = fields.Char(string="Grounds")
    can_score = fields.Boolean(compute="_compute_can_score")

    _score_range = models.Constraint(
        "CHECK (score >= 0 AND score <= 100)", "A score lies between 0 and 100."
    )

    @api.depends_context("uid")
    @api.depends("scorer")
    def _compute_can_score(self):
        for line in self:
            line.can_score = line._is_mine()

    def _is_mine(self):
        groups = GROUPS.get(self.scorer, ())
        return any(map(self.env.user.has_group, groups))

    def write(self, vals):
        if not self.env.su:
            refuse_protected(self, vals.keys() - WRITABLE)
            for line in self.filtered(lambda line: not line._is_mine()):
                raise AccessError(
                    self.env._(
                        "%(criterion)s is scored by: %(role)s.",
                        criterion=line.criterion_id.name,
                        role=line._scorer_name(),
                    )
                )
        if "score" in vals:
            vals = {
                **vals,
                "is_scored": True,
                "scored_by_id": self.env.uid,
                "scored_at": fields.Datetime.now(),
            }
        return super().write(vals)

    def _scorer_name(self):
        names = dict(self._fields["scorer"]._description_selection(self.env))
        return names[self.scorer]

    def _signature(self, scorer):
        """Who gave the scores of a role last, for the printed form."""
        lines = self.filtered(lambda line: line.scorer == scorer and line.scored_by_id)
        last = lines.sorted("scored_at")[-1:]
        if not last:
            return None
        # A signature shows on paper whoever prints it.
        return {"name": last.sudo().scored_by_id.name, "date": last.scored_at}
