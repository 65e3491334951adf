from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.computed import refuse_protected
from odoo.addons.sanbao_approval.engine import as_engine, is_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_stock_proposal import RULE

OPEN, ACCEPTED, REFUSED = "open", "accepted", "refused"
FREE = {"new_min_qty", "new_max_qty", "reason"}


class SanbaoStockProposalLine(models.Model):
    """One part whose reordering rule should change; accepted, or refused with a reason."""

    _name = "sanbao.stock.proposal.line"
    _description = "Proposed stock level"
    _order = "proposal_id desc, kind, id"
    _rec_name = "product_id"
    _check_company_auto = True

    proposal_id = fields.Many2one(
        "sanbao.stock.proposal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="proposal_id.company_id", store=True)
    product_id = fields.Many2one(
        "product.product",
        string="Part",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    kind = fields.Selection(
        selection=[("slow", "Slow mover: less"), ("short", "Shortage: more")],
        required=True,
        readonly=True,
    )
    on_hand = fields.Float(readonly=True, digits="Product Unit")
    on_order = fields.Float(readonly=True, digits="Product Unit")
    monthly = fields.Float(
        string="Needed per month", readonly=True, digits="Product Unit"
    )
    cover_days = fields.Float(
        string="Days of cover", readonly=True, aggregator=None, digits=(16, 0)
    )
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering rule",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups="stock.group_stock_user,purchase.group_purchase_user",
    )
    old_min_qty = fields.Float(string="Min now", readonly=True, digits="Product Unit")
    old_max_qty = fields.Float(string="Max now", readonly=True, digits="Product Unit")
    new_min_qty = fields.Float(string="New min", digits="Product Unit")
    new_max_qty = fields.Float(string="New max", digits="Product Unit")
    order_qty = fields.Float(
        string="To plan",
        readonly=True,
        digits="Product Unit",
        help="What is missing up to the new maximum; for the next purchase plan.",
    )
    state = fields.Selection(
        selection=[(OPEN, "Open"), (ACCEPTED, "Accepted"), (REFUSED, "Refused")],
        default=OPEN,
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    for_plan = fields.Boolean(
        string="By the plan",
        readonly=True,
        copy=False,
        index=True,
        help="Accepted as a quantity for the next purchase plan, not as a new level.",
    )
    reason = fields.Char(help="Why the proposal is refused.")
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)

    _levels_in_order = models.Constraint(
        "CHECK (new_min_qty >= 0 AND new_max_qty >= new_min_qty)",
        "The maximum cannot be below the minimum, nor the minimum below zero.",
    )
    _part_unique = models.Constraint(
        "UNIQUE (proposal_id, product_id)", "This part is already in the proposal."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not is_engine(self.env):
            raise AccessError(
                self.env._("Proposals are made by a count, or by “Analyse stock”.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not is_engine(self.env):
            refuse_protected(self, [name for name in vals if name not in FREE])
            decided = self.filtered(lambda line: line.state != OPEN)
            if decided and {"new_min_qty", "new_max_qty"} & vals.keys():
                refuse_protected(self, ["new_min_qty", "new_max_qty"])
        return super().write(vals)

    # === Buttons ===

    def action_accept(self):
        """Write the new levels into the reordering rules."""
        waiting = self._claim_open()
        as_engine(waiting)._write_orderpoints()
        waiting._decide(ACCEPTED)
        return True

    def action_plan(self):
        """Accept shortages for the next purchase plan, without changing any level.

        The plan collects what is missing by its source “accepted proposals”.
        """
        waiting = self._claim_open()
        if waiting.filtered(lambda line: line.uom_id.compare(line.order_qty, 0) <= 0):
            raise UserError(
                self.env._(
                    "Only shortages go into the plan. Accept or refuse the others."
                )
            )
        as_engine(waiting).write({"for_plan": True})
        waiting._decide(ACCEPTED)
        return True

    def action_refuse(self):
        """Leave the levels as they are, for the reason given.

        :raises RuleViolation: PUR-23 no reason
        """
        waiting = self._claim_open()
        self.env["sanbao.rule"]._gate(
            RULE,
            waiting.filtered(lambda line: not (line.reason or "").strip()),
            lambda line: self.env._(
                "%(part)s: give the reason why the proposal is refused.",
                part=line.product_id.display_name,
            ),
        )
        waiting._decide(REFUSED)
        return True

    def _claim_open(self):
        """Those that nobody has decided yet, held against a second press."""
        self.check_access("write")
        self.env["sanbao.stock.proposal"]._check_may_decide()
        claim(self)
        return self.filtered(lambda line: line.state == OPEN)

    def _decide(self, state):
        as_engine(self).write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        self.proposal_id._finish_if_decided()

    def _write_orderpoints(self):
        """Levels into the rules that are there; rules for the parts that have none."""
        with_rule = self.filtered("orderpoint_id")
        for (lowest, highest), lines in with_rule.grouped(
            lambda line: (line.new_min_qty, line.new_max_qty)
        ).items():
            lines.orderpoint_id.write(
                {"product_min_qty": lowest, "product_max_qty": highest}
            )
        without = self - with_rule
        rules = self.env["stock.warehouse.orderpoint"].create(
            [line._prepare_orderpoint() for line in without]
        )
        for line, rule in zip(without, rules, strict=True):
            line.orderpoint_id = rule

    def _prepare_orderpoint(self):
        self.ensure_one()
        warehouse = self.env["stock.warehouse"]._sanbao_of_company(self.company_id)
        return {
            "product_id": self.product_id.id,
            "warehouse_id": warehouse.id,
            "location_id": warehouse.lot_stock_id.id,
            "company_id": self.company_id.id,
            # Needs go on approved plans; nothing is ordered by the scheduler.
            "trigger": "manual",
            "product_min_qty": self.new_min_qty,
            "product_max_qty": self.new_max_qty,
        }
