from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine

KEEPERS = ("sanbao_base.group_wh", "stock.group_stock_manager")
CLOSED = ("done", "cancel")


class StockPicking(models.Model):
    """The steps of the arrival check; goods that pass it and need no inspection go
    straight to the stock."""

    _inherit = "stock.picking"

    def _sanbao_require_keeper(self):
        self.check_access("write")
        user = self.env.user
        if not (self.env.su or any(user.has_group(group) for group in KEEPERS)):
            raise AccessError(
                self.env._("Arriving goods are checked by the warehouse keeper.")
            )

    def _sanbao_require_open(self):
        for picking in self.filtered(lambda p: p.state in CLOSED):
            raise UserError(
                self.env._("%s is done or cancelled.", picking.display_name)
            )

    def action_sanbao_arrive(self):
        """The goods are here: the time for the check runs from now (STK-05)."""
        self._sanbao_require_keeper()
        for picking in self.filtered(lambda p: not p.sanbao_arrived_at):
            picking._sanbao_require_open()
            as_engine(picking).sanbao_arrived_at = fields.Datetime.now()
            self.env["sanbao.obligation"]._open(
                "STK-05", picking, user=self.env.user, partner=picking.partner_id
            )
        return True

    def action_sanbao_check_all_ok(self):
        """Everything came as ordered, model and appearance are right: one press."""
        self._sanbao_require_keeper()
        open_check = self.filtered(lambda p: not p.sanbao_checked_at)
        lines = open_check._sanbao_lines_to_check()
        for name in ("sanbao_spec_check", "sanbao_look_check"):
            lines.filtered(lambda line, name=name: not line[name]).write({name: "ok"})
        return self.action_sanbao_check_done()

    def _sanbao_lines_to_check(self):
        """What came: every batch (lot) by itself, not the total of the order (STK-10)."""
        return self.move_line_ids.filtered(
            lambda line: (
                line.move_id.location_id.usage == "supplier"
                and line.product_uom_id.compare(line.quantity, 0) > 0
            )
        )

    def action_sanbao_check_done(self):
        """The check is complete; bad goods are sent to the nonconforming zone.

        :raises RuleViolation: STK-05 a batch without results, STK-11 a defect that nobody
            described
        """
        self._sanbao_require_keeper()
        for picking in self.filtered(lambda p: not p.sanbao_checked_at):
            picking._sanbao_require_open()
            lines = picking._sanbao_lines_to_check()
            picking._sanbao_gate_results(lines)
            lines._sanbao_split_bad()
            now = fields.Datetime.now()
            engine = as_engine(picking)
            if picking.sanbao_arrived_at:
                self.env["sanbao.obligation"]._close("STK-05", picking)
            engine.write(
                {
                    "sanbao_arrived_at": picking.sanbao_arrived_at or now,
                    "sanbao_checked_at": now,
                    "sanbao_checked_by_id": self.env.uid,
                }
            )
        return True

    def action_sanbao_check_again(self):
        """Take the check back before the goods are booked in."""
        self._sanbao_require_keeper()
        for picking in self.filtered("sanbao_checked_at"):
            picking._sanbao_require_open()
            engine = as_engine(picking)
            engine.write({"sanbao_checked_at": False, "sanbao_checked_by_id": False})
            bad = engine.move_line_ids.filtered("sanbao_is_rejected")
            for line in bad:
                line.write(
                    {
                        "sanbao_is_rejected": False,
                        "sanbao_bad_qty": line.quantity,
                        "location_dest_id": line.move_id.location_dest_id.id,
                    }
                )
        return True

    # === Gates ===

    def _sanbao_gate_results(self, lines):
        gate = self.env["sanbao.rule"]._gate
        missing = lines.filtered(
            lambda line: not line.sanbao_spec_check or not line.sanbao_look_check
        )
        gate(
            "STK-05",
            self if missing or not lines else self.browse(),
            lambda picking: self.env._(
                "%(receipt)s: enter what came, and for each batch whether model and"
                " appearance are right: %(goods)s",
                receipt=picking.name,
                goods=", ".join(missing.mapped("display_name")),
            ),
        )
        vague = lines.filtered(lambda line: line._sanbao_is_vague())
        gate(
            "STK-11",
            self if vague else self.browse(),
            lambda picking: self.env._(
                "%(receipt)s: describe what is wrong with %(goods)s.",
                receipt=picking.name,
                goods=", ".join(vague.product_id.mapped("display_name")),
            ),
        )

    def _sanbao_gate_arrival(self, moves):
        """Nothing is received unchecked (STK-05, STK-10); called on what was booked."""
        unchecked = self.filtered("picking_type_id.sanbao_arrival_check").filtered(
            lambda picking: (
                not picking.sanbao_checked_at
                or any(
                    not line.sanbao_spec_check or not line.sanbao_look_check
                    for line in (picking.move_ids & moves).move_line_ids
                )
            )
        )
        if not unchecked:
            return
        never = unchecked.filtered(lambda picking: not picking.sanbao_checked_at)
        gate = self.env["sanbao.rule"]._gate
        gate(
            "STK-05",
            never,
            lambda picking: self.env._(
                "%s: check what arrived first. Press “All as Ordered”, or enter what is"
                " wrong and press “Check Complete”.",
                picking.name,
            ),
        )
        gate(
            "STK-10",
            unchecked - never,
            lambda picking: self.env._(
                "%s: a batch was added after the check. Take the check back and enter"
                " its results.",
                picking.name,
            ),
        )


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _sanbao_is_vague(self):
        bad = self.sanbao_bad_qty > 0 or "bad" in (
            self.sanbao_spec_check,
            self.sanbao_look_check,
        )
        return bad and not (self.sanbao_check_note or "").strip()

    def _sanbao_split_bad(self):
        """Bad goods of a batch get a line of their own, into the nonconforming zone."""
        for line in self:
            unit, bad = line.product_uom_id, line.sanbao_bad_qty
            wrong = "bad" in (line.sanbao_spec_check, line.sanbao_look_check)
            if wrong and unit.compare(bad, 0) <= 0:
                bad = line.quantity
            if unit.compare(bad, 0) <= 0:
                continue
            if unit.compare(bad, line.quantity) > 0:
                raise UserError(
                    self.env._(
                        "%(goods)s: %(bad)g are bad, but only %(quantity)g came.",
                        goods=line.product_id.display_name,
                        bad=bad,
                        quantity=line.quantity,
                    )
                )
            line._sanbao_reject(bad)

    def _sanbao_reject(self, bad):
        warehouse = self.picking_id.picking_type_id.warehouse_id
        # Zones are set up by others and true for everybody.
        zone = warehouse.sudo().sanbao_nonconforming_location_id
        engine = as_engine(self)
        rejected = {
            "sanbao_is_rejected": True,
            "sanbao_bad_qty": bad,
            "location_dest_id": zone.id,
        }
        left = self.quantity - bad
        if self.product_uom_id.compare(left, 0) <= 0:
            engine.write(rejected)
            return
        engine.write({"quantity": left, "sanbao_bad_qty": 0})
        engine.copy({"quantity": bad, "picked": self.picked, **rejected})
        # What remains is right.
        engine.write(
            {
                "sanbao_spec_check": "ok",
                "sanbao_look_check": "ok",
                "sanbao_check_note": False,
            }
        )
