from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .mgmtsystem_action import (
    ADDRESSEES,
    CANCELLED,
    CLOSED,
    DRAFT,
    IMPROVEMENT,
    OPEN,
    VERIFY,
)

NEEDED_TO_START = (
    "sanbao_problem",
    "user_id",
    "sanbao_department_id",
    "date_deadline",
    "sanbao_verifier_id",
)
NEEDED_WHEN_DONE = ("sanbao_cause", "sanbao_measure", "sanbao_result")
EFFECTIVE = "effective"


class MgmtsystemAction(models.Model):
    """The steps of an action: asked for, done, verified by somebody else (QLT-20)."""

    _inherit = "mgmtsystem.action"

    @api.model
    def _sanbao_open(self, vals):
        """Make an action for another document; the caller has checked his own decision.

        Values: fields of the action, among them ``name``, ``sanbao_source``,
        ``sanbao_origin``, ``sanbao_problem``, ``sanbao_cause``, ``sanbao_measure``,
        ``user_id``, ``sanbao_department_id``, ``date_deadline``, ``sanbao_verifier_id``,
        ``sanbao_res_model`` and ``sanbao_res_id``. It is started at once where nothing
        is missing for that (QLT-20), else it waits as a draft.

        :return: the action, in the environment of the caller
        """
        # Whoever finds a cause need not be able to write every link to it.
        action = as_engine(self).create({"type_action": "correction", **vals})
        if not action._sanbao_missing(action._sanbao_needed_to_start()):
            action._sanbao_begin()
        else:
            action._sanbao_tell(
                action.user_id, self.env._("An action to complete and start")
            )
        return action.with_env(self.env)

    # === Gates ===

    def _sanbao_needed_to_start(self):
        self.ensure_one()
        if self.type_action == IMPROVEMENT:
            return (
                "sanbao_problem",
                "user_id",
                "sanbao_addressee",
                "sanbao_verifier_id",
            )
        return NEEDED_TO_START

    def _sanbao_missing(self, names):
        """The labels of those fields in which nothing stands."""
        self.ensure_one()
        return [
            self._fields[name]._description_string(self.env)
            for name in names
            if not self[name]
            or (isinstance(self[name], str) and not self[name].strip())
        ]

    def _sanbao_gate_filled(self, code, names):
        self.ensure_one()
        self.env["sanbao.rule"]._gate(
            code,
            self if self._sanbao_missing(names) else self.browse(),
            lambda action: self.env._(
                "%(action)s: enter %(fields)s.",
                action=action.display_name,
                fields=", ".join(action._sanbao_missing(names)),
            ),
        )

    def _sanbao_gate_verifier(self, user):
        self.env["sanbao.rule"]._gate(
            "QLT-20",
            self.filtered(lambda action: action._sanbao_owner_verifies(user)),
            lambda action: self.env._(
                "%(action)s: %(user)s owns it. Somebody else verifies it.",
                action=action.display_name,
                # As a message, also to those who may not read the colleague's record.
                user=user.sudo().name,
            ),
        )

    def _sanbao_require(self, may, *states):
        """Refuse a step to other people, and at another state."""
        self.ensure_one()
        if self.sanbao_state not in states:
            names = dict(self._fields["sanbao_state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(action)s is %(state)s; this needs: %(wanted)s. Reload it.",
                    action=self.display_name,
                    state=names[self.sanbao_state],
                    wanted=", ".join(names[state] for state in states),
                )
            )
        if not self.env.su and not may:
            raise AccessError(
                self.env._(
                    "%(action)s: this step belongs to somebody else. Owner: %(owner)s,"
                    " verifier: %(verifier)s.",
                    action=self.display_name,
                    # As a message, also to those who may not read colleagues.
                    owner=self.sudo().user_id.name,
                    verifier=self.sudo().sanbao_verifier_id.name or "-",
                )
            )

    # === Steps ===

    def action_sanbao_start(self):
        """Give the action to its owner: who, until when, who verifies (QLT-20).

        An improvement request goes to the department that answers it (QLT-19).
        """
        self.check_access("write")
        claim(self)
        for action in self:
            if action.sanbao_state == OPEN:
                continue  # the second of two presses
            may = action._sanbao_is_manager() or action._sanbao_is_owner()
            action._sanbao_require(may, DRAFT)
            action._sanbao_begin()
        return True

    def _sanbao_begin(self):
        self.ensure_one()
        code = "QLT-19" if self.type_action == IMPROVEMENT else "QLT-20"
        self._sanbao_gate_filled(code, self._sanbao_needed_to_start())
        self._sanbao_gate_verifier(self.sanbao_verifier_id)
        self._sanbao_set_state(OPEN)
        obligations = self.env["sanbao.obligation"]
        if self.type_action == IMPROVEMENT:
            obligations._open("QLT-19", self, user=lambda action: action.user_id)
        if self.date_deadline:
            obligations._open(
                "QLT-20",
                self,
                user=lambda action: action.user_id,
                due=lambda action: action.date_deadline,
            )
        self._sanbao_tell(self._sanbao_asked(), self.env._("An action for you"))

    def _sanbao_asked(self):
        """The owner, and the people of the department that answers."""
        people = self.user_id
        group = ADDRESSEES.get(self.sanbao_addressee)
        if self.type_action == IMPROVEMENT and group:
            sheets = self.env["sanbao.nonconformity"]
            people |= sheets._people((group,), self.company_id)
        return people

    def _sanbao_tell(self, people, subject):
        people -= self.env.user
        if people:
            self.message_notify(
                # Colleagues are told, whoever may read their records.
                partner_ids=people.sudo().partner_id.ids,
                subject=f"{subject}: {self.display_name}",
                body=self.sanbao_problem or self.name,
            )

    def action_sanbao_reply(self):
        """Answer an improvement request (QLT-19)."""
        self.check_access("write")
        claim(self)
        for action in self:
            if action.sanbao_replied_at:
                continue  # the second of two presses
            action._sanbao_require(action._sanbao_is_addressee(), OPEN)
            action._sanbao_gate_filled("QLT-19", ("sanbao_reply",))
            as_engine(action).write(
                {
                    "sanbao_replied_at": fields.Datetime.now(),
                    "sanbao_replied_by_id": self.env.uid,
                }
            )
            self.env["sanbao.obligation"]._close("QLT-19", action)
            action._sanbao_tell(
                action.create_uid, self.env._("Your improvement request was answered")
            )
        return True

    def action_sanbao_done(self):
        """The owner has done it: cause, measure and result stand in it (QLT-20)."""
        self.check_access("write")
        claim(self)
        for action in self:
            if (
                action.sanbao_state == VERIFY
                and action.sanbao_done_by_id == self.env.user
            ):
                continue  # the second of two presses
            action._sanbao_require(action._sanbao_works_on_it(), OPEN)
            action._sanbao_gate_filled("QLT-20", NEEDED_WHEN_DONE)
            if action.type_action == IMPROVEMENT:
                action._sanbao_gate_replied()
            action._sanbao_set_state(
                VERIFY,
                sanbao_done_at=fields.Datetime.now(),
                sanbao_done_by_id=self.env.uid,
                sanbao_conclusion=False,
            )
            action._sanbao_tell(
                action.sanbao_verifier_id, self.env._("An action to verify")
            )
        return True

    def _sanbao_gate_replied(self):
        self.env["sanbao.rule"]._gate(
            "QLT-19",
            self.filtered(lambda action: not action.sanbao_replied_at),
            lambda action: self.env._(
                "%s was not answered yet: write the reply and press “Reply”.",
                action.display_name,
            ),
        )

    def action_sanbao_verify(self):
        """Record the verification: effective closes it, not effective gives it back.

        :raise RuleViolation: QLT-20 by the owner, or without a conclusion
        """
        self.check_access("write")
        claim(self)
        for action in self:
            if action._sanbao_was_verified_by(self.env.user):
                continue  # the second of two presses
            action._sanbao_gate_verifier(self.env.user)
            action._sanbao_require(action._sanbao_is_verifier(), VERIFY)
            action._sanbao_gate_filled(
                "QLT-20", ("sanbao_conclusion", "sanbao_conclusion_note")
            )
            effective = action.sanbao_conclusion == EFFECTIVE
            action._sanbao_set_state(
                CLOSED if effective else OPEN,
                sanbao_verified_at=fields.Datetime.now(),
                sanbao_verified_by_id=self.env.uid,
            )
            if effective:
                self.env["sanbao.obligation"]._close("QLT-20", action)
            else:
                action._sanbao_tell(
                    action.user_id, self.env._("Not effective: find another measure")
                )
        return True

    def _sanbao_was_verified_by(self, user):
        self.ensure_one()
        return self.sanbao_verified_by_id == user and (
            self.sanbao_state == CLOSED
            or (self.sanbao_state == OPEN and self.sanbao_conclusion == "not_effective")
        )

    def action_sanbao_cancel(self):
        """Give the action up, with the reason: whoever asked for it, quality management."""
        self.check_access("write")
        claim(self)
        for action in self:
            if action.sanbao_state == CANCELLED:
                continue  # the second of two presses
            action._sanbao_require(action._sanbao_is_manager(), DRAFT, OPEN, VERIFY)
            if action._sanbao_missing(("sanbao_cancel_reason",)):
                raise UserError(
                    self.env._(
                        "%s: enter the reason of cancelling.", action.display_name
                    )
                )
            action._sanbao_set_state(CANCELLED)
            for code in ("QLT-19", "QLT-20"):
                self.env["sanbao.obligation"]._cancel(code, action)
        return True

    # === Screen and paper ===

    def _sanbao_open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_sanbao_open_source(self):
        """Open the document that the action is from."""
        self.ensure_one()
        self.check_access("read")
        source = self.sanbao_nonconformity_id or self.sanbao_ticket_id
        if not source and self.sanbao_res_model in self.env:
            source = self.env[self.sanbao_res_model].browse(self.sanbao_res_id).exists()
        if not source:
            raise UserError(self.env._("%s has no source document.", self.display_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": source._name,
            "res_id": source.id,
            "views": [(False, "form")],
        }

    def _form_document_number(self):
        return self.reference or ""

    def _form_is_void(self):
        return self.sanbao_state == CANCELLED

    def _form_signature(self, key):
        # Names on paper, whoever prints it.
        action = self.sudo()
        if key == "engine:owner":
            return {"name": action.user_id.name, "date": action.sanbao_done_at}
        if key == "engine:verifier" and action.sanbao_verified_at:
            return {
                "name": action.sanbao_verified_by_id.name,
                "date": action.sanbao_verified_at,
            }
        return super()._form_signature(key)
