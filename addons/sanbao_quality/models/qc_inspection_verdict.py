from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .qc_inspection import DECIDED, FAILED, READY, SUCCESS


class QcInspection(models.Model):
    """The verdict: once, by a registered inspector, as the findings say."""

    _inherit = "qc.inspection"

    def action_sanbao_accept_all(self):
        """Everything passed."""
        return self._sanbao_decide_all("sanbao_accepted_qty", "sanbao_rejected_qty")

    def action_sanbao_reject_all(self):
        """Everything failed."""
        return self._sanbao_decide_all("sanbao_rejected_qty", "sanbao_accepted_qty")

    def _sanbao_decide_all(self, everything, nothing):
        self.check_access("write")
        claim(self)
        for inspection in self:
            if inspection.state == READY:
                inspection.write({everything: inspection.sanbao_quantity, nothing: 0})
        return self._sanbao_decide()

    def action_sanbao_decide(self):
        """Take the verdict on the accepted and the rejected quantity, once.

        What is neither stays pending, in an inspection of its own. Rejected goods go to
        the nonconforming zone at once and a nonconformity is opened (STK-11); accepted
        goods get a transfer into the stock, which the keeper validates (STK-07).

        :raises RuleViolation: QLT-06 not registered, STK-08 no standard, QLT-13 sample too
            small, QLT-10 the verdict does not follow from the findings
        """
        self.check_access("write")
        claim(self)
        return self._sanbao_decide()

    def _sanbao_decide(self):
        for inspection in self:
            if (
                inspection.state in DECIDED
                and inspection.sanbao_decided_by_id == self.env.user
            ):
                continue  # the second of two presses
            inspection._sanbao_require_state(READY)
            inspection._sanbao_check_quantities()
            inspection._sanbao_gate_verdict()
            inspection._sanbao_take_verdict()
        return True

    def _sanbao_check_quantities(self):
        unit, quantity = self.sanbao_uom_id, self.sanbao_quantity
        decided = self.sanbao_accepted_qty + self.sanbao_rejected_qty
        if unit.compare(decided, 0) <= 0:
            raise UserError(
                self.env._(
                    "%s: enter how much is accepted and how much is rejected.",
                    self.display_name,
                )
            )
        if unit.compare(decided, quantity) > 0:
            raise UserError(
                self.env._(
                    "%(inspection)s: accepted and rejected together are %(decided)g, but"
                    " only %(quantity)g came.",
                    inspection=self.display_name,
                    decided=decided,
                    quantity=quantity,
                )
            )

    # === Gates ===

    def _sanbao_gate_verdict(self):
        gate = self.env["sanbao.rule"]._gate
        gate(
            "QLT-06",
            self.filtered(lambda i: not i._sanbao_may_sign()),
            lambda i: self.env._(
                "%(inspection)s (%(kind)s): you are not registered as quality staff for"
                " this. Ask the quality manager.",
                inspection=i.display_name,
                kind=i._sanbao_kind_name(),
            ),
        )
        gate(
            "STK-08",
            self.filtered(lambda i: not i.test or not i.inspection_lines),
            lambda i: self.env._(
                "%s has no acceptance standard. Put one in force for the product or its"
                " category and choose it here.",
                i.display_name,
            ),
        )
        gate(
            "QLT-13",
            self.filtered(
                lambda i: (
                    i.sanbao_uom_id.compare(
                        i.sanbao_sample_size, min(i.sanbao_plan_size, i.sanbao_quantity)
                    )
                    < 0
                )
            ),
            lambda i: self.env._(
                "%(inspection)s: %(planned)g are to be drawn by the plan, %(taken)g were.",
                inspection=i.display_name,
                planned=i.sanbao_plan_size,
                taken=i.sanbao_sample_size,
            ),
        )
        self._sanbao_gate_findings()

    def _sanbao_gate_findings(self):
        for inspection in self:
            problem = inspection._sanbao_problem()
            self.env["sanbao.rule"]._gate(
                "QLT-10", inspection if problem else self.browse(), problem
            )

    def _sanbao_problem(self):
        """Why the verdict does not follow from the findings, or nothing."""
        unit = self.sanbao_uom_id
        open_lines = self.inspection_lines.filtered(lambda line: line._is_unanswered())
        if open_lines:
            return self.env._(
                "%(inspection)s: enter what was found for %(points)s.",
                inspection=self.display_name,
                points=", ".join(open_lines.mapped("name")),
            )
        bad = max(self.sanbao_defects, 0.0)
        failing = not self.success
        if failing and unit.compare(self.sanbao_rejected_qty, 0) <= 0:
            return self.env._(
                "%s: a point is not met, so something is rejected.", self.display_name
            )
        if unit.compare(self.sanbao_rejected_qty, bad) < 0:
            return self.env._(
                "%(inspection)s: %(bad)g of the sample are bad; at least these are"
                " rejected.",
                inspection=self.display_name,
                bad=bad,
            )
        sorted_out = unit.compare(self.sanbao_sample_size, self.sanbao_quantity) >= 0
        fails = failing or unit.compare(bad, self.sanbao_accept_number) > 0
        if fails and not sorted_out and unit.compare(self.sanbao_accepted_qty, 0) > 0:
            return self.env._(
                "%(inspection)s: the sample fails, so nothing of the lot is accepted."
                " Reject it, or inspect every piece and enter that as the sample.",
                inspection=self.display_name,
            )
        if self.sanbao_rejected_qty > 0 and not (self.sanbao_defect_note or "").strip():
            return self.env._(
                "%s: describe the defects for whoever has to act on them.",
                self.display_name,
            )
        return ""

    def _sanbao_may_sign(self, approver=False):
        staff = self.env["sanbao.quality.staff"]._registered(
            self.company_id, self.sanbao_kind, self.product_id, approver=approver
        )
        return self.env.user in staff.user_id

    def _sanbao_kind_name(self):
        return dict(self._fields["sanbao_kind"]._description_selection(self.env))[
            self.sanbao_kind
        ]

    # === What follows ===

    def _sanbao_take_verdict(self):
        engine = as_engine(self)
        engine._sanbao_leave_pending()
        rejected = self.sanbao_uom_id.compare(self.sanbao_rejected_qty, 0) > 0
        engine.write(
            {
                "state": FAILED if rejected else SUCCESS,
                "sanbao_decided_by_id": self.env.uid,
                "date_done": fields.Datetime.now(),
            }
        )
        self.env["sanbao.obligation"]._close("STK-06", self)
        engine.activity_ids.filtered("active").action_feedback()
        engine._sanbao_number_report()
        engine._sanbao_move_goods()
        engine._sanbao_on_verdict()

    def _sanbao_leave_pending(self):
        """The rest of the quantity waits in an inspection of its own (engine)."""
        rest = self.sanbao_pending_qty
        if self.sanbao_uom_id.compare(rest, 0) <= 0:
            return
        self.sanbao_quantity = self.sanbao_accepted_qty + self.sanbao_rejected_qty
        self._sanbao_open(
            [
                {
                    "company_id": self.company_id.id,
                    "product_id": self.product_id.id,
                    "sanbao_kind": self.sanbao_kind,
                    "sanbao_quantity": rest,
                    "sanbao_lot_id": self.sanbao_lot_id.id,
                    "sanbao_location_id": self.sanbao_location_id.id,
                    "sanbao_picking_id": self.sanbao_picking_id.id,
                    "sanbao_move_id": self.sanbao_move_id.id,
                    "sanbao_partner_id": self.sanbao_partner_id.id,
                    "sanbao_origin": self.sanbao_origin,
                    "sanbao_produced_on": self.sanbao_produced_on,
                    "sanbao_due": self.sanbao_due,
                    "sanbao_parent_id": self.id,
                    "test": self.test.id,
                    "user": self.user.id,
                }
            ]
        )

    def _sanbao_on_verdict(self):
        """Hook, called once for each verdict as the engine: the result stands in
        ``state`` (success: nothing was rejected) and in the quantities."""
