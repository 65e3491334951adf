from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

OPEN_STATUSES = ("waiting", "pending")


class TierDefinition(models.Model):
    """A step of an approval chain; its threshold is a parameter of a rule."""

    _name = "tier.definition"
    _inherit = ["tier.definition", "mail.thread"]

    name = fields.Char(tracking=True)
    active = fields.Boolean(tracking=True)
    sequence = fields.Integer(
        tracking=True, help="The step with the highest number is asked first."
    )
    reviewer_id = fields.Many2one(tracking=True)
    reviewer_group_id = fields.Many2one(tracking=True)
    definition_domain = fields.Char(tracking=True)
    review_type = fields.Selection(default="group")
    approve_sequence = fields.Boolean(default=True)
    approve_sequence_bypass = fields.Boolean(tracking=True)
    exclude_requester = fields.Boolean(default=True)
    notify_reminder_delay = fields.Integer(default=1)
    sanbao_rule_id = fields.Many2one(
        "sanbao.rule",
        string="Rule",
        index="btree_not_null",
        ondelete="restrict",
        help="The clause of the company's rules that asks for this step.",
    )
    sanbao_parameter_id = fields.Many2one(
        "sanbao.parameter",
        string="Threshold",
        ondelete="restrict",
        tracking=True,
        help="The step is asked for when the amount compares so with this parameter.",
    )
    sanbao_parameter_code = fields.Char(related="sanbao_parameter_id.code", store=True)
    sanbao_operator = fields.Selection(
        selection=[
            ("gt", "above"),
            ("ge", "at or above"),
            ("le", "at or below"),
            ("lt", "below"),
        ],
        string="Comparison",
        default="gt",
        tracking=True,
    )
    sanbao_amount_field = fields.Char(
        string="Amount field",
        tracking=True,
        help="Technical name of the document's field that is compared.",
    )
    sanbao_no_delegation = fields.Boolean(
        string="Explicit deputies only",
        tracking=True,
        help="A deputy decides this step only if the deputisation names the rule.",
    )

    @api.constrains("sanbao_parameter_id", "sanbao_amount_field", "model_id")
    def _check_threshold(self):
        for definition in self.filtered("sanbao_parameter_id"):
            # Names of models are for administrators to read; this is one field's check.
            model = self.env.get(definition.sudo().model_id.model)
            field = definition.sanbao_amount_field
            if model is None or field not in model._fields:
                raise ValidationError(
                    self.env._(
                        "%(step)s: name a field of the document that is compared with"
                        " the threshold. “%(field)s” is none.",
                        step=definition.name,
                        field=field or "",
                    )
                )
            if definition.sanbao_parameter_id.type not in (
                "amount",
                "number",
                "percent",
                "integer",
                "days",
                "hours",
            ):
                raise ValidationError(
                    self.env._(
                        "%(step)s: the parameter %(parameter)s is no number.",
                        step=definition.name,
                        parameter=definition.sanbao_parameter_id.name,
                    )
                )

    @api.model
    @tools.ormcache("model_name", "company_id")
    def _sanbao_chain_ids(self, model_name, company_id):
        """Ids of the steps of a kind of document in a company, first step first."""
        # Whoever asks, in whichever company he works: the chain is the document's.
        return (
            self.sudo()
            .with_context(active_test=True)
            .search(
                [
                    ("model", "=", model_name),
                    ("company_id", "in", (False, company_id)),
                ],
                order="sequence desc, id",
            )
            .ids
        )

    def _sanbao_remember(self):
        """Read these steps from the server's memory: they seldom change."""
        if self and not self.env.context.get("prefetch_langs"):
            for name, values in self._sanbao_memory().items():
                self._fields[name]._insert_cache(self, values)

    @tools.ormcache("self._ids", "self.env.lang")
    def _sanbao_memory(self):
        # A chain is the same for whoever asks.
        steps = self.sudo()
        fields_ = steps._determine_fields_to_fetch()
        steps.fetch([field.name for field in fields_])
        return {
            field.name: [field._get_cache(steps.env)[step_id] for step_id in steps._ids]
            for field in fields_
        }

    @api.model_create_multi
    def create(self, vals_list):
        definitions = super().create(vals_list)
        self.env.registry.clear_cache()
        return definitions

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        if {"reviewer_id", "reviewer_group_id", "reviewer_field_id"} & vals.keys():
            self._sanbao_open_reviews()._sanbao_refresh()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        # Reviews of every company and document count, also those the user cannot see.
        used = self.env["tier.review"].sudo()
        if used.search_count([("definition_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Documents were approved by this step: archive it instead of"
                    " deleting it."
                )
            )

    def _sanbao_open_reviews(self):
        return (
            self.env["tier.review"]
            # Reviews of every company and document, also those the user cannot see.
            .sudo()
            .search(
                [
                    ("definition_id", "in", self.ids),
                    ("status", "in", OPEN_STATUSES),
                ]
            )
        )

    def _cron_send_review_reminder(self):
        """OCA's daily job: ours reminds each person once, of everything."""
        self.env["tier.review"]._sanbao_remind()
