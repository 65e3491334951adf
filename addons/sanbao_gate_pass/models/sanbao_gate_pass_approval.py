from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_gate_pass import EXPIRED, USED

BATCH = 100


class SanbaoGatePass(models.Model):
    """What a gate pass needs to be approved, how it expires, what is printed of it."""

    _inherit = "sanbao.gate.pass"

    # === Approval ===

    def _check_before_submit(self):
        result = super()._check_before_submit()
        self._refuse_guards()
        self._check_complete()
        # Approvers need no rights in the stock application.
        for picking in self.sudo().picking_ids:
            other = picking._sanbao_gate_passes().filtered(
                lambda p: (
                    p != self
                    and (
                        p.state == USED
                        or (
                            p.state in ("submitted", "approved") and not p._is_expired()
                        )
                    )
                )
            )
            if other:
                raise UserError(
                    self.env._(
                        "%(transfer)s is on gate pass %(other)s already. Cancel one of"
                        " the two.",
                        transfer=picking.name,
                        other=other[0].name,
                    )
                )
            self.env["sanbao.rule"]._gate(
                "SAL-44",
                self if self._differences(picking) else self.browse(),
                self._differences(picking) or "",
            )
        return result

    def _check_complete(self):
        if not self.line_ids:
            raise UserError(self.env._("%s: enter the goods that leave.", self.name))
        if not self.partner_id:
            raise UserError(self.env._("%s: enter the destination.", self.name))
        if self._is_expired():
            raise UserError(
                self.env._(
                    "%(number)s: its last day %(day)s is over. Enter a later one.",
                    number=self.name,
                    day=self._form_day(self.valid_until),
                )
            )
        if self.returnable and not self.return_date:
            raise UserError(
                self.env._("%s: enter the day when the goods come back.", self.name)
            )
        # Lots are compared for everybody alike.
        for line in self.sudo().line_ids:
            line._check_complete()

    def _check_finance(self):
        """SAL-46: hand over the passes that finance must confirm and has not."""
        missing = self.filtered(
            lambda p: p._needs_finance() and not p._review_of("SAL-46")
        )
        self.env["sanbao.rule"]._gate(
            "SAL-46",
            missing,
            lambda p: p.env._(
                "%s has no confirmation by finance. Have it confirmed and stamped"
                " there: make a new gate pass.",
                p.name,
            ),
        )

    def _review_of(self, *codes):
        """The approved step of one of these rules."""
        # Who signed is printed on the form for everybody.
        reviews = self.sudo().review_ids.filtered(
            lambda review: (
                review.status == "approved"
                and review.definition_id.sanbao_rule_id.code in codes
            )
        )
        return reviews[-1:]

    # === Expiry ===

    @api.model
    def _cron_expire(self):
        """Mark approved passes whose last day is over. Runs daily, may run twice."""
        today = min(
            company_today(company) for company in self.env["res.company"].search([])
        )
        domain = [("state", "=", "approved"), ("valid_until", "<", today)]
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=self.search_count(domain))
        while passes := self.search(domain, order="valid_until, id", limit=BATCH):
            passes._set_state(EXPIRED)
            if not progress(len(passes)):
                break

    # === Form F15 ===

    def _form_document_number(self):
        return self.name

    def _form_is_void(self):
        return super()._form_is_void() or self._is_expired()

    def _form_signature(self, key):
        if key == "approver":
            review = self._review_of("SAL-45")
            return review and self._form_signature(
                f"review:{self._xmlid_of(review.sanbao_group_id)}"
            )
        if key == "gate" and self.exit_by_id:
            return {"name": self.exit_by_id.name, "date": self.exit_at}
        return super()._form_signature(key)

    @api.model
    def _xmlid_of(self, group):
        return group.get_external_id().get(group.id, "")
