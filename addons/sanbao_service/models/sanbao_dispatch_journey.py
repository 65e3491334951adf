from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.claim import claim

from .sanbao_dispatch import STATE_DONE


class SanbaoDispatch(models.Model):
    """The journey itself: the visits that it carries, and the return."""

    _inherit = "sanbao.dispatch"
    _mail_post_access = "read"  # engineers answer, but do not write the order

    def _on_approved(self):
        """The engineers learn of the journey, and their visit is prepared."""
        super()._on_approved()
        for dispatch in self.sudo():  # whoever signs need not be one of those who write
            dispatch.message_subscribe(partner_ids=dispatch.engineer_ids.partner_id.ids)
            if not dispatch.visit_ids.filtered(
                lambda visit: visit.state != "cancelled"
            ):
                dispatch._create_visit()

    def _create_visit(self):
        self.ensure_one()
        return self.env["sanbao.visit"].create({"dispatch_id": self.id})

    def action_view_visits(self):
        """The field records of this journey; one opens at once."""
        self.ensure_one()
        return self.visit_ids._open_records()

    def action_create_visit(self):
        """One more field record for this journey, e.g. for a second day on site."""
        self.ensure_one()
        self.env["sanbao.visit"].check_access("create")
        self._gate_approved()
        if self.state == STATE_DONE:
            raise UserError(
                self.env._(
                    "%(dispatch)s: the engineers are back. Make a new dispatch order.",
                    dispatch=self.display_name,
                )
            )
        waiting = self.visit_ids.filtered(lambda visit: visit.state == "draft")[:1]
        if not waiting:
            claim(self)
            waiting = self._create_visit()
        return waiting._open_records()

    def action_record_return(self):
        """The engineers are back; once, and only when their records are finished."""
        self.check_access("read")
        self._sanbao_lock()
        for dispatch in self:
            if self.env.user not in dispatch.engineer_ids:
                dispatch.check_access("write")
            if dispatch.state == STATE_DONE:
                continue  # the second of two clicks
            dispatch._gate_approved()
            open_visits = dispatch.visit_ids.filtered(
                lambda visit: visit.state == "on_site"
            )
            self.env["sanbao.rule"]._gate(
                "SVC-13",
                open_visits,
                lambda visit: self.env._(
                    "%(visit)s: finish the field record first.",
                    visit=visit.display_name,
                ),
            )
            dispatch._set_state(STATE_DONE)
            as_engine(dispatch).write(
                {
                    "returned_at": fields.Datetime.now(),
                    "outcome": dispatch.outcome or dispatch._outcome_of_visits(),
                }
            )

    def _outcome_of_visits(self):
        """What the field records say, where nobody wrote anything else."""
        self.ensure_one()
        visits = self.visit_ids.filtered(lambda visit: visit.state == "done")
        solved = dict(visits._fields["solved"]._description_selection(self.env))
        return "\n".join(
            f"{visit.name}: {visit.method or ''} ({solved.get(visit.solved, '')})"
            for visit in visits
        )

    def _on_reopened(self):
        """A journey that has to be approved anew has not begun."""
        super()._on_reopened()
        self.visit_ids.filtered(lambda visit: visit.state == "draft")._cancel()

    def action_cancel(self):
        """Give the journey up; not once somebody is on site."""
        for dispatch in self:
            if dispatch.visit_ids.filtered(
                lambda visit: visit.state in ("on_site", "done")
            ):
                raise UserError(
                    self.env._(
                        "%(dispatch)s: somebody has been on site already. Record the "
                        "return instead.",
                        dispatch=dispatch.display_name,
                    )
                )
        result = super().action_cancel()
        self.visit_ids.filtered(lambda visit: visit.state == "draft")._cancel()
        return result
