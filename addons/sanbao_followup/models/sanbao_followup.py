from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    company_today,
    local_day,
)

STATE_OPEN = "open"
STATE_DONE = "done"
STATE_CANCELLED = "cancelled"
KIND_MAJOR = "repair_major"
KIND_REPAIR = "repair"
SATISFACTION = [
    ("5", "Very satisfied"),
    ("4", "Satisfied"),
    ("3", "Fair"),
    ("2", "Dissatisfied"),
    ("1", "Very dissatisfied"),
]
ITEMS = ("timeliness", "attitude", "technique", "overall")


class SanbaoFollowup(models.Model):
    """回访记录, form F50: asking a customer afterwards, and what he says.

    Opened by the system only (``_open_batch``), written while it is open (see
    ``sanbao_followup_guard``), finished or cancelled by one method each. Later addons
    add kinds by ``selection_add`` and ``_obligation_codes``.
    """

    _name = "sanbao.followup"
    _description = "Follow-up"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "sanbao.form.mixin",
        "sanbao.obligation.mixin",
    ]
    _order = "due_date, id"
    _rec_names_search = ["name", "partner_id", "archive_id", "contact_phone"]
    _check_company_auto = True

    name = fields.Char(
        string="Follow-up no.", readonly=True, copy=False, index="trigram"
    )
    kind = fields.Selection(
        selection=[
            (KIND_MAJOR, "After a larger repair"),
            (KIND_REPAIR, "After a repair"),
        ],
        required=True,
        readonly=True,
        help="Larger repairs in warranty within a week (FUP-04), the others later "
        "(FUP-09).",
    )
    state = fields.Selection(
        selection=[
            (STATE_OPEN, "Open"),
            (STATE_DONE, "Done"),
            (STATE_CANCELLED, "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default=STATE_OPEN,
        tracking=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    # === What it is about ===
    application_id = fields.Many2one(
        "sanbao.service.application",
        string="Service application",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Case",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    archive_id = fields.Many2one(
        "sanbao.archive",
        string="Unit",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    contact_name = fields.Char(string="Contact person")
    contact_phone = fields.Char(string="Phone")
    in_warranty = fields.Boolean(
        string="In warranty",
        readonly=True,
        help="Whether the unit was in warranty; counts for the follow-up rate (TGT-01).",
    )
    completed_at = fields.Datetime(string="Work finished at", readonly=True)

    # === When and who ===
    due_date = fields.Date(
        required=True,
        readonly=True,
        tracking=True,
        help="Calendar days after the day on which the work was finished; the whole "
        "day counts.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Planned person",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    attempt_count = fields.Integer(string="Calls without answer", readonly=True)
    last_attempt_at = fields.Datetime(string="Last call without answer", readonly=True)
    done_at = fields.Datetime(string="Followed up at", readonly=True, tracking=True)
    done_by_id = fields.Many2one("res.users", string="Followed up by", readonly=True)
    cancel_reason = fields.Char(
        string="Reason of the cancellation", readonly=True, tracking=True
    )
    late = fields.Boolean(
        string="Past due", compute="_compute_late", search="_search_late"
    )
    done_in_time = fields.Boolean(
        string="Done in time",
        compute="_compute_done_in_time",
        store=True,
        help="Done not later than on the due date.",
    )

    # === What the customer says ===
    means = fields.Selection(
        selection=[
            ("phone", "Phone"),
            ("visit", "Visit"),
            ("message", "Message"),
            ("letter", "Letter"),
        ],
        help="How the customer was asked.",
    )
    timeliness = fields.Selection(selection=SATISFACTION)
    attitude = fields.Selection(selection=SATISFACTION)
    technique = fields.Selection(selection=SATISFACTION, string="Technical skill")
    overall = fields.Selection(selection=SATISFACTION, tracking=True)
    solved = fields.Selection(
        selection=[("yes", "Solved"), ("no", "Not solved")],
        string="The problem is",
        tracking=True,
    )
    problem = fields.Text(
        help="What is wrong now: it can become a new service request."
    )
    opinions = fields.Text(string="Opinions and suggestions")
    analysis = fields.Text(
        string="Analysis of the result",
        help="What after-sales makes of it; may be written after the follow-up, too.",
    )
    problem_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="New service request",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    score_timeliness = fields.Float(
        string="Score: timeliness",
        compute="_compute_scores",
        store=True,
        digits=(3, 2),
        aggregator="avg",
    )
    score_attitude = fields.Float(
        string="Score: attitude",
        compute="_compute_scores",
        store=True,
        digits=(3, 2),
        aggregator="avg",
    )
    score_technique = fields.Float(
        string="Score: technical skill",
        compute="_compute_scores",
        store=True,
        digits=(3, 2),
        aggregator="avg",
    )
    score_overall = fields.Float(
        string="Score: overall",
        compute="_compute_scores",
        store=True,
        digits=(3, 2),
        aggregator="avg",
    )

    # One follow-up for each completion of a case; a reopened case gets another.
    _completion_unique = models.UniqueIndex(
        "(application_id, completed_at) WHERE state != 'cancelled'",
        "This case already has its follow-up.",
    )
    _due_idx = models.Index("(due_date, id)")
    _company_due_idx = models.Index("(company_id, due_date, id) WHERE state = 'open'")
    _user_due_idx = models.Index("(user_id, due_date, id) WHERE state = 'open'")
    _done_idx = models.Index("(company_id, done_at) WHERE state = 'done'")

    # === Computed fields ===

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for followup in self:
            parts = (followup.name, followup.partner_id.name)
            followup.display_name = " ".join(part for part in parts if part)

    @api.depends("state", "due_date")
    def _compute_late(self):
        for company, followups in self.grouped("company_id").items():
            today = company_today(company)
            for followup in followups:
                followup.late = (
                    followup.state == STATE_OPEN
                    and bool(followup.due_date)
                    and followup.due_date < today
                )

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = company_today(self.env.company)
        late = Domain("state", "=", STATE_OPEN) & Domain("due_date", "<", today)
        wanted = {bool(item) for item in value}
        return Domain.OR((late if item else ~late) for item in wanted)

    @api.depends("done_at", "due_date")
    def _compute_done_in_time(self):
        for followup in self:
            followup.done_in_time = bool(followup.done_at) and (
                local_day(followup.done_at, company_timezone(followup.company_id))
                <= followup.due_date
            )

    @api.depends(*ITEMS)
    def _compute_scores(self):
        for followup in self:
            for item in ITEMS:
                followup[f"score_{item}"] = int(followup[item] or 0)

    def _read_group_select(self, aggregate_spec, query):
        """Averages leave out what was not answered."""
        name, _colon, aggregate = aggregate_spec.partition(":")
        if aggregate != "avg" or not name.startswith("score_"):
            return super()._read_group_select(aggregate_spec, query)
        return SQL("AVG(NULLIF(%s, 0))", self._field_to_sql(self._table, name, query))

    # === What is due ===

    @api.model
    def _search_due(self, until=None, limit=1000, fnames=("name",), company=None):
        """Open follow-ups of a company that are due by a day, the oldest first.

        One query on an index, however many follow-ups there are.

        :param until: last due date (default: today in the company)
        :param limit: how many at most
        :param fnames: fields to fetch along
        """
        company = company or self.env.company
        return self.search_fetch(
            [
                ("company_id", "=", company.id),
                ("state", "=", STATE_OPEN),
                ("due_date", "<=", until or company_today(company)),
            ],
            fnames,
            order="due_date, id",
            limit=limit,
        )
