from odoo.exceptions import UserError
from odoo.tests import tagged

from .evaluation_common import QUARTER, EvaluationCommon


@tagged("post_install", "-at_install")
class TestEvaluationFigures(EvaluationCommon):
    """PUR-08: filled from the records of the period."""

    def test_receipts_late_ones_and_returns(self):
        move = self._receive(8)
        late = self._receive(2, planned="2026-02-09 04:00:00")
        back = self._send_back(move, 1)
        evaluation = self._evaluate()
        facts = {fact.kind: fact for fact in evaluation.fact_ids}
        self.assertEqual(facts["received"].quantity, 10)
        self.assertEqual(facts["received"].record_ids, [move.id, late.id])
        self.assertEqual(facts["late"].record_ids, late.ids)
        self.assertEqual(facts["returned"].record_ids, back.ids)
        self.assertEqual(self._line(evaluation, "performance").score, 90)
        self.assertEqual(self._line(evaluation, "delivery").score, 80)
        self.assertTrue(evaluation.has_score)

    def test_the_days_of_the_period_are_the_companys(self):
        """The first and last moments of the quarter in Shanghai."""
        inside = ["2025-12-31 16:00:00", "2026-03-31 15:59:59"]
        outside = ["2025-12-31 15:59:59", "2026-03-31 16:00:00"]
        counted = [self._receive(1, date=moment).id for moment in inside]
        for moment in outside:
            self._receive(1, date=moment)
        evaluation = self._evaluate()
        self.assertEqual(evaluation.fact_ids.record_ids, counted)

    def test_on_the_planned_day_is_on_time(self):
        self._receive(1, date="2026-02-10 15:00:00", planned="2026-02-09 17:00:00")
        self.assertEqual(self._line(self._evaluate(), "delivery").score, 100)

    def test_complaints_and_replacements(self):
        evaluation = self._evaluate(
            ("received", 10),
            ("complaint", 2),
            ("warranty", 4),
            ("old_other", 1),
            ("old_supplier", 3),
        )
        self.assertEqual(self._line(evaluation, "reliability").score, 80)
        # Four were replaced, one of them not by the supplier's fault.
        self.assertEqual(self._line(evaluation, "durability").score, 70)

    def test_each_line_opens_its_records(self):
        move = self._receive(8)
        evaluation = self._evaluate().with_user(self.buyer)
        action = self._line(evaluation, "performance").action_view_records()
        self.assertEqual(action["res_model"], "stock.move")
        self.assertEqual(action["domain"], [("id", "in", move.ids)])
        with self.assertRaises(UserError):
            self._line(evaluation, "price").action_view_records()

    def test_contacts_and_other_companies(self):
        contact = self.supplier.create({"name": "王", "parent_id": self.supplier.id})
        self._receive(3, partner=contact)
        evaluation = self._evaluate()
        self.assertEqual(evaluation.fact_ids.quantity, 3)

    def test_a_new_source_is_one_method(self):
        evaluation = self._evaluate(("received", 5), ("returned", 5))
        self.assertEqual(self._line(evaluation, "performance").score, 0)

    def test_queries_do_not_grow_with_the_suppliers(self):
        def cost(number, day):
            partners = self.env["res.partner"].create(
                [{"name": f"厂{day}-{i}", "is_company": True} for i in range(number)]
            )
            dossiers = self.env["sanbao.supplier"]._ensure(partners, self.company)
            for partner in partners[:2]:
                self._receive(1, partner=partner)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.evaluations._open_for(dossiers, QUARTER)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2, 0)
        # Rows are inserted a hundred at a time; nothing else grows.
        self.assertLessEqual(cost(40, 2), cost(4, 1) + 6)
