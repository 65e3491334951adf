from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .sanbao_dispatch import SERVICE_TYPES

STATE_DRAFT = "draft"
STATE_ON_SITE = "on_site"
STATE_DONE = "done"
STATE_CANCELLED = "cancelled"


class SanbaoVisit(models.Model):
    """售后服务现场工作记录, Form 6: what the engineer found and did on site (SVC-13).

    The steps and their rules are in ``sanbao_visit_steps``, who may write what in
    ``sanbao_visit_guard``, photos and paper in ``sanbao_visit_form``.
    """

    _name = "sanbao.visit"
    _description = "Field record"
    _inherit = ["mail.thread", "mail.activity.mixin", "sanbao.form.mixin"]
    _order = "planned_at desc, id desc"
    _rec_names_search = ["name", "application_id"]
    _check_company_auto = True

    name = fields.Char(
        string="Record no.", default="/", readonly=True, copy=False, index="trigram"
    )
    state = fields.Selection(
        selection=[
            (STATE_DRAFT, "Planned"),
            (STATE_ON_SITE, "On site"),
            (STATE_DONE, "Done"),
            (STATE_CANCELLED, "Cancelled"),
        ],
        required=True,
        default=STATE_DRAFT,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    dispatch_id = fields.Many2one(
        "sanbao.dispatch",
        string="Dispatch no.",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    application_id = fields.Many2one(
        related="dispatch_id.application_id",
        string="Application no.",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="dispatch_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="application_id.partner_id", string="Customer", store=True, index=True
    )
    contact_name = fields.Char(related="application_id.contact_name")
    contact_phone = fields.Char(related="application_id.contact_phone")
    archive_id = fields.Many2one(
        related="application_id.archive_id", string="Unit", store=True, index=True
    )
    product_id = fields.Many2one(related="application_id.product_id")
    in_warranty = fields.Boolean(related="application_id.in_warranty")
    charge_type = fields.Selection(related="application_id.charge_type")
    priority = fields.Selection(related="application_id.priority")
    fault = fields.Text(related="dispatch_id.fault", string="Reported fault")
    engineer_ids = fields.Many2many(
        "res.users",
        "sanbao_visit_engineer_rel",
        "visit_id",
        "user_id",
        string="Engineers",
        compute="_compute_from_dispatch",
        store=True,
        precompute=True,
    )
    planned_at = fields.Datetime(
        string="Planned for",
        compute="_compute_from_dispatch",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
    )
    service_type = fields.Selection(
        selection=SERVICE_TYPES,
        string="Kind of service",
        compute="_compute_from_dispatch",
        store=True,
        readonly=False,
        precompute=True,
    )
    place = fields.Char(
        compute="_compute_from_dispatch", store=True, readonly=False, precompute=True
    )
    mileage = fields.Float(string="Mileage (km)")
    running_hours = fields.Float()

    # Times
    departed_at = fields.Datetime(string="Departure", copy=False)
    arrived_at = fields.Datetime(string="Arrival", copy=False, tracking=True)
    left_at = fields.Datetime(string="Leave", copy=False, tracking=True)
    repair_start = fields.Datetime(string="Repair from", copy=False, tracking=True)
    repair_end = fields.Datetime(string="Repair until", copy=False, tracking=True)

    # Findings and work
    symptom = fields.Text(string="Symptom found on site", copy=False)
    cause = fields.Text(string="Cause of the fault", copy=False)
    method = fields.Text(string="Repair method", copy=False)
    process = fields.Text(string="Course of the repair", copy=False)
    part_ids = fields.One2many("sanbao.visit.part", "visit_id", string="Parts fitted")
    materials = fields.Text(string="Materials used", copy=False)
    test_result = fields.Text(string="Result of the test run", copy=False)
    open_issues = fields.Text(copy=False)
    guidance = fields.Text(string="Guidance given", copy=False)
    photo_ids = fields.Many2many(
        "ir.attachment", "sanbao_visit_photo_rel", string="Photos", copy=False
    )

    # Costs
    labour_hours = fields.Float(
        compute="_compute_labour_hours", store=True, readonly=False, copy=False
    )
    labour_amount = fields.Monetary(string="Labour", copy=False, tracking=True)
    travel_amount = fields.Monetary(string="Travel", copy=False, tracking=True)
    other_amount = fields.Monetary(string="Other costs", copy=False, tracking=True)
    other_note = fields.Char(string="Other costs for", copy=False)
    parts_amount = fields.Monetary(string="Parts", compute="_compute_amounts")
    amount_charged = fields.Monetary(
        string="To be paid by the customer", compute="_compute_amounts"
    )

    # The customer
    customer_opinion = fields.Text(copy=False)
    satisfaction = fields.Selection(
        selection=[
            ("5", "Very satisfied"),
            ("4", "Satisfied"),
            ("3", "Fair"),
            ("2", "Dissatisfied"),
            ("1", "Very dissatisfied"),
        ],
        copy=False,
        tracking=True,
    )
    solved = fields.Selection(
        selection=[("yes", "Solved"), ("no", "Not solved")],
        string="Problem solved",
        copy=False,
        tracking=True,
    )
    signed_by = fields.Char(string="Signed by", copy=False, tracking=True)
    signature = fields.Binary(
        string="Signature of the customer", copy=False, attachment=True
    )
    signed_at = fields.Datetime(readonly=True, copy=False, tracking=True)
    scan_ids = fields.Many2many(
        "ir.attachment",
        "sanbao_visit_scan_rel",
        string="Signed and stamped paper",
        copy=False,
    )
    engineer_signature = fields.Binary(
        string="Signature of the engineer", copy=False, attachment=True
    )
    done_at = fields.Datetime(string="Record finished at", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", string="Record finished by", readonly=True, copy=False
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _costs_not_negative = models.Constraint(
        "CHECK (labour_hours >= 0 AND labour_amount >= 0 AND travel_amount >= 0"
        " AND other_amount >= 0 AND mileage >= 0 AND running_hours >= 0)",
        "Hours, kilometres and costs of a visit cannot be negative.",
    )

    # === Computed fields ===

    @api.depends("dispatch_id", "dispatch_id.engineer_ids")
    def _compute_from_dispatch(self):
        for visit in self:
            dispatch = visit.dispatch_id
            if visit.state in (STATE_DRAFT, STATE_ON_SITE):
                visit.engineer_ids = dispatch.engineer_ids
            visit.planned_at = visit.planned_at or dispatch.departure_at
            visit.service_type = visit.service_type or dispatch.service_type
            visit.place = visit.place or dispatch.place

    @api.depends("repair_start", "repair_end")
    def _compute_labour_hours(self):
        for visit in self:
            if visit.labour_hours or not (visit.repair_start and visit.repair_end):
                continue  # what was typed stays
            seconds = (visit.repair_end - visit.repair_start).total_seconds()
            visit.labour_hours = max(round(seconds / 3600, 2), 0)

    @api.depends(
        "part_ids.amount",
        "labour_amount",
        "travel_amount",
        "other_amount",
        "charge_type",
    )
    def _compute_amounts(self):
        for visit in self:
            visit.parts_amount = sum(visit.part_ids.mapped("amount"))
            visit.amount_charged = (
                visit.parts_amount
                + visit.labour_amount
                + visit.travel_amount
                + visit.other_amount
                if visit.charge_type == "chargeable"
                else 0.0
            )

    @api.depends("planned_at", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_late = bool(
                visit.state == STATE_DRAFT
                and visit.planned_at
                and visit.planned_at < now
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "=", STATE_DRAFT),
            ("planned_at", "<", fields.Datetime.now()),
        ]

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for visit in self:
            parts = (visit.name, visit.partner_id.name)
            visit.display_name = " ".join(part for part in parts if part)

    # === Times that make sense ===

    @api.constrains(
        "departed_at", "arrived_at", "left_at", "repair_start", "repair_end"
    )
    def _check_times(self):
        for visit in self:
            for before, after in (
                ("departed_at", "arrived_at"),
                ("arrived_at", "left_at"),
                ("repair_start", "repair_end"),
                ("arrived_at", "repair_start"),
                ("repair_end", "left_at"),
            ):
                if visit[before] and visit[after] and visit[after] < visit[before]:
                    raise ValidationError(
                        self.env._(
                            "%(visit)s: “%(after)s” lies before “%(before)s”. Correct "
                            "the times.",
                            visit=visit.display_name,
                            after=self._fields[after]._description_string(self.env),
                            before=self._fields[before]._description_string(self.env),
                        )
                    )

    # === Links ===

    def _open_records(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_service.sanbao_visit_action"
        )
        action["context"] = {}
        if len(self) == 1:
            return dict(action, views=[(False, "form")], res_id=self.id)
        return dict(action, domain=[("id", "in", self.ids)])

    def action_view_dispatch(self):
        """Back to the dispatch order."""
        self.ensure_one()
        return self.dispatch_id._open_form()

    def action_view_application(self):
        """Back to the service application."""
        self.ensure_one()
        return self.application_id._open_form()
