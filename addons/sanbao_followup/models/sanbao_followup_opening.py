from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .sanbao_followup import KIND_MAJOR, KIND_REPAIR, STATE_OPEN

SEQUENCE = "sanbao.followup"
# The parameter that holds the days, and the rule that asks for the follow-up.
DAYS_OF_KIND = {
    KIND_MAJOR: ("FUP-04", "major_repair_followup_days"),
    KIND_REPAIR: ("FUP-09", "repair_followup_days"),
}


class SanbaoFollowup(models.Model):
    """Opening follow-ups, in batches."""

    _inherit = "sanbao.followup"

    @api.model
    def _obligation_codes(self):
        """Kind of obligation for each kind of follow-up; addons add theirs."""
        return {kind: code for kind, (code, _days) in DAYS_OF_KIND.items()}

    @api.model
    def _open_batch(self, vals_list):
        """Create follow-ups with their obligations; the caller leaves out doubles.

        Needed in each dict: ``kind``, ``company_id`` and ``due_date``.

        :return: the follow-ups, with the rights of the caller
        """
        numbers = self._next_numbers(len(vals_list))
        # Becoming superuser also drops the defaults in the context of the caller.
        engine = as_engine(self).with_context(tracking_disable=True)
        followups = engine.create(
            [
                dict(vals, name=number, state=STATE_OPEN)
                for vals, number in zip(vals_list, numbers, strict=True)
            ]
        )
        followups._open_obligations()
        return followups.with_env(self.env)

    def _open_obligations(self):
        obligations = self.env["sanbao.obligation"]
        codes = self._obligation_codes()
        for kind, followups in self.grouped("kind").items():
            if kind in codes:
                obligations._open(
                    codes[kind],
                    followups,
                    user=lambda followup: followup.user_id,
                    start=lambda followup: followup.completed_at,
                    due=lambda followup: followup.due_date,
                    partner=lambda followup: followup.partner_id,
                )

    @api.model
    def _next_numbers(self, count):
        """So many numbers, drawn by one query where the sequence allows gaps."""
        sequence = self.env["ir.sequence"].search(
            [
                ("code", "=", SEQUENCE),
                ("company_id", "in", (self.env.company.id, False)),
            ],
            order="company_id",
            limit=1,
        )
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _number in range(count)]
        prefix, suffix = sequence._get_prefix_suffix()
        # One nextval() per record would be a query per record (goal G11).
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [f"{prefix}{row[0]:0{sequence.padding}d}{suffix}" for row in rows]

    # === After a repair (FUP-04, FUP-09) ===

    @api.model
    def _open_for_applications(self, applications):
        """One follow-up for each closed case in warranty; called again it adds nothing.

        A larger repair is asked about within ``major_repair_followup_days``, others
        within ``repair_followup_days``, calendar days after the day of completion.
        """
        vals_list = []
        for application in applications - self._followed_up(applications):
            kind = self._kind_for(application)
            if application.in_warranty and kind:
                vals_list.append(self._prepare_for_application(application, kind))
        return self._open_batch(vals_list) if vals_list else self.browse()

    def _followed_up(self, applications):
        """Those whose last completion has its follow-up."""
        # Whoever closes a case need not read follow-ups.
        followups = self.sudo().search_fetch(
            [
                ("application_id", "in", applications.ids),
                ("state", "!=", "cancelled"),
            ],
            ["application_id", "completed_at"],
        )
        known = {(one.application_id.id, one.completed_at) for one in followups}
        return applications.filtered(
            lambda application: (
                (
                    application.id,
                    self._completion(application),
                )
                in known
            )
        )

    def _completion(self, application):
        return application.completed_at or application.closed_at

    def _kind_for(self, application):
        """The stricter rule that is on for this case, if any."""
        kinds = [KIND_MAJOR, KIND_REPAIR] if application.is_major else [KIND_REPAIR]
        rules = self.env["sanbao.rule"]
        for kind in kinds:
            if rules._is_on(DAYS_OF_KIND[kind][0], application.company_id):
                return kind
        return None

    def _prepare_for_application(self, application, kind):
        company = application.company_id
        completed_at = self._completion(application)
        days = self.env["sanbao.parameter"]._get(DAYS_OF_KIND[kind][1], company)
        day = local_day(completed_at, company_timezone(company))
        archive, ticket = application.archive_id, application.ticket_id
        return {
            "kind": kind,
            "company_id": company.id,
            "application_id": application.id,
            "ticket_id": ticket.id,
            "archive_id": archive.id,
            "partner_id": application.partner_id.id or archive.partner_id.id,
            "contact_name": application.contact_name or archive.contact_name,
            "contact_phone": application.contact_phone or archive.contact_phone,
            "in_warranty": application.in_warranty,
            "completed_at": completed_at,
            "due_date": day + timedelta(days=days),
            "user_id": self._person_for(application).id,
        }

    def _person_for(self, application):
        """The responsible of the case; the head of the team when he has left."""
        ticket = application.ticket_id
        return ticket.user_id.filtered("active") or ticket.team_id.user_id
