from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sanbao_approval.computed import (
    refuse_computed,
    without_computed_defaults,
)
from odoo.addons.sanbao_base.local_time import company_timezone, day_start, local_day

OWED = "QLT-17"
COMPUTED = ("sanbao_maintained_on", "sanbao_maintenance_due")
# What moves the next maintenance.
PLAN = {
    "active",
    "category_id",
    "company_id",
    "effective_date",
    "sanbao_machine",
    "sanbao_maintenance_days",
    "scrap_date",
    "technician_user_id",
}
MORNING = timedelta(hours=8)


class MaintenanceEquipment(models.Model):
    """Machines of the workshop and their maintenance plan (QLT-17)."""

    _inherit = "maintenance.equipment"

    sanbao_machine = fields.Boolean(
        string="Production Machine",
        index="btree_not_null",
        tracking=True,
        help="It has a maintenance plan: the next maintenance is planned and owed.",
    )
    sanbao_maintenance_days = fields.Integer(
        string="Days between Maintenances",
        tracking=True,
        help="0: the interval that the rule QLT-17 sets for machines without their own.",
    )
    sanbao_maintenance_note = fields.Text(
        string="Work of a Maintenance",
        help="What is cleaned, oiled, measured, replaced.",
    )
    sanbao_maintained_on = fields.Date(
        string="Last Maintained", compute="_compute_sanbao_maintenance_due", store=True
    )
    sanbao_maintenance_due = fields.Date(
        string="Maintenance Due", compute="_compute_sanbao_maintenance_due", store=True
    )
    sanbao_maintenance_late = fields.Boolean(
        string="Maintenance Is Late",
        compute="_compute_sanbao_maintenance_late",
        search="_search_sanbao_maintenance_late",
    )
    sanbao_step_ids = fields.Many2many(
        "sanbao.work.step",
        "sanbao_work_step_equipment_rel",
        "equipment_id",
        "step_id",
        string="Work Steps",
        groups="sanbao_base.group_user",
    )

    # === Computed fields ===

    @api.depends(
        "sanbao_machine",
        "sanbao_maintenance_days",
        "effective_date",
        "active",
        "scrap_date",
        "maintenance_ids.sanbao_done_on",
    )
    def _compute_sanbao_maintenance_due(self):
        get = self.env["sanbao.parameter"]._get
        for machine in self:
            days = [
                day for day in machine.maintenance_ids.mapped("sanbao_done_on") if day
            ]
            last = max(days, default=False)
            machine.sanbao_maintained_on = last
            if not machine.sanbao_machine or not machine.active or machine.scrap_date:
                machine.sanbao_maintenance_due = False
                continue
            interval = machine.sanbao_maintenance_days or get(
                "equipment_maint_interval", machine.company_id or self.env.company
            )
            first = last or machine.effective_date
            machine.sanbao_maintenance_due = first and first + timedelta(days=interval)

    @api.model
    def _sanbao_day(self, company):
        company = company or self.env.company
        return local_day(fields.Datetime.now(), company_timezone(company))

    @api.depends("sanbao_maintenance_due")
    def _compute_sanbao_maintenance_late(self):
        for machine in self:
            due = machine.sanbao_maintenance_due
            machine.sanbao_maintenance_late = bool(due) and due < self._sanbao_day(
                machine.company_id
            )

    @api.model
    def _search_sanbao_maintenance_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self._sanbao_day(self.env.company)
        late = Domain("sanbao_maintenance_due", "<", today)
        wanted = {bool(item) for item in value}
        return Domain.OR((late if item else ~late) for item in wanted)

    # === Plan ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_computed(self, vals.keys() & set(COMPUTED))
        clean = without_computed_defaults(self)
        machines = super(MaintenanceEquipment, clean).create(vals_list)
        machines = machines.with_env(self.env)
        machines.filtered("sanbao_machine")._sanbao_owe_maintenance()
        return machines

    def write(self, vals):
        refuse_computed(self, vals.keys() & set(COMPUTED))
        result = super().write(vals)
        if PLAN & vals.keys():
            self._sanbao_owe_maintenance()
        return result

    def unlink(self):
        """A machine that is gone is owed nothing."""
        self.env["sanbao.obligation"]._cancel_deleted(self)
        return super().unlink()

    def _sanbao_owe_maintenance(self, done=False):
        """One open obligation and one planned request for each machine.

        ``done``: what was owed before has been carried out.
        """
        obligations = self.env["sanbao.obligation"]
        # Whoever works on a machine moves its plan.
        machines = self.sudo()
        owed = machines.filtered("sanbao_maintenance_due")
        obligations._cancel(OWED, machines - owed)
        if done:
            obligations._close(OWED, owed)
        obligations._open(
            OWED,
            owed,
            user=lambda machine: machine._sanbao_technician(),
            due=lambda machine: machine.sanbao_maintenance_due,
        )
        owed._sanbao_follow_plan()
        owed._sanbao_plan_request()

    def _sanbao_technician(self):
        self.ensure_one()
        return self.technician_user_id or self.category_id.technician_user_id

    def _sanbao_follow_plan(self):
        """The deadline moves with the machine; the old one stays in its history."""
        kind = self.env["sanbao.obligation.kind"]._for_code(OWED)
        for row in self.env["sanbao.obligation"]._open_for(OWED, self):
            machine = self.browse(row.res_id)
            company = machine.company_id or self.env.company
            row._amend(
                self.env._("Changed on the machine"),
                user_id=machine._sanbao_technician().id,
                due=kind._as_moment(machine.sanbao_maintenance_due, company, end=True),
            )

    def _sanbao_plan_request(self):
        """The next maintenance stands in Odoo's calendar, on the day when it is due."""
        domain = [
            ("equipment_id", "in", self.ids),
            ("maintenance_type", "=", "preventive"),
            ("stage_id.done", "=", False),
            ("archive", "=", False),
        ]
        planned = self.env["maintenance.request"].search(domain, order="id desc")
        by_machine = {request.equipment_id: request for request in planned}
        missing = self.browse()
        for machine in self:
            request = by_machine.get(machine)
            moment = machine._sanbao_moment()
            if not request:
                missing |= machine
            elif request.schedule_date != moment:
                request.schedule_date = moment
        self.env["maintenance.request"].create(
            [machine._sanbao_prepare_request() for machine in missing]
        )

    def _sanbao_moment(self):
        zone = company_timezone(self.company_id or self.env.company)
        return day_start(self.sanbao_maintenance_due, zone) + MORNING

    def _sanbao_prepare_request(self):
        self.ensure_one()
        return {
            "name": self.env._("Maintenance: %s", self.display_name),
            "equipment_id": self.id,
            "company_id": (self.company_id or self.env.company).id,
            "maintenance_type": "preventive",
            "schedule_date": self._sanbao_moment(),
            "instruction_text": self.sanbao_maintenance_note or False,
        }
