from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sanbao_base.claim import claim

RULE_PLAN = "PUR-17"


class PurchaseOrder(models.Model):
    """Only what was approved is ordered, and no more than that (PUR-17)."""

    _inherit = "purchase.order"

    sanbao_plan_count = fields.Integer(
        string="Purchase plans", compute="_compute_sanbao_plan_count"
    )
    sanbao_urgent_count = fields.Integer(
        string="Urgent requests", compute="_compute_sanbao_plan_count"
    )
    sanbao_unplanned_count = fields.Integer(
        string="Lines without an approval", compute="_compute_sanbao_plan_count"
    )

    def _compute_sanbao_plan_count(self):
        is_on = self.env["sanbao.rule"]._is_on
        for order in self:
            order.sanbao_plan_count = len(order.order_line.sanbao_plan_line_id.plan_id)
            order.sanbao_urgent_count = len(order._sanbao_urgent_requests())
            asked = is_on(RULE_PLAN, order.company_id)
            loose = order._sanbao_unplanned_lines() if asked else ()
            order.sanbao_unplanned_count = len(loose)

    def _sanbao_wanted_lines(self):
        """The lines that buy something; returns and free text do not."""
        return self.order_line._sanbao_goods().filtered(
            lambda line: line._sanbao_drawn_quantity() > 0
        )

    def _sanbao_unplanned_lines(self):
        return self._sanbao_wanted_lines().filtered(
            lambda line: not line._sanbao_demand()
        )

    # === Gate ===

    def _sanbao_gate_confirm(self):
        super()._sanbao_gate_confirm()
        rules = self.env["sanbao.rule"]
        orders = self.filtered(lambda order: rules._is_on(RULE_PLAN, order.company_id))
        if not orders:
            return
        # Orders are judged by all that was approved, also by what the user may not read.
        problems = orders.sudo()._sanbao_plan_problems()
        offenders = orders.filtered(lambda order: problems.get(order.id))
        rules._gate(
            RULE_PLAN,
            offenders,
            lambda order: "\n".join([order.name, *problems[order.id]]),
        )

    def _sanbao_plan_problems(self):
        """``{order id: [text]}`` of what is not covered by an approval."""
        problems, by_demand = {}, {}
        lines = self._sanbao_wanted_lines()
        # Each document is judged once, not for each of its lines.
        documents = {line._sanbao_document() for line in lines}
        approved = {doc for doc in documents if doc and doc._is_approved()}
        for line in lines:
            demand = line._sanbao_demand()
            problem = line._sanbao_demand_problem(demand, approved)
            if problem:
                problems.setdefault(line.order_id.id, []).append(problem)
            elif demand:
                by_demand.setdefault(demand._name, demand.browse())
                by_demand[demand._name] |= demand
        too_much = {}
        for demands in by_demand.values():
            too_much.update(demands._demand_problems())
        for order in self:
            demands = {line._sanbao_demand() for line in order.order_line}
            texts = [too_much[demand] for demand in demands if demand in too_much]
            if texts:
                problems.setdefault(order.id, []).extend(texts)
        return problems

    # === Buttons ===

    def action_sanbao_match_plan(self):
        """Link the lines without an approval to open lines of approved plans."""
        self.check_access("write")
        claim(self)
        for order in self:
            lines = order._sanbao_unplanned_lines()
            matched = lines.filtered(lambda line: line._sanbao_match_plan())
            if not matched:
                raise UserError(
                    self.env._(
                        "%s: no approved plan has an open line for these products. Have"
                        " them planned first.",
                        order.name,
                    )
                )
        return True

    def action_sanbao_plan_exception(self):
        """Ask for what no plan has: prepare a plan “outside the plan” for approval."""
        self.ensure_one()
        self.check_access("write")
        claim(self)
        lines = self._sanbao_unplanned_lines()
        if not lines:
            raise UserError(
                self.env._("%s: every line has an approval already.", self.name)
            )
        plan = self.env["sanbao.purchase.plan"].create(
            {"kind": "unplanned", "company_id": self.company_id.id}
        )
        for line in lines:
            line.sanbao_plan_line_id = self.env["sanbao.purchase.plan.line"].create(
                line._sanbao_prepare_plan_line(plan)
            )
        return plan._open_form()

    def action_sanbao_view_plans(self):
        """The plans on which the order draws."""
        self.ensure_one()
        plans = self.order_line.sanbao_plan_line_id.plan_id
        if len(plans) == 1:
            return plans._open_form()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_purchase.sanbao_purchase_plan_action"
        )
        return dict(action, domain=[("id", "in", plans.ids)], context={})

    def _sanbao_urgent_requests(self):
        return self.order_line.sanbao_urgent_line_id.request_id

    def action_sanbao_view_urgent(self):
        """The urgent requests that the order answers."""
        self.ensure_one()
        requests = self._sanbao_urgent_requests()
        if len(requests) == 1:
            return requests._open_form()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sanbao_purchase.sanbao_urgent_request_action"
        )
        return dict(action, domain=[("id", "in", requests.ids)], context={})

    def _sanbao_open_orders(self):
        """The action that shows these orders."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Purchase orders"),
            "res_model": "purchase.order",
        }
        if len(self) == 1:
            return dict(action, res_id=self.id, views=[(False, "form")])
        return dict(
            action,
            views=[(False, "list"), (False, "form")],
            domain=[("id", "in", self.ids)],
        )
