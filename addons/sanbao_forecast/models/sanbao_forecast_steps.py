from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_demand import SIDES
from .sanbao_forecast import DRAFT, ROLE_OF_SIDE, STAFF_OF_SIDE, SUBMITTED

OBLIGATION = "PUR-11"


class SanbaoForecast(models.Model):
    """From the clock that opens a forecast to its submission (PUR-11, PUR-12)."""

    _inherit = "sanbao.forecast"

    # === Opened by the clock ===

    @api.model
    def _cron_open(self):
        """Open the forecasts of both departments for the period that comes next.

        May run any number of times: what is there stays as it is.
        """
        for company in self.env["res.company"].search([("active", "=", True)]):
            self._open_next(company)

    @api.model
    def _open_next(self, company):
        """The forecasts of the next period of a company, as far as it is time."""
        if not self.env["sanbao.rule"]._is_on(OBLIGATION, company):
            return self.browse()
        start = self._next_period(company)
        days = self.env["sanbao.parameter"]._get("forecast_open_days", company)
        if company_today(company) < fields.Date.subtract(start, days=days):
            return self.browse()
        claim(company)  # two clocks at once open it once
        there = self.search(
            [("company_id", "=", company.id), ("date_from", "=", start)]
        )
        missing = [side for side, _name in SIDES if side not in there.mapped("side")]
        return self.create(
            [
                {"company_id": company.id, "side": side, "date_from": start}
                for side in missing
            ]
        )

    def _expect(self):
        """The head of the department owes the forecast until its due day (PUR-11)."""
        self.env["sanbao.obligation"]._open(
            OBLIGATION,
            self,
            user=lambda forecast: forecast.user_id,
            due=lambda forecast: forecast.due_date,
        )

    def _hand_over(self):
        """The reminders go to whoever is responsible now."""
        for forecast in self.filtered("user_id"):
            # Obligations have no writer among the users.
            waiting = forecast.sudo().obligation_ids.filtered(
                lambda row: row.state == "open" and row.res_model == self._name
            )
            waiting._amend(
                self.env._("Responsible of the forecast changed"),
                user_id=forecast.user_id.id,
            )

    # === Screen ===

    is_head = fields.Boolean(compute="_compute_is_head")
    may_write = fields.Boolean(compute="_compute_is_head")
    has_begun = fields.Boolean(compute="_compute_has_begun")
    has_ended = fields.Boolean(compute="_compute_has_begun")

    @api.depends("side")
    @api.depends_context("uid")
    def _compute_is_head(self):
        for forecast in self:
            forecast.is_head = forecast._is_head()
            staff = STAFF_OF_SIDE.get(forecast.side)
            forecast.may_write = forecast.is_head or (
                bool(staff) and self.env.user.has_group(f"sanbao_base.group_{staff}")
            )

    def _is_head(self):
        self.ensure_one()
        role = ROLE_OF_SIDE.get(self.side)
        return bool(role) and self.env.user.has_group(f"sanbao_base.group_{role}")

    @api.depends("date_from", "date_to")
    def _compute_has_begun(self):
        for forecast in self:
            today = company_today(forecast.company_id or self.env.company)
            forecast.has_begun = (
                bool(forecast.date_from) and today >= forecast.date_from
            )
            forecast.has_ended = bool(forecast.date_to) and today > forecast.date_to

    # === Buttons ===

    def action_adopt(self):
        """Take the proposal for every part that has no figure yet."""
        self.check_access("write")
        self._require_open()
        lines = self.line_ids.filtered(lambda line: not line.entered)
        return lines.action_adopt()

    def action_recompute(self):
        """Read history, stock and orders again; typed figures and reasons stay."""
        self.check_access("write")
        self._require_open()
        claim(self)
        as_engine(self.line_ids).write({"computed": False})
        as_engine(self).write({"run_state": "waiting"})
        self._trigger_run()
        return True

    def action_prepare(self):
        """Hand the figures to the head of the department.

        :raises RuleViolation: PUR-12 a part without figure, or without reason
        """
        self.check_access("write")
        claim(self)
        drafts = self.filtered(lambda forecast: forecast.state == DRAFT)
        drafts._gate_figures()
        as_engine(drafts).write(
            {
                "state": "prepared",
                "prepared_by_id": self.env.uid,
                "prepared_at": fields.Datetime.now(),
            }
        )
        return True

    def action_submit(self):
        """Submit: figures are frozen, the obligation is kept. Heads of department only.

        :raises RuleViolation: PUR-12 a part without figure, or without reason
        """
        self.check_access("write")
        self._check_head()
        claim(self)
        waiting = self.filtered(lambda forecast: forecast.state != SUBMITTED)
        waiting._gate_figures()
        now = fields.Datetime.now()
        for forecast in waiting:
            values = {
                "state": SUBMITTED,
                "submitted_by_id": self.env.uid,
                "submitted_at": now,
            }
            if not forecast.prepared_by_id:
                values |= {"prepared_by_id": self.env.uid, "prepared_at": now}
            as_engine(forecast).write(values)
        self.env["sanbao.obligation"]._close(OBLIGATION, waiting)
        return True

    def action_take_back(self):
        """Make a draft of it again; a submitted one only before its period begins."""
        self.check_access("write")
        self._check_head()
        claim(self)
        for forecast in self.filtered(lambda forecast: forecast.state != DRAFT):
            if forecast.state == SUBMITTED and forecast.has_begun:
                raise UserError(
                    self.env._(
                        "%(forecast)s: the period has begun, the figures are what its "
                        "accuracy is judged by. They do not change any more.",
                        forecast=forecast.display_name,
                    )
                )
            owed_again = forecast.state == SUBMITTED
            as_engine(forecast).write(
                {
                    "state": DRAFT,
                    "prepared_by_id": False,
                    "prepared_at": False,
                    "submitted_by_id": False,
                    "submitted_at": False,
                }
            )
            if owed_again:
                forecast._expect()
        return True

    def _check_head(self):
        for forecast in self:
            if not (self.env.su or forecast._is_head()):
                raise AccessError(
                    self.env._(
                        "%(forecast)s is submitted by the head of the department. "
                        "Press “Hand to the head” instead.",
                        forecast=forecast.display_name,
                    )
                )

    def _gate_figures(self):
        """Every part has a figure, and a reason where it is not the proposal (PUR-12)."""
        busy = self.filtered(lambda forecast: forecast.run_state != "done")
        if busy:
            raise UserError(
                self.env._(
                    "%(forecast)s: the figures are still being computed (%(percent)s "
                    "%%). Wait a moment and reload.",
                    forecast=busy[0].display_name,
                    percent=busy[0].progress,
                )
            )
        gate = self.env["sanbao.rule"]._gate
        lines = self.line_ids
        gate(
            "PUR-12",
            lines.filtered(lambda line: not line.entered),
            lambda line: self.env._(
                "%(part)s has no forecast: type a figure, or press “Adopt proposals”.",
                part=line.product_id.display_name,
            ),
        )
        gate(
            "PUR-12",
            lines.filtered(
                lambda line: line.deviates and not (line.note or "").strip()
            ),
            lambda line: self.env._(
                "%(part)s: the forecast %(figure)s differs from the proposal "
                "%(proposal)s. Give the reason.",
                part=line.product_id.display_name,
                figure=line.quantity,
                proposal=line.proposal,
            ),
        )

    def action_view_lines(self):
        """The parts of these forecasts in a list of their own: filters, pivot, graph."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_forecast.sanbao_forecast_line_action"
        )
        return dict(
            action,
            domain=[("forecast_id", "in", self.ids)],
            context={
                "search_default_forecast_id": self.id if len(self) == 1 else False,
                "default_forecast_id": self.id if len(self) == 1 else False,
            },
        )

    def action_view_other(self):
        """The forecast of the other department for the same period."""
        self.ensure_one()
        other = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_from", "=", self.date_from),
                ("side", "!=", self.side),
            ]
        )
        if not other:
            raise UserError(
                self.env._("The other department has no forecast for this period yet.")
            )
        return other._open_form()

    # === Form 44 ===

    def _form_date(self):
        self.ensure_one()
        return self.submitted_at or self.create_date

    def _form_signature(self, key):
        self.ensure_one()
        # A signature shows on paper whoever prints it.
        forecast = self.sudo()
        who = {
            "engine:prepared": (forecast.prepared_by_id, forecast.prepared_at),
            "engine:reviewed": (forecast.submitted_by_id, forecast.submitted_at),
        }
        if key not in who:
            return super()._form_signature(key)
        user, moment = who[key]
        return {"name": user.name, "date": moment, "image": None} if user else None
