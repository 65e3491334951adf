from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_process_problem import CLOSED, OPEN, QUALITY

OWED = "QLT-17-problem"


class SanbaoProcessProblem(models.Model):
    """How a problem is followed to its end."""

    _inherit = "sanbao.process.problem"

    @api.model_create_multi
    def create(self, vals_list):
        problems = super().create(vals_list)
        get = self.env["sanbao.parameter"]._get
        for problem in problems:
            days = get("process_problem_days", problem.company_id)
            as_engine(problem).due_date = problem.date + timedelta(days=days)
        self.env["sanbao.obligation"]._open(
            OWED,
            problems,
            none_open=True,
            user=lambda problem: problem.user_id,
            due=lambda problem: problem.due_date,
        )
        return problems

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            for row in self.env["sanbao.obligation"]._open_for(OWED, self):
                row._amend(
                    self.env._("Changed on the problem"),
                    user_id=self.browse(row.res_id).user_id.id,
                )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        raise UserError(
            self.env._("Logged problems stay. Close it with what was found.")
        )

    # === End ===

    def action_close(self):
        """Open → closed.

        :raise RuleViolation: without cause and measure (QLT-17); a quality problem
            without its trace or nonconformity sheet (QLT-11)
        """
        self.check_access("write")
        claim(self)
        open_ = self.filtered(lambda problem: problem.state == OPEN)
        open_._gate_close()
        for problem in open_:
            as_engine(problem).write(
                {
                    "state": CLOSED,
                    "closed_at": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                    "in_time": company_today(problem.company_id) <= problem.due_date,
                }
            )
        self.env["sanbao.obligation"]._close(OWED, open_)
        return True

    def _gate_close(self):
        gate = self.env["sanbao.rule"]._gate
        gate(
            "QLT-17",
            self.filtered(lambda problem: not problem._is_explained()),
            lambda problem: self.env._(
                "%s: enter the source of the cause, the cause and the measure.",
                problem.display_name,
            ),
        )
        gate(
            "QLT-11",
            self.filtered(
                lambda problem: problem.kind == QUALITY and not problem._is_traced()
            ),
            lambda problem: self.env._(
                "%s: a quality problem needs product, material and person, and for"
                " affected pieces a nonconformity sheet.",
                problem.display_name,
            ),
        )

    def _is_explained(self):
        self.ensure_one()
        texts = (self.cause, self.measure)
        return bool(self.cause_kind) and all((text or "").strip() for text in texts)

    def _is_traced(self):
        """Whether lot or product, material, step and person are known (QLT-11)."""
        self.ensure_one()
        texts = (self.material, self.worker)
        known = self.product_id and all((text or "").strip() for text in texts)
        return bool(known) and bool(self.nonconformity_id or not self.quantity)

    def action_reopen(self):
        """Closed → open: it has happened again, or the measure did not help."""
        self.check_access("write")
        claim(self)
        closed = self.filtered(lambda problem: problem.state == CLOSED)
        for problem in closed:
            days = self.env["sanbao.parameter"]._get(
                "process_problem_days", problem.company_id
            )
            as_engine(problem).write(
                {
                    "state": OPEN,
                    "closed_at": False,
                    "closed_by_id": False,
                    "in_time": False,
                    "due_date": company_today(problem.company_id)
                    + timedelta(days=days),
                }
            )
        self.env["sanbao.obligation"]._open(
            OWED,
            closed,
            user=lambda problem: problem.user_id,
            due=lambda problem: problem.due_date,
        )
        return True

    # === What it leads to ===

    def action_open_nonconformity(self):
        """Open the nonconformity sheet of the affected pieces, once."""
        self.ensure_one()
        self.check_access("write")
        claim(self)
        if not self.nonconformity_id:
            self._require_open()
            if not (self.product_id and self.quantity):
                raise UserError(
                    self.env._(
                        "%s: enter the product and the affected quantity.",
                        self.display_name,
                    )
                )
            sheet = self.env["sanbao.nonconformity"]._open([self._prepare_sheet()])
            as_engine(self).nonconformity_id = sheet
        return self._open_linked("nonconformity_id")

    def _prepare_sheet(self):
        return {
            "company_id": self.company_id.id,
            "source": "process",
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "quantity": self.quantity,
            "uom_id": self.uom_id.id,
            "origin": self.name,
            "description": self.description,
            "user_id": self.user_id.id,
            "cause": self.cause,
            "trace_material": self.material,
            "trace_step": self.step_id.display_name,
            "trace_person": self.worker,
        }

    def action_request_repair(self):
        """Ask for the repair of the machine, once."""
        self.ensure_one()
        self.check_access("write")
        claim(self)
        if not self.request_id:
            self._require_open()
            if not self.equipment_id:
                raise UserError(self.env._("%s: enter the machine.", self.display_name))
            values = {
                "name": f"{self.name} {self.equipment_id.display_name}",
                "equipment_id": self.equipment_id.id,
                "company_id": self.company_id.id,
                "maintenance_type": "corrective",
                "description": self.description,
                "owner_user_id": self.env.uid,
            }
            # Whoever logs problems need not plan repairs.
            request = self.env["maintenance.request"].sudo().create(values)
            as_engine(self).request_id = request
        return self._open_linked("request_id")

    def _require_open(self):
        if self.state != OPEN:
            raise UserError(
                self.env._("%s is closed. Reopen it first.", self.display_name)
            )

    def _open_linked(self, name):
        # The link is shown to everybody who reads the problem; the target checks itself.
        target = self.sudo()[name]
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "res_id": target.id,
            "views": [(False, "form")],
        }
