from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.sanbao_base import local_time

from .sanbao_obligation import STATE_CANCELLED, STATE_OPEN

# A commit per so many: see the measurements in the design notes.
BATCH = 200


class SanbaoObligation(models.Model):
    """What the clock does: reminders, the daily digest, deleted documents."""

    _inherit = "sanbao.obligation"

    # === Reminders ===

    @api.model
    def _cron_remind(self, limit=BATCH):
        """Give the responsible of what is nearly due one activity, once."""
        cron = self.env["ir.cron"]
        while batch := self._to_remind(limit):
            batch._remind()
            left = self.search_count(self._remind_domain())
            if not cron._commit_progress(len(batch), remaining=left):
                break

    def _remind_domain(self):
        return [("remind_at", "<=", fields.Datetime.now())]

    def _to_remind(self, limit):
        return self.search(self._remind_domain(), order="remind_at, id", limit=limit)

    def _remind(self):
        alive = self - self._without_record()
        (self - alive)._finish(STATE_CANCELLED)
        owned = alive.filtered("user_id.active")
        # No mail for each: the responsible sees them in his activities.
        quick = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        activities = quick.create([one._prepare_activity() for one in owned])
        for obligation, activity in zip(owned, activities, strict=True):
            obligation.activity_id = activity
        alive.write({"remind_at": False})

    def _without_record(self):
        gone = self.browse()
        for model, obligations in self.grouped("res_model").items():
            if model not in self.env:
                gone += obligations
                continue
            ids = obligations.mapped("res_id")
            found = set(self.env[model].browse(ids).exists().ids)
            gone += obligations.filtered(
                lambda one, found=found: one.res_id not in found
            )
        return gone

    def _prepare_activity(self):
        self.ensure_one()
        kind = self.kind_id.with_context(lang=self.user_id.lang)
        # By the cached id: env.ref() would ask the database for each obligation.
        default_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "mail.mail_activity_data_todo"
        )
        zone = local_time.company_timezone(self.company_id)
        values = {
            "activity_type_id": kind.activity_type_id.id or default_id,
            "automated": True,
            "date_deadline": local_time.local_day(self.due, zone),
            "summary": kind.name,
            "user_id": self.user_id.id,
        }
        if "activity_ids" in self.env[self.res_model]._fields:
            return values | {
                "res_model": self.res_model,
                "res_model_id": kind.model_id.id,
                "res_id": self.res_id,
            }
        # A document without activities: a free one, with a link.
        url = f"/odoo/{self.res_model}/{self.res_id}"
        return values | {
            "summary": f"{kind.name}: {self.res_name}",
            "note": Markup('<a href="%s">%s</a>') % (url, self.res_name),
            "res_model_id": False,
        }

    # === Escalation ===

    @api.model
    def _cron_escalate(self):
        """Tell the roles named by the kinds how much is late: one activity a day each."""
        counts = self._read_group(
            [("late", "=", True), ("kind_id.escalate_group_id", "!=", False)],
            ["company_id", "kind_id"],
            ["__count"],
        )
        digest = defaultdict(list)
        for company, kind, count in counts:
            for user in kind.escalate_group_id.all_user_ids:
                if user.active and company in user.company_ids:
                    digest[user].append((kind, company, count))
        self._drop_digests()
        quick = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        quick.create(
            [self._prepare_digest(user, late) for user, late in digest.items()]
        )

    def _drop_digests(self):
        """Yesterday's count is of no use any more; today's is replaced."""
        type_ = self.env.ref("sanbao_obligation.mail_activity_type_late")
        activities = self.env["mail.activity"]
        activities.search([("activity_type_id", "=", type_.id)]).unlink()

    def _prepare_digest(self, user, late):
        lines = Markup().join(
            Markup("<li>%s (%s): %s</li>")
            % (kind.with_context(lang=user.lang).name, company.name, count)
            for kind, company, count in late
        )
        speaker = self.with_context(lang=user.lang)
        return {
            "activity_type_id": self.env.ref(
                "sanbao_obligation.mail_activity_type_late"
            ).id,
            "automated": True,
            "summary": speaker.env._(
                "%(count)s late obligations", count=sum(count for *_, count in late)
            ),
            "note": Markup("<ul>%s</ul>") % lines,
            "user_id": user.id,
            "res_model_id": False,
        }

    # === Deleted documents ===

    @api.model
    def _cron_cancel_deleted(self):
        """Cancel what is open about documents that no longer exist."""
        open_ = [("state", "=", STATE_OPEN)]
        for (model,) in self._read_group(open_, ["res_model"]):
            domain = [*open_, ("res_model", "=", model)]
            if model in self.env:
                documents = self.env[model].with_context(active_test=False)
                domain.append(("res_id", "not in", documents._search([])))
            self.search(domain)._finish(STATE_CANCELLED)
