from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class SanbaoRuleOverride(models.Model):
    """Somebody entitled lets one record pass one rule, with a reason, for some hours."""

    _name = "sanbao.rule.override"
    _description = "Override of a rule"
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "res_name"

    event_id = fields.Many2one(
        "sanbao.rule.event",
        string="Refusal",
        required=True,
        ondelete="cascade",
        index=True,
    )
    rule_id = fields.Many2one(
        related="event_id.rule_id", store=True, index=True, compute_sudo=True
    )
    res_model = fields.Char(related="event_id.res_model", store=True, compute_sudo=True)
    res_id = fields.Many2oneReference(
        related="event_id.res_id",
        model_field="res_model",
        store=True,
        compute_sudo=True,
    )
    res_name = fields.Char(related="event_id.res_name", string="Document")
    company_id = fields.Many2one(
        related="event_id.company_id", store=True, compute_sudo=True
    )
    reason = fields.Text(required=True)
    user_id = fields.Many2one("res.users", string="Overridden by", readonly=True)
    valid_until = fields.Datetime(readonly=True)

    @api.model
    def _may_override(self, rule):
        group = rule.sudo().override_group_id  # rules are readable in part only
        return bool(group) and group in self.env.user.all_group_ids

    @api.model_create_multi
    def create(self, vals_list):
        """Only members of the rule's override group, and never for their own refusal."""
        overrides = super().create([self._prepare_vals(vals) for vals in vals_list])
        for override in overrides:
            override.rule_id.sudo()._log_change(  # administrators only may write rules
                self.env._("Override of %(document)s", document=override.res_name),
                "",
                override.reason,
            )
        return overrides

    def _prepare_vals(self, vals):
        """What an override consists of; nothing else that a caller sends is taken."""
        event = self.env["sanbao.rule.event"].browse(vals.get("event_id"))
        reason = (vals.get("reason") or "").strip()
        self._check_entitled(event, reason)
        hours = event.rule_id.override_hours
        return {
            "event_id": event.id,
            "reason": reason,
            "user_id": self.env.uid,
            "valid_until": fields.Datetime.now() + timedelta(hours=hours),
        }

    def _check_entitled(self, event, reason):
        if not self._may_override(event.rule_id):
            raise AccessError(
                self.env._(
                    "%(rule)s may be overridden only by the group named on the rule.",
                    rule=event.rule_id.display_name,
                )
            )
        if event.user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "You were refused yourself: ask a colleague for the override."
                )
            )
        if not reason:
            raise ValidationError(self.env._("Give the reason for the override."))

    @api.model
    def _valid_for(self, rule, records):
        """Those of the records that a still valid override of the rule covers."""
        # The person at work need not be allowed to read overrides.
        overrides = self.sudo().search(
            [
                ("rule_id", "=", rule.id),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("valid_until", ">", fields.Datetime.now()),
            ]
        )
        covered = set(overrides.mapped("res_id"))
        return records.filtered(lambda record: record.id in covered)
