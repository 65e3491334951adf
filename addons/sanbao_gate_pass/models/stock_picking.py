from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim

LIVE_STATES = ("draft", "submitted", "rejected", "approved")


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "sanbao.protected.mixin"]

    sanbao_gate_pass_line_ids = fields.One2many(
        "sanbao.gate.pass.line",
        "picking_id",
        string="Gate Pass Lines",
        copy=False,
        groups="stock.group_stock_user",
    )
    sanbao_exit_pass_id = fields.Many2one(
        "sanbao.gate.pass",
        string="Left With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
        help="The gate pass with which the guard let the goods out.",
    )
    sanbao_leaves_factory = fields.Boolean(
        string="Leaves the Factory",
        compute="_compute_sanbao_leaves_factory",
        compute_sudo=True,
        groups="base.group_user",
    )
    sanbao_gate_pass_count = fields.Integer(
        string="Gate Passes",
        compute="_compute_sanbao_gate_pass",
        compute_sudo=True,
        groups="base.group_user",
    )
    sanbao_gate_pass_missing = fields.Boolean(
        compute="_compute_sanbao_gate_pass",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends("picking_type_id", "move_ids.location_dest_id", "move_ids.location_id")
    def _compute_sanbao_leaves_factory(self):
        rule = self.env["sanbao.rule"]
        for picking in self:
            rule_on = rule._is_on("SAL-44", picking.company_id)
            picking.sanbao_leaves_factory = rule_on and bool(
                picking.move_ids._sanbao_leaving()
            )

    @api.depends("sanbao_leaves_factory", "state", "sanbao_gate_pass_line_ids")
    def _compute_sanbao_gate_pass(self):
        self.sanbao_gate_pass_count = 0
        self.sanbao_gate_pass_missing = False
        for picking in self.filtered("sanbao_leaves_factory"):
            passes = picking._sanbao_gate_passes()
            picking.sanbao_gate_pass_count = len(passes)
            picking.sanbao_gate_pass_missing = picking.state not in (
                "draft",
                "cancel",
            ) and not passes.filtered(
                lambda p: (
                    p.state == "used"
                    or (p.state in LIVE_STATES and not p._is_expired())
                )
            )

    @api.model
    def _sanbao_protected(self):
        # Only the guard records an exit, at the gate.
        return super()._sanbao_protected() | {"sanbao_exit_pass_id"}

    # === What leaves ===

    def _sanbao_gate_passes(self):
        # Who books a transfer may do so by a pass that he may not open.
        return self.sudo().sanbao_gate_pass_line_ids.pass_id.sorted("id")

    def _sanbao_goods(self):
        """``{(product, lot): quantity}`` that leaves, in the product's unit of measure.

        What is done; before that what is picked, else reserved, else asked for. The lot
        is empty for products that are not tracked.
        """
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state != "cancel")
        moves = moves._sanbao_leaving()
        goods = defaultdict(float)
        lines = moves.move_line_ids
        done = moves.filtered(lambda move: move.state == "done")
        if done:
            lines = done.move_line_ids
        else:
            lines = lines.filtered("picked") or lines
            if not any(lines.mapped("quantity")):
                for move in moves:
                    goods[move.product_id, self.env["stock.lot"]] += move.product_qty
        for line in lines.filtered("quantity"):
            lot = line.lot_id if line.product_id.tracking != "none" else line.lot_id[:0]
            goods[line.product_id, lot] += line.quantity_product_uom
        return dict(goods)

    # === Gate ===

    def _sanbao_check_gate_pass(self, after=False):
        """Hand over to SAL-44 and SAL-46 those whose goods may not leave.

        Called for transfers that leave the factory, when their moves are done.

        :param after: the transfer was done before and is being corrected
        """
        rule = self.env["sanbao.rule"]
        # The rule of the transfer's company, wherever its user works now.
        watched = self.filtered(lambda p: rule._is_on("SAL-44", p.company_id))
        problems, passes = {}, self.env["sanbao.gate.pass"].sudo()
        for picking in watched:
            gate_pass, problem = picking._sanbao_covering_pass(after)
            if problem:
                problems[picking] = problem
            passes |= gate_pass
        offenders = watched.filtered(lambda picking: picking in problems)
        rule._gate("SAL-44", offenders, problems.get)
        passes._check_finance()

    def _sanbao_covering_pass(self, after):
        """``(pass, what is wrong)``: the one pass that lets exactly these goods out."""
        self.ensure_one()
        passes = self._sanbao_gate_passes()
        good = passes.filtered(lambda p: p._lets_out(after))
        problems = [gate_pass._differences(self) for gate_pass in good]
        for gate_pass, problem in zip(good, problems, strict=True):
            if not problem:
                return gate_pass, None
        if problems:
            return passes.browse(), problems[-1]
        return passes.browse(), self._sanbao_no_pass(passes[-1:])

    def _sanbao_no_pass(self, last):
        if not last:
            return self.env._(
                "%(transfer)s leaves the factory and has no gate pass. Press “Create"
                " Gate Pass” and have it approved.",
                transfer=self.name,
            )
        return self.env._(
            "%(transfer)s: %(reason)s", transfer=self.name, reason=last._why_not()
        )

    # === Buttons ===

    def action_sanbao_create_gate_pass(self):
        """Prepare one gate pass for these transfers, or open the one that is under way.

        :raises UserError: if a transfer does not leave, or several have passes already
        """
        self.check_access("read")
        passes = self.env["sanbao.gate.pass"]
        passes.check_access("create")
        live = self._sanbao_gate_passes().filtered(
            lambda p: p.state in LIVE_STATES and not p._is_expired()
        )
        if live and len(self) == 1:
            return live[-1:].with_env(self.env)._open()
        self._sanbao_require_passable(live)
        claim(self)
        gate_pass = passes.create(self._prepare_sanbao_gate_pass_vals())
        return gate_pass._open()

    def _sanbao_require_passable(self, live):
        taken = live.line_ids.picking_id & self
        if taken:
            raise UserError(
                self.env._(
                    "%(transfers)s: there is a gate pass already (%(passes)s). Cancel it"
                    " first, or leave these transfers out.",
                    transfers=", ".join(taken.mapped("name")),
                    passes=", ".join(live.mapped("name")),
                )
            )
        for picking in self:
            if picking.state in ("draft", "cancel") or picking.sanbao_exit_pass_id:
                raise UserError(
                    self.env._(
                        "%(transfer)s needs no gate pass now: it is a draft, cancelled,"
                        " or has left already.",
                        transfer=picking.name,
                    )
                )
            if not picking.sanbao_leaves_factory:
                raise UserError(
                    self.env._(
                        "%(transfer)s does not leave the factory. Set this on its"
                        " operation type, if it should.",
                        transfer=picking.name,
                    )
                )
        if len(self.company_id) > 1:
            raise UserError(self.env._("One gate pass is for one company."))

    def _prepare_sanbao_gate_pass_vals(self):
        """Values of a gate pass for these transfers; extended by other documents."""
        partner = self.partner_id if len(self.partner_id) == 1 else self.partner_id[:0]
        outgoing = all(picking.picking_type_code == "outgoing" for picking in self)
        origins = [picking.origin for picking in self if picking.origin]
        return {
            "company_id": self.company_id.id,
            "partner_id": partner.id,
            "purpose": "sale" if outgoing else "warranty",
            "reference": ", ".join(dict.fromkeys(origins)),
            "picking_ids": [fields.Command.set(self.ids)],
        }

    def action_sanbao_view_gate_passes(self):
        """Open the gate passes of this transfer."""
        self.ensure_one()
        self.check_access("read")
        passes = self._sanbao_gate_passes().with_env(self.env)
        if len(passes) == 1:
            return passes._open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_gate_pass.sanbao_gate_pass_action"
        )
        return dict(action, domain=[("id", "in", passes.ids)], context={})
