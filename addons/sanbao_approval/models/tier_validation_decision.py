from markupsafe import Markup

from odoo import Command, fields, models
from odoo.exceptions import UserError

from ..engine import as_engine
from .tier_definition import OPEN_STATUSES

APPROVED = "approved"
REJECTED = "rejected"


class TierValidation(models.AbstractModel):
    """Asking for the steps of an approval and deciding them, one person at a time."""

    _inherit = "tier.validation"

    # === Asking ===

    def request_validation(self):
        """Ask for the steps that apply. Raises if nobody could decide one of them."""
        self.check_access("write")
        self._sanbao_lock()
        created = self.env["tier.review"]
        for record in self:
            in_time = record[record._state_field] in record._state_from
            if in_time and not record.review_ids:
                created |= record._sanbao_request().with_env(self.env)
        return created

    def _sanbao_request(self):
        """Create the reviews of the steps that apply; the first one waits at once."""
        self.ensure_one()
        steps = self._sanbao_matching_steps()
        if not steps:
            return self.env["tier.review"]
        engine = as_engine(self)
        drafts = engine._sanbao_prepare_reviews(steps)
        reviews = engine.env["tier.review"].create(engine._sanbao_with_names(drafts))
        self._sanbao_check_somebody(reviews)
        engine._sanbao_take_snapshot()
        self._sanbao_announce(reviews.filtered(lambda r: r.status == "pending"))
        if any(steps.mapped("notify_on_create")):
            self._notify_review_requested(reviews)
        return reviews

    def _sanbao_prepare_reviews(self, steps):
        """Values of the reviews, in their order: one for each step.

        Hook for documents that ask several people for one step, each on his own.
        """
        return [self._sanbao_review_vals(*item) for item in enumerate(steps, 1)]

    def _sanbao_review_vals(self, number, step):
        """Values of a new step; who is asked follows from them."""
        waits = number == 1 or not step.approve_sequence
        return {
            **self._prepare_tier_review_vals(step, number),
            "company_id": self._get_company().id,
            "status": "pending" if waits else "waiting",
            "can_review": waits,
            "sanbao_pending_at": fields.Datetime.now() if waits else False,
        }

    def _sanbao_with_names(self, vals_list):
        """Add who is asked for each step: no recomputation follows."""
        model = self.env["tier.review"]
        asked = [list(model.new(vals)._sanbao_deciders()) for vals in vals_list]
        return [
            {
                **vals,
                "reviewer_ids": [Command.set(user_ids)],
                "todo_by": model._sanbao_short_names(user_ids),
            }
            for vals, user_ids in zip(vals_list, asked, strict=True)
        ]

    def _sanbao_check_somebody(self, reviews):
        for review in reviews:
            if not review._sanbao_asked_ids():
                definition = review.definition_id
                raise UserError(
                    self.env._(
                        "Nobody can decide the step “%(step)s” of %(document)s (%(who)s)."
                        " Ask the administrator to put somebody else than the requester"
                        " there.",
                        step=definition.name,
                        document=self.display_name,
                        who=definition.reviewer_group_id.display_name or "",
                    )
                )

    def restart_validation(self):
        """Drop the steps of documents that are not through yet, with write access."""
        self.check_access("write")
        self._sanbao_lock()
        for record in self:
            if record.review_ids and record[record._state_field] in record._state_from:
                record._sanbao_forget_activities()
                record._sanbao_engine_reviews().unlink()
                record._sanbao_log(record._notify_restarted_review_body())

    # === Deciding ===

    def validate_tier(self):
        """Button: approve the step that waits for the user, with a comment if asked."""
        self.ensure_one()
        self._sanbao_lock()
        steps = self._sanbao_my_steps()
        if any(steps.definition_id.mapped("has_comment")):
            action = self._add_comment("validate", steps)
            default = steps[:1].definition_id.comment_approve_default
            action["context"]["default_comment"] = default or ""
            return action
        return self._sanbao_decide_step(steps[:1], APPROVED)

    def reject_tier(self):
        """Button: reject the step that waits for the user; asks for the reason."""
        self.ensure_one()
        return self._add_comment("reject", self._sanbao_my_steps())

    def _validate_tier(self, tiers=False):
        return self._sanbao_decide(APPROVED)

    def _rejected_tier(self, tiers=False):
        comments = (tiers or self.env["tier.review"]).mapped("comment")
        return self._sanbao_decide(REJECTED, next(filter(None, comments), ""))

    def _sanbao_my_steps(self):
        """Steps that the user may decide at this moment, as the engine sees them.

        Whoever signed one step of a document, himself or by a deputy, signs no other:
        two signatures are two persons, unless the step says it may be skipped then.
        """
        self.check_access("read")
        reviews = self._sanbao_engine_reviews()
        decided = reviews.filtered(lambda r: r.status == APPROVED)
        signed = decided.done_by | decided.sanbao_on_behalf_id
        user = self.env.user
        steps = reviews.browse()
        for review in reviews.filtered(lambda r: r.status == "pending"):
            principal = review._sanbao_principal_of(user)
            repeats = (user | principal) & signed
            bypass = review.definition_id.approve_sequence_bypass
            if principal and (bypass or not repeats):
                steps |= review
        return steps

    def _sanbao_decide(self, decision, comment=""):
        """Write the user's decision on his step and let the chain go on.

        Raises ``UserError`` if no step waits for him or a rejection has no reason. A
        second click on the same button changes nothing.
        """
        self.ensure_one()
        self._sanbao_lock()
        steps = self._sanbao_my_steps()
        return self._sanbao_decide_step(steps[:1], decision, (comment or "").strip())

    def _sanbao_decide_step(self, review, decision, comment=""):
        reviews = self._sanbao_engine_reviews()
        if not review:
            if self.env.user in reviews.done_by:
                return False
            raise UserError(self._sanbao_not_yours())
        if decision == REJECTED and not comment:
            raise UserError(self.env._("Say why you reject: the requester needs it."))
        if self._sanbao_stale():
            self._sanbao_reopen()
            return self._sanbao_say_reopened()
        self._sanbao_write_decision(review, decision, comment)
        note = self._sanbao_decision_note(review, comment)
        if decision == REJECTED:
            still_open = reviews.filtered(lambda r: r.status in OPEN_STATUSES)
            still_open.write({"status": "cancel"})
            self._sanbao_finish(REJECTED, comment, note)
        elif all(r.status == APPROVED for r in reviews):
            self._sanbao_finish(APPROVED, comment, note)
        else:
            self._sanbao_log(note)
            self._sanbao_promote()
            self._sanbao_skip_steps(comment)
        return True

    def _sanbao_skip_steps(self, comment):
        """Approve at once those further steps that the user may skip."""
        open_steps = self._sanbao_engine_reviews().filtered(
            lambda r: r.status == "pending" and r.definition_id.approve_sequence_bypass
        )
        mine = open_steps and open_steps & self._sanbao_my_steps()
        if mine:
            self._sanbao_decide_step(mine[:1], APPROVED, comment)

    def _sanbao_not_yours(self):
        waiting = self._sanbao_engine_reviews().filtered(
            lambda r: r.status == "pending"
        )
        if not waiting:
            return self.env._("%s waits for no approval. Reload it.", self.display_name)
        return self.env._(
            "No step of %(document)s waits for you. It waits for: %(who)s. Nobody"
            " approves what he requested himself, and nobody signs twice.",
            document=self.display_name,
            who=", ".join(waiting.reviewer_ids.mapped("name"))
            or self.env._("nobody; tell the administrator"),
        )

    def _sanbao_write_decision(self, review, decision, comment):
        user = self.env.user
        principal = review._sanbao_principal_of(user)
        review.write(
            {
                "status": decision,
                "done_by": user.id,
                "reviewed_date": fields.Datetime.now(),
                "comment": comment or False,
                "sanbao_on_behalf_id": principal.id if principal != user else False,
                "sanbao_group_id": review.definition_id.reviewer_group_id.id,
            }
        )
        self._sanbao_forget_activities(review)
        if decision == APPROVED and review.definition_id.notify_on_accepted:
            self._notify_accepted_reviews()
        if decision == REJECTED and review.definition_id.notify_on_rejected:
            self._notify_rejected_review()

    def _sanbao_decision_note(self, review, comment):
        what = (
            self.env._("Approved")
            if review.status == APPROVED
            else self.env._("Rejected")
        )
        note = Markup("%s: %s · %s") % (what, review.name, review._sanbao_signer())
        return note + Markup("<br/>%s") % comment if comment else note

    def _sanbao_finish(self, decision, comment, note):
        """The last word is spoken. Documents with states of their own go on here."""
        self._sanbao_log(note)

    def _sanbao_promote(self):
        """Ask for the next steps: those without sequence, and the first open one."""
        reviews = self._sanbao_engine_reviews()
        still_open = reviews.filtered(lambda r: r.status in OPEN_STATUSES)
        first = min(still_open.mapped("sequence"), default=0)
        due = still_open.filtered(
            lambda r: (
                r.status == "waiting"
                and (not r.definition_id.approve_sequence or r.sequence == first)
            )
        )
        if due:
            due.write({"status": "pending", "sanbao_pending_at": fields.Datetime.now()})
            due._sanbao_refresh()
            self._sanbao_announce(due)

    def _sanbao_say_reopened(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": self.env._(
                    "%s was changed after it was submitted. The approval starts again;"
                    " the changes are listed below the document.",
                    self.display_name,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === Forwarding ===

    def _sanbao_forward_candidates(self, step):
        """Other persons who may decide this step and signed no other step."""
        if not step:
            return self.env["res.users"]
        decided = self._sanbao_engine_reviews().filtered(lambda r: r.status == APPROVED)
        return step._sanbao_entitled() - self.env.user - decided.done_by

    def _sanbao_forward(self, user, note):
        """Hand the user's step to another entitled person, who alone is asked then."""
        self.ensure_one()
        self._sanbao_lock()
        step = self._sanbao_my_steps()[:1]
        if not step:
            raise UserError(self._sanbao_not_yours())
        if user not in self._sanbao_forward_candidates(step):
            raise UserError(
                self.env._(
                    "%(user)s cannot decide “%(step)s”. Choose one of: %(who)s.",
                    # The name, for somebody who may not read the colleague's record.
                    user=user.sudo().name,
                    step=step.name,
                    who=", ".join(self._sanbao_forward_candidates(step).mapped("name")),
                )
            )
        self._sanbao_forget_activities(step)
        step.sanbao_assigned_id = user
        step.flush_recordset()
        self._sanbao_announce(step)
        text = self.env._(
            "“%(step)s” was forwarded to %(user)s.",
            step=step.name,
            # As above.
            user=user.sudo().name,
        )
        self._sanbao_log(Markup("%s<br/>%s") % (text, note or ""))
