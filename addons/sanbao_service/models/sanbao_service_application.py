from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

CAUSE_QUALITY = "quality"
CAUSE_MISUSE = "misuse"


class SanbaoServiceApplication(models.Model):
    """售后服务申请单, Form 3: what is wrong with which unit, and what is to be done.

    It stands between the report (the ticket) and everything that costs money: dispatch,
    repair and parts ask this document whether they may go ahead.
    """

    _name = "sanbao.service.application"
    _description = "Service application"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "ticket_id", "archive_id"]
    _check_company_auto = True
    _approval_fields = (
        "ticket_id",
        "archive_id",
        "charge_type",
        "fault_description",
        "analysis",
        "cause_class",
        "can_solve_alone",
        "help_department",
        "solution_type",
        "amount_labour",
        "amount_travel",
        "amount_freight",
        "amount_total",
        "part_line_ids.product_id",
        "part_line_ids.quantity",
        "part_line_ids.price_unit",
    )
    _approval_final_states = ("done",)

    name = fields.Char(string="Application no.")
    state = fields.Selection(
        selection_add=[("done", "Done")], ondelete={"done": "set default"}
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id",
        store=True,
        index=True,
        precompute=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    # === As reported ===
    reported_at = fields.Datetime(related="ticket_id.sanbao_reported_at", store=True)
    channel_id = fields.Many2one(related="ticket_id.channel_id")
    receiver_id = fields.Many2one(related="ticket_id.create_uid", string="Received by")
    user_id = fields.Many2one(
        related="ticket_id.user_id", string="Responsible", store=True, index=True
    )
    priority = fields.Selection(related="ticket_id.priority", string="Urgency")
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", string="Customer", store=True, index=True
    )
    contact_name = fields.Char(related="ticket_id.sanbao_contact_name")
    contact_phone = fields.Char(related="ticket_id.sanbao_contact_phone")
    address = fields.Char(
        string="Place of the unit",
        compute="_compute_address",
        store=True,
        readonly=False,
    )
    archive_id = fields.Many2one(
        related="ticket_id.sanbao_archive_id",
        string="Unit",
        store=True,
        index=True,
    )
    product_id = fields.Many2one(related="archive_id.product_id")
    lot_id = fields.Many2one(related="archive_id.lot_id")
    mileage = fields.Float(string="Mileage (km)")
    running_hours = fields.Float()
    fault_description = fields.Text(
        compute="_compute_fault_description", store=True, readonly=False
    )

    # === Warranty: computed from the archive, never typed (SVC-01, WAR-07) ===
    in_warranty = fields.Boolean(compute="_compute_warranty", store=True)
    warranty_reason = fields.Char(compute="_compute_warranty", store=True)
    charge_type = fields.Selection(
        selection=[("warranty", "Free under warranty"), ("chargeable", "Chargeable")],
        string="Charge",
        compute="_compute_warranty",
        store=True,
    )

    # === Diagnosis (SVC-08, SVC-37) ===
    analysis = fields.Text(string="Analysis of the cause")
    cause_class = fields.Selection(
        selection=[
            (CAUSE_QUALITY, "Product quality"),
            (CAUSE_MISUSE, "Misuse"),
            ("wear", "Normal wear"),
            ("other", "Other"),
        ],
        string="Cause",
        tracking=True,
    )
    guidance = fields.Text(
        string="Guidance given",
        help="What the customer was shown, when the fault came from the way of use.",
    )
    can_solve_alone = fields.Boolean(string="After-sales solves it alone", default=True)
    help_department = fields.Selection(
        selection=[("production", "Production"), ("technical", "Technical")],
        string="Help needed from",
    )

    # === Solution (SVC-18, SVC-19) ===
    solution_type = fields.Selection(
        selection=[
            ("repair", "Repair"),
            ("replace", "Replacement"),
            ("return", "Return of the product"),
            ("adjust", "Adjustment"),
            ("guidance", "Guidance"),
        ],
        string="Solution",
        tracking=True,
    )
    planned_date = fields.Date(string="Planned date on site")
    engineer_ids = fields.Many2many(
        "res.users",
        string="Engineers",
        check_company=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("sanbao_base.group_eng").ids)
        ],
    )
    part_line_ids = fields.One2many(
        "sanbao.service.part.line", "application_id", string="Wanted parts", copy=True
    )
    consent_by = fields.Char(string="Consent given by")
    consent_at = fields.Datetime(string="Consent given at")
    consent_means = fields.Selection(
        selection=[
            ("phone", "Phone"),
            ("written", "In writing"),
            ("message", "Message"),
            ("on_site", "On site"),
        ],
        string="Consent given by way of",
    )

    _ticket_unique = models.UniqueIndex(
        "(ticket_id) WHERE state != 'cancelled'",
        "This case already has a service application.",
    )

    # === Computed fields ===

    @api.depends("archive_id", "partner_id")
    def _compute_address(self):
        for application in self:
            application.address = (
                application.address
                or application.partner_id._display_address(without_company=True)
                .strip()
                .replace("\n", " ")
            )

    @api.depends("ticket_id")
    def _compute_fault_description(self):
        for application in self:
            application.fault_description = (
                application.fault_description
                or application.ticket_id._sanbao_fault_as_text()
            )

    @api.depends(
        "reported_at",
        "cause_class",
        "mileage",
        "running_hours",
        "archive_id.warranty_start",
        "archive_id.warranty_end",
    )
    def _compute_warranty(self):
        for application in self:
            if application.state == "done":
                continue  # a closed case keeps what was decided
            verdict = application.archive_id._warranty_verdict(
                application._report_date(),
                application.cause_class,
                application.mileage,
                application.running_hours,
            )
            application.in_warranty = verdict.covered
            application.warranty_reason = verdict.reason
            application.charge_type = "warranty" if verdict.covered else "chargeable"

    def _report_date(self):
        """The day of the report as the company's people count it."""
        self.ensure_one()
        moment = self.reported_at or fields.Datetime.now()
        return local_day(moment, company_timezone(self.company_id))

    # === Creation and numbering ===

    def copy(self, default=None):
        """A case has one application; another case gets its own from its ticket."""
        if not (default or {}).get("ticket_id"):
            raise UserError(
                self.env._(
                    "An application belongs to its case. Open the other case and press "
                    "“Fill in the application”."
                )
            )
        return super().copy(default)

    # === Buttons ===

    def action_view_ticket(self):
        """Back to the case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "views": [(False, "form")],
        }

    def action_view_archive(self):
        """The archive of the unit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sanbao.archive",
            "res_id": self.archive_id.id,
            "views": [(False, "form")],
        }

    # === Submission ===

    def _check_before_submit(self):
        super()._check_before_submit()
        self.ticket_id._sanbao_gate_registration()
        self._gate_diagnosis()
        self._gate_solution()
        self._gate_charge()

    def _gate_diagnosis(self):
        """A fault description and a diagnosis before approval or parts (SVC-08)."""
        self.env["sanbao.rule"]._gate(
            "SVC-08",
            self.filtered(
                lambda application: (
                    not (
                        application.cause_class
                        and (application.fault_description or "").strip()
                        and (application.analysis or "").strip()
                    )
                )
            ),
            lambda application: self.env._(
                "%(application)s: fill in the fault description, the analysis and the "
                "class of the cause first.",
                application=application.display_name,
            ),
        )

    def _gate_solution(self):
        """The kind of solution is chosen before anything is carried out (SVC-18)."""
        self.env["sanbao.rule"]._gate(
            "SVC-18",
            self.filtered(lambda application: not application.solution_type),
            lambda application: self.env._(
                "%(application)s: choose the solution (repair, replacement, return, "
                "adjustment or guidance) first.",
                application=application.display_name,
            ),
        )

    def _gate_charge(self):
        """Free service is for registered units in warranty only (SVC-01)."""
        self.env["sanbao.rule"]._gate(
            "SVC-01",
            self.filtered(
                lambda application: (
                    (
                        application.charge_type == "warranty"
                        and not application.in_warranty
                    )
                    or not application.archive_id
                )
            ),
            lambda application: self.env._(
                "%(application)s is not covered by the three guarantees: %(reason)s",
                application=application.display_name,
                reason=application.warranty_reason or "",
            ),
        )
