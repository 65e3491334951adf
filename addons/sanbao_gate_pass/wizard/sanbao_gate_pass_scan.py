import re

from odoo import fields, models
from odoo.exceptions import UserError


class SanbaoGatePassScan(models.TransientModel):
    """Type or scan what stands on a gate pass: its number, or its QR code."""

    _name = "sanbao.gate.pass.scan"
    _description = "Look up a gate pass"

    code = fields.Char("Number or QR Code", required=True)

    def action_open(self):
        """Open the gate pass, if it lets goods out now.

        :raises UserError: if there is none, or it is used, expired, not approved …
        """
        self.ensure_one()
        gate_pass = self._find()
        if not gate_pass:
            raise UserError(
                self.env._(
                    "There is no gate pass “%s”. Compare the number with the paper; let"
                    " nothing out before it is clear.",
                    self.code,
                )
            )
        if not gate_pass._lets_out():
            reason = gate_pass._why_not()
            self.env["sanbao.rule"]._gate("SAL-44", gate_pass, reason)
            raise UserError(reason)  # also where the rule only warns
        return gate_pass._open()

    def _find(self):
        passes = self.env["sanbao.gate.pass"]
        code = self.code.strip()
        address = re.search(r"/sanbao\.gate\.pass/(\d+)\s*$", code)
        if address:
            return passes.search([("id", "=", int(address[1]))])
        return passes.search([("name", "=", code.upper())], limit=1)
