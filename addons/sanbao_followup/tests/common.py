from datetime import datetime, time, timedelta

from odoo import fields
from odoo.tests.common import freeze_time

from odoo.addons.sanbao_base.local_time import company_today
from odoo.addons.sanbao_service.tests.common import ServiceCommon

ANSWERS = {
    "means": "phone",
    "timeliness": "5",
    "attitude": "5",
    "technique": "4",
    "overall": "5",
    "solved": "yes",
}


class FollowupCommon(ServiceCommon):
    """Cases that are closed, and the people who ask afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sup = cls._person("fup_sup", "sup")
        cls.followups = cls.env["sanbao.followup"]

    @classmethod
    def _put_others_away(cls):
        """Whatever is in the database is neither due nor measured here."""
        long_ago = "2000-01-01"
        cls.followups.search([])._write_engine(
            {"state": "done", "due_date": long_ago, "done_at": long_ago}
        )
        applications = cls.env["sanbao.service.application"]
        closed = applications.search([("closed_at", "!=", False)])
        closed._write_engine({"closed_at": long_ago})

    def _closed(self, estimate=0.0, **values):
        """A case that was closed now, adjusted without a visit."""
        values = {"solution_type": "adjust", **values}
        application = self._accepted(self._approved(estimate, **values))
        application.with_user(self.staff).action_close()
        return application

    def _followup(self, estimate=0.0, **values):
        return self._closed(estimate, **values).followup_ids

    def _answered(self, followup, user=None, **answers):
        followup.with_user(user or self.staff).write(dict(ANSWERS, **answers))
        return followup

    def _done(self, followup, user=None, **answers):
        self._answered(followup, user, **answers)
        followup.with_user(user or self.staff).action_done()
        return followup

    def _on_day(self, followup, days, hour=12, minute=0, second=0):
        """Within this block it is so many days after completion, Shanghai time."""
        start = followup.completed_at + timedelta(hours=8)
        day = start.date() + timedelta(days=days)
        local = datetime.combine(day, time(hour, minute, second))
        return freeze_time(local - timedelta(hours=8))

    def _obligation(self, followup, code=None):
        domain = [
            ("res_model", "=", "sanbao.followup"),
            ("res_id", "=", followup.id),
        ]
        if code:
            domain.append(("kind_id.code", "=", code))
        return self.env["sanbao.obligation"].search(domain)

    def _today(self):
        return fields.Date.to_date(company_today(self.company))
