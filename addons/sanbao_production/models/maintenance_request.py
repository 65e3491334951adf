from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .sanbao_production_document import READERS

PROTECTED = ("sanbao_done_on", "sanbao_done_by_id")
# What a finished maintenance stands for.
EVIDENCE = {
    "equipment_id",
    "maintenance_type",
    "sanbao_finding",
    "sanbao_work_done",
}


class MaintenanceRequest(models.Model):
    """The record of a maintenance (QLT-17): what was done and found, by whom and when."""

    _inherit = "maintenance.request"

    sanbao_of_machine = fields.Boolean(related="equipment_id.sanbao_machine")
    sanbao_work_done = fields.Text(string="Work Done")
    sanbao_finding = fields.Selection(
        selection=[
            ("good", "In Order"),
            ("mended", "Put Right"),
            ("faulty", "Not in Order"),
        ],
        string="Condition Found",
        tracking=True,
    )
    sanbao_done_on = fields.Date(string="Maintained On", readonly=True, copy=False)
    sanbao_done_by_id = fields.Many2one(
        "res.users", string="Maintained By", readonly=True, copy=False
    )
    sanbao_problem_ids = fields.One2many(
        "sanbao.process.problem",
        "request_id",
        string="Process Problems",
        readonly=True,
        groups=READERS,
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_protected(self, vals.keys() & set(PROTECTED))
        clean = without_computed_defaults(self, PROTECTED)
        requests = super(MaintenanceRequest, clean).create(vals_list)
        requests = requests.with_env(self.env)
        requests.filtered("done")._sanbao_maintained()
        return requests

    def write(self, vals):
        if not is_engine(self.env):
            refuse_protected(self, vals.keys() & set(PROTECTED))
            if EVIDENCE & vals.keys():
                self._sanbao_refuse_change()
        before = self.filtered("done")
        result = super().write(vals)
        if "stage_id" in vals:
            (self.filtered("done") - before)._sanbao_maintained()
            (before - self.filtered("done"))._sanbao_reopened()
        return result

    def _sanbao_refuse_change(self):
        for request in self.filtered("sanbao_done_on"):
            raise UserError(
                self.env._(
                    "%s is the record of a maintenance and does not change any more.",
                    request.display_name,
                )
            )

    def action_sanbao_view_problems(self):
        """Open the process problem that asked for this repair."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_production.sanbao_process_problem_action"
        )
        return dict(action, domain=[("request_id", "=", self.id)], context={})

    @api.ondelete(at_uninstall=False)
    def _unlink_never_records(self):
        self._sanbao_refuse_change()

    def _sanbao_of_plan(self):
        """Those of a maintenance plan."""
        return self.filtered(
            lambda request: (
                request.maintenance_type == "preventive"
                # Whoever repairs need not see the register of machines.
                and request.sudo().equipment_id.sanbao_machine
            )
        )

    def _sanbao_maintained(self):
        """A planned maintenance is finished: keep who and when, plan the next one."""
        done = self._sanbao_of_plan()
        if not done:
            return
        self.env["sanbao.rule"]._gate(
            "QLT-17",
            done.filtered(
                lambda request: (
                    not request.sanbao_finding
                    or not (request.sanbao_work_done or "").strip()
                )
            ),
            lambda request: self.env._(
                "%s: enter the work done and the condition found.",
                request.display_name,
            ),
        )
        # Everybody's work counts; the machines are not his to write.
        machines = done.sudo().equipment_id
        for company, requests in done.grouped("company_id").items():
            as_engine(requests).write(
                {
                    "sanbao_done_on": machines._sanbao_day(company),
                    "sanbao_done_by_id": self.env.uid,
                }
            )
        machines._sanbao_owe_maintenance(done=True)

    def _sanbao_reopened(self):
        """Not finished after all: it is owed as before."""
        undone = self.filtered("sanbao_done_on")
        if undone:
            as_engine(undone).write(
                {"sanbao_done_on": False, "sanbao_done_by_id": False}
            )
            # As above.
            undone.sudo().equipment_id._sanbao_owe_maintenance()
