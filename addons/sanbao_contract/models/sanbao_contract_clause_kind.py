from odoo import api, fields, models

# The lists of mandatory clauses, by kind of contract: parameter and the rule it belongs to.
MANDATORY = {
    "purchase": {
        "po_contract_clauses": "PUR-18",
        "po_contract_clauses_extra": "PUR-19",
    },
}


class SanbaoContractClauseKind(models.Model):
    """A subject that contracts have a clause about, e.g. the place of delivery."""

    _name = "sanbao.contract.clause.kind"
    _description = "Kind of contract clause"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="By this the lists of mandatory clauses name it."
    )
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    contract_type = fields.Selection(
        selection=[("purchase", "Purchase contract")],
        required=True,
        default="purchase",
    )
    source = fields.Selection(
        selection=[
            ("text", "Text only"),
            ("parties", "Parties"),
            ("spec", "Products and specifications"),
            ("quantity", "Quantities"),
            ("price", "Prices and total"),
            ("delivery_time", "Delivery dates"),
            ("delivery_place", "Place of delivery"),
            ("payment", "Payment terms"),
        ],
        string="Taken from the order",
        required=True,
        default="text",
        help="What the clause says by the order itself, in front of its text.",
    )
    hint = fields.Char(translate=True, help="What to write, shown to the buyer.")
    mandatory = fields.Boolean(
        compute="_compute_mandatory",
        inverse="_inverse_mandatory",
        help="Without this clause a contract is not submitted. The parameters of the"
        " rules hold the list.",
    )

    _code_unique = models.Constraint(
        "UNIQUE (contract_type, code)",
        "There is already a kind of clause with this code.",
    )

    @api.depends("code", "contract_type")
    @api.depends_context("company")
    def _compute_mandatory(self):
        for kind in self:
            kind.mandatory = any(
                kind.code in self._codes_of(parameter)
                for parameter in MANDATORY.get(kind.contract_type, ())
            )

    def _inverse_mandatory(self):
        """Write the parameter's list, with the rights and the history of a parameter."""
        for kind in self:
            lists = list(MANDATORY.get(kind.contract_type, ()))
            holding = [name for name in lists if kind.code in self._codes_of(name)]
            if bool(holding) == kind.mandatory or not lists:
                continue
            for name in holding or lists[:1]:
                codes = self._codes_of(name)
                if kind.mandatory:
                    codes = [*codes, kind.code]
                else:
                    codes = [code for code in codes if code != kind.code]
                parameter = self.env["sanbao.parameter"].search([("code", "=", name)])
                # A single comma stands for an empty list: nothing means the default.
                parameter.value = ",".join(codes) or ","

    @api.model
    def _codes_of(self, parameter, company=None):
        raw = self.env["sanbao.parameter"]._get(parameter, company)
        words = raw.replace("，", ",").replace("、", ",").split(",")
        return [word.strip() for word in words if word.strip()]

    @api.model
    def _mandatory_kinds(self, contract_type, parameter, company):
        """The kinds of a list of mandatory clauses, also archived ones."""
        domain = [
            ("contract_type", "=", contract_type),
            ("code", "in", self._codes_of(parameter, company)),
        ]
        # What is mandatory is so for everybody.
        return self.sudo().with_context(active_test=False).search(domain)
