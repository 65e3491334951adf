from contextlib import nullcontext

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ConcurrencyError

from .sanbao_obligation import (
    STATE_CANCELLED,
    STATE_DONE,
    STATE_OPEN,
    STATE_WAIVED,
)


def value_for(value, record):
    """A plain value, or what a function answers for the record."""
    return value(record) if callable(value) else value


class SanbaoObligation(models.Model):
    """Opening and closing, called by domain code.

    Everything here runs as superuser: a user who does his work opens and closes what
    others owe, and has no right on the rows themselves.
    """

    _inherit = "sanbao.obligation"

    # === Opening ===

    @api.model
    def _open(
        self,
        code,
        records,
        user=None,
        start=None,
        due=None,
        partner=None,
        none_open=False,
    ):
        """Open one obligation of kind ``code`` for each record, in one batch.

        A record that has an open one keeps it. Nothing is opened while the kind is
        archived or its rule is off in the record's company.

        ``user``, ``start``, ``due`` and ``partner`` are values or functions of the
        record. Defaults: the record's ``user_id``, else the current user (nobody in a
        cron); now; start plus the length of the kind; the record's ``partner_id``.
        Moments are UTC datetimes; a date means the start (due: the end) of that day in
        the company's time zone. ``none_open`` says that the caller knows of none: its
        records were created just now, or it has just looked for theirs.

        :return: the open obligations of the records, old and new
        :raise KeyError: unknown code
        :raise ConcurrencyError: somebody else opened the same at this moment; Odoo
            repeats the request, which then finds that one
        """
        kind = self.env["sanbao.obligation.kind"]._for_code(code)
        self._check_model(kind, records)
        obligations = self._open_ones(kind, records.browse() if none_open else records)
        opened = set(obligations.mapped("res_id"))
        missing = records.browse(
            id_ for id_ in dict.fromkeys(records.ids) if id_ not in opened
        )
        options = {"user": user, "start": start, "due": due, "partner": partner}
        values = [
            self._prepare_open(kind, record, company, **options)
            for record, company in self._with_company(missing)
            if kind._is_in_force(company)
        ]
        if values:
            obligations += self._create_once(values, none_open)
        return obligations.sudo(self.env.su)

    def _check_model(self, kind, records):
        if records._name != kind._model_of(kind.id):
            raise ValueError(f"{kind.code} is about {kind.model}, not {records._name}")

    def _open_ones(self, kind, records):
        if not records:
            return self.browse()
        # See the class: whoever works has no right on the rows.
        return self.sudo().search_fetch(
            [
                ("kind_id", "=", kind.id),
                ("res_id", "in", records.ids),
                ("state", "=", STATE_OPEN),
            ],
            ["res_id", "due", "activity_id"],
        )

    def _with_company(self, records):
        """Pairs of record (superuser) and the company whose rules hold for it."""
        here = self.env.company
        has_company = "company_id" in records._fields
        # The record's company decides, readable or not.
        for record in records.sudo():
            yield record, (has_company and record.company_id) or here

    def _prepare_open(self, kind, record, company, user, start, due, partner):
        start = kind._as_moment(
            value_for(start, record) or fields.Datetime.now(), company
        )
        due = value_for(due, record)
        due = (
            kind._as_moment(due, company, end=True)
            if due
            else kind._due(start, company)
        )
        user = self._default_user(record) if user is None else value_for(user, record)
        partner = (
            self._default_partner(record)
            if partner is None
            else value_for(partner, record)
        )
        return {
            "kind_id": kind.id,
            "rule_id": kind.rule_id.id,
            "res_model": record._name,
            "res_id": record.id,
            "res_name": record.display_name,
            "user_id": user.id if user else False,
            "partner_id": partner.id if partner else False,
            "company_id": company.id,
            "start": start,
            "due": due,
            "remind_at": self._remind_moment(kind, due),
        }

    def _default_user(self, record):
        field = record._fields.get("user_id")
        if field and field.comodel_name == "res.users" and record.user_id:
            return record.user_id
        return self.env.user.browse() if self.env.uid == SUPERUSER_ID else self.env.user

    def _default_partner(self, record):
        field = record._fields.get("partner_id")
        if field and field.comodel_name == "res.partner":
            return record.partner_id
        return self.env["res.partner"]

    def _create_once(self, values, none_open=False):
        # One closed in this request makes way for the next: it must be written first.
        self.flush_model(["state"])
        # Where nobody else can open one, two statements for a savepoint are saved.
        apart = nullcontext() if none_open else self.env.cr.savepoint()
        try:
            with apart:
                # See the class: whoever works has no right on the rows.
                return self.sudo().create(values)
        except UniqueViolation as error:
            # The other transaction's row is not visible in this one's snapshot.
            raise ConcurrencyError("Obligation opened twice at once") from error

    # === Closing ===

    @api.model
    def _close(self, code, records, done_at=None):
        """Mark the open obligations of the records as done (default: now), kept or not.

        :return: the obligations closed by this call
        """
        obligations = self._open_for(code, records)
        done_at = fields.Datetime.to_datetime(done_at) or fields.Datetime.now()
        done_at = done_at.replace(microsecond=0)
        kept = obligations.filtered(lambda obligation: done_at <= obligation.due)
        kept._finish(STATE_DONE, done_at=done_at, kept=True)
        (obligations - kept)._finish(STATE_DONE, done_at=done_at)
        return obligations.sudo(self.env.su)

    @api.model
    def _cancel(self, code, records):
        """Drop the open obligations of the records: there is nothing left to do."""
        return self._open_for(code, records)._finish(STATE_CANCELLED)

    @api.model
    def _waive(self, code, records):
        """Let the records off; the caller has checked the approval of the waiver."""
        return self._open_for(code, records)._finish(STATE_WAIVED)

    @api.model
    def _cancel_deleted(self, records):
        """Cancel whatever is open about records that are being deleted."""
        # Obligations of everybody about the deleted records.
        return (
            self.sudo()
            .search(
                [
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("state", "=", STATE_OPEN),
                ]
            )
            ._finish(STATE_CANCELLED)
        )

    def _open_for(self, code, records):
        kind = self.env["sanbao.obligation.kind"]._for_code(code)
        self._check_model(kind, records)
        return self._open_ones(kind, records)

    def _finish(self, state, **values):
        if not self:
            return self
        # See the class: whoever works has no right on the rows.
        activities = self.sudo().activity_id
        self.sudo().write(dict(values, state=state, remind_at=False))
        if state == STATE_DONE:
            # Archived activities count as done; the document's own transition has
            # already told its followers, so nothing is posted.
            activities.action_archive()
        else:
            activities.unlink()
        return self
