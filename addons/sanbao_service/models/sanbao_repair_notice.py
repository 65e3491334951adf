from odoo import api, fields, models

from odoo.addons.sanbao_approval.models.sanbao_approval_mixin import (
    SanbaoApprovalMixin,
)
from odoo.addons.sanbao_base.local_time import company_today

STATE_RECEIVED = "received"
STATE_REPAIRED = "repaired"
STATE_CHECKED = "checked"


class SanbaoRepairNotice(models.Model):
    """售后维修通知单, Form 4: a leader lets another department help (SVC-09).

    What the department does with it is in ``sanbao_repair_notice_work``.
    """

    _name = "sanbao.repair.notice"
    _description = "Repair notice"
    _inherit = ["sanbao.numbered.mixin", "sanbao.approval.mixin", "sanbao.form.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "application_id"]
    _check_company_auto = True
    _approval_fields = (
        "application_id",
        "fault_description",
        "analysis",
        "work_required",
        "place",
        "department",
        "due_date",
        "technical_requirements",
    )
    _approval_final_states = (STATE_RECEIVED, STATE_REPAIRED, STATE_CHECKED)
    _approval_protected = (
        *SanbaoApprovalMixin._approval_protected,
        "received_by_id",
        "received_at",
        "finished_at",
        "qc_by_id",
        "qc_at",
    )

    name = fields.Char(string="Notice no.")
    state = fields.Selection(
        selection_add=[
            (STATE_RECEIVED, "Received"),
            (STATE_REPAIRED, "Repaired"),
            (STATE_CHECKED, "Checked"),
        ],
        ondelete={
            STATE_RECEIVED: "set default",
            STATE_REPAIRED: "set default",
            STATE_CHECKED: "set default",
        },
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
    partner_id = fields.Many2one(
        related="application_id.partner_id", string="Customer", store=True, index=True
    )
    contact_name = fields.Char(related="application_id.contact_name")
    contact_phone = fields.Char(related="application_id.contact_phone")
    archive_id = fields.Many2one(related="application_id.archive_id", store=True)
    product_id = fields.Many2one(related="application_id.product_id")
    in_warranty = fields.Boolean(related="application_id.in_warranty")
    fault_description = fields.Text(
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
    )
    analysis = fields.Text(
        string="Conclusion of the analysis",
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
    )
    work_required = fields.Text(string="Work required")
    place = fields.Selection(
        selection=[("on_site", "At the customer"), ("factory", "In the factory")],
        string="Place of the repair",
        required=True,
        default="on_site",
    )
    department = fields.Selection(
        selection=[("production", "Production"), ("technical", "Technical")],
        compute="_compute_from_application",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    due_date = fields.Date(string="To be finished by", tracking=True)
    part_line_ids = fields.One2many(related="application_id.part_line_ids")
    technical_requirements = fields.Text(string="Technical requirements")
    drawing_ids = fields.Many2many(
        "ir.attachment", "sanbao_repair_notice_drawing_rel", string="Drawings"
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _one_in_work = models.UniqueIndex(
        "(application_id) WHERE state IN ('draft', 'submitted')",
        "A repair notice of this case is being worked on already.",
    )

    @api.depends("application_id")
    def _compute_from_application(self):
        for notice in self:
            case = notice.application_id
            notice.fault_description = (
                notice.fault_description or case.fault_description
            )
            notice.analysis = notice.analysis or case.analysis
            notice.department = notice.department or case.help_department

    @api.depends("due_date", "state")
    def _compute_is_late(self):
        for notice in self:
            today = company_today(notice.company_id or self.env.company)
            notice.is_late = bool(
                notice.due_date
                and notice.due_date < today
                and notice.state in self._open_states()
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("due_date", "<", company_today(self.env.company)),
            ("state", "in", self._open_states()),
        ]

    @api.model
    def _open_states(self):
        return ["submitted", "approved", STATE_RECEIVED]

    # === Submission (SVC-09) ===

    def _check_before_submit(self):
        super()._check_before_submit()
        self.application_id._gate_diagnosis()
        gate = self.env["sanbao.rule"]._gate
        gate(
            "SVC-09",
            self.filtered("application_id.can_solve_alone"),
            lambda notice: self.env._(
                "%(notice)s: after-sales solves this case alone. Say on the application "
                "which department has to help, or do without the notice.",
                notice=notice.display_name,
            ),
        )
        gate(
            "SVC-09",
            self.filtered(
                lambda notice: (
                    not ((notice.work_required or "").strip()) or not notice.due_date
                )
            ),
            lambda notice: self.env._(
                "%(notice)s: write which department has to do what, and until when.",
                notice=notice.display_name,
            ),
        )

    # === Links and printing ===

    def action_view_application(self):
        """Back to the service application."""
        self.ensure_one()
        return self.application_id._open_form()

    def _form_date(self):
        return self.approved_at or self.create_date
