from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.claim import claim

from .scoring import standing_of, weighted

OPEN = "open"
CLOSED = "closed"
OBLIGATION = "PUR-07"
STANDINGS = [("good", "Good"), ("watch", "Under watch"), ("poor", "Poor")]
# What people write; figures and scores come from the records of the period.
FREE = {"note", "letter_note", "user_id", "line_ids"}


class SanbaoSupplierEvaluation(models.Model):
    """The quality of a supplier in a period, scored from its records (PUR-07, PUR-08)."""

    _name = "sanbao.supplier.evaluation"
    _description = "Supplier evaluation"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "sanbao.obligation.mixin",
        "sanbao.form.mixin",
    ]
    _order = "date_from desc, id desc"
    _rec_names_search = ["partner_id", "name"]
    _check_company_auto = True

    name = fields.Char(string="Period", compute="_compute_name", store=True)
    supplier_id = fields.Many2one(
        "sanbao.supplier", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="supplier_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="supplier_id.partner_id",
        string="Company name",
        store=True,
        index=True,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Buyer", index="btree_not_null", tracking=True
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True, index=True)
    due_date = fields.Date(string="Due", readonly=True)
    state = fields.Selection(
        selection=[(OPEN, "Open"), (CLOSED, "Closed")],
        required=True,
        default=OPEN,
        readonly=True,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        "sanbao.supplier.evaluation.line", "evaluation_id", string="Scores"
    )
    fact_ids = fields.One2many(
        "sanbao.supplier.evaluation.fact", "evaluation_id", string="Figures"
    )
    has_deliveries = fields.Boolean(string="Delivered in the period", readonly=True)
    has_score = fields.Boolean(compute="_compute_score", store=True)
    score_total = fields.Float(
        string="Total score",
        compute="_compute_score",
        store=True,
        digits=(5, 2),
        aggregator="avg",
    )
    standing = fields.Selection(
        selection=STANDINGS, compute="_compute_score", store=True, index=True
    )
    conclusion = fields.Selection(
        selection=[
            ("qualified", "Qualified"),
            ("improve", "To improve"),
            ("drop", "To drop"),
            ("none", "No data"),
        ],
        compute="_compute_conclusion",
    )
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True)
    closed_at = fields.Datetime(string="Closed on", readonly=True)
    note = fields.Text(string="Remarks")
    letter_note = fields.Text(
        string="Words to the supplier",
        help="Printed on the notice to the supplier, below the scores.",
    )

    _once = models.UniqueIndex(
        "(supplier_id, date_from, date_to)",
        "This supplier is already evaluated for this period.",
    )

    # === Computed fields ===

    @api.depends("date_from", "date_to")
    def _compute_name(self):
        for evaluation in self:
            first, last = evaluation.date_from, evaluation.date_to
            evaluation.name = first and last and f"{first:%Y-%m} – {last:%Y-%m}"

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for evaluation in self:
            words = (evaluation.partner_id.name, evaluation.name)
            evaluation.display_name = " ".join(word for word in words if word)

    @api.depends(
        "has_deliveries", "line_ids.score", "line_ids.weight", "line_ids.is_scored"
    )
    def _compute_score(self):
        get = self.env["sanbao.parameter"]._get
        for evaluation in self:
            lines = evaluation.line_ids.filtered("is_scored")
            evaluation.has_score = evaluation.has_deliveries and bool(lines)
            score = weighted((line.weight, line.score) for line in lines)
            evaluation.score_total = score if evaluation.has_score else 0.0
            evaluation.standing = evaluation.has_score and standing_of(
                evaluation.score_total,
                get("supplier_good_score", evaluation.company_id),
                get("supplier_poor_score", evaluation.company_id),
            )

    @api.depends("standing")
    def _compute_conclusion(self):
        names = {"good": "qualified", "watch": "improve", "poor": "drop"}
        for evaluation in self:
            evaluation.conclusion = names.get(evaluation.standing, "none")

    # === Only the engine writes figures; a closed evaluation is frozen ===

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(
                self.env._(
                    "Evaluations are opened by the schedule, or by the button on the "
                    "supplier's dossier."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        if not is_engine(self.env):
            own = {name for name in vals if name in self._fields} - FREE
            refuse_protected(self, {n for n in own if self._is_figure(n)})
            if {"letter_note", "line_ids"} & vals.keys():
                self._require_open()
        return super().write(vals)

    @api.model
    def _is_figure(self, name):
        field = self._fields[name]
        return field.readonly or name in ("supplier_id", "fact_ids")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not is_engine(self.env):
            raise UserError(self.env._("Evaluations stay as evidence."))

    def _require_open(self):
        closed = self.filtered(lambda evaluation: evaluation.state == CLOSED)
        if closed:
            raise UserError(
                self.env._(
                    "%s is closed: its figures and scores do not change any more.",
                    closed[0].display_name,
                )
            )

    # === Buttons ===

    def action_refresh(self):
        """Read the records of the period once more; corrected scores are kept."""
        self.check_access("write")
        claim(self)
        self._require_open()
        self._refresh()
        return True

    def action_close(self):
        """Freeze the evaluation and make it count. By the purchase manager only."""
        self.check_access("write")
        if not self.env.user.has_group("sanbao_base.group_pm"):
            raise AccessError(
                self.env._("The purchase manager closes evaluations of suppliers.")
            )
        claim(self)
        todo = self.filtered(lambda evaluation: evaluation.state == OPEN)
        as_engine(todo).write(
            {
                "state": CLOSED,
                "closed_by_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
            }
        )
        self.env["sanbao.obligation"]._close(OBLIGATION, todo)
        # The dossier takes the result over, whoever of purchasing may write it.
        todo.sudo().supplier_id._take_result()
        return True

    def action_view_supplier(self):
        """The dossier of the supplier."""
        self.ensure_one()
        return self.supplier_id._open_form()

    # === Paper ===

    def _form_document_number(self):
        self.ensure_one()
        return " ".join(filter(None, (self.supplier_id.code, self.name)))

    def _form_date(self):
        return self.closed_at or self.create_date

    def _next_end(self):
        """The last day of the period after this one."""
        months = self.env["sanbao.parameter"]._get(
            "supplier_eval_interval", self.company_id
        )
        return fields.Date.end_of(
            fields.Date.add(self.date_to, months=max(months, 1)), "month"
        )

    def _letter_opening(self):
        """The first words of the notice to the supplier."""
        values = {
            "start": self._form_day(self.date_from),
            "end": self._form_day(self.date_to),
            "score": f"{self.score_total:.2f}",
        }
        if not self.has_score:
            return self.env._(
                "You delivered nothing to us from %(start)s to %(end)s, so there is no "
                "score for this period.",
                **values,
            )
        names = dict(self._fields["conclusion"]._description_selection(self.env))
        return self.env._(
            "We evaluated the quality of your deliveries from %(start)s to %(end)s. The "
            "total score is %(score)s of 100; the conclusion is: %(conclusion)s.",
            **values,
            conclusion=names[self.conclusion],
        )

    def _form_signature(self, key):
        if key == "engine:buyer":
            return self.line_ids._signature("pb") or (
                # A signature shows on paper whoever prints it.
                {"name": self.sudo().user_id.name} if self.user_id else None
            )
        if key == "engine:quality":
            return self.line_ids._signature("qc")
        if key == "engine:manager" and self.closed_by_id:
            # A signature shows on paper whoever prints it.
            return {"name": self.sudo().closed_by_id.name, "date": self.closed_at}
        return None
