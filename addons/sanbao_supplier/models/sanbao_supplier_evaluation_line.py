from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .sanbao_supplier_qualification_line import GROUPS

WRITABLE = {"score", "reason"}


class SanbaoSupplierEvaluationLine(models.Model):
    """The score of one criterion in a period: from the records, or corrected."""

    _name = "sanbao.supplier.evaluation.line"
    _description = "Score of a supplier evaluation"
    _order = "evaluation_id, sequence, id"
    _check_company_auto = True

    evaluation_id = fields.Many2one(
        "sanbao.supplier.evaluation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, precompute=True
    )
    state = fields.Selection(related="evaluation_id.state")
    sequence = fields.Integer(default=10, readonly=True)
    criterion_id = fields.Many2one(
        "sanbao.supplier.criterion",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    scorer = fields.Selection(related="criterion_id.scorer")
    measure = fields.Selection(
        related="criterion_id.measure", string="Records that count"
    )
    weight = fields.Float(digits=(5, 2), readonly=True)
    has_data = fields.Boolean(string="Records found", readonly=True)
    system_score = fields.Float(
        string="Score from records", digits=(5, 2), readonly=True, aggregator="avg"
    )
    basis = fields.Char(string="Computed from", readonly=True)
    score = fields.Float(digits=(5, 2), aggregator="avg", help="0 to 100")
    is_scored = fields.Boolean(
        string="Counts",
        readonly=True,
        help="Without data, and not scored by hand, the weight goes to the others.",
    )
    reason = fields.Char(
        string="Reason of the correction",
        help="Needed where the score is not that of the records.",
    )
    corrected_by_id = fields.Many2one("res.users", string="Corrected by", readonly=True)
    corrected_at = fields.Datetime(string="Corrected on", readonly=True)

    _score_range = models.Constraint(
        "CHECK (score >= 0 AND score <= 100)", "A score lies between 0 and 100."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            refuse_protected(self, ["criterion_id"])
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not is_engine(self.env):
            raise UserError(self.env._("Evaluations stay as evidence."))

    def write(self, vals):
        if is_engine(self.env):
            return super().write(vals)
        refuse_protected(self, vals.keys() - WRITABLE)
        self.evaluation_id._require_open()
        self._require_scorer()
        result = super().write(vals)
        if "score" in vals:
            self._note_correction()
        return result

    def _require_scorer(self):
        """Purchasing and quality correct; each criterion by those who score it."""
        user = self.env.user
        for line in self:
            groups = GROUPS[line.scorer]
            if not any(map(user.has_group, groups)):
                names = dict(self._fields["scorer"]._description_selection(self.env))
                raise AccessError(
                    self.env._(
                        "%(criterion)s is scored by: %(role)s.",
                        criterion=line.criterion_id.name,
                        role=names[line.scorer],
                    )
                )

    def _note_correction(self):
        for line in self:
            if not (line.reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(evaluation)s, %(criterion)s: give the reason why the score "
                        "is not that of the records.",
                        evaluation=line.evaluation_id.display_name,
                        criterion=line.criterion_id.name,
                    )
                )
        as_engine(self).write(
            {
                "is_scored": True,
                "corrected_by_id": self.env.uid,
                "corrected_at": fields.Datetime.now(),
            }
        )

    def action_view_records(self):
        """The records from which this score was computed, as they were counted."""
        self.ensure_one()
        kinds = self.evaluation_id._measures().get(self.measure, (None, ()))[1]
        facts = self.evaluation_id.fact_ids.filtered(lambda fact: fact.kind in kinds)
        if not facts:
            raise UserError(
                self.env._(
                    "No records of the period stand behind %s.", self.criterion_id.name
                )
            )
        return facts.action_view_records()

    def _signature(self, scorer):
        """Who corrected scores of a role last, for the printed form."""
        lines = self.filtered(
            lambda line: line.scorer == scorer and line.corrected_by_id
        )
        last = lines.sorted("corrected_at")[-1:]
        if not last:
            return None
        # A signature shows on paper whoever prints it.
        return {"name": last.sudo().corrected_by_id.name, "date": last.corrected_at}
