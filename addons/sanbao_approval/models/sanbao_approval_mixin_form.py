from lxml import etree

from odoo import api, models

# Buttons that need _approval_may_manage once the document was submitted.
TAKE_BACK = ("action_withdraw", "action_cancel")
FREE_STATES = ("draft", "rejected", "cancelled")


class SanbaoApprovalMixin(models.AbstractModel):
    """How a document with approval looks on the screen and on paper."""

    _inherit = "sanbao.approval.mixin"

    # === Screen ===

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Hide the buttons that take a document back from whoever they would refuse."""
        result = super().get_view(view_id=view_id, view_type=view_type, **options)
        if view_type != "form" or self._approval_manages_all():
            return result
        arch = etree.fromstring(result["arch"])
        if not arch.xpath("//field[@name='requested_by_id']"):
            return result
        refused = f"state not in {FREE_STATES} and requested_by_id != uid"
        for name in TAKE_BACK:
            for button in arch.xpath(f"/form/header/button[@name='{name}']"):
                hidden = button.get("invisible")
                button.set(
                    "invisible", f"({hidden}) or ({refused})" if hidden else refused
                )
        return dict(result, arch=etree.tostring(arch))

    def _get_tier_validation_readonly_domain(self):
        return "state not in ('draft', 'rejected')"

    @api.model
    def _get_all_validation_exceptions(self):
        # Only what was approved becomes readonly; a guard still notes the time of exit.
        return [name for name in self._fields if name not in self._approval_tree()]

    def _add_tier_validation_buttons(self, node, params):
        return self._sanbao_render("sanbao_approval.approval_buttons", params)

    def _add_tier_validation_label(self, node, params):
        return self._sanbao_render("sanbao_approval.approval_banner", params)

    def _get_to_validate_message(self):
        waiting = self.review_ids.filtered(lambda review: review.status == "pending")
        return self.env._(
            "Waiting for approval: %(steps)s (%(who)s)",
            steps=", ".join(waiting.mapped("name")),
            who=", ".join(filter(None, waiting.mapped("todo_by"))),
        )

    # === Paper ===

    def _form_signature(self, key):
        """``dict(name, date, image)`` for a signature of a printed form, or ``None``.

        ``requester`` is who submitted the document, ``review:<xml id of a group>`` who
        approved for this group. Dates are UTC. Other keys are left to the form.
        """
        self.ensure_one()
        # A signature shows on paper whoever prints it.
        document = self.sudo()
        if key == "requester":
            if not document.requested_by_id:
                return None
            return {
                "name": document.requested_by_id.name,
                "date": document.requested_at,
                "image": None,
            }
        if key.startswith("review:"):
            return document._form_review_signature(key.removeprefix("review:"))
        parent = getattr(super(), "_form_signature", None)
        return parent(key) if parent else None

    def _form_review_signature(self, group_xmlid):
        group = self.env.ref(group_xmlid)
        reviews = self.review_ids.filtered(
            lambda r: r.status == "approved" and r.sanbao_group_id == group
        )[-1:]
        if not reviews:
            return None
        return {
            "name": reviews._sanbao_signer(),
            "date": reviews.reviewed_date,
            "image": None,
        }
