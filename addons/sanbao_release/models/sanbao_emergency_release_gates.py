from odoo import models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.local_time import company_today

REQUIRED = (
    "inspector_id",
    "quantity",
    "required_date",
    "unfinished_tests",
    "reason_kind",
    "risk",
    "likelihood",
    "severity",
    "measures",
    "recall_plan",
)
CONSENT = ("consent_person", "consent_at", "consent_means")


class SanbaoEmergencyRelease(models.Model):
    """What must be there before the deputy general manager is asked (SAL-39, SAL-41)."""

    _inherit = "sanbao.emergency.release"

    def _check_before_submit(self):
        super()._check_before_submit()
        rule = self.env["sanbao.rule"]
        for release in self:
            for code, problem in (
                ("SAL-39", release._why_not_allowed()),
                ("SAL-39", release._why_not_complete()),
                ("SAL-41", release._why_not_tested_on()),
            ):
                rule._gate(code, release if problem else release.browse(), problem)

    def _why_not_allowed(self):
        """Why there can be no such release (text); empty: there can."""
        self.ensure_one()
        name = self.product_id.display_name
        who = self.env["sanbao.parameter"]._get("emergency_release", self.company_id)
        if who == "none":
            return self.env._("Nobody releases untested goods. Wait for the test.")
        if self.product_id._sanbao_release_barred():
            return self.env._(
                "%s is an important or hazardous product: it is not released before"
                " its test is passed.",
                name,
            )
        state = self.lot_id._sanbao_quality_state()
        if state == "passed":
            return self.env._(
                "%s has passed its inspection: it needs no release.", name
            )
        if state == "failed" or self.lot_id.sanbao_held:
            return self.env._(
                "The lot %s failed its inspection or is held.", self.lot_id.name
            )
        return self._why_not_this_delivery()

    def _why_not_this_delivery(self):
        picking = self.picking_id
        if picking.picking_type_code != "outgoing" or picking.state in (
            "done",
            "cancel",
        ):
            return self.env._("%s is no delivery that can still leave.", picking.name)
        wanted = self._wanted_qty()
        if self.product_uom_id.compare(self.quantity, wanted) > 0:
            return self.env._(
                "%(delivery)s wants %(wanted)s of %(product)s; no more is released.",
                delivery=picking.name,
                wanted=wanted,
                product=self.product_id.display_name,
            )
        return ""

    def _why_not_complete(self):
        """What the risk assessment or the consent lacks (text)."""
        self.ensure_one()
        missing = [name for name in (*REQUIRED, *CONSENT) if not self._is_filled(name)]
        if self.reason_kind == "other" and not self._is_filled("reason"):
            missing.append("reason")
        if not self.consent_attachment_ids and not self._is_filled("consent_evidence"):
            missing.append("consent_evidence")
        if missing:
            labels = self.fields_get(missing, ["string"])
            return self.env._(
                "Complete the risk assessment and the consent of the customer: %s.",
                ", ".join(labels[name]["string"] for name in missing),
            )
        if self.consent_at > self.env.cr.now():
            return self.env._("The customer cannot have consented in the future.")
        if self.test_due and self.required_date > self.test_due:
            return self.env._(
                "The test ends on %(end)s, the customer wants the goods on %(wanted)s:"
                " there is time to wait for it.",
                end=self._form_day(self.test_due),
                wanted=self._form_day(self.required_date),
            )
        return ""

    def _is_filled(self, name):
        value = self[name]
        return bool(value.strip() if isinstance(value, str) else value)

    def _why_not_tested_on(self):
        """What the further testing lacks (text)."""
        self.ensure_one()
        if not self.sample_quantity or not self._is_filled("sample_place"):
            return self.env._(
                "Keep a sample of the lot: enter its quantity and its place."
            )
        latest = self._latest_test_due(self.company_id)
        if (
            not self.test_due
            or not company_today(self.company_id) <= self.test_due <= latest
        ):
            return self.env._(
                "Testing ends between today and %s. Enter the end of testing.",
                self._form_day(latest),
            )
        return ""

    def _require_testing(self):
        """Refuse to release what was tested, or needs no release, meanwhile."""
        for release in self:
            problem = release._why_not_allowed()
            if problem:
                raise UserError(problem)
