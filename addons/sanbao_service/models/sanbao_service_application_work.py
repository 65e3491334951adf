from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.sanbao_base.claim import claim

OPEN_VISITS = ("draft", "on_site")


class SanbaoServiceApplication(models.Model):
    """The work of a case: notice, dispatch, visits and repair orders."""

    _inherit = "sanbao.service.application"

    notice_ids = fields.One2many("sanbao.repair.notice", "application_id")
    notice_count = fields.Integer(compute="_compute_work_counts")
    dispatch_ids = fields.One2many("sanbao.dispatch", "application_id")
    dispatch_count = fields.Integer(compute="_compute_work_counts")
    visit_ids = fields.One2many("sanbao.visit", "application_id")
    visit_count = fields.Integer(compute="_compute_work_counts")
    repair_ids = fields.One2many(
        "repair.order", "sanbao_application_id", groups="stock.group_stock_user"
    )
    repair_count = fields.Integer(compute="_compute_repair_count")
    notice_needed = fields.Boolean(compute="_compute_notice_needed")

    def _compute_work_counts(self):
        for name, model in (
            ("notice_count", "sanbao.repair.notice"),
            ("dispatch_count", "sanbao.dispatch"),
            ("visit_count", "sanbao.visit"),
        ):
            counts = self._count_by_case(model, "application_id")
            for application in self:
                application[name] = counts.get(application._origin, 0)

    def _compute_repair_count(self):
        # The number of repair orders is no secret to those who may not open them.
        counts = self.sudo()._count_by_case("repair.order", "sanbao_application_id")
        for application in self:
            application.repair_count = counts.get(application._origin.sudo(), 0)

    def _count_by_case(self, model, name):
        return dict(
            self.env[model]._read_group([(name, "in", self.ids)], [name], ["__count"])
        )

    def _compute_notice_needed(self):
        for application in self:
            application.notice_needed = application._lacks_notice()

    # === Release (SVC-09) ===

    def _gate_release(self):
        """Help of another department needs an approved repair notice first (SVC-09)."""
        super()._gate_release()
        self.env["sanbao.rule"]._gate(
            "SVC-09",
            self.filtered(lambda application: application._lacks_notice()),
            lambda application: self.env._(
                "%(application)s needs help from another department. Fill in a repair "
                "notice (Form 4) and let it be approved first.",
                application=application.display_name,
            ),
        )

    def _lacks_notice(self):
        self.ensure_one()
        return not self.can_solve_alone and not any(
            notice._is_approved() for notice in self.notice_ids
        )

    # === Buttons ===

    def action_sanbao_notice(self):
        """Open the repair notice of this case; prepare one if help is needed (Form 4)."""
        self.ensure_one()
        notices = self.notice_ids.filtered(lambda notice: notice.state != "cancelled")
        if not notices:
            notices = self.env["sanbao.repair.notice"].create(
                {"application_id": self.id}
            )
        return notices[:1]._open_form()

    def action_sanbao_dispatch(self):
        """Open the dispatch orders of this case; prepare the first (Form 36)."""
        self.ensure_one()
        dispatches = self.dispatch_ids.filtered(lambda doc: doc.state != "cancelled")
        if not dispatches:
            return self.action_sanbao_new_dispatch()
        if len(dispatches) == 1:
            return dispatches._open_form()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_service.sanbao_dispatch_action"
        )
        return dict(action, domain=[("id", "in", dispatches.ids)], context={})

    def action_sanbao_new_dispatch(self):
        """Prepare a dispatch order; the case must be released (SVC-02 and following)."""
        self.ensure_one()
        self._gate_release()
        claim(self)
        dispatch = self.env["sanbao.dispatch"].create(self._prepare_dispatch_vals())
        return dispatch._open_form()

    def _prepare_dispatch_vals(self):
        repairs = self.solution_type in ("repair", "replace")
        return {
            "application_id": self.id,
            "service_type": "repair" if repairs else False,
            "engineer_ids": [fields.Command.set(self.engineer_ids.ids)],
            "departure_at": self.planned_date
            and fields.Datetime.to_datetime(self.planned_date),
            "line_ids": [
                fields.Command.create(
                    {
                        "kind": "part",
                        "product_id": line.product_id.id,
                        "quantity": line.quantity,
                    }
                )
                for line in self.part_line_ids
            ],
        }

    def action_view_visits(self):
        """The field records of this case."""
        self.ensure_one()
        return self.visit_ids._open_records()

    def action_sanbao_repair(self):
        """Open the repair order of this case; prepare one if there is none."""
        self.ensure_one()
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(
                self.env._(
                    "Repair orders are kept by the people of the warehouse and of "
                    "after-sales who may use the stock application."
                )
            )
        orders = self.repair_ids.filtered(lambda order: order.state != "cancel")
        if not orders:
            self._gate_release()
            claim(self)
            orders = self.env["repair.order"].create(self._prepare_repair_vals())
        return orders._sanbao_open()

    def _prepare_repair_vals(self):
        self.ensure_one()
        vals = {
            "sanbao_application_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "under_warranty": self.charge_type == "warranty",
            "user_id": (self._sent_engineers()[:1] or self.user_id or self.env.user).id,
        }
        if self.planned_date:
            vals["schedule_date"] = fields.Datetime.to_datetime(self.planned_date)
        if not self._is_repaired_in_factory():
            place = self.partner_id.property_stock_customer
            vals["product_location_src_id"] = place.id
            vals["product_location_dest_id"] = place.id
        return vals

    def _sent_engineers(self):
        sent = self.dispatch_ids.filtered(lambda dispatch: dispatch._is_approved())
        return sent.engineer_ids or self.engineer_ids

    def _is_repaired_in_factory(self):
        return "factory" in self.notice_ids.filtered(
            lambda notice: notice._is_approved()
        ).mapped("place")

    # === Costs (SVC-12) ===

    def _actual_costs(self):
        visits = self.visit_ids.filtered(lambda visit: visit.state != "cancelled")
        return super()._actual_costs() + [
            cost for visit in visits for cost in visit._costs()
        ]

    # === Visits ===

    def _on_visit_done(self, visit):
        """The last visit solved the problem: the work of the case is finished."""
        self.ensure_one()
        waiting = self.visit_ids.filtered(lambda other: other.state in OPEN_VISITS)
        if waiting or visit.solved != "yes" or self.completed_at:
            return
        # Field engineers finish the work of a case whose papers others keep.
        case = self.sudo()
        if not (case.result or "").strip():
            case._write_engine({"result": visit.method or visit.test_result})
        case._on_work_finished(visit.left_at)

    # === Closing (SVC-14) ===

    def _gate_close(self, cancelled=False):
        super()._gate_close(cancelled)
        self._gate_visits(("on_site",) if cancelled else OPEN_VISITS)
        if cancelled:
            return
        self.env["sanbao.rule"]._gate(
            "SVC-14",
            self.filtered(
                lambda application: (
                    application.solution_type == "repair"
                    and not any(
                        visit._was_signed_when_done() for visit in application.visit_ids
                    )
                )
            ),
            lambda application: self.env._(
                "%(application)s: a repair is closed with a field record that the "
                "customer has signed.",
                application=application.display_name,
            ),
        )

    def _gate_visits(self, states):
        self.env["sanbao.rule"]._gate(
            "SVC-14",
            self.visit_ids.filtered(lambda visit: visit.state in states),
            lambda visit: self.env._(
                "%(visit)s is not finished and signed yet. Finish the field record, or "
                "cancel the visit if it does not take place.",
                visit=visit.display_name,
            ),
        )

    def _abandon(self):
        """A case without service needs no journey any more."""
        self.visit_ids.filtered(lambda visit: visit.state == "draft")._cancel()
        waiting = self.dispatch_ids.filtered(
            lambda document: document.state in ("draft", "submitted", "rejected")
        )
        waiting._set_state("cancelled")
        return super()._abandon()

    # === Archive (ARC-10) and service record (F20) ===

    def _log_in_archive(self):
        result = super()._log_in_archive()
        lines = self.visit_ids.filtered(lambda visit: visit.state == "done").part_ids
        if self.archive_id and lines:
            self.archive_id._log_change([line._prepare_change_vals() for line in lines])
        return result

    def _form_more_steps(self):
        steps = super()._form_more_steps()
        for notice in self.notice_ids:
            steps += notice._form_steps()
        for visit in self.visit_ids:
            steps += visit._form_steps()
        return steps
