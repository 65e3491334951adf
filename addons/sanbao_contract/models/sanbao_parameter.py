from odoo import models
from odoo.exceptions import ValidationError

from .sanbao_contract_clause_kind import MANDATORY


class SanbaoParameter(models.Model):
    _inherit = "sanbao.parameter"

    def _check_raw(self, raw):
        """A list of mandatory clauses names kinds of clauses that exist."""
        super()._check_raw(raw)
        for contract_type, lists in MANDATORY.items():
            if self.code not in lists:
                continue
            kinds = self.env["sanbao.contract.clause.kind"]
            kinds = kinds.with_context(active_test=False).search(
                [("contract_type", "=", contract_type)]
            )
            words = raw.replace("，", ",").replace("、", ",").split(",")
            unknown = (
                {word.strip() for word in words} - {""} - set(kinds.mapped("code"))
            )
            if unknown:
                raise ValidationError(
                    self.env._(
                        "%(parameter)s: there is no kind of clause “%(codes)s”. Known"
                        " are: %(known)s.",
                        parameter=self.name,
                        codes=", ".join(sorted(unknown)),
                        known=", ".join(kinds.mapped("code")),
                    )
                )
