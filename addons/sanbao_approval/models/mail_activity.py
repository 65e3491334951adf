from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.mail.models.mail_activity import MailActivity as CoreActivity


class MailActivity(models.Model):
    """Activities of approvals, many a day: made and removed in one statement each."""

    _inherit = "mail.activity"

    def _sanbao_create_quietly(self, vals_list):
        """Create without making followers of the users and without mail to them.

        The core's ``create`` spends ten statements for each user on that.
        """
        for vals in vals_list:
            # Else it is written by a statement of its own afterwards.
            vals["user_tz"] = self.env["res.users"].browse(vals["user_id"]).tz
        # pylint: disable-next=super-method-mismatch
        activities = super(CoreActivity, self).create(vals_list)
        for activity in activities:
            activity.user_id._bus_send(
                "mail.activity/updated", {"activity_created": True, "count_diff": 1}
            )
        return activities

    def _sanbao_remove(self, model_name, res_ids, type_ids, user_ids=None):
        """Delete the activities of these types on these records."""
        self.flush_model()
        of_users = SQL()
        if user_ids is not None:
            of_users = SQL("AND user_id IN %s", tuple(user_ids) or (0,))
        rows = self.env.execute_query(
            SQL(
                """DELETE FROM mail_activity
                    WHERE res_model = %s AND res_id IN %s AND activity_type_id IN %s %s
                RETURNING user_id, active AND date_deadline <= %s""",
                model_name,
                tuple(res_ids) or (0,),
                tuple(type_ids),
                of_users,
                fields.Date.today(),
            )
        )
        if not rows:
            return
        documents = self.env[model_name].browse(res_ids)
        documents.invalidate_recordset(
            [name for name in documents._fields if "activity_" in name], flush=False
        )
        for user_id, counted in rows:
            if counted:
                self.env["res.users"].browse(user_id)._bus_send(
                    "mail.activity/updated",
                    {"activity_deleted": True, "count_diff": -1},
                )
