from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ProductionCommon


@tagged("post_install", "-at_install")
class TestOutput(ProductionCommon):
    """QLT-17: what a work step produced."""

    def test_a_step_needs_a_procedure_in_force(self):
        """QLT-17: linked, approved, and not withdrawn."""
        step = self.step.copy({"page_ids": False})
        output = self._output(step_id=step.id)
        with self.assertRule("QLT-17", step.name):
            output.action_confirm()
        page = self._page("procedure")
        step.page_ids = page
        with self.assertRule("QLT-17"):
            output.action_confirm()
        self._approve_page(page)
        step.invalidate_recordset()
        output.action_confirm()
        self.assertEqual(output.state, "confirmed")

    def test_steps_without_procedure_are_found(self):
        """QLT-17."""
        bare = self.step.copy({"page_ids": False})
        steps = self.step | bare
        for wanted, expected in ((True, self.step), (False, bare)):
            found = self.env["sanbao.work.step"].search(
                [("has_procedure", "=", wanted), ("id", "in", steps.ids)]
            )
            self.assertEqual(found, expected)
        self.assertEqual(steps.mapped("has_procedure"), [True, False])

    def test_defects_are_logged_as_a_problem(self):
        """QLT-17: none, one or two defective pieces."""
        self._output(5, 0, confirmed=True)
        for defects in (1, 2):
            output = self._output(5, defects)
            with self.subTest(defects=defects), self.assertRule("QLT-17"):
                output.action_confirm()
            context = output.action_log_problem()["context"]
            problem = (
                self.env["sanbao.process.problem"]
                .with_user(self.foreman)
                .with_context(**context)
                .create({"description": "气孔"})
            )
            self.assertEqual(problem.step_id, self.step)
            self.assertEqual(problem.product_id, self.pump)
            self.assertEqual(problem.quantity, defects)
            self.assertEqual(problem.worker, "焊工老姜")
            output.action_confirm()
            self.assertEqual(output.problem_count, 1)

    def test_only_released_products_are_recorded(self):
        """QLT-07."""
        output = self._output(product_id=self.sweeper.product_variant_id.id)
        with self.assertRule("QLT-07"):
            output.action_confirm()
        self._released()
        output.action_confirm()

    def test_a_quantity_and_the_product_of_the_plan(self):
        with self.assertRaises(UserError):
            self._output(0).action_confirm()
        line = self._plan().line_ids
        other = self._product("阀体", purchase_ok=True).product_variant_id
        output = self._output(1, plan_line_id=line.id)
        self.assertEqual(output.product_id, self.pump)
        output.product_id = other
        with self.assertRaises(UserError):
            output.action_confirm()

    def test_what_counts_stays(self):
        """QLT-17."""
        output = self._output(confirmed=True)
        for change in (
            lambda: output.write({"quantity_good": 9}),
            lambda: output.write({"date": "2020-01-01"}),
            output.unlink,
        ):
            with self.assertRaises(UserError):
                change()
        for vals in (
            {"state": "draft"},
            {"user_id": self.quality.id},
            {"pass_rate": 100},
        ):
            with self.assertRaises(AccessError):
                output.write(vals)
        output.note = "夜班"
        output.action_reset()
        output.quantity_good = 9
        output.action_confirm()
        output.action_confirm()
        self.assertEqual(output.state, "confirmed")

    def test_a_late_machine_is_shown(self):
        """QLT-17."""
        output = self._output(equipment_id=self.machine.id)
        self.assertFalse(output.equipment_late)
        self.machine.effective_date = "2020-01-01"
        self.assertTrue(output.equipment_late)
