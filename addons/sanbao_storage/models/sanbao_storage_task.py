from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine

OPEN, DONE = "open", "done"
# What does not belong to the content of a task.
AROUND = {"activity_ids", "message_follower_ids", "message_main_attachment_id"}


class SanbaoStorageTask(models.AbstractModel):
    """Rounds and what is put right: opened by the system, owed by somebody, and done."""

    _name = "sanbao.storage.task"
    _description = "Task in a warehouse"
    _inherit = [
        "sanbao.numbered.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "sanbao.obligation.mixin",
    ]
    _check_company_auto = True

    # What people type; everything else is written by the plan and the buttons.
    _task_typed = frozenset({"user_id"})
    # ``{kind: rule}``: which obligation ends with the task.
    _task_rules = {}

    def write(self, vals):
        refuse_protected(self, vals.keys() - self._task_typed - AROUND)
        if vals.keys() - AROUND and not is_engine(self.env):
            self._check_not_done()
        result = super().write(vals)
        if "user_id" in vals:
            self._hand_over()
        return result

    def _check_not_done(self):
        for task in self.filtered(lambda task: task.state == DONE):
            raise UserError(
                self.env._(
                    "%s is done: what was noted stays as it was noted.",
                    task.display_name,
                )
            )

    def _hand_over(self):
        """The reminders go to whoever does it now."""
        # Obligations have no writer among the users.
        for task in self.sudo().filtered("user_id"):
            rows = task.obligation_ids.filtered(
                lambda row: row.state == "open" and row.res_model == self._name
            )
            rows._amend(
                self.env._("Somebody else does it now"), user_id=task.user_id.id
            )

    def _finish(self):
        """These are done by the user, and so is what was owed for them."""
        as_engine(self).write(
            {
                "state": DONE,
                "done_at": fields.Datetime.now(),
                "done_by_id": self.env.uid,
            }
        )
        for kind, tasks in self.grouped("kind").items():
            self.env["sanbao.obligation"]._close(self._task_rules[kind], tasks)
