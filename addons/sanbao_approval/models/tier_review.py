import collections

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import as_engine, is_engine
from .tier_definition import OPEN_STATUSES

ACTIVITY = "sanbao_approval.mail_activity_type_approval"
ACTIVITY_REMINDER = "sanbao_approval.mail_activity_type_reminder"
SHOWN_NAMES = 3
# What it takes to decide a step, and no more.
READ_FIELDS = (
    "status",
    "model",
    "res_id",
    "sequence",
    "definition_id",
    "company_id",
    "requested_by",
    "done_by",
    "can_review",
    "sanbao_on_behalf_id",
    "sanbao_assigned_id",
)


class TierReview(models.Model):
    """One step of one document: written by the engine alone, frozen once decided."""

    _inherit = "tier.review"

    # Of the document, not of the chain: chains are often valid for every company.
    company_id = fields.Many2one("res.company", related=None, readonly=True)
    # What the engine gives at creation is not computed once more.
    reviewer_ids = fields.Many2many(readonly=False)
    todo_by = fields.Char(readonly=False)
    can_review = fields.Boolean(readonly=False)
    sanbao_rule_id = fields.Many2one(related="definition_id.sanbao_rule_id")
    sanbao_group_id = fields.Many2one(
        "res.groups",
        string="Decided for group",
        readonly=True,
        ondelete="restrict",
        help="The group that was asked when the step was decided.",
    )
    sanbao_on_behalf_id = fields.Many2one(
        "res.users", string="In place of", readonly=True
    )
    sanbao_assigned_id = fields.Many2one(
        "res.users", string="Forwarded to", readonly=True
    )
    sanbao_pending_at = fields.Datetime(string="Waiting since", readonly=True)
    sanbao_document = fields.Char(string="Document", compute="_compute_sanbao_document")
    sanbao_document_kind = fields.Char(
        string="Kind of document", compute="_compute_sanbao_document"
    )

    @api.depends("model", "res_id")
    @api.depends_context("lang", "uid")
    def _compute_sanbao_document(self):
        for model_name, reviews in self.grouped("model").items():
            documents = reviews._sanbao_documents(model_name)
            names = {document.id: document.display_name for document in documents}
            kind = ""
            if model_name in self.env:
                # Names of models are for administrators to read; the list shows them.
                kind = self.env["ir.model"]._get(model_name).sudo().name
            for review in reviews:
                review.sanbao_document = names.get(review.res_id, "")
                review.sanbao_document_kind = kind

    def _sanbao_documents(self, model_name):
        """Those documents of the reviews that exist and that the user may read."""
        if not self._has_resource_model(model_name):
            return self.browse()
        documents = self.env[model_name].browse(set(self.mapped("res_id"))).exists()
        return documents._filtered_access("read")

    def action_open_document(self):
        """Open the document of this step. The document's own access rights hold."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # === Reading ===

    @api.model
    def _sanbao_read_of(self, documents):
        """The steps of these documents with those who are asked, in one statement."""
        rows = self.env.execute_query(
            SQL(
                """SELECT %s, ARRAY(SELECT res_users_id
                                      FROM res_users_tier_review_rel
                                     WHERE tier_review_id = tier_review.id)
                     FROM tier_review
                    WHERE model = %s AND res_id IN %s
                    ORDER BY sequence, id""",
                SQL(", ".join(("id", *READ_FIELDS))),  # pylint: disable=sql-injection
                documents._name,
                documents._ids,
            )
        )
        reviews = self.browse(row[0] for row in rows)
        for name, *values in zip(
            READ_FIELDS, *(row[1:-1] for row in rows), strict=True
        ):
            self._fields[name]._insert_cache(reviews, values)
        asked = [tuple(row[-1]) for row in rows]
        self._fields["reviewer_ids"]._insert_cache(reviews, asked)
        reviews.definition_id._sanbao_remember()
        return reviews

    def _sanbao_asked_ids(self):
        """Ids of those who are asked; their own records need not be read for it."""
        return self.with_context(active_test=False).reviewer_ids.ids

    # === Only the engine writes ===

    def _sanbao_refuse_outsiders(self):
        if not is_engine(self.env):
            raise AccessError(
                self.env._(
                    "Approval steps are not edited. Open the document and approve,"
                    " reject or forward it there."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._sanbao_refuse_outsiders()
        return super().create(vals_list)

    def write(self, vals):
        self._sanbao_refuse_outsiders()
        return super().write(vals)

    def unlink(self):
        # A document without steps is deleted with none of them.
        if self:
            self._sanbao_refuse_outsiders()
        return super().unlink()

    def _update_review_status(self):
        """Ask for the steps whose turn has come: the first open one of each document."""
        reviews = self.filtered(lambda review: review.status in OPEN_STATUSES)
        for model_name, siblings in reviews.grouped("model").items():
            if reviews._has_resource_model(model_name):
                documents = self.env[model_name].browse(set(siblings.mapped("res_id")))
                for document in documents:
                    document._sanbao_promote()

    # === Who may decide ===

    def _get_reviewer_fields(self):
        # Not the members of the group: a new member would rewrite decided steps. Open
        # steps follow by ``_sanbao_refresh``.
        return ["definition_id", "requested_by", "sanbao_assigned_id"]

    def _sanbao_company(self):
        return self.company_id or self.env.company

    def _sanbao_entitled(self):
        return self.env["res.users"].browse(self._sanbao_deciders())

    def _get_reviewers(self):
        """Who is asked: the person it was forwarded to, else everybody entitled."""
        entitled = self._sanbao_entitled()
        # To whom a step was forwarded is true for everybody who asks.
        assigned = self.sudo().sanbao_assigned_id.with_env(self.env)
        return assigned if assigned in entitled else entitled

    def _sanbao_principal_of(self, user):
        """In whose place ``user`` may decide now: himself, an absent person or nobody."""
        principal_id = self._sanbao_deciders().get(user.id)
        return self.env["res.users"].browse(principal_id)

    @api.depends("reviewer_ids")
    def _compute_todo_by(self):
        # Names, not "Group …" in the language of whoever asked.
        for review in self:
            review.todo_by = self._sanbao_short_names(review.reviewer_ids.ids)

    @api.model
    def _sanbao_short_names(self, user_ids):
        cards = self.env["res.users"]._sanbao_cards(tuple(user_ids))
        names = [cards[user_id].name for user_id in user_ids[:SHOWN_NAMES]]
        more = len(user_ids) - len(names)
        return ", ".join(names) + (f" +{more}" if more > 0 else "")

    @api.depends("status")
    def _compute_can_review(self):
        # A step becomes pending exactly when its turn has come.
        for review in self:
            review.can_review = review.status == "pending"

    def _sanbao_refresh(self):
        """Look up again who may decide these open steps."""
        for review in as_engine(self):
            reviewers = review._get_reviewers()
            if set(reviewers.ids) != set(review._sanbao_asked_ids()):
                review.reviewer_ids = reviewers

    @api.model
    def _sanbao_refresh_open(self):
        """Members, companies or deputies changed: open steps follow, decided ones not."""
        self.env.registry.clear_cache()
        # Steps of every company, whoever caused the change.
        reviews = self.sudo().search([("status", "in", OPEN_STATUSES)])
        # While an update loads the addons one by one, some documents' models are not
        # there yet; the hourly job catches up with them.
        reviews.filtered(lambda review: review.model in self.env)._sanbao_refresh()

    # === Reminders ===

    @api.model
    def _cron_refresh_and_remind(self):
        """Deputies begin and end at midnight; reminders go out once a day."""
        self._sanbao_refresh_open()
        self._sanbao_remind()

    @api.model
    def _sanbao_remind(self):
        """One activity a day for each person with steps that wait too long."""
        now = fields.Datetime.now()
        overdue = collections.defaultdict(list)
        open_reviews = as_engine(self).search(
            [("status", "=", "pending")], order="sanbao_pending_at, id"
        )
        reminded = open_reviews.browse()
        for review in open_reviews.filtered("reviewer_ids"):
            delay = review.definition_id.notify_reminder_delay
            since = review.last_reminder_date or review.sanbao_pending_at or now
            # A day counts from the morning: an hourly job must not skip one.
            if not delay or (now.date() - since.date()).days < (
                1 if review.last_reminder_date else delay
            ):
                continue
            reminded |= review
            for user in review.reviewer_ids:
                overdue[user].append(review)
        for user, reviews in overdue.items():
            self._sanbao_remind_user(user, reviews)
        reminded.write({"last_reminder_date": now})

    def _sanbao_remind_user(self, user, reviews):
        """Replace yesterday's reminder by today's, on the document that waits longest."""
        # The job replaces activities that belong to the approvers.
        activities = self.env["mail.activity"].sudo()
        kind = self.env.ref(ACTIVITY_REMINDER)
        activities.search(
            [("activity_type_id", "=", kind.id), ("user_id", "=", user.id)]
        ).unlink()
        documents = [r.env[r.model].browse(r.res_id).exists() for r in reviews]
        documents = [d for d in documents if d and "activity_ids" in d._fields]
        if documents:
            note = self.with_context(lang=user.lang).env._(
                "%(count)s documents are waiting for your approval.",
                count=len(reviews),
            )
            documents[0]._sanbao_schedule(user.ids, ACTIVITY_REMINDER, note)

    @api.model
    def _sanbao_waiting_domain(self):
        return Domain("status", "=", "pending") & Domain(
            "reviewer_ids", "in", [self.env.uid]
        )

    # === Signatures ===

    def _sanbao_is_valid(self):
        """Whether this step was approved by somebody else than the requester."""
        self.ensure_one()
        return (
            self.status == "approved"
            and bool(self.done_by)
            and self.done_by.id not in self._sanbao_requesters()
        )

    def _sanbao_signer(self):
        """The name that stands under the decision, e.g. 张三(代 李四)."""
        self.ensure_one()
        deputy, absent = self.done_by.id, self.sanbao_on_behalf_id.id
        cards = self.env["res.users"]._sanbao_cards(
            tuple(user_id for user_id in (deputy, absent) if user_id)
        )
        if not absent:
            return cards[deputy].name if deputy else ""
        return self.env._(
            "%(deputy)s (for %(absent)s)",
            deputy=cards[deputy].name,
            absent=cards[absent].name,
        )
