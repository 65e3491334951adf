from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.sanbao_base.claim import claim

from ..kinds import ENVIRONMENT, KINDS, RULES
from .sanbao_storage_task import DONE, OPEN


class SanbaoStorageRound(models.Model):
    """A walk through a warehouse on which everything of one kind is looked at.

    Rounds come by themselves (STK-24, STK-27, STK-28). One of a kind is open at a time:
    what was not done stays late until somebody goes.
    """

    _name = "sanbao.storage.round"
    _description = "Round through a warehouse"
    _inherit = "sanbao.storage.task"
    _order = "due desc, id desc"
    _rec_names_search = ["name", "warehouse_id"]
    _task_typed = frozenset({"user_id", "note", "line_ids"})
    _task_rules = RULES

    kind = fields.Selection(KINDS, required=True, readonly=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="warehouse_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Keeper",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_from = fields.Date("Planned For", required=True, readonly=True)
    due = fields.Datetime("To Be Done By", required=True, readonly=True)
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    state = fields.Selection(
        selection=[(OPEN, "Open"), (DONE, "Done")],
        string="Status",
        required=True,
        readonly=True,
        default=OPEN,
        tracking=True,
        copy=False,
    )
    line_ids = fields.One2many(
        "sanbao.storage.round.line", "round_id", string="Points", copy=False
    )
    guide = fields.Text("Look For", compute="_compute_guide")
    line_count = fields.Integer(
        "Number of Points", compute="_compute_result", store=True
    )
    open_count = fields.Integer(
        "Points Left", compute="_compute_result", store=True, aggregator=None
    )
    failed_count = fields.Integer("Not in Order", compute="_compute_result", store=True)
    action_ids = fields.One2many(
        "sanbao.storage.action", "round_id", string="Actions", readonly=True
    )
    action_count = fields.Integer("Faults Found", compute="_compute_action_count")
    done_at = fields.Datetime("Done On", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    note = fields.Text("Remarks")

    _open_unique = models.UniqueIndex(
        "(warehouse_id, kind) WHERE state = 'open'",
        "This round is open already in this warehouse.",
    )
    _period_unique = models.Constraint(
        "UNIQUE (warehouse_id, kind, date_from)",
        "There is already such a round for this day.",
    )
    _state_due_index = models.Index("(due, id) WHERE state = 'open'")

    @api.depends("name", "warehouse_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for document in self:
            words = (
                document.name,
                document.warehouse_id.sudo().name,  # a name is no secret
                kinds.get(document.kind),
            )
            document.display_name = " ".join(word for word in words if word)

    @api.depends("state", "due")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for document in self:
            document.overdue = document.state == OPEN and document.due < now

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", OPEN) & Domain("due", "<", fields.Datetime.now())
        wanted = {bool(item) for item in value}
        return Domain.OR(late if item else ~late for item in wanted)

    @api.depends("line_ids.result")
    def _compute_result(self):
        for document in self:
            results = document.line_ids.mapped("result")
            document.line_count = len(results)
            document.open_count = results.count(False)
            document.failed_count = results.count("not_ok")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_guide(self):
        points = self.env["sanbao.storage.point"].search([("scope", "=", "each")])
        for document in self:
            mine = points.filtered(lambda point, kind=document.kind: point.kind == kind)
            document.guide = "\n".join(mine.mapped("name"))

    @api.depends("action_ids")
    def _compute_action_count(self):
        for document in self:
            document.action_count = len(document.action_ids)

    # === Buttons ===

    def action_finish(self):
        """Everything was looked at: the round is done (STK-24, STK-27)."""
        self.check_access("write")
        claim(self)
        self.invalidate_recordset(["state"])
        for document in self.filtered(lambda document: document.state == OPEN):
            if document.open_count:
                raise UserError(
                    self.env._(
                        "%(round)s: %(count)s points are not answered yet.",
                        round=document.display_name,
                        count=document.open_count,
                    )
                )
            document._finish()
        return True

    def _finish_read(self):
        """Rounds of readings are done with the last reading."""
        self.filtered(
            lambda document: (
                document.kind == ENVIRONMENT
                and document.state == OPEN
                and not document.open_count
            )
        )._finish()

    def action_view_actions(self):
        """Open what was found on this round."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_storage.sanbao_storage_action_action"
        )
        return dict(action, domain=[("round_id", "=", self.id)], context={})

    def action_view_warehouse(self):
        """Open the warehouse."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.warehouse",
            "res_id": self.warehouse_id.id,
            "views": [(False, "form")],
        }
