from odoo import api, fields, models

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)

STATE_DONE = "done"
SERVICE_TYPES = [
    ("repair", "Repair"),
    ("maintenance", "Maintenance"),
    ("training", "Training"),
    ("visit", "Customer visit"),
    ("commissioning", "Commissioning"),
]


class SanbaoDispatch(models.Model):
    """工作调令, Form 36: who travels where for which fault; approved first (SVC-35)."""

    _name = "sanbao.dispatch"
    _description = "Dispatch order"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "application_id"]
    _check_company_auto = True
    _approval_fields = (
        "application_id",
        "service_type",
        "fault",
        "place",
        "engineer_ids",
        "departure_at",
        "return_planned_at",
        "transport",
        "advance_amount",
        "line_ids.kind",
        "line_ids.product_id",
        "line_ids.name",
        "line_ids.quantity",
    )
    _approval_final_states = (STATE_DONE,)
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "returned_at",
    )

    name = fields.Char(string="Dispatch no.")
    state = fields.Selection(
        selection_add=[(STATE_DONE, "Returned")], ondelete={STATE_DONE: "set default"}
    )
    application_id = fields.Many2one(
        "sanbao.service.application",
        string="Application no.",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="application_id.company_id",
        store=True,
        index=True,
        precompute=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="application_id.partner_id", string="Customer", store=True, index=True
    )
    contact_name = fields.Char(related="application_id.contact_name")
    contact_phone = fields.Char(related="application_id.contact_phone")
    archive_id = fields.Many2one(
        related="application_id.archive_id", string="Unit", store=True
    )
    product_id = fields.Many2one(related="application_id.product_id")
    priority = fields.Selection(related="application_id.priority")
    place = fields.Char(compute="_compute_from_application", store=True, readonly=False)
    service_type = fields.Selection(
        selection=SERVICE_TYPES, string="Kind of service", tracking=True
    )
    fault = fields.Text(compute="_compute_from_application", store=True, readonly=False)
    engineer_ids = fields.Many2many(
        "res.users",
        "sanbao_dispatch_engineer_rel",
        "dispatch_id",
        "user_id",
        string="Engineers",
        check_company=True,
        tracking=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("sanbao_base.group_eng").ids)
        ],
    )
    departure_at = fields.Datetime(string="Departure", tracking=True)
    return_planned_at = fields.Datetime(string="Planned return", tracking=True)
    line_ids = fields.One2many(
        "sanbao.dispatch.line", "dispatch_id", string="Parts and tools", copy=True
    )
    transport = fields.Selection(
        selection=[
            ("company_car", "Company car"),
            ("own_car", "Own car"),
            ("train", "Train"),
            ("bus", "Coach"),
            ("plane", "Plane"),
            ("other", "Other"),
        ],
    )
    advance_amount = fields.Monetary(string="Advance")
    note = fields.Text(string="To be observed")
    returned_at = fields.Datetime(string="Returned at", readonly=True, copy=False)
    outcome = fields.Text(copy=False, help="How the journey ended.")
    visit_ids = fields.One2many("sanbao.visit", "dispatch_id", string="Visits")
    visit_count = fields.Integer(compute="_compute_visit_count")
    repair_count = fields.Integer(related="application_id.repair_count")

    _advance_not_negative = models.Constraint(
        "CHECK (advance_amount >= 0)", "An advance cannot be negative."
    )
    _return_after_departure = models.Constraint(
        "CHECK (return_planned_at >= departure_at)",
        "The planned return lies before the departure.",
    )

    @api.depends("application_id")
    def _compute_from_application(self):
        for dispatch in self:
            case = dispatch.application_id
            dispatch.place = dispatch.place or case.address
            dispatch.fault = dispatch.fault or case.fault_description

    @api.depends("visit_ids")
    def _compute_visit_count(self):
        for dispatch in self:
            dispatch.visit_count = len(dispatch.visit_ids)

    @api.model_create_multi
    def create(self, vals_list):
        dispatches = super().create(vals_list)
        dispatches._propose_engineers()
        return dispatches

    # === Submission (SVC-35) ===

    def _check_before_submit(self):
        super()._check_before_submit()
        self.env["sanbao.rule"]._gate(
            "SVC-35",
            self.filtered(
                lambda dispatch: (
                    not (
                        dispatch.service_type
                        and (dispatch.fault or "").strip()
                        and dispatch.engineer_ids
                        and dispatch.departure_at
                    )
                )
            ),
            lambda dispatch: self.env._(
                "%(dispatch)s: state the kind of service, the fault, the engineers and "
                "the departure first.",
                dispatch=dispatch.display_name,
            ),
        )
        self.application_id._gate_release()

    def _gate_approved(self):
        """No journey without an approved dispatch order (SVC-35)."""
        self.env["sanbao.rule"]._gate(
            "SVC-35",
            self.filtered(lambda dispatch: not dispatch._is_approved()),
            lambda dispatch: self.env._(
                "%(dispatch)s is not approved. The head of after-sales approves it "
                "before the journey.",
                dispatch=dispatch.display_name,
            ),
        )

    # === Links and printing ===

    def action_view_application(self):
        """Back to the service application."""
        self.ensure_one()
        return self.application_id._open_form()

    def action_sanbao_repair(self):
        """Open the repair order of the case; prepare one if there is none."""
        self.ensure_one()
        return self.application_id.action_sanbao_repair()

    def _form_date(self):
        return self.approved_at or self.create_date

    def _form_staff(self):
        return "、".join(self.engineer_ids.mapped("name"))
