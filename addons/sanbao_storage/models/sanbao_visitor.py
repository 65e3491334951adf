from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from odoo.addons.sanbao_approval.computed import (
    refuse_protected,
    without_computed_defaults,
)
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.claim import claim
from odoo.addons.sanbao_base.local_time import company_timezone, local_day

INSIDE, LEFT = "inside", "left"
PROTECTED = {"state", "out_at", "in_by_id", "out_by_id"}
# Clocks differ a little.
AHEAD = timedelta(minutes=5)


class SanbaoVisitor(models.Model):
    """Somebody who does not belong to the warehouse and was let in (STK-25)."""

    _name = "sanbao.visitor"
    _description = "Visitor of a warehouse"
    _inherit = ["mail.thread"]
    _order = "in_at desc, id desc"
    _rec_names_search = ["name", "organization"]
    _check_company_auto = True

    name = fields.Char("Visitor", required=True)
    organization = fields.Char("Unit", help="The company or department he comes from.")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_warehouse_id(),
    )
    company_id = fields.Many2one(
        related="warehouse_id.company_id", store=True, index=True
    )
    reason = fields.Char(required=True)
    escort_id = fields.Many2one(
        "res.users",
        required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who of ours goes with the visitor.",
    )
    in_at = fields.Datetime(
        "In", required=True, default=fields.Datetime.now, tracking=True
    )
    out_at = fields.Datetime("Out", readonly=True, copy=False)
    in_by_id = fields.Many2one(
        "res.users", string="Let In By", readonly=True, default=lambda s: s.env.user
    )
    out_by_id = fields.Many2one(
        "res.users", string="Let Out By", readonly=True, copy=False
    )
    state = fields.Selection(
        selection=[(INSIDE, "Inside"), (LEFT, "Left")],
        string="Status",
        required=True,
        readonly=True,
        default=INSIDE,
        index=True,
        copy=False,
        tracking=True,
    )
    note = fields.Char("Remarks")

    @api.model
    def _default_warehouse_id(self):
        return self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )

    @api.constrains("in_at")
    def _check_in_at(self):
        latest = fields.Datetime.now() + AHEAD
        if any(visitor.in_at > latest for visitor in self):
            raise ValidationError(self.env._("Nobody is let in before he comes."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            refuse_protected(self, PROTECTED & vals.keys() - {"in_by_id"})
            # Nobody lets in under the name of another.
            vals["in_by_id"] = self.env.uid
        clean = without_computed_defaults(self, PROTECTED)
        visitors = super(SanbaoVisitor, clean).create(vals_list)
        return visitors.with_env(self.env)

    def write(self, vals):
        refuse_protected(self, PROTECTED & vals.keys())
        if not is_engine(self.env):
            self._check_inside(vals)
        return super().write(vals)

    def _check_inside(self, vals):
        chatter = {"message_follower_ids", "message_main_attachment_id"}
        if vals.keys() - chatter and self.filtered(lambda v: v.state == LEFT):
            raise UserError(
                self.env._("The visitor has left: the log stays as it was written.")
            )

    def _out_in_words(self):
        """The hour of leaving, local; with the day where it is another."""
        self.ensure_one()
        zone = company_timezone(self.company_id)
        same = local_day(self.in_at, zone) == local_day(self.out_at, zone)
        pattern = "HH:mm" if same else "MM-dd HH:mm"
        return format_datetime(
            self.env, self.out_at, tz=zone.zone, dt_format=pattern, lang_code="en_US"
        )

    def action_left(self):
        """The visitor leaves now (one press by guard or keeper)."""
        self.check_access("write")
        claim(self)
        self.invalidate_recordset(["state"])
        as_engine(self.filtered(lambda visitor: visitor.state == INSIDE)).write(
            {
                "state": LEFT,
                "out_at": fields.Datetime.now(),
                "out_by_id": self.env.uid,
            }
        )
        return True
