from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_gate_pass import USED


class SanbaoGatePass(models.Model):
    """What the guard does with a gate pass, once: the goods leave, or they do not."""

    _inherit = "sanbao.gate.pass"

    def _as_engine(self):
        # Number, exit and return have no writer among the users.
        return as_engine(self)

    # === What the pass lets out ===

    def _lets_out(self, after=False):
        """Whether transfers may be booked by this pass.

        :param after: a transfer that was booked is being corrected
        """
        self.ensure_one()
        if self.state == USED:
            return after and self._is_approved()
        return (
            self.state == "approved" and not self._is_expired() and self._is_approved()
        )

    def _why_not(self):
        """Why these goods may not leave with this pass, and what to do."""
        self.ensure_one()
        number = self.name
        if self.state == USED:
            return self.env._(
                "gate pass %(number)s was used already: the goods left on %(time)s,"
                " recorded by %(guard)s. Another exit needs another gate pass.",
                number=number,
                time=self._form_datetime(self.exit_at),
                # As a message, also to those who may not read the colleague's record.
                guard=self.sudo().exit_by_id.name,
            )
        if self.state == "cancelled":
            return self.env._("gate pass %s was cancelled. Ask for a new one.", number)
        if self._is_expired():
            return self.env._(
                "gate pass %(number)s was valid until %(day)s. Ask for a new one.",
                number=number,
                day=self._form_day(self.valid_until),
            )
        if self.state == "rejected":
            return self.env._(
                "gate pass %s was rejected. Correct it and submit it again.", number
            )
        if self.state == "submitted":
            return self.env._(
                "gate pass %(number)s is not approved yet; it waits for: %(who)s.",
                number=number,
                who=self._waits_for(),
            )
        if self.state == "approved":
            return self.env._(
                "the approval of gate pass %s does not hold any more. Cancel it and make"
                " a new one.",
                number,
            )
        return self.env._(
            "gate pass %s is not approved. Submit it for approval.", number
        )

    def _waits_for(self):
        # Everybody at the gate is told who must sign.
        reviews = self.sudo().review_ids.filtered(lambda r: r.status == "pending")
        return ", ".join(reviews.mapped("name")) or "–"

    def _differences(self, picking):
        """How the goods of a transfer differ from this pass, in words; "" if not."""
        self.ensure_one()
        goods = picking._sanbao_goods()
        allowed = {}
        # The guard has no rights in the stock application.
        for line in self.sudo().line_ids.filtered(lambda r: r.picking_id == picking):
            key = line.product_id, line.lot_id
            allowed[key] = allowed.get(key, 0.0) + line.quantity
        differences = []
        for product, lot in {**goods, **allowed}:
            real = goods.get((product, lot), 0.0)
            covered = allowed.get((product, lot), 0.0)
            if product.uom_id.compare(real, covered):
                differences.append(
                    self.env._(
                        "%(goods)s: transfer %(real)s %(unit)s, gate pass %(covered)s"
                        " %(unit)s",
                        goods=_goods_name(product, lot),
                        real=f"{real:g}",
                        covered=f"{covered:g}",
                        unit=product.uom_id.name,
                    )
                )
        if not differences:
            return ""
        return self.env._(
            "%(transfer)s differs from gate pass %(number)s: %(differences)s. Correct"
            " the transfer, or change the gate pass and have it approved again.",
            transfer=picking.name,
            number=self.name,
            differences="; ".join(differences),
        )

    # === At the gate ===

    def action_check_exit(self):
        """Open the page on which the guard ticks what he sees."""
        self.ensure_one()
        self._require_guard()
        self._require_exit_allowed()
        wizard = self.env["sanbao.gate.pass.exit"]._for_pass(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check the Goods"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_record_exit(self, counted=None):
        """Record that the goods left now, once; by a guard, never by the requester.

        :param dict counted: quantity that the guard counted, by id of the line; None:
            he found exactly what the pass says
        :raises RuleViolation: SAL-44, SAL-46; also if the quantities differ
        :raises UserError: if the pass lets nothing out (any more)
        """
        self._require_guard()
        self._sanbao_lock()
        for gate_pass in self:
            gate_pass._require_exit_allowed()
            gate_pass._check_counted(counted)
            gate_pass._record_exit()
        return True

    def _require_guard(self):
        self.check_access("read")
        if not self.env.user.has_group("sanbao_base.group_gate"):
            raise AccessError(
                self.env._("Only the guard records an exit, at the gate.")
            )

    def _require_exit_allowed(self):
        """Everything that must hold when the goods pass the gate, but their number."""
        self.ensure_one()
        gate = self.env["sanbao.rule"]._gate
        if not self._lets_out():
            reason = self._why_not()
            gate("SAL-44", self, reason)
            raise UserError(reason)  # also where the rule only warns
        if self.env.user in self.sudo()._approval_requesters() | self.user_id:
            raise UserError(
                self.env._(
                    "%s was asked for by yourself. Another guard records its exit.",
                    self.name,
                )
            )
        self._check_finance()
        # The guard has no access to the stock app.
        for picking in self.sudo().picking_ids:
            problem = self._exit_problem(picking)
            gate("SAL-44", self if problem else self.browse(), problem)

    def _exit_problem(self, picking):
        left = picking.sanbao_exit_pass_id
        if left:
            return self.env._(
                "%(transfer)s has left already, with gate pass %(number)s.",
                transfer=picking.name,
                number=left.name,
            )
        if picking.state != "done":
            return self.env._(
                "%s is not booked out yet. The warehouse keeper validates it first.",
                picking.name,
            )
        return self._differences(picking)

    def _check_counted(self, counted):
        if counted is None:
            return
        # Counts arrive by RPC with text for keys.
        counted = {int(key): float(value) for key, value in counted.items()}
        wrong = []
        for line in self.sudo().line_ids:  # lots are not open to guards
            found = counted.get(line.id, 0.0)
            if line.product_id.uom_id.compare(found, line.quantity):
                wrong.append(
                    self.env._(
                        "%(goods)s: counted %(found)s %(unit)s, gate pass %(covered)s"
                        " %(unit)s",
                        goods=_goods_name(line.product_id, line.lot_id),
                        found=f"{found:g}",
                        covered=f"{line.quantity:g}",
                        unit=line.product_uom_id.name,
                    )
                )
        self.env["sanbao.rule"]._gate(
            "SAL-44",
            self if wrong else self.browse(),
            self.env._(
                "%(number)s: %(differences)s. The goods stay here; call the person who"
                " handles the gate pass.",
                number=self.name,
                differences="; ".join(wrong),
            ),
        )

    def _record_exit(self):
        engine = self._as_engine()
        for line in engine.line_ids:
            line.exit_quantity = line.quantity
        engine.write({"exit_at": fields.Datetime.now(), "exit_by_id": self.env.uid})
        # Two passes for one transfer, used at the same moment, collide on its row.
        engine.picking_ids.write({"sanbao_exit_pass_id": self.id})
        self._set_state(USED)

    def action_record_return(self):
        """Record that goods which had to come back are here again."""
        self.check_access("read")
        user = self.env.user
        if not any(
            user.has_group(f"sanbao_base.group_{role}") for role in ("gate", "wh")
        ):
            raise AccessError(
                self.env._("Only the guard or the warehouse keeper records a return.")
            )
        self._sanbao_lock()
        for gate_pass in self:
            gate_pass._approval_require_state(USED)
            if not gate_pass.returnable or gate_pass.returned_at:
                raise UserError(
                    self.env._("%s: nothing is expected back.", gate_pass.name)
                )
            gate_pass._as_engine().write(
                {"returned_at": fields.Datetime.now(), "returned_by_id": self.env.uid}
            )
        return True


def _goods_name(product, lot):
    return f"{product.display_name} ({lot.name})" if lot else product.display_name
