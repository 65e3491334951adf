import logging
from collections import defaultdict

import psycopg2

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError

from ..exceptions import RuleViolation

_logger = logging.getLogger(__name__)

MODE_OFF = "off"
MODE_WARN = "warn"
MODE_BLOCK = "block"
# The catalogue's chapters; a code begins with the key of its chapter.
AREAS = [
    ("PUR", "Purchasing"),
    ("STK", "Stock"),
    ("SAL", "Sales"),
    ("SVC", "After-sales service"),
    ("PRT", "Spare parts"),
    ("RMA", "Returns and exchanges"),
    ("WAR", "Warranty"),
    ("CMP", "Complaints"),
    ("FUP", "Follow-up"),
    ("SAT", "Satisfaction"),
    ("ARC", "Archives"),
    ("QLT", "Quality"),
    ("HR", "People"),
    ("SUP", "Supervision"),
    ("INF", "Information"),
    ("RPT", "Reports"),
    ("TGT", "Targets"),
    ("OTH", "Other"),
]
# A refusal of many records names the first ones only.
NAMED_IN_A_REFUSAL = 10


class SanbaoRule(models.Model):
    """One clause of the company's written rules, and how strictly it holds.

    Domain code finds the records that break a rule and hands them to :meth:`_gate`; the
    rule decides by its mode whether that passes, warns or refuses.
    """

    _name = "sanbao.rule"
    _description = "Company rule"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, readonly=True, help="Catalogue code, e.g. SVC-10")
    area = fields.Selection(
        selection=AREAS, compute="_compute_area", store=True, index=True
    )
    name = fields.Char(required=True, translate=True)
    text = fields.Text(translate=True, help="What the clause asks for, in short.")
    source = fields.Char(help="Document and section that the rule comes from")
    kind_ids = fields.Many2many("sanbao.rule.kind", string="Kinds")
    default_mode = fields.Selection(
        selection=[
            (MODE_OFF, "Off"),
            (MODE_WARN, "Warn"),
            (MODE_BLOCK, "Block"),
        ],
        required=True,
        default=MODE_BLOCK,
        readonly=True,
        help="The mode that this rule is delivered with.",
    )
    mode = fields.Selection(
        selection=[
            (MODE_OFF, "Off"),
            (MODE_WARN, "Warn"),
            (MODE_BLOCK, "Block"),
        ],
        string="Mode of this company",
        company_dependent=True,
        help="Empty: as delivered.",
    )
    effective_mode = fields.Selection(
        selection=[
            (MODE_OFF, "Off"),
            (MODE_WARN, "Warn"),
            (MODE_BLOCK, "Block"),
        ],
        compute="_compute_effective_mode",
    )
    override_group_id = fields.Many2one(
        comodel_name="res.groups",
        help="Members may let a refused record pass, with a reason. Empty: nobody may.",
    )
    override_hours = fields.Integer(
        default=24, help="How many hours an override is valid."
    )
    parameter_ids = fields.One2many("sanbao.parameter", "rule_id")
    event_count = fields.Integer(compute="_compute_event_count")
    change_ids = fields.One2many("sanbao.rule.change", "rule_id", string="Changes")

    _code_unique = models.Constraint(
        "UNIQUE (code)", "There is already a rule with this code."
    )

    # === Computed fields ===

    @api.depends("code")
    def _compute_area(self):
        areas = dict(AREAS)
        for rule in self:
            area = (rule.code or "").partition("-")[0]
            rule.area = area if area in areas else "OTH"

    @api.depends("mode", "default_mode")
    @api.depends_context("company")
    def _compute_effective_mode(self):
        for rule in self:
            rule.effective_mode = rule.mode or rule.default_mode

    def _compute_event_count(self):
        counts = dict(
            self.env["sanbao.rule.event"]._read_group(
                [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.event_count = counts.get(rule, 0)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code} {rule.name}"

    # === Changes by an administrator ===

    @api.constrains("override_hours")
    def _check_override_hours(self):
        if self.filtered(lambda rule: rule.override_hours <= 0):
            raise ValidationError(
                self.env._("An override must be valid for at least one hour.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        before = {rule: rule._settings_in_words() for rule in self}
        result = super().write(vals)
        self.env.registry.clear_cache()
        if {"mode", "override_group_id", "override_hours"} & set(vals):
            for rule in self:
                for label, old in before[rule].items():
                    new = rule._settings_in_words()[label]
                    rule._log_change(label, old, new)
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._(
                "Rules are not deleted. Switch a rule off instead: set its mode."
            )
        )

    def _settings_in_words(self):
        self.ensure_one()
        modes = dict(self._fields["mode"]._description_selection(self.env))
        return {
            self.env._("Mode"): modes[self.effective_mode],
            self.env._("Override by"): self.override_group_id.display_name or "",
            self.env._("Override hours"): str(self.override_hours),
        }

    def _log_change(self, what, old, new, parameter=None):
        """Keep who changed a setting of this rule in this company, when, from what to what."""
        self.ensure_one()
        if old == new:
            return
        # The history is written by nobody directly, administrators included.
        self.env["sanbao.rule.change"].sudo().create(
            {
                "rule_id": self.id,
                "parameter_id": parameter.id if parameter else False,
                "company_id": self.env.company.id,
                "user_id": self.env.uid,
                "what": what,
                "old_value": old,
                "new_value": new,
            }
        )

    def action_view_events(self):
        """Open the refusals, warnings and overrides of this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_base.sanbao_rule_event_action"
        )
        return dict(action, domain=[("rule_id", "=", self.id)], context={})

    # === What domain code calls ===

    @api.model
    @tools.ormcache("code", "company_id")
    def _settings_of(self, code, company_id):
        """``(rule id, mode, may be overridden)`` of a code in a company.

        Raises ``KeyError`` for a code that no rule has: a slip of the programmer.
        """
        # Everybody's work is checked by rules that only administrators may read in full.
        rule = self.sudo().with_company(company_id).search([("code", "=", code)])
        if not rule:
            raise KeyError(f"No rule has the code {code}.")
        return rule.id, rule.effective_mode, bool(rule.override_group_id)

    @api.model
    def _is_on(self, code, company=None):
        """Whether the rule warns or blocks in the company (default: the current one)."""
        company = company or self.env.company
        return self._settings_of(code, company.id)[1] != MODE_OFF

    @api.model
    def _is_blocking(self, code, company=None):
        """Whether the rule refuses in the company (default: the current one)."""
        company = company or self.env.company
        return self._settings_of(code, company.id)[1] == MODE_BLOCK

    @api.model
    def _gate(self, code, offenders, message):
        """Hand over the records that break a rule; the rule's mode decides what follows.

        :param str code: the rule's code, e.g. ``"SVC-10"``
        :param offenders: recordset that breaks the rule; empty when all is well
        :param message: what is wrong and what to do, translated; a text, or a function
            that gives the text of one record
        :raise RuleViolation: in mode *block*, unless an override lets the records pass.
            The refusal is logged although the transaction rolls back.
        """
        for company, records in self._by_company(offenders).items():
            rule_id, mode, overridable = self._settings_of(code, company.id)
            if mode == MODE_OFF:
                continue
            rule = self.sudo().with_company(company).browse(rule_id)  # see _settings_of
            if overridable:
                records -= rule._let_pass(records, message)
            if not records:
                continue
            if mode == MODE_WARN:
                rule._warn(records, message)
            else:
                rule._refuse(records, message)

    @api.model
    def _by_company(self, records):
        if "company_id" not in records._fields:
            return {self.env.company: records} if records else {}
        grouped = defaultdict(records.browse)
        for record in records:
            # The gate must find the record's company even where the user may not read it.
            grouped[record.sudo().company_id or self.env.company] |= record
        return grouped

    def _message_for(self, records, message):
        if not callable(message):
            return message
        return "\n".join(message(record) for record in records[:NAMED_IN_A_REFUSAL])

    def _let_pass(self, records, message):
        """The records that a valid override lets pass; their passing is logged."""
        passed = self.env["sanbao.rule.override"]._valid_for(self, records)
        if passed:
            text = self._message_for(passed, message)
            self._create_events(self._event_vals(passed, "overridden", text))
        return passed

    def _warn(self, records, message):
        text = self._message_for(records, message)
        self._create_events(self._event_vals(records, "warned", text))
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.display_name,
                "message": text,
                "sticky": True,
            },
        )

    def _refuse(self, records, message):
        text = self._message_for(records, message)
        self._log_beyond_rollback(self._event_vals(records, "blocked", text))
        raise RuleViolation(f"{self.display_name}\n{text}", self.code)

    def _event_vals(self, records, outcome, text):
        return [
            {
                "rule_id": self.id,
                "outcome": outcome,
                "message": text,
                "res_model": record._name,
                "res_id": record.id if isinstance(record.id, int) else 0,
                # The log must name records that its reader may not open.
                "res_name": record.sudo().display_name,
                "user_id": self.env.uid,
                "company_id": self.env.company.id,
            }
            for record in records
        ]

    @api.model
    def _create_events(self, vals_list):
        # Nobody writes the log directly.
        self.env["sanbao.rule.event"].sudo().create(vals_list)

    @api.model
    def _log_beyond_rollback(self, vals_list):
        """Log once this transaction has ended, whichever way it ends."""
        registry = self.env.registry
        pending = [vals_list]

        def log():
            while pending:
                events = pending.pop()
                try:
                    with registry.cursor() as cr:
                        env = api.Environment(cr, api.SUPERUSER_ID, {})
                        env["sanbao.rule"]._create_events(events)
                except psycopg2.Error:
                    # The person must still see the refusal itself.
                    _logger.exception("A refusal could not be logged: %s", events)

        self.env.cr.postrollback.add(log)
        self.env.cr.postcommit.add(log)
