from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sanbao_approval.engine import as_engine

from .sanbao_parts_issue import (
    LIVE_STATES,
    STATE_APPROVED,
    STATE_ISSUED,
    STATE_RELEASED,
)

FILLERS = ("as", "asm", "eng")
RELEASERS = ("wh", "as", "asm")
OBLIGATION = "PRT-16"


class SanbaoPartsIssue(models.Model):
    """From the wish to the goods: gates, requisition, release, issue."""

    _inherit = "sanbao.parts.issue"

    def _require_role(self, *roles):
        self.check_access("read")
        user = self.env.user
        if self.env.su or any(
            user.has_group(f"sanbao_base.group_{role}") for role in roles
        ):
            return
        names = [self.env.ref(f"sanbao_base.group_{role}").name for role in roles]
        raise AccessError(
            self.env._("This is done by: %s.", ", ".join(names)),
        )

    def _on_submitted(self):
        super()._on_submitted()
        self._flag_shortage()

    def _on_approved(self):
        super()._on_approved()
        self._open_issue_clock()

    def _on_reopened(self):
        super()._on_reopened()
        self.env["sanbao.obligation"]._cancel(OBLIGATION, self)

    # === Requisition (PRT-08) ===

    def action_fill_requisition(self):
        """Fill in the requisition (Form 14) of this issue; its number is drawn once.

        :raises AccessError: by others than after-sales staff and engineers
        """
        self._require_role(*FILLERS)
        self._sanbao_lock()
        for issue in self:
            if issue.requisition_number:
                continue  # the second of two presses
            issue._approval_require_state("draft", "submitted", STATE_APPROVED)
            # Numbers are drawn for everybody, in one row.
            sequence = self.env["ir.sequence"].sudo()
            as_engine(issue).write(
                {
                    "requisition_number": sequence.next_by_code(
                        "sanbao.parts.requisition"
                    ),
                    "requisition_by_id": self.env.uid,
                    "requisition_at": fields.Datetime.now(),
                }
            )
            issue._open_issue_clock()
        return True

    def _open_issue_clock(self):
        """The time of the warehouse runs from the complete papers (PRT-16)."""
        ready = self.filtered(
            lambda issue: issue.requisition_number and issue._is_approved()
        )
        if ready:
            self.env["sanbao.obligation"]._open(
                OBLIGATION, ready, user=lambda issue: issue._keeper()
            )

    def _keeper(self):
        """Who is reminded of goods that are to be issued."""
        return self._people("wh")

    def _people(self, role):
        # Colleagues are looked up for everybody.
        users = self.env.ref(f"sanbao_base.group_{role}").sudo().all_user_ids
        return users.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        ).sorted("id")[:1]

    # === Release (PRT-04, PRT-05, PRT-08) ===

    def action_release(self):
        """Create the transfer that carries the goods, once, and open it.

        :raises RuleViolation: PRT-05 not approved, PRT-08 no requisition, PRT-01 no
            longer wanted, or whatever holds back the case (SVC-02 and following)
        """
        self.ensure_one()
        self._require_role(*RELEASERS)
        self._sanbao_lock()
        live = self._live_pickings()
        if self.state == STATE_RELEASED and live:
            return self.action_view_pickings()
        self._gate_goods_leave()
        self._approval_require_state(STATE_APPROVED, STATE_RELEASED)
        self._gate_lines()
        if self.state == STATE_APPROVED:
            self._set_state(STATE_RELEASED)
        as_engine(self).released_by_id = self.env.uid
        # The transfer belongs to the warehouse, whoever presses the button.
        picking = self.env["stock.picking"].sudo().create(self._prepare_picking_vals())
        picking.action_confirm()
        picking.action_assign()
        self._flag_shortage(picking)
        return self.action_view_pickings()

    def _live_pickings(self):
        # Engineers and finance see how far an issue is without the stock app.
        return self.sudo().picking_ids.filtered(
            lambda picking: picking.state not in ("cancel", "draft")
        )

    def _gate_goods_leave(self):
        """Everything that must hold when parts leave the stock."""
        gate = self.env["sanbao.rule"]._gate
        gate(
            "PRT-05",
            self.filtered(lambda issue: not issue._is_approved()),
            lambda issue: self.env._(
                "%(issue)s is not approved by the deputy general manager and the "
                "general manager. Submit it and wait for both.",
                issue=issue.name,
            ),
        )
        gate(
            "PRT-08",
            self.filtered(lambda issue: not issue.requisition_number),
            lambda issue: self.env._(
                "%(issue)s: the requisition (Form 14) is missing. Press “Fill in "
                "requisition” and file both together.",
                issue=issue.name,
            ),
        )
        gate(
            "PRT-04",
            self.filtered(lambda issue: issue._over_issued()),
            lambda issue: self.env._(
                "%(issue)s: more is booked than the issue says: %(parts)s. Correct the "
                "quantities; what is missing needs another issue.",
                issue=issue.name,
                parts="; ".join(issue._over_issued()),
            ),
        )
        self.application_id._gate_release()

    def _over_issued(self):
        return [
            self.env._(
                "%(part)s: %(done)g of %(quantity)g",
                part=line.product_id.display_name,
                done=line.qty_issued,
                quantity=line.quantity,
            )
            for line in self.line_ids
            if line.uom_id.compare(line.qty_issued, line.quantity) > 0
        ]

    def _prepare_picking_vals(self):
        # After-sales need not be allowed to read the warehouse's set-up.
        warehouse = self.warehouse_id.sudo()
        source, target = (
            warehouse.lot_stock_id,
            warehouse.sanbao_service_location_id,
        )
        return {
            "picking_type_id": warehouse.sanbao_issue_type_id.id,
            "partner_id": self.partner_id.id,
            "origin": self.name,
            "company_id": self.company_id.id,
            "sanbao_issue_id": self.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "move_ids": [
                fields.Command.create(
                    {
                        "sanbao_issue_line_id": line.id,
                        "product_id": line.product_id.id,
                        "product_uom": line.uom_id.id,
                        "product_uom_qty": line.quantity - line.qty_issued,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                    }
                )
                for line in self.line_ids
                if line.uom_id.compare(line.quantity, line.qty_issued) > 0
            ],
        }

    def _on_goods_left(self):
        """Goods of these issues were booked out: old parts, clock, state."""
        for issue in self:
            issue.old_part_ids._open_for(issue.line_ids)
            if issue._live_pickings().filtered(lambda p: p.state != "done"):
                continue  # the rest is still to come
            as_engine(issue).write(
                {
                    "issued_at": fields.Datetime.now(),
                    "issued_by_id": self.env.uid,
                    "is_short": False,
                }
            )
            if issue.state == STATE_RELEASED:
                issue._set_state(STATE_ISSUED)
            self.env["sanbao.obligation"]._close(OBLIGATION, issue)

    # === Giving up ===

    def action_cancel(self):
        """As for all approvals; a released issue too, while no goods have left."""
        for issue in self.filtered(lambda doc: doc.state == STATE_RELEASED):
            issue._require_role(*RELEASERS)
            issue._sanbao_lock()
            pickings = issue._live_pickings()
            if "done" in pickings.mapped("state"):
                raise UserError(
                    self.env._(
                        "%(issue)s: goods have left already. Bring them back by a "
                        "return-to-stock note (Form 12).",
                        issue=issue.name,
                    )
                )
            pickings.action_cancel()
            issue._set_state(STATE_APPROVED)
        result = super().action_cancel()
        self.env["sanbao.obligation"]._cancel(OBLIGATION, self)
        return result

    def _is_under_way(self):
        self.ensure_one()
        return self.state in LIVE_STATES and self.state != "draft"
