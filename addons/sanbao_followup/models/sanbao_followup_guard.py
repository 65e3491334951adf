from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import is_engine

from .sanbao_followup import ITEMS, STATE_OPEN

# Odoo itself writes these.
ALWAYS_FREE = {"activity_ids", "message_follower_ids", "message_main_attachment_id"}


class SanbaoFollowup(models.Model):
    """Who may write a follow-up, and until when.

    Everything that is not listed here is written by the steps only.
    """

    _inherit = "sanbao.followup"

    # Addons with further questions extend these.
    _followup_answers = (
        "contact_name",
        "contact_phone",
        "means",
        *ITEMS,
        "solved",
        "problem",
        "opinions",
    )
    _followup_while_open = ("user_id",)
    _followup_always = ("analysis",)

    @api.model_create_multi
    def create(self, vals_list):
        """Follow-ups are opened by the rules, never by hand."""
        if not is_engine(self.env):
            raise AccessError(
                self.env._(
                    "Follow-ups are opened by the system when a case is closed. For "
                    "anything else register a service request."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        names = set(vals) - ALWAYS_FREE
        if is_engine(self.env) or not names:
            return super().write(vals)
        self._refuse_protected(names)
        if names - set(self._followup_always):
            self._check_open()
        before = {followup: followup.user_id for followup in self}
        result = super().write(vals)
        if "user_id" in vals:
            self.filtered(
                lambda followup: followup.user_id != before[followup]
            )._amend_responsible()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Follow-ups stay as evidence. Let the head cancel it instead.")
        )

    def _refuse_protected(self, names):
        refused = (
            names
            - set(self._followup_answers)
            - set(self._followup_while_open)
            - set(self._followup_always)
        )
        if refused:
            labels = [
                self._fields[name]._description_string(self.env)
                for name in refused
                if name in self._fields
            ]
            raise AccessError(
                self.env._(
                    "%s: set by the buttons of the follow-up only.",
                    ", ".join(sorted(labels)),
                )
            )

    def _check_open(self):
        for followup in self:
            if followup.state != STATE_OPEN:
                raise UserError(
                    self.env._(
                        "%(followup)s is %(state)s and stays as it is. Write the "
                        "analysis, or open a new service request.",
                        followup=followup.display_name,
                        state=followup._chosen("state"),
                    )
                )

    def _chosen(self, name):
        """The name of what is chosen in a selection, as the user reads it."""
        self.ensure_one()
        choices = dict(self._fields[name]._description_selection(self.env))
        return choices.get(self[name], "")
