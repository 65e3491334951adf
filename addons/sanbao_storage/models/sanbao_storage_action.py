from datetime import timedelta

from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from ..kinds import ACTIONS, ENVIRONMENT, KINDS
from .sanbao_storage_task import DONE, OPEN

ALERT = "mail.mail_activity_data_warning"


class SanbaoStorageAction(models.Model):
    """Something in a warehouse is not as it should be, and somebody puts it right
    (STK-24, STK-27, STK-28). Opened by a failed check or a reading out of range."""

    _name = "sanbao.storage.action"
    _description = "Action in a warehouse"
    _inherit = "sanbao.storage.task"
    _order = "id desc"
    _rec_names_search = ["name", "problem"]
    _task_typed = frozenset({"user_id", "measure"})
    _task_rules = ACTIONS

    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        selection=[(OPEN, "Open"), (DONE, "Done")],
        string="Status",
        required=True,
        readonly=True,
        default=OPEN,
        index=True,
        tracking=True,
        copy=False,
    )
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
    location_id = fields.Many2one(
        "stock.location", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    equipment_id = fields.Many2one(
        "maintenance.equipment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    round_id = fields.Many2one(
        "sanbao.storage.round",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reading_ids = fields.One2many(
        "sanbao.storage.reading", "action_id", string="Readings", readonly=True
    )
    problem = fields.Text(required=True, readonly=True)
    photo = fields.Image(readonly=True, max_width=1600, max_height=1600)
    found_at = fields.Datetime("Found On", readonly=True, default=fields.Datetime.now)
    found_by_id = fields.Many2one("res.users", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    due_date = fields.Date("To Be Put Right By", readonly=True, index="btree_not_null")
    measure = fields.Text(
        tracking=True, help="What was done, so that it is in order again."
    )
    request_id = fields.Many2one(
        "maintenance.request",
        string="Repair",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    repair_open = fields.Boolean("Repair Runs", compute="_compute_repair_open")
    done_at = fields.Datetime("Put Right On", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", string="Put Right By", readonly=True, copy=False
    )

    @api.depends("request_id.stage_id.done", "request_id.archive")
    def _compute_repair_open(self):
        for action in self:
            # Whether it runs, no more: the request may be a stranger's.
            request = action.sudo().request_id
            action.repair_open = request and not (request.done or request.archive)

    # === Opened by what was found ===

    @api.model
    def _open_for(self, vals_list):
        """Open actions for what was found just now: with a due day, somebody who owes
        it and is told, and a repair where a piece of equipment is at fault.

        :param vals_list: values with ``kind``, ``warehouse_id`` and ``problem``
        """
        warehouses = self.env["stock.warehouse"]
        parameters = self.env["sanbao.parameter"]
        for vals in vals_list:
            # Whoever finds it need not see who looks after the warehouse.
            warehouse = warehouses.sudo().browse(vals["warehouse_id"])
            zone = company_timezone(warehouse.company_id)
            today = local_day(fields.Datetime.now(), zone)
            days = parameters._get("storage_action_days", warehouse.company_id)
            keeper = warehouse.sanbao_safety_user_id
            vals |= {
                "company_id": warehouse.company_id.id,
                "user_id": keeper.id or self.env.uid,
                "found_by_id": self.env.uid,
                "due_date": today + timedelta(days=days),
            }
        actions = as_engine(self).create(vals_list)
        obligations = self.env["sanbao.obligation"]
        for kind, same in actions.grouped("kind").items():
            obligations._open(
                ACTIONS[kind], same, due=lambda action: action.due_date, none_open=True
            )
        for action in actions:
            action._open_repair()
            action._alert(action.problem)
        return actions.sudo(self.env.su)

    def _alert(self, text):
        """The responsible is told at once, in his activities."""
        self.ensure_one()
        self.activity_schedule(
            ALERT,
            summary=self.warehouse_id.name,
            note=escape(text),
            user_id=self.user_id.id,
        )

    def _open_repair(self):
        """A piece of equipment is repaired through a maintenance request."""
        self.ensure_one()
        if not self.equipment_id:
            return
        # The keeper who checks need not be on the maintenance team.
        requests = self.env["maintenance.request"].sudo()
        ours = "sanbao_storage.maintenance_team_safety"
        team = self.equipment_id.maintenance_team_id.id
        team = team or self.env["ir.model.data"]._xmlid_to_res_id(ours)
        zone = company_timezone(self.company_id)
        request = requests.create(
            {
                "name": self.problem.splitlines()[0][:120],
                "equipment_id": self.equipment_id.id,
                "company_id": self.company_id.id,
                "maintenance_type": "corrective",
                "maintenance_team_id": team or requests._get_default_team_id(),
                "owner_user_id": self.user_id.id,
                "request_date": local_day(fields.Datetime.now(), zone),
            }
        )
        as_engine(self).write({"request_id": request.id})

    # === Put right ===

    def action_done(self):
        """It is in order again; the measure says what was done."""
        self.check_access("write")
        claim(self)
        self.invalidate_recordset(["state"])
        waiting = self.filtered(lambda action: action.state == OPEN)
        for action in waiting:
            action._check_done()
        waiting._gate_in_range()
        waiting._finish()
        return True

    def _check_done(self):
        self.ensure_one()
        if not (self.measure or "").strip():
            raise UserError(
                self.env._("%(action)s: enter what was done.", action=self.name)
            )
        if self.repair_open:
            raise UserError(
                self.env._(
                    "%(action)s: the repair is still running. It closes this action when"
                    " it is done.",
                    action=self.name,
                )
            )

    def _gate_in_range(self):
        """The last reading shows that the measure worked (STK-28)."""
        readings = self.env["sanbao.storage.reading"]
        still_out = self.browse()
        for action in self.filtered(lambda action: action.kind == ENVIRONMENT):
            place = [("location_id", "=", action.location_id.id)]
            if readings.search(place, limit=1).out_of_range:
                still_out |= action
        self.env["sanbao.rule"]._gate(
            "STK-28",
            still_out,
            lambda action: self.env._(
                "%(location)s: the last reading is out of range still. Read again.",
                location=action.location_id.display_name,
            ),
        )

    def _close_by_repair(self):
        """The repair is done, and with it what it was opened for."""
        for action in self.filtered(lambda action: action.state == OPEN):
            repaired = self.env._(
                "%(stage)s: %(request)s",
                stage=action.request_id.stage_id.name,
                request=action.request_id.name,
            )
            measure = "\n".join(filter(None, (action.measure, repaired)))
            as_engine(action).write({"measure": measure})
            action._finish()

    def _finish(self):
        super()._finish()
        # The alert belongs to the responsible, the deed to whoever did it.
        self.sudo().activity_unlink([ALERT])

    # === Buttons ===

    def action_view_request(self):
        """Open the repair."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "maintenance.request",
            "res_id": self.request_id.id,
            "views": [(False, "form")],
        }

    def action_view_round(self):
        """Open the round on which it was found."""
        self.ensure_one()
        self.check_access("read")
        return self.round_id._open_form()
