from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Date, Datetime, Domain
from odoo.tools import float_compare

from odoo.addons.sanbao_base import local_time

from .. import periods

# Decimals that count when a figure is compared with its target.
PRECISION = 4
TARGET_TYPES = {
    "rate": ("percent",),
    "count": ("integer", "number", "amount"),
    "average": ("integer", "number", "amount", "days", "hours", "percent"),
}


class SanbaoIndicator(models.Model):
    """A figure that the rules set a target for, measured on the documents themselves."""

    _name = "sanbao.indicator"
    _description = "Indicator"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Usually the rule's code, e.g. TGT-03")
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    rule_id = fields.Many2one("sanbao.rule", index="btree_not_null")
    period = fields.Selection(
        selection=periods.UNITS,
        required=True,
        default="month",
        help="How often the figure is frozen.",
    )
    model_id = fields.Many2one(
        comodel_name="ir.model", string="Document", required=True, ondelete="cascade"
    )
    model = fields.Char(related="model_id.model", string="Document model")
    date_field = fields.Char(
        help="Name of the date that puts a document into a period. Empty: all documents, "
        "as they are on the day of measuring."
    )
    population_domain = fields.Char(
        string="Population", required=True, default="[]", help="Which documents count."
    )
    measure = fields.Selection(
        selection=[
            ("rate", "Share of successes (%)"),
            ("count", "Number of documents"),
            ("average", "Average of a field"),
        ],
        required=True,
        default="rate",
    )
    success_domain = fields.Char(
        string="Success",
        default="[]",
        help="Which documents of the population are a success.",
    )
    value_field = fields.Char(help="Name of the stored number that is averaged.")
    target_parameter_id = fields.Many2one("sanbao.parameter", string="Target")
    direction = fields.Selection(
        selection=[("higher", "Higher is better"), ("lower", "Lower is better")],
        required=True,
        default="higher",
    )
    value_ids = fields.One2many("sanbao.indicator.value", "indicator_id")

    _code_unique = models.Constraint(
        "UNIQUE (code)", "There is already an indicator with this code."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for indicator in self:
            indicator.display_name = f"{indicator.code} {indicator.name}"

    # === Checks ===

    @api.constrains(
        "model_id",
        "date_field",
        "measure",
        "population_domain",
        "success_domain",
        "value_field",
    )
    def _check_definition(self):
        for indicator in self:
            if indicator.model not in self.env:
                raise ValidationError(indicator._bad(indicator.model))
            # Checks run as superuser; what is asked must be the editor's own to read.
            documents = self.env[indicator.model].sudo(False)
            indicator._check_field("date_field", ("date", "datetime"))
            if indicator.measure == "average":
                indicator._check_field(
                    "value_field", ("integer", "float", "monetary"), required=True
                )
            for name in ("population_domain", "success_domain"):
                indicator._check_domain(documents, indicator[name])

    def _check_field(self, name, types, required=False):
        field = self.env[self.model]._fields.get(self[name] or "")
        missing = not field if self[name] else required
        if missing or (field and (field.type not in types or not field.store)):
            raise ValidationError(self._bad(self[name] or name))

    def _check_domain(self, documents, text):
        """Plain values only, known fields only, nothing the editor may not read."""
        try:
            domain = Domain(literal_eval(text or "[]"))
            domain.validate(documents)
            documents.search_count(domain, limit=1)
        except (ValueError, SyntaxError, TypeError, KeyError) as error:
            raise ValidationError(self._bad(text)) from error

    def _bad(self, what):
        return self.env._(
            "%(indicator)s: “%(what)s” cannot be used with %(document)s. Choose stored "
            "fields and plain values.",
            indicator=self.display_name,
            what=what,
            document=self.model_id.name,
        )

    @api.constrains("measure", "target_parameter_id")
    def _check_target(self):
        for indicator in self:
            target = indicator.target_parameter_id
            if target and target.type not in TARGET_TYPES[indicator.measure]:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s: the target “%(target)s” has another unit.",
                        indicator=indicator.display_name,
                        target=target.name,
                    )
                )

    # === Domains ===

    def _population(self, date_from, date_to, company):
        """Domain of what counts in the days from – to of a company."""
        self.ensure_one()
        domain = Domain(literal_eval(self.population_domain or "[]"))
        documents = self.env[self.model]
        if "company_id" in documents._fields:
            domain &= Domain("company_id", "in", [company.id, False])
        if not self.date_field:
            return domain
        first, last = date_from, date_to
        if documents._fields[self.date_field].type == "datetime":
            zone = local_time.company_timezone(company)
            first = Datetime.to_string(local_time.day_start(date_from, zone))
            last = Datetime.to_string(local_time.day_end(date_to, zone))
            return (
                domain
                & Domain(self.date_field, ">=", first)
                & Domain(self.date_field, "<=", f"{last}.999999")
            )
        return (
            domain
            & Domain(self.date_field, ">=", Date.to_string(first))
            & Domain(self.date_field, "<=", Date.to_string(last))
        )

    def _success(self):
        """Domain of a success, to be joined with the population."""
        self.ensure_one()
        return Domain(literal_eval(self.success_domain or "[]"))

    # === Measuring ===

    def _measure(self, date_from, date_to, company=None):
        """The figures of this indicator for the days from – to of a company.

        :return: dict of ``population`` and ``success`` (counts), ``rate`` (percent, None
            without population or where it is no share), ``value`` (what is compared: the
            rate, the count or the average), ``target`` (None without one), ``reached``
            (None without value or target)
        """
        self.ensure_one()
        company = company or self.env.company
        # The figure of a company is the same whoever looks. What the domains may ask was
        # checked with the rights of the administrator who wrote them.
        documents = self.env[self.model].sudo().with_company(company)
        domain = self._population(date_from, date_to, company)
        figures = {"success": 0, "rate": None}
        if self.measure == "average":
            spec = ["__count", f"{self.value_field}:avg"]
            [(population, value)] = documents._read_group(domain, [], spec)
            value = value if population else None
        else:
            population = value = documents.search_count(domain)
        if self.measure == "rate":
            success = documents.search_count(domain & self._success())
            value = 100.0 * success / population if population else None
            figures.update(success=success, rate=value)
        target = self._target(company)
        return dict(
            figures,
            population=population,
            value=value,
            target=target,
            reached=self._reached(value, target),
        )

    def _target(self, company):
        parameter = self.target_parameter_id
        if not parameter:
            return None
        return float(self.env["sanbao.parameter"]._get(parameter.code, company))

    def _reached(self, value, target):
        if value is None or target is None:
            return None
        compared = float_compare(value, target, precision_digits=PRECISION)
        return compared >= 0 if self.direction == "higher" else compared <= 0

    # === Drill-down ===

    def _action_documents(self, which, date_from, date_to, company):
        """Open the documents behind a figure: population, success or failure."""
        self.ensure_one()
        if which != "population" and self.measure != "rate":
            raise UserError(
                self.env._("This indicator knows no successes: it is not a share.")
            )
        domain = self._population(date_from, date_to, company)
        names = {
            "population": self.env._("counted"),
            "success": self.env._("successes"),
            "failure": self.env._("failures"),
        }
        if which == "success":
            domain &= self._success()
        elif which == "failure":
            domain &= ~self._success()
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name}: {names[which]}",
            "res_model": self.model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": {"create": False},
        }

    def action_view_values(self):
        """Open the measured figures of this indicator."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_indicator.sanbao_indicator_value_action"
        )
        return dict(action, domain=[("indicator_id", "=", self.id)], context={})
