from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ProductionCommon

OWED = "QLT-17-problem"


@tagged("post_install", "-at_install")
class TestProblem(ProductionCommon):
    """QLT-17, QLT-11: problems of the process are explained, traced and closed."""

    def test_the_responsible_owes_it(self):
        """QLT-17: seven days, by the parameter."""
        problem = self._problem()
        due = self.today + timedelta(days=7)
        self.assertEqual(problem.due_date, due)
        row = self._of(OWED, problem)
        self.assertEqual((row.state, row.user_id), ("open", self.foreman))
        self.assertEqual(self._day_of(row), due)
        problem.user_id = self.inspector
        self.assertEqual(row.user_id, self.inspector)
        self._value("process_problem_days", 3)
        self.assertEqual(self._problem().due_date, self.today + timedelta(days=3))

    def test_cause_and_measure_are_required(self):
        """QLT-17."""
        for values in (
            {"cause_kind": False},
            {"cause": " "},
            {"measure": False},
        ):
            problem = self._problem(True, **values)
            with self.subTest(values=values), self.assertRule("QLT-17"):
                problem.action_close()
        problem = self._problem(True)
        problem.action_close()
        self.assertEqual(problem.state, "closed")
        self.assertEqual(problem.closed_by_id, self.foreman)
        self.assertEqual(self._of(OWED, problem).state, "done")

    def test_a_quality_problem_is_traced(self):
        """QLT-11: product, material and person; others are not asked."""
        for values in ({"product_id": False}, {"material": " "}, {"worker": False}):
            problem = self._problem(True, **values)
            with self.subTest(values=values), self.assertRule("QLT-11"):
                problem.action_close()
            problem.kind = "equipment"
            problem.action_close()

    def test_affected_pieces_get_a_sheet(self):
        """QLT-11: with the trace; pressed twice it is the same one."""
        problem = self._problem(True, quantity=3)
        with self.assertRule("QLT-11"):
            problem.action_close()
        action = problem.action_open_nonconformity()
        self.assertEqual(action, problem.action_open_nonconformity())
        sheet = problem.nonconformity_id.sudo()
        self.assertEqual(len(sheet), 1)
        self.assertEqual((sheet.source, sheet.quantity), ("process", 3))
        self.assertEqual(sheet.product_id, self.pump)
        self.assertEqual(sheet.origin, problem.name)
        self.assertEqual(sheet.trace_person, "焊工老姜")
        self.assertEqual(sheet.trace_step, self.step.display_name)
        self.assertEqual(sheet.problem_count, 1)
        back = sheet.with_user(self.inspector).action_view_problems()
        self.assertEqual(problem.search(back["domain"]), problem)
        problem.action_close()
        self.assertEqual(problem.state, "closed")

    def test_closed_in_time(self):
        """QLT-17: on the last day, and one day later."""
        for days, expected in ((6, True), (7, True), (8, False)):
            problem = self._problem(True)
            with (
                self.subTest(days=days),
                freeze_time(self._moment(self.today + timedelta(days=days))),
            ):
                problem.action_close()
                self.assertEqual(problem.in_time, expected)
                self.assertEqual(self._of(OWED, problem).kept, expected)

    def test_it_may_happen_again(self):
        """QLT-17."""
        problem = self._problem(True)
        problem.action_close()
        with self.assertRaises(UserError):
            problem.cause = "不明"
        problem.action_reopen()
        self.assertEqual(self._of(OWED, problem).mapped("state"), ["done", "open"])
        self.assertFalse(problem.closed_at)
        problem.cause = "焊丝受潮"
        problem.action_close()

    def test_a_repair_is_asked_for_once(self):
        """QLT-17."""
        problem = self._problem(kind="equipment", equipment_id=self.machine.id)
        action = problem.action_request_repair()
        self.assertEqual(action, problem.action_request_repair())
        request = problem.request_id
        self.assertEqual(request.equipment_id, self.machine)
        self.assertEqual(request.maintenance_type, "corrective")
        back = request.action_sanbao_view_problems()
        self.assertEqual(problem.search(back["domain"]), problem)
        with self.assertRaises(UserError):
            self._problem().action_request_repair()

    def test_problems_stay_and_are_not_forged(self):
        """QLT-17."""
        problem = self._problem()
        with self.assertRaises(UserError):
            problem.sudo().unlink()
        for vals in (
            {"state": "closed"},
            {"in_time": True},
            {"due_date": "2099-01-01"},
            {"reporter_id": self.quality.id},
            {"closed_by_id": self.quality.id},
        ):
            with self.assertRaises(AccessError):
                problem.write(vals)
            with self.assertRaises(AccessError):
                self._problem(**vals)
        made = self._problem(user=self.inspector)
        self.assertEqual(made.reporter_id, self.inspector)
