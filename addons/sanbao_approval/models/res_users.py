import collections
from typing import NamedTuple

from odoo import api, models, modules, tools
from odoo.exceptions import AccessError

MEMBERSHIP_FIELDS = {
    "active",
    "all_group_ids",
    "company_id",
    "company_ids",
    "group_ids",
    "role",
    "role_line_ids",
    "share",
}


# Fields of the contact that a card shows.
CARD_FIELDS = {"name", "email", "tz"}


class Card(NamedTuple):
    """What a message, an activity or a list needs to know of a user."""

    partner_id: int
    name: str
    email: str
    tz: str

    def bus_send(self, env, kind, payload):
        """Notify the user's screens."""
        env["res.partner"].browse(self.partner_id)._bus_send(kind, payload)


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    @tools.ormcache("user_ids")
    def _sanbao_cards(self, user_ids):
        """``{id: Card}`` of these users, from the memory of the server."""
        # Who is asked and who decided stands below each document, whoever reads it.
        users = self.sudo().browse(user_ids)
        return {
            user.id: Card(user.partner_id.id, user.name, user.email_formatted, user.tz)
            for user in users
        }

    def _sanbao_staff_of(self, company):
        """Those of them who still work in the company."""
        return self.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["tier.review"]._sanbao_refresh_open()
        return users

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.env.registry.clear_cache()
        if MEMBERSHIP_FIELDS & vals.keys():
            self.env["tier.review"]._sanbao_refresh_open()
        return result

    @api.model
    def review_user_count(self):
        """What waits for the user, by kind of document, for the icon in the top bar.

        OCA's version writes statuses as the user and walks through his whole history.
        """
        found = collections.defaultdict(list)
        groups = self.env["tier.review"]._read_group(
            [("status", "=", "pending"), ("reviewer_ids", "in", [self.env.uid])],
            ["model"],
            ["res_id:array_agg"],
        )
        for model_name, res_ids in groups:
            if model_name in self.env and hasattr(self.env[model_name], "can_review"):
                found[model_name] = res_ids
        return [
            entry
            for entry in (self._review_entry(*item) for item in found.items())
            if entry
        ]

    @api.model
    def _review_entry(self, model_name, res_ids):
        model = self.env[model_name].with_context(active_test=False)
        domain = [("id", "in", res_ids), ("validation_status", "!=", "rejected")]
        try:
            records = model.search(domain).filtered("can_review")
        except AccessError:
            # A reviewer without access to the document cannot decide it either.
            return None
        records = records.filtered(lambda r: r[r._state_field] != r._cancel_state)
        if not records:
            return None
        return {
            "id": records[0].id,
            "name": self.env["ir.model"]._get(model_name).name,
            "model": model_name,
            "active_field": "active" in model._fields,
            "icon": modules.module.get_module_icon(model._original_module),
            "type": "tier_review",
            "pending_count": len(records),
        }
