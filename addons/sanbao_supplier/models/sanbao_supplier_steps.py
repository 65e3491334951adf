from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_today

from .sanbao_supplier import CANDIDATE, QUALIFIED

REASSESSMENT = "PUR-03"


class SanbaoSupplier(models.Model):
    """How a supplier becomes qualified, and stops to be."""

    _inherit = "sanbao.supplier"

    def _is_qualified_on(self, day):
        """Whether orders may go to the supplier on a day, papers apart (PUR-01)."""
        self.ensure_one()
        qualification = self.qualification_id
        return (
            self.state == QUALIFIED
            and bool(self.valid_until and self.valid_until >= day)
            and qualification.supplier_id == self
            and qualification._is_approved()
        )

    def _qualify(self, qualification):
        """An assessment was approved: from now on orders may go to the supplier."""
        months = self.env["sanbao.parameter"]._get(
            "supplier_requalification_months", self.company_id
        )
        until = fields.Date.add(company_today(self.company_id), months=months)
        as_engine(self).write(
            {
                "state": QUALIFIED,
                "qualification_id": qualification.id,
                "valid_until": until,
                "decision_reason": False,
                "scope": qualification.scope or self.scope,
            }
        )
        self.env["sanbao.obligation"]._cancel(REASSESSMENT, self)
        self.env["sanbao.obligation"]._open(
            REASSESSMENT, self, due=until, user=lambda supplier: supplier.user_id
        )
        self._refresh_rank()

    def _lose(self, qualification):
        """The approval of an assessment is gone: the supplier is a candidate again."""
        hit = self.filtered(lambda s: s.qualification_id == qualification)
        if not hit:
            return
        as_engine(hit).write({"qualification_id": False, "valid_until": False})
        as_engine(hit.filtered(lambda s: s.state == QUALIFIED)).write(
            {"state": CANDIDATE}
        )
        self.env["sanbao.obligation"]._cancel(REASSESSMENT, hit)
        hit._refresh_rank()

    def _decide(self, state, reason):
        """Suspend, disqualify or take back, by the purchase manager, with a reason."""
        self.check_access("write")
        if not self.env.user.has_group("sanbao_base.group_pm"):
            raise AccessError(
                self.env._("The purchase manager decides about suppliers.")
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give the reason of the decision."))
        claim(self)
        changed = self.filtered(lambda supplier: supplier.state != state)
        for supplier in changed:
            if state == QUALIFIED and not supplier.qualification_id:
                raise UserError(
                    self.env._(
                        "%s has no approved assessment. Assess the supplier first.",
                        supplier.display_name,
                    )
                )
        as_engine(changed).write(
            {
                "state": state,
                "decision_reason": reason,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        for supplier in changed:
            supplier._message_log(body=reason)
        changed._refresh_rank()
