from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import (
    company_timezone,
    company_today,
    local_day,
)

from .qc_test import DRAFT, IN_FORCE, SUPERSEDED
from .qc_test_question import ASPECTS

REVIEWERS = ("sanbao_base.group_qc", "sanbao_base.group_qm", "sanbao_base.group_tech")


class QcTest(models.Model):
    """The steps of an acceptance standard: put in force, reviewed, replaced."""

    _inherit = "qc.test"

    sanbao_inspection_count = fields.Integer(
        string="Inspections", compute="_compute_sanbao_inspection_count"
    )

    def _compute_sanbao_inspection_count(self):
        counts = dict(
            self.env["qc.inspection"]._read_group(
                [("test", "in", self.ids)], ["test"], ["__count"]
            )
        )
        for test in self:
            test.sanbao_inspection_count = counts.get(test._origin, 0)

    def _sanbao_require_reviewer(self):
        self.check_access("write")
        if not any(self.env.user.has_group(group) for group in REVIEWERS):
            raise AccessError(
                self.env._(
                    "Acceptance standards are reviewed by quality control and the"
                    " technical department."
                )
            )
        self.env["sanbao.rule"]._gate(
            "STK-09",
            self.filtered(lambda test: test.sanbao_author_id == self.env.user),
            lambda test: self.env._(
                "%s: you wrote this version. Somebody else reviews it.",
                test.display_name,
            ),
        )

    def action_sanbao_put_in_force(self):
        """Review the version and put it in force; the one before is superseded.

        :raises RuleViolation: STK-08 incomplete, STK-09 no date or own work
        """
        self.check_access("write")
        claim(self)
        for test in self:
            if test.sanbao_state == IN_FORCE and (
                test.sanbao_reviewer_id == self.env.user
            ):
                continue  # the second of two presses
            if test.sanbao_state != DRAFT:
                raise UserError(
                    self.env._("%s is not a draft any more.", test.display_name)
                )
            test._sanbao_gate_complete()
            test._sanbao_require_reviewer()
            test._sanbao_start()
        return True

    def _sanbao_gate_complete(self):
        gate = self.env["sanbao.rule"]._gate
        gate(
            "STK-08",
            self.filtered(lambda test: test._sanbao_is_incomplete()),
            lambda test: self.env._(
                "%(standard)s: enter for which products or categories it holds, its"
                " basis and number, and points for appearance, performance,"
                " specification and quantity (or why one is left out).",
                standard=test.display_name,
            ),
        )
        gate(
            "STK-09",
            self.filtered(lambda test: not test.sanbao_effective_date),
            lambda test: self.env._(
                "%s: enter from when it is effective.", test.display_name
            ),
        )

    def _sanbao_is_incomplete(self):
        scope = self.sanbao_template_ids or self.sanbao_categ_ids
        basis = self.sanbao_basis and (self.sanbao_basis_ref or "").strip()
        aspects = set(self.test_lines.mapped("sanbao_aspect"))
        every = {key for key, _name in ASPECTS} <= aspects
        reason = (self.sanbao_left_out or "").strip()
        return not (scope and basis and self.test_lines and (every or reason))

    def _sanbao_start(self):
        engine = as_engine(self)
        engine.write(
            {
                "sanbao_state": IN_FORCE,
                "sanbao_reviewer_id": self.env.uid,
                "sanbao_reviewed_at": fields.Datetime.now(),
            }
        )
        self._sanbao_plan_review(self.sanbao_effective_date)
        engine._sanbao_supersede(self._sanbao_today())

    def _sanbao_today(self):
        return company_today(self._sanbao_company())

    def _sanbao_company(self):
        return self.company_id or self.env.company

    def _sanbao_supersede(self, today):
        """Versions before one that holds by now."""
        started = self.filtered(lambda test: test.sanbao_effective_date <= today)
        old = started.sanbao_previous_id.filtered(
            lambda test: test.sanbao_state == IN_FORCE
        )
        if old:
            as_engine(old).write({"sanbao_state": SUPERSEDED})
            self.env["sanbao.obligation"]._close("STK-09", old)

    @api.model
    def _cron_supersede(self):
        """Versions that were waiting for their date; may run any number of times."""
        waiting = self.search(
            [
                ("sanbao_state", "=", IN_FORCE),
                ("sanbao_previous_id.sanbao_state", "=", IN_FORCE),
            ]
        )
        for test in waiting:
            test._sanbao_supersede(test._sanbao_today())

    # === Review when due (STK-09) ===

    def _sanbao_plan_review(self, start):
        company = self.company_id or self.env.company
        months = self.env["sanbao.parameter"]._get("standard_review_interval", company)
        due = start + relativedelta(months=months)
        as_engine(self).write({"sanbao_review_due": due})
        self.env["sanbao.obligation"]._open(
            "STK-09", self, due=due, user=lambda test: test.sanbao_author_id
        )

    def action_sanbao_confirm_review(self):
        """The version was reviewed and stays as it is; the next review is planned."""
        self._sanbao_require_reviewer()
        claim(self)
        for test in self:
            if test.sanbao_state != IN_FORCE:
                raise UserError(self.env._("%s is not in force.", test.display_name))
            today = test._sanbao_today()
            reviewed = test.sanbao_reviewed_at
            if (
                test.sanbao_reviewer_id == self.env.user
                and reviewed
                and local_day(reviewed, company_timezone(test._sanbao_company()))
                == today
            ):
                continue  # the second of two presses
            self.env["sanbao.obligation"]._close("STK-09", test)
            as_engine(test).write(
                {
                    "sanbao_reviewer_id": self.env.uid,
                    "sanbao_reviewed_at": fields.Datetime.now(),
                }
            )
            test._sanbao_plan_review(today)
        return True

    # === A new version ===

    def action_sanbao_new_version(self):
        """Make a draft of the next version, or open the one that is being written."""
        self.ensure_one()
        self.check_access("write")
        claim(self)
        draft = self.search(
            [("sanbao_previous_id", "=", self.id), ("sanbao_state", "=", DRAFT)],
            limit=1,
        )
        if not draft:
            if self.sanbao_state != IN_FORCE:
                raise UserError(
                    self.env._(
                        "%s is not in force: a new version is made of the one that is.",
                        self.display_name,
                    )
                )
            # Its number and its origin are not for a caller to write.
            draft = as_engine(self).copy(
                {
                    "name": self.name,
                    "sanbao_version": self.sanbao_version + 1,
                    "sanbao_previous_id": self.id,
                    "sanbao_author_id": self.env.uid,
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def action_sanbao_view_inspections(self):
        """The inspections that used this version."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_quality.qc_inspection_action"
        )
        return dict(action, domain=[("test", "=", self.id)], context={})
