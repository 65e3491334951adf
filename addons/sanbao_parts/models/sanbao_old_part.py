from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    company_today,
    local_day,
)

OBLIGATION = "PRT-11"
EXPECTED = "expected"
RETURNED = "returned"
WAIVED = "waived"
# What people may write; everything else follows from issue, return and waiver.
FREE = {"user_id", "serial", "replaced_on", "note"}
FREE |= {"activity_ids", "message_follower_ids", "message_main_attachment_id"}


class SanbaoOldPart(models.Model):
    """A replaced part that has to come back to the factory (PRT-10, PRT-11)."""

    _name = "sanbao.old.part"
    _description = "Old part"
    _inherit = ["mail.thread", "mail.activity.mixin", "sanbao.obligation.mixin"]
    _order = "due_date, id"
    _rec_names_search = ["name", "serial", "product_id", "partner_id", "issue_id"]
    _check_company_auto = True

    name = fields.Char(string="Old part no.", readonly=True, copy=False, index=True)
    state = fields.Selection(
        selection=[
            (EXPECTED, "Expected"),
            ("received", "Received"),
            ("inspected", "Inspected"),
            (RETURNED, "Returned"),
            (WAIVED, "Waived"),
            ("cancelled", "Not replaced"),
        ],
        default=EXPECTED,
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    issue_line_id = fields.Many2one(
        "sanbao.parts.issue.line", required=True, index=True, ondelete="restrict"
    )
    issue_id = fields.Many2one(related="issue_line_id.issue_id", store=True, index=True)
    application_id = fields.Many2one(
        related="issue_id.application_id", store=True, index=True
    )
    ticket_id = fields.Many2one(
        related="application_id.ticket_id", string="Case", store=True
    )
    partner_id = fields.Many2one(
        related="application_id.partner_id", string="Customer", store=True, index=True
    )
    archive_id = fields.Many2one(
        related="application_id.archive_id",
        string="Delivered unit",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(related="issue_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        related="issue_line_id.product_id", string="Part", store=True, index=True
    )
    quantity = fields.Float(
        default=1.0, required=True, readonly=True, digits="Product Unit"
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit of measure")
    price_unit = fields.Monetary(related="issue_line_id.price_unit", store=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)
    serial = fields.Char(string="Number of the old part", index="btree_not_null")
    replaced_on = fields.Date()
    supplier_id = fields.Many2one("res.partner", compute="_compute_supplier_id")
    user_id = fields.Many2one(
        "res.users", string="Responsible", index=True, tracking=True
    )
    due_date = fields.Date(string="Due back", readonly=True, index=True)
    days_late = fields.Integer(compute="_compute_days_late")
    late = fields.Boolean(
        string="Overdue", compute="_compute_days_late", search="_search_late"
    )
    return_line_ids = fields.One2many("sanbao.parts.return.line", "old_part_id")
    return_id = fields.Many2one(
        "sanbao.parts.return", compute="_compute_return_id", string="Return note"
    )
    waiver_ids = fields.Many2many(
        "sanbao.old.part.waiver",
        "sanbao_old_part_waiver_rel",
        "part_id",
        "waiver_id",
        string="Waivers",
        readonly=True,
        copy=False,
    )
    waiver_id = fields.Many2one(
        "sanbao.old.part.waiver", string="Let off by", readonly=True, copy=False
    )
    note = fields.Char(string="Remarks")

    @api.depends("name", "product_id")
    def _compute_display_name(self):
        for part in self:
            words = (part.name, part.product_id.display_name)
            part.display_name = " ".join(word for word in words if word)

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for part in self:
            part.amount = part.quantity * part.price_unit

    @api.depends("product_id")
    def _compute_supplier_id(self):
        for part in self:
            # Prices of suppliers are not for everybody, their name is.
            sellers = part.product_id.sudo().seller_ids
            part.supplier_id = sellers[:1].partner_id

    @api.depends("return_line_ids.return_id.state")
    def _compute_return_id(self):
        for part in self:
            notes = part.return_line_ids.return_id
            part.return_id = notes.filtered(lambda n: n.state != "cancelled")[-1:]

    @api.depends("due_date", "state")
    def _compute_days_late(self):
        for part in self:
            today = company_today(part.company_id)
            waiting = part.state == EXPECTED and part.due_date
            part.days_late = max((today - part.due_date).days, 0) if waiting else 0
            part.late = part.days_late > 0

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", EXPECTED) & Domain(
            "due_date", "<", company_today(self.env.company)
        )
        wanted = {bool(item) for item in value}
        return Domain.OR(late if item else ~late for item in wanted)

    # === Only documents make and move old parts ===

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(
                self.env._("Old parts are opened by the issue of the new ones.")
            )
        return super().create(vals_list)

    def write(self, vals):
        refused = set(vals) - FREE
        if refused and not is_engine(self.env):
            labels = [
                self._fields[name]._description_string(self.env)
                for name in sorted(refused)
            ]
            raise AccessError(
                self.env._(
                    "%s: follows from the issue, the return note and the waiver.",
                    ", ".join(labels),
                )
            )
        result = super().write(vals)
        if "user_id" in vals:
            for part in self.filtered("user_id"):
                part._hand_over()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not is_engine(self.env):
            raise UserError(self.env._("Old parts stay as evidence."))

    def _move_to(self, state):
        if self:
            as_engine(self).write({"state": state})

    def _hand_over(self):
        """The reminders go to whoever is responsible now."""
        # Obligations have no writer among the users.
        waiting = self.sudo().obligation_ids.filtered(
            lambda row: row.state == "open" and row.res_model == self._name
        )
        waiting._amend(
            self.env._("Responsible of the old part changed"), user_id=self.user_id.id
        )

    # === Steps, called by the documents ===

    def _open_for(self, lines):
        """Open what is expected for the goods that have left on these lines (PRT-10)."""
        vals_list = []
        for line in lines.filtered("return_old_part"):
            opened = sum(self._search_line(line).mapped("quantity"))
            vals_list += line._prepare_old_part_vals(line.qty_issued - opened)
        parts = as_engine(self.browse()).create(vals_list).sudo(self.env.su)
        obligations = self.env["sanbao.obligation"]._open(OBLIGATION, parts)
        # The keeper books the goods; what is owed for them is after-sales'.
        due = {row.res_id: row.due for row in obligations.sudo()}
        for part in parts.sudo():
            moment = due.get(part.id)
            timezone = company_timezone(part.company_id)
            as_engine(part).due_date = moment and local_day(moment, timezone)
        return parts

    @api.model
    def _search_line(self, line):
        # All that was opened for the line counts, whoever books.
        return self.sudo().search([("issue_line_id", "=", line.id)])

    def _arrive(self):
        self._move_to("received")
        self.env["sanbao.obligation"]._close(OBLIGATION, self)

    def _waive(self, waiver):
        self._move_to(WAIVED)
        as_engine(self).write({"waiver_id": waiver.id})
        self.env["sanbao.obligation"]._waive(OBLIGATION, self)

    def _expect_again(self):
        """What was waived or received by mistake is owed again, by its old day."""
        self._move_to(EXPECTED)
        self.env["sanbao.obligation"]._open(
            OBLIGATION, self, due=lambda part: part.due_date
        )

    def _drop(self, quantity):
        """So many of the new parts came back unused: nothing was replaced."""
        for part in self.filtered(lambda p: p.state == EXPECTED).sorted("id"):
            if part.uom_id.compare(quantity, part.quantity) < 0:
                break
            quantity -= part.quantity
            part._move_to("cancelled")
            self.env["sanbao.obligation"]._cancel(OBLIGATION, part)

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # === Buttons ===

    def action_return(self):
        """Prepare a return note (Form 12) for these parts."""
        self.check_access("read")
        waiting = self.filtered(lambda part: part.state == EXPECTED)
        if not waiting or len(waiting.application_id) > 1:
            raise UserError(
                self.env._("Choose expected old parts of one service application.")
            )
        notes = self.env["sanbao.parts.return"]
        drafts = waiting.return_line_ids.return_id.filtered(
            lambda note: note.state == "draft"
        )
        if drafts:
            return drafts[:1]._open_form()
        claim(waiting)
        return notes.create(notes._prepare_for_old_parts(waiting))._open_form()

    def action_waive(self):
        """Prepare a waiver for these parts; it has to be approved."""
        self.check_access("read")
        waiting = self.filtered(lambda part: part.state == EXPECTED)
        if not waiting:
            raise UserError(self.env._("Only expected old parts can be waived."))
        running = waiting.waiver_ids.filtered(
            lambda waiver: waiver.state in ("draft", "submitted", "rejected")
        )
        if running:
            return running[:1]._open_form()
        claim(waiting)
        waiver = self.env["sanbao.old.part.waiver"].create(
            {
                "company_id": waiting[0].company_id.id,
                "part_ids": [fields.Command.set(waiting.ids)],
            }
        )
        return waiver._open_form()

    def action_view_issue(self):
        """The parts issue that expects this part."""
        self.ensure_one()
        return self.issue_id._open_form()

    def action_view_return(self):
        """The return note by which this part came back."""
        self.ensure_one()
        return self.return_id._open_form()
