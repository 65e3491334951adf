import math

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

FULL = "full"
PERCENT = "percent"
TABLE = "table"


class SanbaoSamplingPlan(models.Model):
    """How many pieces of a lot are inspected, and how many of them may be bad (QLT-13)."""

    _name = "sanbao.sampling.plan"
    _description = "Sampling plan"
    _inherit = ["mail.thread"]
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            (FULL, "Every piece"),
            (PERCENT, "Percent of the lot"),
            (TABLE, "Table by lot size"),
        ],
        required=True,
        default=TABLE,
        tracking=True,
    )
    percent = fields.Float(string="Sample (%)", default=10.0, tracking=True)
    accept_number = fields.Integer(
        string="Accept up to",
        tracking=True,
        help="Bad pieces in the sample with which the lot still passes.",
    )
    line_ids = fields.One2many(
        "sanbao.sampling.plan.line", "plan_id", string="Table", copy=True
    )
    note = fields.Char(translate=True)
    active = fields.Boolean(default=True)

    @api.constrains("percent", "accept_number")
    def _check_percent(self):
        for plan in self:
            if not 0 < plan.percent <= 100 or plan.accept_number < 0:
                raise ValidationError(
                    self.env._(
                        "%s: a sample is above 0 and at most 100 percent of the lot, and"
                        " the accept number is not negative.",
                        plan.name,
                    )
                )

    def write(self, vals):
        if vals.keys() & {"kind", "percent", "accept_number", "line_ids"}:
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        self._check_unused()

    def _check_unused(self):
        """A plan belongs to the versions of standards that use it (STK-09)."""
        # Standards of every company count.
        standards = self.env["qc.test"].sudo().with_context(active_test=False)
        used = standards.search(
            [("sanbao_plan_id", "in", self.ids), ("sanbao_state", "!=", "draft")],
            limit=1,
        )
        if used:
            raise UserError(
                self.env._(
                    "%(plan)s is used by %(standard)s, which is in force. Make another"
                    " plan, and a new version of the standard.",
                    plan=used.sanbao_plan_id.name,
                    standard=used.display_name,
                )
            )

    def _sample(self, quantity, factor=1.0):
        """What is drawn from a lot.

        :param float quantity: size of the lot, in the unit of the product
        :param float factor: above 1 for suppliers that are inspected more closely; the
            accept number stays that of the plan
        :return: ``(size of the sample, accept number, reject number)``
        """
        plan = self[:1]
        if plan.kind == PERCENT:
            size, accept = quantity * plan.percent / 100, plan.accept_number
        elif plan.kind == TABLE and (line := plan._line_for(quantity)):
            size, accept = line.sample_size, line.accept_number
        else:
            return quantity, 0, 1
        size = min(quantity, math.ceil(round(size * factor, 6)))
        return size, accept, accept + 1

    def _line_for(self, quantity):
        return self.line_ids.filtered(
            lambda line: (
                line.lot_from <= quantity
                and (not line.lot_to or quantity < line.lot_to + 1)
            )
        )[:1]
