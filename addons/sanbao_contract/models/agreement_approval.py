from odoo import models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.local_time import company_today

from .agreement import SIGNED, TERMINATED

# PUR-06: what the clause on repair and maintenance says.
REPAIR_CLAUSE = (
    "sanbao_repair_scope",
    "sanbao_repair_months",
    "sanbao_repair_hours",
    "sanbao_repair_cost",
)
NEEDED = (
    "partner_id",
    "sanbao_product_scope",
    "sanbao_quality_standard",
    "sanbao_acceptance",
    "sanbao_rejects",
    "sanbao_warranty_months",
    "start_date",
    "end_date",
)
NEEDED_TO_SIGN = (
    "signature_date",
    "sanbao_supplier_signatory",
    "sanbao_signatory",
    "sanbao_scan",
)


class Agreement(models.Model):
    """How a quality guarantee agreement is approved, signed, ended and printed."""

    _inherit = "agreement"

    # === Approval ===

    def _check_before_submit(self):
        result = super()._check_before_submit()
        if self.is_template:
            raise UserError(
                self.env._(
                    "%s is a template: make an agreement from it.", self.display_name
                )
            )
        if self.sanbao_is_quality:
            self._sanbao_require(NEEDED)
            self._sanbao_gate_repair_clause()
        return result

    def _sanbao_gate_repair_clause(self):
        """PUR-06: scope, period, response time and bearer of the costs of repairs."""
        offenders = self.filtered(lambda a: a._sanbao_empty(REPAIR_CLAUSE))
        self.env["sanbao.rule"]._gate(
            "PUR-06",
            offenders,
            lambda agreement: agreement.env._(
                "%(agreement)s: its clause on repair and maintenance is not complete."
                " Enter: %(fields)s.",
                agreement=agreement.display_name,
                fields=", ".join(agreement._sanbao_empty(REPAIR_CLAUSE)),
            ),
        )

    def _sanbao_empty(self, names):
        """The labels of those fields in which nothing stands."""
        self.ensure_one()
        return [
            self._fields[name]._description_string(self.env)
            for name in names
            if not self[name]
            or (self._fields[name].type in ("char", "text") and not self[name].strip())
            or (self._fields[name].type == "integer" and self[name] < 0)
        ]

    def _sanbao_require(self, names):
        empty = self._sanbao_empty(names)
        if empty:
            raise UserError(
                self.env._(
                    "%(agreement)s: enter %(fields)s.",
                    agreement=self.display_name,
                    fields=", ".join(empty),
                )
            )

    # === Signatures of both sides ===

    def action_sign(self):
        """Put an approved agreement into force: both sides have signed it."""
        self.check_access("write")
        self._sanbao_lock()
        for agreement in self:
            if agreement.state == SIGNED:
                continue  # the second of two clicks
            agreement._approval_require_state("approved")
            agreement._sanbao_require(NEEDED_TO_SIGN)
            today = company_today(agreement.company_id)
            if agreement.signature_date > today:
                raise UserError(
                    agreement.env._(
                        "%s: the day of the signatures lies in the future.",
                        agreement.display_name,
                    )
                )
            if agreement.sanbao_is_quality:
                agreement._sanbao_gate_repair_clause()
            agreement._set_state(SIGNED)
            agreement._sanbao_watch_expiry()
        return True

    def _sanbao_watch_expiry(self):
        """PUR-05: the agreement is renewed before it expires."""
        if not self.sanbao_is_quality:
            return
        obligations = self.env["sanbao.obligation"]
        # Older agreements of other colleagues are renewed by this one as well.
        older = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("sanbao_is_quality", "=", True),
                ("state", "=", SIGNED),
                ("company_id", "=", self.company_id.id),
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("end_date", "<", self.end_date),
            ]
        )
        obligations._close("PUR-05", older)
        obligations._open(
            "PUR-05",
            self,
            user=lambda agreement: agreement.requested_by_id,
            due=lambda agreement: agreement.end_date,
        )

    def action_terminate(self):
        """End a signed agreement early. Only its requester or an administrator."""
        self.check_access("write")
        self._sanbao_lock()
        for agreement in self:
            if agreement.state == TERMINATED:
                continue  # the second of two clicks
            agreement._approval_require_state(SIGNED)
            agreement._approval_require_manager()
            if not (agreement.sanbao_termination_reason or "").strip():
                raise UserError(
                    agreement.env._(
                        "%s: enter the reason of the termination.",
                        agreement.display_name,
                    )
                )
            agreement._set_state(TERMINATED)
            agreement.env["sanbao.obligation"]._cancel("PUR-05", agreement)
        return True

    # === Form F35 ===

    def _form_document_number(self):
        return self.code

    def _form_date(self):
        return self.signature_date or self.approved_at or self.create_date

    def _form_is_void(self):
        return super()._form_is_void() or self.state == TERMINATED

    def _form_seal(self, side):
        """Who signed for ``supplier`` or ``company``, or on which ``date``."""
        self.ensure_one()
        values = {
            "supplier": self.sanbao_supplier_signatory,
            "company": self.sanbao_signatory,
            "date": self.signature_date,
        }
        return values[side] or ""
