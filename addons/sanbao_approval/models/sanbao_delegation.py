import datetime

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.sanbao_base.local_time import company_today

DEFAULT_TZ = "Asia/Shanghai"


class SanbaoDelegation(models.Model):
    """A person decides in another's place for some days."""

    _name = "sanbao.delegation"
    _description = "Deputy"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        string="Absent person",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    deputy_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('id', '!=', user_id)]",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_to = fields.Date(
        string="To", required=True, tracking=True, help="Including this day."
    )
    rule_ids = fields.Many2many(
        "sanbao.rule",
        string="Only for rules",
        help="Empty: every ordinary step. Steps that need an explicit deputy must be"
        " named here.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    reason = fields.Char()
    active = fields.Boolean(default=True, tracking=True)

    @api.depends("user_id", "deputy_id")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = self.env._(
                "%(deputy)s for %(user)s",
                deputy=delegation.deputy_id.name or "",
                user=delegation.user_id.name or "",
            )

    @api.constrains("user_id", "deputy_id", "date_from", "date_to", "company_id")
    def _check_delegation(self):
        for delegation in self:
            if delegation.date_to < delegation.date_from:
                raise ValidationError(
                    self.env._("The last day of a deputy lies before the first day.")
                )
            if delegation.user_id == delegation.deputy_id:
                raise ValidationError(
                    self.env._("Nobody is his own deputy. Choose another person.")
                )
            # The companies of a colleague are not readable by everybody.
            deputy = delegation.deputy_id.sudo()
            if deputy.share or delegation.company_id not in deputy.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(deputy)s does not work in %(company)s and cannot be deputy.",
                        deputy=deputy.name,
                        company=delegation.company_id.name,
                    )
                )

    def _check_own(self):
        if self.env.su or self.env.user.has_group("sanbao_base.group_admin"):
            return
        if any(delegation.user_id != self.env.user for delegation in self):
            raise AccessError(
                self.env._(
                    "Everybody names his own deputy only. Ask the rule administrator to"
                    " name one for an absent colleague."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        delegations._check_own()
        self._changed()
        return delegations

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        self._changed()
        return result

    def unlink(self):
        self._check_own()
        result = super().unlink()
        self._changed()
        return result

    def _changed(self):
        self.env["tier.review"]._sanbao_refresh_open()

    @api.model
    @tools.ormcache("company_id", "day")
    def _valid(self, company_id, day):
        """``(absent user id, deputy id, rule ids)`` of the deputies of a day."""
        # Deputies decide in place of others, so everybody's deputies are looked up.
        delegations = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("date_from", "<=", datetime.date.fromisoformat(day)),
                ("date_to", ">=", datetime.date.fromisoformat(day)),
            ],
            order="id",
        )
        return tuple(
            (d.user_id.id, d.deputy_id.id, frozenset(d.rule_ids.ids))
            for d in delegations
        )

    @api.model
    @tools.ormcache("company_id")
    def _exist(self, company_id):
        # Of anybody, like ``_valid``.
        return bool(
            self.sudo().search_count([("company_id", "=", company_id)], limit=1)
        )

    @api.model
    def _pairs(self, definition, company):
        """``(absent user id, deputy id)`` that hold today for a step in a company."""
        if not self._exist(company.id):
            return []
        rule_id = definition.sanbao_rule_id.id
        return [
            (user_id, deputy_id)
            for user_id, deputy_id, rule_ids in self._valid(
                company.id, company_today(company).isoformat()
            )
            if (rule_id in rule_ids)
            or (not rule_ids and not definition.sanbao_no_delegation)
        ]
