from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestStory(TransactionCase):
    """The demo company shows what a newcomer wants to see."""

    def test_one_person_holds_each_role(self):
        roles = self.env["res.users.role"].search([])
        ours = roles.filtered(lambda role: role.get_external_id()[role.id])
        for role in ours:
            if role.get_external_id()[role.id].startswith("sanbao_base."):
                with self.subTest(role=role.name):
                    self.assertTrue(role.line_ids.user_id)

    def test_there_are_applications_in_every_state(self):
        found = set(self.env["sanbao.service.application"].search([]).mapped("state"))
        self.assertLessEqual({"draft", "submitted", "approved", "done"}, found)

    def test_there_are_late_rejected_and_over_threshold_cases(self):
        self.assertTrue(
            self.env["sanbao.obligation"].search_count([("late", "=", True)])
        )
        budgets = self.env["sanbao.service.budget"].search([])
        self.assertLessEqual(
            {"submitted", "approved", "rejected"}, set(budgets.mapped("state"))
        )
        self.assertTrue(
            self.env["sanbao.service.application"].search(
                [("amount_total", ">", 5000)], limit=1
            )
        )

    def test_a_gate_pass_waits_for_the_guard_and_one_was_used(self):
        states = set(self.env["sanbao.gate.pass"].search([]).mapped("state"))
        self.assertLessEqual({"approved", "used"}, states)

    def test_the_last_months_are_frozen(self):
        values = self.env["sanbao.indicator.value"].search([("frozen", "=", True)])
        self.assertTrue(values.filtered("population"))

    def test_telling_it_again_changes_nothing(self):
        from odoo.addons.sanbao_demo import story

        before = self.env["helpdesk.ticket"].search_count([])
        story.tell(self.env)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_purchasing_has_something_for_everybody(self):
        orders = self.env["purchase.order"].search([])
        self.assertLessEqual({"draft", "purchase"}, set(orders.mapped("state")))
        confirmed = orders.filtered(lambda order: order.state == "purchase")
        late = self.env["purchase.order"].search([("is_late", "=", True)])
        self.assertTrue(late & confirmed)
        self.assertIn("partial", confirmed.mapped("receipt_status"))
        plans = self.env["sanbao.purchase.plan"].search([])
        self.assertLessEqual(
            {"draft", "submitted", "approved"}, set(plans.mapped("state"))
        )
        self.assertTrue(plans.filtered("over_budget"))
        breaches = self.env["sanbao.breach"].search([])
        self.assertLessEqual({"late", "rejected"}, set(breaches.mapped("kind")))
        evaluations = self.env["sanbao.supplier.evaluation"].search([])
        self.assertIn("watch", evaluations.mapped("standing"))
        urgent = self.env["sanbao.urgent.request"].search([])
        self.assertIn("submitted", urgent.mapped("state"))

    def test_a_supplier_without_licence_got_no_order(self):
        refused = self.env["sanbao.rule.event"].search([("outcome", "=", "blocked")])
        self.assertIn("PUR-02", refused.rule_id.mapped("code"))

    def test_the_warehouse_has_something_to_put_right(self):
        actions = self.env["sanbao.storage.action"].search([("state", "=", "open")])
        self.assertLessEqual({"fire", "environment"}, set(actions.mapped("kind")))
        self.assertTrue(actions.request_id)
        self.assertTrue(
            self.env["sanbao.storage.round"].search([("state", "=", "open")])
        )
        self.assertTrue(self.env["sanbao.visitor"].search([("state", "=", "inside")]))

    def test_one_product_is_released_and_one_is_not(self):
        designs = self.env["sanbao.product.design"].search([])
        self.assertLessEqual({"draft", "approved"}, set(designs.mapped("state")))
        states = designs.product_tmpl_id.mapped("sanbao_design_state")
        self.assertLessEqual({"pending", "released"}, set(states))

    def test_the_workshop_has_a_month_to_show(self):
        lines = self.env["sanbao.production.plan.line"].search([])
        self.assertTrue(lines.filtered("quantity_done"))
        self.assertTrue(
            self.env["maintenance.equipment"].search(
                [("sanbao_maintenance_late", "=", True)]
            )
        )
        problem = self.env["sanbao.process.problem"].search([("state", "=", "open")])
        self.assertTrue(problem.nonconformity_id)

    def test_quality_has_sheets_in_several_states_and_actions(self):
        sheets = self.env["sanbao.nonconformity"].search([])
        self.assertLessEqual(
            {"draft", "approved", "closed"}, set(sheets.mapped("state"))
        )
        actions = self.env["mgmtsystem.action"].search([])
        self.assertLessEqual({"open", "verify"}, set(actions.mapped("sanbao_state")))
        late = self.env["mgmtsystem.action"].search([("obligation_late", "=", True)])
        self.assertTrue(late)

    def test_both_departments_forecast_and_a_plan_takes_it_over(self):
        forecasts = self.env["sanbao.forecast"].search([])
        self.assertEqual(
            set(forecasts.mapped(lambda one: (one.side, one.state))),
            {("sales", "submitted"), ("after_sales", "prepared")},
        )
        self.assertTrue(forecasts.filtered("has_accuracy"))
        overwritten = forecasts.line_ids.filtered("deviates")
        self.assertTrue(overwritten)
        self.assertTrue(all(overwritten.mapped("note")))
        self.assertLessEqual({"ets", "tsb"}, set(forecasts.line_ids.mapped("method")))
        lines = self.env["sanbao.purchase.plan.line"].search(
            [("origin", "like", "sanbao.forecast.line,%")]
        )
        self.assertTrue(lines)
        self.assertEqual({line.origin.state for line in lines}, {"submitted"})
        self.assertEqual(set(lines.mapped("plan_state")), {"submitted"})

    def test_a_count_found_a_human_error_and_damage(self):
        lines = self.env["sanbao.stock.difference.line"].search(
            [("human_error", "=", True), ("state", "=", "posted")]
        )
        self.assertTrue(lines.responsible_id)
        self.assertTrue(lines.move_ids)
        counts = self.env["sanbao.stock.count"].search([])
        self.assertLessEqual({"done", "counting"}, set(counts.mapped("state")))
        self.assertTrue(counts.line_ids.nonconformity_id)
        self.assertTrue(self.env["sanbao.stock.analysis"].search([]).line_ids)

    def test_quality_control_has_something_for_everybody(self):
        inspections = self.env["qc.inspection"].search([])
        self.assertLessEqual(
            {"ready", "success", "failed"}, set(inspections.mapped("state"))
        )
        sheets = inspections.sanbao_nonconformity_id
        self.assertLessEqual(
            {"return", "concession"}, set(sheets.mapped("disposition"))
        )
        self.assertIn("submitted", sheets.mapped("state"))
        self.assertTrue(self.env["qc.test"].search([("sanbao_state", "=", "in_force")]))

    def test_an_emergency_release_failed_and_is_recalled(self):
        """SAL-39, SAL-42: one passed, one waits, two failed with one recall."""
        states = self.env["sanbao.emergency.release"].search([]).mapped("state")
        self.assertLessEqual({"passed", "submitted", "failed"}, set(states))
        recall = self.env["sanbao.recall"].search([])
        self.assertEqual((recall.customer_count, recall.told_count), (2, 2))
        self.assertTrue(0 < recall.recovered_qty < recall.delivered_qty)
        self.assertTrue(recall.lot_id.sanbao_held)
