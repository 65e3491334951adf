from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError

FLAGS = {
    "1": True,
    "on": True,
    "yes": True,
    "true": True,
    "是": True,
    "0": False,
    "off": False,
    "no": False,
    "false": False,
    "否": False,
}
DECIMAL_TYPES = ("amount", "number", "percent")
WHOLE_TYPES = ("integer", "days", "hours")


class SanbaoParameter(models.Model):
    """A threshold, day count or other setting of a rule, per company, with its origin."""

    _name = "sanbao.parameter"
    _description = "Rule parameter"
    _order = "rule_id, sequence, id"
    _rec_names_search = ["code", "name"]

    rule_id = fields.Many2one(
        "sanbao.rule", required=True, readonly=True, index=True, ondelete="cascade"
    )
    rule_text = fields.Text(related="rule_id.text")
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    note = fields.Text(translate=True, help="How the boundary is read.")
    type = fields.Selection(
        selection=[
            ("amount", "Amount"),
            ("number", "Number"),
            ("percent", "Percent"),
            ("integer", "Whole number"),
            ("days", "Days"),
            ("hours", "Hours"),
            ("flag", "Yes or no"),
            ("choice", "Choice"),
            ("text", "Text"),
        ],
        required=True,
        readonly=True,
    )
    unit = fields.Char(compute="_compute_unit")
    choices = fields.Text(
        readonly=True,
        translate=True,
        help="One choice a line: its key, a colon, its name.",
    )
    default_value = fields.Char(required=True, readonly=True, string="As delivered")
    value = fields.Char(
        string="Value of this company",
        company_dependent=True,
        help="Empty: as delivered.",
    )
    effective_value = fields.Char(compute="_compute_effective_value", string="In force")
    origin = fields.Selection(
        selection=[
            ("stated", "Stated in the rules"),
            ("proposed", "Our proposal"),
        ],
        required=True,
        readonly=True,
    )
    change_ids = fields.One2many("sanbao.rule.change", "parameter_id")

    _code_unique = models.Constraint(
        "UNIQUE (code)", "There is already a parameter with this code."
    )

    # === Computed fields ===

    @api.depends("type")
    @api.depends_context("company", "lang")
    def _compute_unit(self):
        units = {
            "amount": self.env.company.currency_id.name,
            "percent": "%",
            "days": self.env._("days"),
            "hours": self.env._("hours"),
        }
        for parameter in self:
            parameter.unit = units.get(parameter.type, "")

    @api.depends("value", "default_value", "type", "choices")
    @api.depends_context("company", "lang")
    def _compute_effective_value(self):
        for parameter in self:
            parameter.effective_value = parameter._in_words()

    def _in_words(self):
        self.ensure_one()
        raw = self._raw()
        if self.type == "choice":
            return self._choice_names().get(raw, raw)
        if self.type == "flag":
            return self.env._("Yes") if self._typed(raw) else self.env._("No")
        return raw

    def _raw(self):
        return (self.value or "").strip() or self.default_value

    def _choice_names(self):
        lines = (self.choices or "").splitlines()
        pairs = (line.partition(":") for line in lines if line.strip())
        return {key.strip(): (name or key).strip() for key, _colon, name in pairs}

    # === Values ===

    def _typed(self, raw):
        """The value as Python knows it; raises ``ValueError`` where it is none."""
        self.ensure_one()
        if self.type in DECIMAL_TYPES:
            value = float(raw)
        elif self.type in WHOLE_TYPES:
            value = int(raw)
        elif self.type == "flag":
            if raw.lower() not in FLAGS:
                raise ValueError(raw)
            return FLAGS[raw.lower()]
        elif self.type == "choice":
            if raw not in self._choice_names():
                raise ValueError(raw)
            return raw
        else:
            return raw
        if not 0 <= value < float("inf"):
            raise ValueError(raw)
        return value

    @api.constrains("value", "default_value", "type", "choices")
    def _check_value(self):
        for parameter in self:
            parameter._check_raw(parameter.default_value)
            parameter._check_raw(parameter._raw())

    def _check_raw(self, raw):
        try:
            self._typed(raw)
        except ValueError:
            raise ValidationError(self._bad_value(raw)) from None

    def _bad_value(self, raw):
        kinds = dict(self._fields["type"]._description_selection(self.env))
        return self.env._(
            "%(parameter)s: “%(value)s” is not possible. Expected: %(kind)s %(choices)s",
            parameter=self.name,
            value=raw,
            kind=kinds[self.type],
            choices=", ".join(self._choice_names()),
        )

    @api.model
    @tools.ormcache("code", "company_id")
    def _get_cached(self, code, company_id):
        # Rules are applied to everybody; only administrators may open the screen.
        parameter = self.sudo().with_company(company_id).search([("code", "=", code)])
        if not parameter:
            raise KeyError(f"No parameter has the code {code}.")
        return parameter._typed(parameter._raw())

    @api.model
    def _get(self, code, company=None):
        """The value in force of a parameter in a company (default: the current one).

        ``float`` for amounts (company currency), numbers and percents (20 means 20 %),
        ``int`` for whole numbers, days and hours, ``bool`` for yes or no, ``str`` else.
        Raises ``KeyError`` for an unknown code.
        """
        return self._get_cached(code, (company or self.env.company).id)

    # === Changes by an administrator ===

    @api.model_create_multi
    def create(self, vals_list):
        parameters = super().create(vals_list)
        self.env.registry.clear_cache()
        return parameters

    def write(self, vals):
        before = {parameter: parameter._raw() for parameter in self}
        result = super().write(vals)
        self.env.registry.clear_cache()
        for parameter, old in before.items():
            parameter.rule_id._log_change(
                parameter.name, old, parameter._raw(), parameter
            )
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Parameters are not deleted. Change the value."))
