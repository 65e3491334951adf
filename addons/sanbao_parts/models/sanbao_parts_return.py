from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .sanbao_old_part import EXPECTED

OLD = "old"
DRAFT = "draft"
RECEIVED = "received"
INSPECTED = "inspected"
POSTED = "posted"
CANCELLED = "cancelled"
PROTECTED = {
    "name",
    "state",
    "received_by_id",
    "received_at",
    "inspected_by_id",
    "inspected_at",
    "posted_by_id",
    "posted_at",
}
# The head of a note belongs to those who keep and send parts.
KEEPERS = ("wh", "as", "asm")
FREE_FOR_INSPECTORS = {
    "line_ids",
    "note",
    "activity_ids",
    "message_follower_ids",
    "message_main_attachment_id",
}


class SanbaoPartsReturn(models.Model):
    """退库单, Form 12: parts come back, are inspected, and only then enter a place."""

    _name = "sanbao.parts.return"
    _description = "Return-to-stock note"
    _inherit = [
        "sanbao.numbered.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "sanbao.form.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "application_id", "partner_id"]
    _check_company_auto = True

    name = fields.Char(string="Return no.")
    state = fields.Selection(
        selection=[
            (DRAFT, "Draft"),
            (RECEIVED, "Pending inspection"),
            (INSPECTED, "Inspected"),
            (POSTED, "Posted"),
            (CANCELLED, "Cancelled"),
        ],
        default=DRAFT,
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(
        selection=[
            (OLD, "Old parts back to the factory"),
            ("unused", "Unused parts"),
            ("wrong", "Wrongly issued parts"),
        ],
        required=True,
        default=OLD,
    )
    application_id = fields.Many2one(
        "sanbao.service.application",
        string="Service application",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    ticket_id = fields.Many2one(
        related="application_id.ticket_id", string="Case", store=True
    )
    partner_id = fields.Many2one(
        related="application_id.partner_id", string="Customer", store=True, index=True
    )
    archive_id = fields.Many2one(
        related="application_id.archive_id", string="Delivered unit", store=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Returned by",
        required=True,
        default=lambda self: self.env.user,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    line_ids = fields.One2many("sanbao.parts.return.line", "return_id", copy=True)
    issue_names = fields.Char(string="Issue no.", compute="_compute_issue_names")
    due_date = fields.Date(string="Due back", compute="_compute_due_date")
    days_late = fields.Integer(string="Days overdue", compute="_compute_due_date")
    note = fields.Text(string="Remarks")
    received_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    received_at = fields.Datetime(readonly=True, copy=False)
    inspected_by_id = fields.Many2one(
        "res.users", string="Inspector", readonly=True, copy=False
    )
    inspected_at = fields.Datetime(readonly=True, copy=False)
    posted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    posted_at = fields.Datetime(readonly=True, copy=False)
    picking_ids = fields.One2many(
        "stock.picking", "sanbao_return_id", groups="stock.group_stock_user"
    )
    picking_count = fields.Integer(compute="_compute_picking_count", compute_sudo=True)

    # === Computed fields ===

    @api.depends("application_id")
    def _compute_warehouse_id(self):
        warehouses = self.env["stock.warehouse"]
        for note in self:
            issues = note.application_id.issue_ids
            note.warehouse_id = (
                note.warehouse_id
                or issues[:1].warehouse_id
                or warehouses._sanbao_of_company(note.company_id or self.env.company)
            )

    @api.depends("line_ids.issue_line_id")
    def _compute_issue_names(self):
        for note in self:
            issues = note.line_ids.issue_line_id.issue_id
            note.issue_names = ", ".join(issues.mapped("name"))

    @api.depends("line_ids.old_part_id.due_date", "received_at")
    def _compute_due_date(self):
        for note in self:
            dates = note.line_ids.old_part_id.mapped("due_date")
            note.due_date = min(filter(None, dates), default=False)
            arrived = note._form_local_day(note.received_at)
            note.days_late = (
                max((arrived - note.due_date).days, 0) if note.due_date else 0
            )

    def _form_local_day(self, moment):
        return local_day(
            moment or fields.Datetime.now(), company_timezone(self.company_id)
        )

    def _compute_picking_count(self):
        counts = dict(
            self.env["stock.picking"]._read_group(
                [("sanbao_return_id", "in", self.ids)],
                ["sanbao_return_id"],
                ["__count"],
            )
        )
        for note in self:
            note.picking_count = counts.get(note._origin, 0)

    # === Who may write what ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not is_engine(self.env):
                given = {name for name in vals if vals[name]} - {"name"}
                self._refuse_protected(PROTECTED & given, vals.get("state") == DRAFT)
                refuse_computed(self, given)
            vals["state"] = DRAFT
        clean = without_computed_defaults(self, PROTECTED)
        notes = super(SanbaoPartsReturn, clean).create(vals_list)
        return notes.with_env(self.env)

    def write(self, vals):
        if not is_engine(self.env):
            self._refuse_protected(PROTECTED & vals.keys())
            refuse_computed(self, vals)
            self._check_keeper(vals.keys() - FREE_FOR_INSPECTORS)
            self._check_head_editable(vals)
        return super().write(vals)

    def _check_keeper(self, names):
        """Inspectors open the note for their findings, not for what is sent back."""
        user = self.env.user
        if not names or self.env.su:
            return
        if not any(user.has_group(f"sanbao_base.group_{role}") for role in KEEPERS):
            raise AccessError(
                self.env._(
                    "What comes back is written down by the warehouse and after-sales."
                )
            )

    def _check_head_editable(self, vals):
        if {"kind", "application_id", "warehouse_id"} & vals.keys():
            for note in self.filtered(lambda doc: doc.state != DRAFT):
                note._require_state(DRAFT)

    def _refuse_protected(self, names, is_draft=False):
        names = names - ({"state"} if is_draft else set())
        if names:
            labels = [
                self._fields[name]._description_string(self.env)
                for name in sorted(names)
            ]
            raise AccessError(
                self.env._(
                    "%s: set by the buttons of the return note only.", ", ".join(labels)
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if self.filtered(lambda note: note.state not in (DRAFT, CANCELLED)):
            raise UserError(
                self.env._("Only drafts are deleted; others stay as evidence.")
            )

    def _write_engine(self, vals):
        return as_engine(self).write(vals)

    def _require_state(self, *states):
        for note in self.filtered(lambda doc: doc.state not in states):
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(note)s is %(state)s; this step needs: %(wanted)s.",
                    note=note.name,
                    state=names[note.state],
                    wanted=", ".join(names[state] for state in states),
                )
            )

    # === Preparing ===

    @api.model
    def _prepare_for_old_parts(self, parts):
        """Values of a note by which these old parts come back."""
        return {
            "application_id": parts.application_id.id,
            "kind": OLD,
            "line_ids": [
                fields.Command.create(
                    {
                        "issue_line_id": part.issue_line_id.id,
                        "old_part_id": part.id,
                        "quantity": part.quantity,
                    }
                )
                for part in parts.filtered(lambda p: p.state == EXPECTED)
            ],
        }

    def action_view_application(self):
        """Back to the service application."""
        self.ensure_one()
        return self.application_id._open_form()

    def action_view_pickings(self):
        """The transfers that carried the parts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        return dict(action, domain=[("id", "in", self.picking_ids.ids)], context={})

    # === Form F12 ===

    def _form_date(self):
        return self.received_at or self.create_date

    def _form_signature(self, key):
        self.ensure_one()
        note = self.sudo()  # a signature shows on paper whoever prints it
        signers = {
            "engine:inspector": (note.inspected_by_id, note.inspected_at),
            "engine:keeper": (note.received_by_id, note.received_at),
            "engine:returner": (note.user_id, note.create_date),
        }
        if key in signers:
            user, date = signers[key]
            return {"name": user.name, "date": date} if user else None
        return super()._form_signature(key)
