from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

STATE_OPEN = "open"
STATE_DONE = "done"
STATE_CANCELLED = "cancelled"
STATE_WAIVED = "waived"


class SanbaoObligation(models.Model):
    """Somebody owes something about a record until a moment.

    Rows are written by the engine only (see ``_open`` and ``_close``); nobody has a right
    to create, write or delete them. Deliberately without chatter: they come by thousands.
    """

    _name = "sanbao.obligation"
    _description = "Obligation"
    _order = "due, id"
    _rec_name = "res_name"
    _rec_names_search = ["res_name", "kind_id"]
    _check_company_auto = True

    kind_id = fields.Many2one(
        "sanbao.obligation.kind", required=True, readonly=True, ondelete="restrict"
    )
    rule_id = fields.Many2one(related="kind_id.rule_id", store=True)
    res_model = fields.Char(string="Document model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True
    )
    res_name = fields.Char(string="Document", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    start = fields.Datetime(required=True, readonly=True)
    due = fields.Datetime(required=True, readonly=True)
    done_at = fields.Datetime(string="Done", readonly=True)
    state = fields.Selection(
        selection=[
            (STATE_OPEN, "Open"),
            (STATE_DONE, "Done"),
            (STATE_CANCELLED, "Cancelled"),
            (STATE_WAIVED, "Waived"),
        ],
        required=True,
        readonly=True,
        default=STATE_OPEN,
    )
    kept = fields.Boolean(
        string="Kept in time", readonly=True, help="Done not later than its due time."
    )
    kept_rate = fields.Float(
        string="Kept in time (%)",
        compute="_compute_kept_rate",
        aggregator="avg",
        help="Share of those kept among the done and the late ones.",
    )
    late = fields.Boolean(compute="_compute_late", search="_search_late")
    remind_at = fields.Datetime(
        readonly=True,
        index="btree_not_null",
        help="When the responsible gets an activity; empty once that happened.",
    )
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, index="btree_not_null", ondelete="set null"
    )
    change_ids = fields.One2many("sanbao.obligation.change", "obligation_id")

    # One open obligation per kind and record, also when two users act at once.
    _open_unique = models.UniqueIndex(
        "(kind_id, res_id) WHERE state = 'open'",
        "There is already an open obligation of this kind for this record.",
    )
    _record_index = models.Index("(res_id, res_model)")
    _user_index = models.Index("(user_id, due, id) WHERE state = 'open'")
    _due_index = models.Index("(due, id)")
    # What is late: among years of what was done in time, the few that are open.
    _open_due_index = models.Index("(due, id) WHERE state = 'open'")

    # === Computed fields ===

    @api.depends("kind_id", "res_name")
    def _compute_display_name(self):
        for obligation in self:
            obligation.display_name = (
                f"{obligation.kind_id.name}: {obligation.res_name}"
            )

    @api.depends("state", "due")
    def _compute_late(self):
        now = fields.Datetime.now()
        for obligation in self:
            obligation.late = obligation.state == STATE_OPEN and obligation.due < now

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", STATE_OPEN) & Domain(
            "due", "<", fields.Datetime.now()
        )
        wanted = {bool(item) for item in value}
        return Domain.OR((late if item else ~late) for item in wanted)

    @api.depends("state", "kept")
    def _compute_kept_rate(self):
        for obligation in self:
            obligation.kept_rate = 100.0 if obligation.kept else 0.0

    def _read_group_select(self, aggregate_spec, query):
        """The rate leaves out what is cancelled, waived or not due yet."""
        if aggregate_spec != "kept_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "AVG(CASE WHEN %(state)s = %(done)s AND %(kept)s THEN 100.0 "
            "WHEN %(state)s = %(done)s THEN 0.0 "
            "WHEN %(state)s = %(open)s AND %(due)s < %(now)s THEN 0.0 END)",
            state=self._field_to_sql(self._table, "state", query),
            kept=self._field_to_sql(self._table, "kept", query),
            due=self._field_to_sql(self._table, "due", query),
            now=fields.Datetime.now(),
            done=STATE_DONE,
            open=STATE_OPEN,
        )

    # === Buttons ===

    def action_open_record(self):
        """Open the document that the obligation is about."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        if not record:
            raise UserError(
                self.env._(
                    "The document of “%(name)s” was deleted.", name=self.display_name
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    def _remind_moment(self, kind, due):
        return due - timedelta(hours=kind.remind_before_hours)
