from odoo import api, models, tools


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    @tools.ormcache("group_id", "company_id")
    def _sanbao_member_ids(self, group_id, company_id):
        """Ids of the active staff of a company in the group or in one that implies it."""
        # Who may approve does not depend on what the asking user may see.
        return tuple(
            self.env["res.users"]
            .sudo()
            .with_context(active_test=True)
            .search(
                [
                    ("all_group_ids", "in", [group_id]),
                    ("company_ids", "in", [company_id]),
                    ("share", "=", False),
                ],
                order="id",
            )
            .ids
        )

    def write(self, vals):
        result = super().write(vals)
        if {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"} & vals.keys():
            self.env["tier.review"]._sanbao_refresh_open()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["tier.review"]._sanbao_refresh_open()
        return result
