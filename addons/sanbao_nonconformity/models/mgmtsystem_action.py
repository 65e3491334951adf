from odoo import api, fields, models

DRAFT, OPEN, VERIFY, CLOSED, CANCELLED = (
    "draft",
    "open",
    "verify",
    "closed",
    "cancelled",
)
IMPROVEMENT = "improvement"
ADDRESSEES = {
    "tech": "sanbao_base.group_tech",
    "prod": "sanbao_base.group_prod",
    "rd": "sanbao_base.group_rd",
}


class MgmtsystemAction(models.Model):
    """纠正和改进措施表 (form F49): one record for all sources (QLT-20).

    OCA's action says what, who and until when; here it gets its source, its cause, its
    measure and result, and somebody else who verifies them.
    """

    _name = "mgmtsystem.action"
    # The mixins first: they stand on the same mixins as OCA's model.
    _inherit = ["sanbao.form.mixin", "sanbao.obligation.mixin", "mgmtsystem.action"]
    _order = "id desc"
    _rec_names_search = ["reference", "name", "sanbao_origin"]
    _check_company_auto = True

    reference = fields.Char(string="Action No.", copy=False, index="trigram")
    company_id = fields.Many2one(required=True, index=True)
    user_id = fields.Many2one(string="Owner", index=True, tracking=True)
    date_deadline = fields.Date(index=True, tracking=True, copy=False)
    type_action = fields.Selection(default="correction", tracking=True)
    date_open = fields.Datetime(copy=False)
    date_closed = fields.Datetime(copy=False)

    sanbao_state = fields.Selection(
        [
            (DRAFT, "Draft"),
            (OPEN, "In progress"),
            (VERIFY, "To verify"),
            (CLOSED, "Closed"),
            (CANCELLED, "Cancelled"),
        ],
        string="Status",
        required=True,
        default=DRAFT,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    sanbao_source = fields.Selection(
        [
            ("complaint", "Complaint"),
            ("slip", "Information slip"),
            ("survey", "Satisfaction survey"),
            ("followup", "Follow-up"),
            ("service", "Service"),
            ("inspection", "Inspection"),
            ("nonconformity", "Nonconformity"),
            ("recall", "Recall"),
            ("count", "Stock count"),
            ("check", "Check"),
            ("audit", "Audit"),
            ("other", "Other"),
        ],
        string="Source",
        required=True,
        default="other",
        index=True,
    )
    sanbao_origin = fields.Char("Source No.", help="Number of the document it is from.")
    sanbao_nonconformity_id = fields.Many2one(
        "sanbao.nonconformity",
        string="Nonconformity",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    sanbao_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Case",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    sanbao_res_model = fields.Char("Source Model", readonly=True, copy=False)
    sanbao_res_id = fields.Many2oneReference(
        "Source ID", model_field="sanbao_res_model", readonly=True, copy=False
    )
    sanbao_problem = fields.Text("Problem")
    sanbao_cause = fields.Text("Analysis of the Cause")
    sanbao_measure = fields.Text("Measure")
    sanbao_department_id = fields.Many2one(
        "hr.department",
        string="Responsible Department",
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    sanbao_result = fields.Text("Result", copy=False)
    sanbao_done_at = fields.Datetime("Done On", readonly=True, copy=False)
    sanbao_done_by_id = fields.Many2one(
        "res.users", string="Done By", readonly=True, copy=False
    )
    sanbao_verifier_id = fields.Many2one(
        "res.users",
        string="Verifier",
        index="btree_not_null",
        tracking=True,
        help="Somebody else than the owner (QLT-20).",
    )
    sanbao_conclusion = fields.Selection(
        [("effective", "Effective"), ("not_effective", "Not effective")],
        string="Conclusion",
        copy=False,
        tracking=True,
    )
    sanbao_conclusion_note = fields.Text("How It Was Verified", copy=False)
    sanbao_verified_at = fields.Datetime("Verified On", readonly=True, copy=False)
    sanbao_verified_by_id = fields.Many2one(
        "res.users", string="Verified By", readonly=True, copy=False
    )
    sanbao_cancel_reason = fields.Text("Reason of Cancelling", copy=False)

    # === Improvement requests (QLT-19) ===
    sanbao_addressee = fields.Selection(
        [
            ("tech", "Technical department"),
            ("prod", "Production department"),
            ("rd", "Research and development"),
        ],
        string="Addressee",
        tracking=True,
        help="Who answers an improvement request.",
    )
    sanbao_reply = fields.Text("Reply", copy=False)
    sanbao_replied_at = fields.Datetime("Replied On", readonly=True, copy=False)
    sanbao_replied_by_id = fields.Many2one(
        "res.users", string="Replied By", readonly=True, copy=False
    )
    sanbao_may_verify = fields.Boolean(compute="_compute_sanbao_may")
    sanbao_may_reply = fields.Boolean(compute="_compute_sanbao_may")

    _sanbao_due_index = models.Index(
        "(date_deadline, id) WHERE sanbao_state IN ('draft', 'open', 'verify')"
    )

    @api.depends("reference", "name")
    def _compute_display_name(self):
        for action in self:
            parts = (action.reference, action.name)
            action.display_name = " ".join(filter(None, parts))

    @api.depends_context("uid")
    @api.depends("sanbao_state", "user_id", "sanbao_verifier_id", "sanbao_addressee")
    def _compute_sanbao_may(self):
        for action in self:
            action.sanbao_may_verify = action._sanbao_is_verifier()
            action.sanbao_may_reply = (
                action.type_action == IMPROVEMENT
                and action.sanbao_state == OPEN
                and not action.sanbao_replied_at
                and action._sanbao_is_addressee()
            )

    # === Who ===

    def _sanbao_has(self, *roles):
        return any(self.env.user.has_group(f"sanbao_base.group_{r}") for r in roles)

    def _sanbao_is_manager(self):
        """Whoever asked for it, quality management or supervision."""
        self.ensure_one()
        return self.create_uid == self.env.user or self._sanbao_has("qm", "sup")

    def _sanbao_is_owner(self):
        self.ensure_one()
        return self.user_id == self.env.user

    def _sanbao_is_addressee(self):
        """A person of the department that is asked."""
        self.ensure_one()
        group = ADDRESSEES.get(self.sanbao_addressee)
        return self._sanbao_is_owner() or bool(group and self.env.user.has_group(group))

    def _sanbao_is_verifier(self):
        """The named verifier, or quality management in his place; never the owner."""
        self.ensure_one()
        user = self.env.user
        if user != self.sanbao_verifier_id and not self._sanbao_has("qm"):
            return False
        return not self._sanbao_owner_verifies(user)

    def _sanbao_owner_verifies(self, user):
        """Whether this person owns the action, and the rule keeps owners out."""
        self.ensure_one()
        apart = self.env["sanbao.parameter"]._get("verifier_not_owner", self.company_id)
        return bool(apart and user and user in self.user_id | self.sanbao_done_by_id)
