from odoo import fields, models

from .tier_review import ACTIVITY, ACTIVITY_REMINDER


class TierValidation(models.AbstractModel):
    """Telling people: chatter, activities and the counter in the top bar."""

    _inherit = "tier.validation"

    def _sanbao_log(self, note):
        if hasattr(self, "_message_log"):
            self._message_log(body=note)

    def _sanbao_announce(self, reviews):
        """Give each person whose turn it is an activity, and refresh his top bar."""
        if not reviews:
            return
        user_ids = reviews._sanbao_asked_ids()
        if "activity_ids" in self._fields:
            names = ", ".join(reviews.definition_id.mapped("name"))
            self._sanbao_schedule(user_ids, ACTIVITY, summary=names)
        for card in self.env["res.users"]._sanbao_cards(tuple(user_ids)).values():
            card.bus_send(self.env, "base.tier.validation/updated", {})
        if any(reviews.definition_id.mapped("notify_on_pending")):
            self._notify_review_available(reviews)

    def _sanbao_schedule(self, user_ids, kind, note="", summary=""):
        """One activity for each user on this document; ``kind`` is an XML id."""
        self.env["mail.activity"]._sanbao_create_quietly(
            {
                "activity_type_id": self._sanbao_kind_id(kind),
                "automated": True,
                "date_deadline": fields.Date.context_today(self),
                "note": note,
                "res_id": self.id,
                "res_model": self._name,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_name": self.display_name,
                "summary": summary,
            },
            user_ids,
        )

    def _sanbao_kind_id(self, kind):
        return self.env["ir.model.data"]._xmlid_to_res_id(kind, raise_if_not_found=True)

    def _sanbao_forget_activities(self, review=None):
        """Remove the activities of a decided step, or of all steps of these documents."""
        if self and "activity_ids" in self._fields:
            # Also other people's: the decision of one is the end of all of them.
            self.env["mail.activity"]._sanbao_remove(
                self._name,
                self.ids,
                [self._sanbao_kind_id(kind) for kind in (ACTIVITY, ACTIVITY_REMINDER)],
                review._sanbao_asked_ids() if review else None,
            )
