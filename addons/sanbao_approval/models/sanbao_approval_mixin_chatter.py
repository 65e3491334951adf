from markupsafe import Markup, escape

from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.mail import generate_tracking_message_id


class SanbaoApprovalMixin(models.AbstractModel):
    """Notes in the chatter, several for each document: one statement each."""

    _inherit = "sanbao.approval.mixin"

    def _message_log_batch(
        self,
        bodies,
        subject=False,
        author_id=None,
        email_from=None,
        message_type="notification",
        partner_ids=False,
        attachment_ids=False,
        tracking_value_ids=False,
    ):
        """Write an ordinary note, signed by the user, with the values that changed.

        The core's way reads the user, his contact and the company to find the address
        for replies, which a note that nobody gets by mail does not need, and writes the
        changed values apart.
        """
        special = subject or author_id or email_from or partner_ids or attachment_ids
        if special or len(self) != 1:
            return super()._message_log_batch(
                bodies,
                subject=subject,
                author_id=author_id,
                email_from=email_from,
                message_type=message_type,
                partner_ids=partner_ids,
                attachment_ids=attachment_ids,
                tracking_value_ids=tracking_value_ids,
            )
        tracked = [vals for _create, _id, vals in tracking_value_ids or ()]
        body = escape(bodies.get(self.id, ""))
        return self._sanbao_insert_note(body, message_type, tracked)

    def _sanbao_insert_note(self, body, message_type, tracked):
        # As in the core: whoever may act on a document leaves a note of it.
        messages = self.env["mail.message"].sudo()
        author = self.env["res.users"]._sanbao_cards((self.env.uid,))[self.env.uid]
        uid, now = self.env.uid, self.env.cr.now()
        note = (
            self._name,
            self.id,
            author.partner_id,
            author.email or None,
            author.email or None,
            str(self._sanbao_note_body(body)),
            message_type,
            self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            generate_tracking_message_id("message-notify"),
            True,
            *(fields.Datetime.now(), uid, now, uid, now),
        )
        ((message_id,),) = self.env.execute_query(
            SQL(
                """WITH message AS (
                       INSERT INTO mail_message (
                           model, res_id, author_id, email_from, reply_to, body,
                           message_type, subtype_id, message_id, is_internal,
                           date, create_uid, create_date, write_uid, write_date
                       ) VALUES %s RETURNING id
                   )%s
                   SELECT id FROM message""",
                note,
                SQL().join(map(self._sanbao_insert_change, tracked)),
            )
        )
        self.invalidate_recordset(["message_ids", "has_message"], flush=False)
        return messages.browse(message_id)

    def _sanbao_note_body(self, body):
        if "<" not in body:  # escaped text holds nothing to be cleaned
            return Markup("<p>%s</p>") % body if body else body
        messages = self.env["mail.message"]
        return messages._fields["body"].convert_to_column_insert(body, messages)

    def _sanbao_insert_change(self, vals):
        """A part of the statement above: one value before and after."""
        model = self.env["mail.tracking.value"]
        row = {
            name: model._fields[name].convert_to_column_insert(value, model, vals)
            for name, value in vals.items()
        }
        uid, now = self.env.uid, self.env.cr.now()
        row.update(create_uid=uid, create_date=now, write_uid=uid, write_date=now)
        return SQL(
            """, %s AS (INSERT INTO mail_tracking_value (mail_message_id, %s)
                        SELECT id, %s FROM message)""",
            SQL.identifier(f"change_{vals['field_id']}"),
            SQL(", ").join(map(SQL.identifier, row)),
            SQL(", ").join(SQL("%s", value) for value in row.values()),
        )
