from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import is_engine
from odoo.addons.sanbao_base.local_time import company_today

from .scoring import weighted


class SanbaoSupplierQualification(models.Model):
    """A scored assessment; approved, it makes the supplier a qualified one (PUR-03)."""

    _name = "sanbao.supplier.qualification"
    _description = "Supplier assessment"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _approval_fields = (
        "supplier_id",
        "scope",
        "applicable_ids",
        "line_ids.criterion_id",
        "line_ids.weight",
        "line_ids.score",
    )

    name = fields.Char(string="Assessment no.")
    supplier_id = fields.Many2one(
        "sanbao.supplier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="supplier_id.company_id",
        store=True,
        index=True,
        precompute=True,
        default=None,
    )
    partner_id = fields.Many2one(
        related="supplier_id.partner_id", string="Company name", store=True, index=True
    )
    user_id = fields.Many2one(related="supplier_id.user_id", string="Buyer")
    scope = fields.Text(string="Scope of supply")
    applicable_ids = fields.Many2many(
        "res.partner.id_category",
        "sanbao_supplier_qualification_category_rel",
        "qualification_id",
        "category_id",
        string="Permits that apply",
        domain="[('sanbao_if_applicable', '=', True)]",
        help="What this supplier needs for the goods that he supplies, besides the "
        "papers that every supplier needs.",
    )
    line_ids = fields.One2many(
        "sanbao.supplier.qualification.line", "qualification_id", string="Scores"
    )
    score_total = fields.Float(
        string="Total score",
        compute="_compute_score",
        store=True,
        digits=(5, 2),
        aggregator="avg",
    )
    is_scored = fields.Boolean(
        string="All criteria scored", compute="_compute_score", store=True
    )
    waits_for_quality = fields.Boolean(
        string="Waiting for the quality score", compute="_compute_score", store=True
    )
    pass_score = fields.Float(
        string="Pass mark", compute="_compute_pass_score", digits=(5, 2)
    )
    conclusion = fields.Selection(
        selection=[("qualified", "Qualified"), ("failed", "Not qualified")],
        compute="_compute_pass_score",
    )
    paper_ids = fields.One2many(related="supplier_id.paper_ids")
    paper_faults = fields.Text(
        string="Open points of the papers", compute="_compute_paper_faults"
    )
    note = fields.Text(string="Remarks")

    # === Computed fields ===

    @api.depends("line_ids.score", "line_ids.weight", "line_ids.is_scored")
    def _compute_score(self):
        for document in self:
            lines = document.line_ids
            scored = lines.filtered("is_scored")
            document.score_total = weighted(
                (line.weight, line.score) for line in scored
            )
            document.is_scored = bool(lines) and scored == lines
            document.waits_for_quality = bool(
                (lines - scored).filtered(lambda line: line.scorer == "qc")
            )

    @api.depends("score_total", "is_scored", "company_id")
    def _compute_pass_score(self):
        get = self.env["sanbao.parameter"]._get
        for document in self:
            company = document.company_id or self.env.company
            document.pass_score = get("supplier_pass_score", company)
            passed = document.score_total >= document.pass_score
            document.conclusion = "qualified" if passed else "failed"

    @api.depends("supplier_id.paper_ids.sanbao_validity", "applicable_ids")
    def _compute_paper_faults(self):
        for document in self:
            document.paper_faults = "\n".join(sum(document._faults(), []))

    def _faults(self):
        if not self.supplier_id:
            return [], []
        today = company_today(self.company_id)
        return self.supplier_id._paper_faults(today, self.applicable_ids)

    # === Lines follow the criteria ===

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        criteria = self.env["sanbao.supplier.criterion"].search(
            [("use", "=", "assessment")]
        )
        # Nobody adds or drops criteria of one supplier.
        self.env["sanbao.supplier.qualification.line"].sudo().create(
            [
                {
                    "qualification_id": document.id,
                    "criterion_id": criterion.id,
                    "weight": criterion.weight,
                    "scorer": criterion.scorer,
                    "sequence": criterion.sequence,
                }
                for document in documents
                for criterion in criteria
            ]
        )
        return documents

    def write(self, vals):
        self._refuse_other_hands(vals)
        return super().write(vals)

    def _refuse_other_hands(self, vals):
        """Who only scores writes his scores, and nothing else of the assessment."""
        if self.env.su or is_engine(self.env) or self.has_access("create"):
            return
        if any(
            not name.startswith(("message_", "activity_", "line_")) for name in vals
        ):
            raise AccessError(
                self.env._(
                    "Assessments are kept by purchasing. Enter your scores, and a remark"
                    " beside them."
                )
            )

    # === Approval ===

    def _check_before_submit(self):
        self.check_access("create")
        super()._check_before_submit()
        self._check_scores()
        self._gate_qualification()

    def _check_scores(self):
        codes = self.line_ids.criterion_id.mapped("code")
        text = self.env["sanbao.parameter"]._get("supplier_criteria", self.company_id)
        lacking = [
            code.strip()
            for code in text.split(",")
            if code.strip() and code.strip() not in codes
        ]
        if lacking:
            raise UserError(
                self.env._(
                    "%(document)s lacks criteria that every assessment needs: "
                    "%(criteria)s. Begin a new assessment.",
                    document=self.name,
                    criteria=", ".join(lacking),
                )
            )
        unscored = self.line_ids.filtered(lambda line: not line.is_scored)
        if unscored:
            raise UserError(
                self.env._(
                    "%(document)s is not scored yet: %(criteria)s.",
                    document=self.name,
                    criteria=", ".join(
                        f"{line.criterion_id.name} ({line._scorer_name()})"
                        for line in unscored
                    ),
                )
            )

    def _gate_qualification(self):
        """At submission, and again when the last step is approved."""
        self.env["sanbao.rule"]._gate(
            "PUR-03",
            self.filtered(lambda document: document.conclusion != "qualified"),
            lambda document: self.env._(
                "%(document)s: the score %(score).2f is below the pass mark of "
                "%(mark).2f.",
                document=document.display_name,
                score=document.score_total,
                mark=document.pass_score,
            ),
        )
        faults = {document: document._faults() for document in self}
        for code, position in (("PUR-01", 0), ("PUR-02", 1)):
            self.env["sanbao.rule"]._gate(
                code,
                self.filtered(lambda d, p=position: faults[d][p]),
                lambda document, p=position: self.env._(
                    "%(document)s cannot be approved yet: %(papers)s. Complete the "
                    "papers in the supplier's dossier.",
                    document=document.display_name,
                    papers="; ".join(faults[document][p]),
                ),
            )

    def _on_approved(self):
        super()._on_approved()
        self._gate_qualification()
        # The approver decides; the dossier is written by the approval.
        self.sudo().supplier_id._qualify(self)

    def _on_reopened(self):
        super()._on_reopened()
        self._forget()

    def action_cancel(self):
        """As for all approvals; a cancelled assessment qualifies nobody."""
        self.check_access("create")
        result = super().action_cancel()
        self._forget()
        return result

    def action_reset(self):
        """As for all approvals, by those who keep assessments."""
        self.check_access("create")
        return super().action_reset()

    def _forget(self):
        # As in _on_approved. Also after the assessment moved to another dossier.
        dossiers = self.env["sanbao.supplier"].sudo()
        for document in self:
            found = dossiers.search([("qualification_id", "=", document.id)])
            found._lose(document)

    # === Paper ===

    def _form_date(self):
        return self.approved_at or self.create_date

    def _form_signature(self, key):
        if key == "engine:quality":
            return self.line_ids._signature("qc")
        if key == "engine:buyer":
            return self._form_signature("requester")
        if key == "engine:manager":
            return self._form_signature("review:sanbao_base.group_pm")
        return super()._form_signature(key)
