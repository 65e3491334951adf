from datetime import datetime, timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sanbao_base import local_time


class SanbaoObligationKind(models.Model):
    """One deadline or schedule of the rules: how long, for what, who is told."""

    _name = "sanbao.obligation.kind"
    _description = "Obligation kind"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Usually the rule's code, e.g. FUP-04")
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(
        default=True, help="No obligation of an archived kind is opened."
    )
    rule_id = fields.Many2one("sanbao.rule", index="btree_not_null")
    parameter_id = fields.Many2one(
        comodel_name="sanbao.parameter",
        string="Length",
        domain="[('type', 'in', ('days', 'hours'))]",
        help="The parameter that holds the length. Days are calendar days and end with "
        "the local day of the company; hours run day and night. "
        "Empty: the due date is given when the obligation is opened.",
    )
    model_id = fields.Many2one(
        comodel_name="ir.model", string="Document", required=True, ondelete="cascade"
    )
    model = fields.Char(related="model_id.model", store=True, string="Document model")
    remind_before_hours = fields.Integer(
        help="Hours before the due time at which the responsible gets an activity."
    )
    activity_type_id = fields.Many2one("mail.activity.type", ondelete="set null")
    group_ids = fields.Many2many(
        comodel_name="res.groups",
        string="Seen by",
        help="Roles that see everybody's obligations of this kind.",
    )
    escalate_group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Escalate to",
        help="Members get one activity a day that counts the late obligations.",
    )

    _code_unique = models.Constraint(
        "UNIQUE (code)", "There is already an obligation kind with this code."
    )
    _remind_not_negative = models.Constraint(
        "CHECK (remind_before_hours >= 0)",
        "Remind zero or more hours before the due time.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for kind in self:
            kind.display_name = f"{kind.code} {kind.name}"

    @api.constrains("parameter_id")
    def _check_parameter(self):
        for kind in self:
            if kind.parameter_id and kind.parameter_id.type not in ("days", "hours"):
                raise ValidationError(
                    self.env._(
                        "%(kind)s: choose a parameter in days or hours as its length.",
                        kind=kind.display_name,
                    )
                )

    # === Lookup ===

    @api.model
    @tools.ormcache("code")
    def _id_of(self, code):
        # Domain code opens obligations for everybody, whatever he may read.
        kinds = self.sudo().with_context(active_test=False)
        kind = kinds.search([("code", "=", code)])
        if not kind:
            raise KeyError(f"No obligation kind has the code {code}.")
        return kind.id

    @api.model
    def _for_code(self, code):
        """The kind (as superuser) of a code; ``KeyError`` for an unknown one."""
        return self.sudo().browse(self._id_of(code))  # see _id_of

    @api.model
    @tools.ormcache("kind_id")
    def _model_of(self, kind_id):
        # Each closing asks; see _id_of.
        return self.sudo().browse(kind_id).model

    @api.model_create_multi
    def create(self, vals_list):
        kinds = super().create(vals_list)
        self.env.registry.clear_cache()
        return kinds

    def write(self, vals):
        if "model_id" in vals and self._has_obligations(vals["model_id"]):
            raise UserError(
                self.env._(
                    "This kind has obligations: its document cannot be changed. "
                    "Make a new kind instead."
                )
            )
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _has_obligations(self, new_model_id):
        changed = self.filtered(lambda kind: kind.model_id.id != new_model_id)
        # Also those of other companies count.
        obligations = self.env["sanbao.obligation"].sudo()
        return bool(obligations.search_count([("kind_id", "in", changed.ids)], limit=1))

    # === Dates ===

    def _is_in_force(self, company):
        """Whether obligations of this kind are opened in the company."""
        self.ensure_one()
        if not self.active:
            return False
        code = self._rule_code_of(self.id)
        return not code or self.env["sanbao.rule"]._is_on(code, company)

    @api.model
    @tools.ormcache("kind_id")
    def _rule_code_of(self, kind_id):
        # Each registered case asks; the code of a rule never changes.
        return self.sudo().browse(kind_id).rule_id.code

    def _due(self, start, company):
        """When something that starts at ``start`` (UTC) is due (UTC, inclusive).

        Hours: start plus the hours. Days: the last second of the local day of the
        company that many calendar days after the local day of the start.
        """
        self.ensure_one()
        parameter = self.parameter_id
        if not parameter:
            raise UserError(
                self.env._(
                    "%(kind)s has no length: give it a parameter, or a due date when "
                    "it is opened.",
                    kind=self.display_name,
                )
            )
        length = self.env["sanbao.parameter"]._get(parameter.code, company)
        if parameter.type == "hours":
            return start + timedelta(hours=length)
        zone = local_time.company_timezone(company)
        day = local_time.local_day(start, zone) + timedelta(days=length)
        return local_time.day_end(day, zone)

    def _as_moment(self, value, company, end=False):
        """A UTC datetime of a datetime, or of the start (or end) of a local day."""
        if isinstance(value, str):
            value = fields.Datetime.to_datetime(value)
        if isinstance(value, datetime):
            return value.replace(microsecond=0)
        zone = local_time.company_timezone(company)
        edge = local_time.day_end if end else local_time.day_start
        return edge(value, zone)
