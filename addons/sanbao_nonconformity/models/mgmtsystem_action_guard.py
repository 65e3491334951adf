from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

from .mgmtsystem_action import CANCELLED, CLOSED, DRAFT, OPEN, VERIFY

# Written by the steps only.
PROTECTED = {
    *("active", "stage_id", "reference", "date_open", "date_closed", "sanbao_state"),
    *("sanbao_nonconformity_id", "sanbao_ticket_id", "sanbao_res_model"),
    *("sanbao_res_id", "sanbao_done_at", "sanbao_done_by_id", "sanbao_verified_at"),
    *("sanbao_verified_by_id", "sanbao_replied_at", "sanbao_replied_by_id"),
    *("number_of_days_to_open", "number_of_days_to_close"),
}
# What the owner finds out and does.
WORK = {"sanbao_cause", "sanbao_measure", "sanbao_result"}
REPLY = {"sanbao_reply"}
VERDICT = {"sanbao_conclusion", "sanbao_conclusion_note"}
# The rest is what was asked for; its own people keep it.
PLAN = {
    *("name", "company_id", "type_action", "user_id", "date_deadline", "description"),
    *("system_id", "sanbao_source", "sanbao_origin", "sanbao_problem"),
    *("sanbao_department_id", "sanbao_verifier_id", "sanbao_addressee"),
    *("sanbao_cancel_reason", "priority", "sequence", "tag_ids"),
}


class MgmtsystemAction(models.Model):
    """Who may write what of an action, and when: nobody goes around its steps (QLT-20)."""

    _inherit = "mgmtsystem.action"

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            for vals in vals_list:
                given = {name for name in PROTECTED | VERDICT if vals.get(name)}
                refuse_protected(self, given - {"active"})
        # Nor as defaults in the context.
        clean = without_computed_defaults(self, PROTECTED | VERDICT)
        return super(MgmtsystemAction, clean).create(vals_list).with_env(self.env)

    def write(self, vals):
        names = vals.keys()
        if not is_engine(self.env):
            refuse_protected(self, PROTECTED & names)
            for action in self:
                action._sanbao_check_writer(names)
        result = super().write(vals)
        if {"date_deadline", "user_id"} & names:
            self._sanbao_follow_owner_and_due()
        return result

    def _sanbao_check_writer(self, names):
        """Refuse what this person may not write now."""
        state = self.sanbao_state
        content = names & (WORK | REPLY | VERDICT | PLAN)
        if content and state in (CLOSED, CANCELLED):
            raise UserError(
                self.env._("%s is finished: it stays as it is.", self.display_name)
            )
        checks = [
            (PLAN, state in (DRAFT, OPEN), self._sanbao_is_manager),
            (WORK, state in (DRAFT, OPEN), self._sanbao_works_on_it),
            (REPLY, state in (DRAFT, OPEN), self._sanbao_is_addressee),
            (VERDICT, state == VERIFY, self._sanbao_is_verifier),
        ]
        for group, in_time, may in checks:
            if names & group and not (in_time and (self.env.su or may())):
                labels = [
                    self._fields[name]._description_string(self.env)
                    for name in sorted(names & group)
                ]
                raise AccessError(
                    self.env._(
                        "%(action)s: %(fields)s is written by somebody else, or at"
                        " another step. Owner: %(owner)s, verifier: %(verifier)s.",
                        action=self.display_name,
                        fields=", ".join(labels),
                        # As a message, also to those who may not read colleagues.
                        owner=self.sudo().user_id.name,
                        verifier=self.sudo().sanbao_verifier_id.name or "-",
                    )
                )

    def _sanbao_works_on_it(self):
        return self._sanbao_is_owner() or self._sanbao_is_manager()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(action.sanbao_state != DRAFT for action in self):
            raise UserError(
                self.env._("Only drafts are deleted. Cancel the action instead.")
            )

    def _sanbao_follow_owner_and_due(self):
        """The deadline moves with the action; the old one stays in its history."""
        kind = self.env["sanbao.obligation.kind"]._for_code("QLT-20")
        for obligation in self.env["sanbao.obligation"]._open_for("QLT-20", self):
            action = self.browse(obligation.res_id)
            obligation._amend(
                self.env._("Changed on the action"),
                user_id=action.user_id.id,
                due=kind._as_moment(action.date_deadline, action.company_id, end=True),
            )

    def _sanbao_set_state(self, state, **values):
        """Move to another step, with OCA's stage that shows it on the board."""
        stages = {
            DRAFT: "mgmtsystem_action.stage_draft",
            OPEN: "mgmtsystem_action.stage_open",
            VERIFY: "sanbao_nonconformity.stage_verify",
            CLOSED: "mgmtsystem_action.stage_close",
            CANCELLED: "mgmtsystem_action.stage_cancel",
        }
        stage = self.env["ir.model.data"]._xmlid_to_res_id(stages[state])
        as_engine(self).write({**values, "sanbao_state": state, "stage_id": stage})

    # === OCA's own way to change the stage ===

    def case_open(self):
        """OCA's button; here the action is started (see ``action_sanbao_start``)."""
        return self.action_sanbao_start()
