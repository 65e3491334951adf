from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .evaluation_common import QUARTER, EvaluationCommon


@tagged("post_install", "-at_install")
class TestEvaluationScores(EvaluationCommon):
    """PUR-07: scores, missing data, corrections, closing."""

    def test_without_delivery_there_is_no_data(self):
        evaluation = self._evaluate(("old_other", 5))
        self.assertFalse(evaluation.has_score or evaluation.standing)
        self.assertEqual(evaluation.score_total, 0)
        self.assertEqual(evaluation.conclusion, "none")
        evaluation.with_user(self.manager).action_close()
        self.assertFalse(self.supplier.sanbao_has_quality_score)
        self.assertFalse(self.dossier.standing)

    def test_weights_of_missing_criteria_go_to_the_others(self):
        evaluation = self._evaluate(("received", 10), ("returned", 10))
        # Performance 0 of weight 25; reliability, durability, delivery 100 of 65.
        self.assertEqual(evaluation.score_total, round(6500 / 90, 2))
        self.assertFalse(self._line(evaluation, "price").is_scored)

    def test_standings(self):
        """PUR-08: the marks themselves."""
        for corrected, standing in (
            (80, "good"),
            (79.99, "watch"),
            (60, "watch"),
            (59.99, "poor"),
        ):
            with self.subTest(score=corrected), self.env.cr.savepoint() as savepoint:
                evaluation = self._evaluate(("received", 10))
                for line in evaluation.line_ids:
                    user = self.qc if line.scorer == "qc" else self.buyer
                    line.with_user(user).write({"score": corrected, "reason": "复核"})
                self.assertEqual(evaluation.score_total, corrected)
                self.assertEqual(evaluation.standing, standing)
                savepoint.rollback()

    def test_a_correction_needs_a_reason(self):
        evaluation = self._evaluate(("received", 10))
        line = self._line(evaluation, "performance").with_user(self.qc)
        with self.assertRaises(UserError):
            line.score = 50
        line.write({"score": 50, "reason": "两件返修"})
        self.assertEqual(line.corrected_by_id, self.qc)
        self.assertEqual(line.system_score, 100)
        with self._figures(("received", 10)):
            evaluation.with_user(self.qc).action_refresh()
        self.assertEqual(line.score, 50)

    def test_each_criterion_by_its_scorer(self):
        evaluation = self._evaluate(("received", 10))
        vals = {"score": 50, "reason": "x"}
        for user, code in ((self.buyer, "performance"), (self.qc, "price")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._line(evaluation, code).with_user(user).write(vals)

    def test_scores_from_records_are_not_written(self):
        evaluation = self._evaluate(("received", 10)).with_user(self.manager)
        line = evaluation.line_ids[0].with_user(self.qc)
        for vals in (
            {"system_score": 1},
            {"has_data": False},
            {"weight": 1000},
            {"is_scored": False},
            {"corrected_by_id": self.buyer.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                line.write(vals)
        for vals in (
            {"state": "closed"},
            {"score_total": 100},
            {"standing": "good"},
            {"has_deliveries": False},
            {"closed_by_id": self.buyer.id},
            {"date_to": "2030-01-01"},
            {"supplier_id": self.dossier.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                evaluation.write(vals)
        with self.assertRaises(AccessError):
            evaluation.create({"supplier_id": self.dossier.id})
        with self.assertRaises(AccessError):
            evaluation.fact_ids.write({"quantity": 1})
        with self.assertRaises(AccessError):
            evaluation.unlink()

    def test_closed_it_is_frozen(self):
        move = self._receive(10)
        evaluation = self._evaluate()
        evaluation.with_user(self.manager).action_close()
        self._send_back(move, 10)
        with self.assertRaisesRegex(UserError, "closed"):
            evaluation.with_user(self.manager).action_refresh()
        with self.assertRaisesRegex(UserError, "closed"):
            self._line(evaluation, "price").with_user(self.buyer).write(
                {"score": 1, "reason": "x"}
            )
        with self.assertRaisesRegex(UserError, "closed"):
            evaluation.with_user(self.buyer).letter_note = "x"
        self.assertEqual(evaluation.score_total, 100)
        self.assertEqual(self.supplier.sanbao_quality_score, 100)
        self.assertEqual(self.supplier.sanbao_supplier_standing, "good")

    def test_only_the_manager_closes_and_once(self):
        evaluation = self._evaluate(("received", 10))
        for user in (self.buyer, self.qc):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                evaluation.with_user(user).action_close()
        evaluation.with_user(self.manager).action_close()
        closed_at = evaluation.closed_at
        with freeze_time("2026-04-11"):
            evaluation.with_user(self.manager).action_close()
        self.assertEqual(evaluation.closed_at, closed_at)

    def test_an_older_period_closed_later_does_not_count(self):
        with self._figures(("received", 1)):
            new = self.evaluations._open_for(self.dossier, QUARTER)
        with self._figures(("received", 2), ("returned", 2)):
            old = self.evaluations._open_for(
                self.dossier, (date(2025, 10, 1), date(2025, 12, 31))
            )
        new.with_user(self.manager).action_close()
        old.with_user(self.manager).action_close()
        self.assertEqual(self.dossier.evaluation_id, new)


@tagged("post_install", "-at_install")
class TestStandingGate(EvaluationCommon):
    """PUR-08: a poor supplier warns, or blocks."""

    def _closed(self, *rows):
        self._evaluate(*rows).with_user(self.manager).action_close()

    def test_poor_suppliers_are_held(self):
        """PUR-08."""
        self._closed(("received", 10), ("returned", 10), ("complaint", 10))
        self.assertEqual(self.dossier.standing, "poor")
        with self.assertRule("PUR-08", self.supplier.name):
            self._order().button_confirm()
        self.env["sanbao.rule"].search([("code", "=", "PUR-08")]).mode = "warn"
        self._order().button_confirm()

    def test_which_standings_is_a_parameter(self):
        """PUR-08."""
        self._closed(("received", 10), ("returned", 10))
        self.assertEqual(self.dossier.standing, "watch")
        self._order().button_confirm()
        self._set("supplier_held_standings", "poor_watch")
        with self.assertRule("PUR-08"):
            self._order().button_confirm()

    def test_as_delivered_it_warns(self):
        rule = self.env["sanbao.rule"].search([("code", "=", "PUR-08")])
        self.assertEqual(rule.default_mode, "warn")

    def test_the_score_ranks(self):
        self._closed(("received", 10))
        self.assertEqual(self.supplier.sanbao_supplier_rank, 100)
