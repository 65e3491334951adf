from odoo import api, fields, models
from odoo.tools import SQL

COUNTER = "mail.activity/updated"


class MailActivity(models.Model):
    """Activities of approvals, many a day: made and removed in one statement each."""

    _inherit = "mail.activity"

    @api.model
    def _sanbao_create_quietly(self, vals, user_ids):
        """Give each of these users such an activity, due at once.

        The core's ``create`` makes followers of the users and writes them mail, in ten
        statements for each, and computes what is known here.
        """
        if not user_ids:
            return
        now = self.env.cr.now()
        vals = {
            **vals,
            "active": True,
            "note": self._fields["note"].convert_to_column_insert(vals["note"], self),
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }
        cards = self.env["res.users"]._sanbao_cards(tuple(user_ids))
        self.env.execute_query(
            SQL(
                "INSERT INTO mail_activity (%s, user_id, user_tz) VALUES %s RETURNING id",
                SQL(", ").join(map(SQL.identifier, vals)),
                SQL(", ").join(
                    (*vals.values(), user_id, cards[user_id].tz) for user_id in user_ids
                ),
            )
        )
        self._sanbao_forget_cached(vals["res_model"], [vals["res_id"]])
        created = {"activity_created": True, "count_diff": 1}
        for user_id in user_ids:
            cards[user_id].bus_send(self.env, COUNTER, created)

    @api.model
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
        self._sanbao_forget_cached(model_name, res_ids)
        counted = [user_id for user_id, is_counted in rows if is_counted]
        cards = self.env["res.users"]._sanbao_cards(tuple(counted))
        deleted = {"activity_deleted": True, "count_diff": -1}
        for user_id in counted:
            cards[user_id].bus_send(self.env, COUNTER, deleted)

    @api.model
    def _sanbao_forget_cached(self, model_name, res_ids):
        documents = self.env[model_name].browse(res_ids)
        documents.invalidate_recordset(
            [name for name in documents._fields if "activity_" in name], flush=False
        )
