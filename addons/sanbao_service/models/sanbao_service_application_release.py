from odoo import models


class SanbaoServiceApplication(models.Model):
    """What must hold before service or parts go out to a customer."""

    _inherit = "sanbao.service.application"

    def _gate_release(self):
        """The one check in front of dispatch, visit, repair and parts.

        Addons that add a condition extend this method; whoever releases something only
        has to call it. Raises ``RuleViolation`` with the first rule that does not hold.
        """
        self._gate_application()
        self._gate_diagnosis()
        self._gate_solution()
        self._gate_charge()
        self._gate_consent()
        self._gate_budget()

    def _gate_application(self):
        """No dispatch, repair or parts without an approved Form 3 (SVC-02)."""
        self.env["sanbao.rule"]._gate(
            "SVC-02",
            self.filtered(lambda application: not application._is_approved()),
            lambda application: self.env._(
                "%(application)s: the service application (Form 3) is not approved. "
                "Submit it and wait for its approval.",
                application=application.display_name,
            ),
        )

    def _gate_consent(self):
        """The customer agreed to the solution, at least where he pays (SVC-19)."""
        self.env["sanbao.rule"]._gate(
            "SVC-19",
            self.filtered(lambda application: application._lacks_consent()),
            lambda application: self.env._(
                "%(application)s: record who at the customer agreed to the solution, "
                "when and by what means.",
                application=application.display_name,
            ),
        )

    def _lacks_consent(self):
        self.ensure_one()
        wanted = self.env["sanbao.parameter"]._get("consent_required", self.company_id)
        if wanted == "never" or (
            wanted == "chargeable" and self.charge_type != "chargeable"
        ):
            return False
        return not (self.consent_by and self.consent_at and self.consent_means)
