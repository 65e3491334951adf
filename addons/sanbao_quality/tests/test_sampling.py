from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestSampling(QualityCommon):
    """抽样: how much is drawn and how much of it may be bad (QLT-13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env["sanbao.sampling.plan"].create(
            {
                "name": "测试抽样",
                "kind": "table",
                "line_ids": [
                    Command.create({"lot_from": 2, "lot_to": 50, "sample_size": 5}),
                    Command.create(
                        {"lot_from": 51, "sample_size": 20, "accept_number": 1}
                    ),
                ],
            }
        )
        cls.sampled = cls._product("油封", sanbao_inspection="yes")
        cls._in_force(cls._standard(products=cls.sampled, sanbao_plan_id=cls.plan.id))

    def test_the_table_is_read_by_the_size_of_the_lot(self):
        """QLT-13: both ends of each row, fractions, and what no row covers."""
        for lot, expected in (
            (1, (1, 0, 1)),
            (2, (2, 0, 1)),
            (49, (5, 0, 1)),
            (50, (5, 0, 1)),
            (50.5, (5, 0, 1)),
            (51, (20, 1, 2)),
            (100000, (20, 1, 2)),
        ):
            with self.subTest(lot=lot):
                self.assertEqual(self.plan._sample(lot), expected)

    def test_a_percentage_is_rounded_up(self):
        """QLT-13: 10 percent of 9, 10, 11 pieces."""
        plan = self.plan.create({"name": "10%", "kind": "percent", "percent": 10})
        for lot, size in ((9, 1), (10, 1), (11, 2), (0.5, 0.5)):
            with self.subTest(lot=lot):
                self.assertEqual(plan._sample(lot), (size, 0, 1))
        with self.assertRaises(ValidationError):
            plan.percent = 0

    def test_without_a_plan_every_piece_is_inspected(self):
        """QLT-13."""
        self.assertEqual(self.plan.browse()._sample(7), (7, 0, 1))
        self.assertEqual(self._inspection().sanbao_plan_size, 10)

    def test_the_delivered_table_follows_gb_2828(self):
        """QLT-13: single sampling, normal inspection, level II, AQL 2.5."""
        plan = self.env.ref("sanbao_quality.plan_gb_2828")
        for lot, expected in (
            (25, (5, 0, 1)),
            (90, (20, 1, 2)),
            (280, (32, 2, 3)),
            (500, (50, 3, 4)),
            (1200, (80, 5, 6)),
            (3200, (125, 7, 8)),
            (10000, (200, 10, 11)),
        ):
            with self.subTest(lot=lot):
                self.assertEqual(plan._sample(lot), expected)

    def test_the_sample_is_taken(self):
        """QLT-13: one piece less, the sample, one more."""
        for taken, passes in ((19, False), (20, True), (21, True)):
            inspection = self._answer(self._inspection(self.sampled, 60))
            self.assertEqual(inspection.sanbao_plan_size, 20)
            inspection.write({"sanbao_sample_size": taken, "sanbao_accepted_qty": 60})
            with self.subTest(taken=taken):
                if passes:
                    inspection.action_sanbao_decide()
                else:
                    with self.assertRule("QLT-13"):
                        inspection.action_sanbao_decide()

    def test_the_accept_number_decides_about_the_lot(self):
        """QLT-13, QLT-10: below, at and above it."""
        for bad, passes in ((0, True), (1, True), (2, False)):
            inspection = self._answer(self._inspection(self.sampled, 60))
            inspection.write(
                {
                    "sanbao_defects": bad,
                    "sanbao_accepted_qty": 60 - bad,
                    "sanbao_rejected_qty": bad,
                    "sanbao_defect_note": "唇口缺损",
                }
            )
            with self.subTest(bad=bad):
                if passes:
                    inspection.action_sanbao_decide()
                else:
                    with self.assertRule("QLT-10"):
                        inspection.action_sanbao_decide()
                    inspection.write(
                        {"sanbao_accepted_qty": 0, "sanbao_rejected_qty": 60}
                    )
                    inspection.action_sanbao_decide()
                    self.assertEqual(inspection.state, "failed")

    def test_a_failed_sample_may_be_sorted_out(self):
        """QLT-13: every piece is inspected then."""
        inspection = self._answer(self._inspection(self.sampled, 60))
        inspection.write(
            {
                "sanbao_defects": 4,
                "sanbao_sample_size": 60,
                "sanbao_accepted_qty": 56,
                "sanbao_rejected_qty": 4,
                "sanbao_defect_note": "唇口缺损",
            }
        )
        inspection.action_sanbao_decide()
        self.assertEqual(self._put_away(inspection).move_ids.quantity, 56)

    def test_bad_pieces_of_the_sample_are_rejected(self):
        """QLT-10."""
        inspection = self._answer(self._inspection(self.sampled, 60))
        inspection.write({"sanbao_defects": 1, "sanbao_accepted_qty": 60})
        with self.assertRule("QLT-10"):
            inspection.action_sanbao_decide()

    def test_suppliers_that_fail_often_are_sampled_more(self):
        """QLT-13: a rate below, at and above the limit; the accept number stays."""
        self._value("supplier_failure_rate", 50)
        self._value("supplier_failure_batches", 2)
        for failed, passed, tightened in ((1, 2, False), (1, 1, True), (2, 1, True)):
            self.supplier = self.env["res.partner"].create({"name": "供方"})
            for _batch in range(failed):
                inspection = self._inspection(self.sampled, 60)
                self._decide(inspection, 0, 60, good=False)
            for _batch in range(passed):
                self._decide(self._inspection(self.sampled, 60))
            inspection = self._inspection(self.sampled, 60)
            with self.subTest(failed=failed, passed=passed):
                self.assertEqual(inspection.sanbao_tightened, tightened)
                size = 40 if tightened else 20
                self.assertEqual(inspection.sanbao_plan_size, size)
                self.assertEqual(inspection.sanbao_accept_number, 1)

    def test_few_batches_say_nothing_about_a_supplier(self):
        """QLT-13: fewer than, exactly, more than the number of batches; old ones do not
        count."""
        for batches, tightened in ((2, False), (3, True), (4, True)):
            self.supplier = self.env["res.partner"].create({"name": "供方"})
            for _batch in range(batches):
                inspection = self._inspection(self.sampled, 60)
                self._decide(inspection, 0, 60, good=False)
            with self.subTest(batches=batches):
                found = self._inspection(self.sampled, 60)
                self.assertEqual(found.sanbao_tightened, tightened)
        self.env.flush_all()
        self.env.cr.execute("UPDATE qc_inspection SET date_done = '2020-01-01'")
        self.env.invalidate_all()
        self.assertFalse(self._inspection(self.sampled, 60).sanbao_tightened)

    def test_tightening_follows_its_factor(self):
        """QLT-13: at most the whole lot is drawn."""
        self.assertEqual(self.plan._sample(60, 3), (60, 1, 2))
        self.assertEqual(self.plan._sample(60, 3.5), (60, 1, 2))
        self.assertEqual(self.plan._sample(60, 1.5), (30, 1, 2))
        self._value("tightened_sampling_factor", 3)
        self._value("supplier_failure_batches", 1)
        self._decide(self._inspection(self.sampled, 60), 0, 60, good=False)
        self.assertEqual(self._inspection(self.sampled, 60).sanbao_plan_size, 60)

    def test_the_window_of_the_failure_rate_is_a_parameter(self):
        """QLT-13, supplier_failure_days: a second before, at, and after its end."""
        self._value("supplier_failure_batches", 1)
        self._value("supplier_failure_days", 20)
        failed = self._decide(self._inspection(self.sampled, 60), 0, 60, good=False)
        end = failed.date_done + timedelta(days=20)
        for seconds, tightened in ((-1, True), (0, True), (1, False)):
            with (
                self.subTest(seconds=seconds),
                freeze_time(end + timedelta(seconds=seconds)),
            ):
                found = self._inspection(self.sampled, 60)
                self.assertEqual(found.sanbao_tightened, tightened)

    def test_a_plan_in_use_does_not_change(self):
        """QLT-13, STK-09."""
        for change in (
            lambda: self.plan.write({"kind": "full"}),
            lambda: self.plan.line_ids[0].write({"sample_size": 1}),
            lambda: self.plan.line_ids[0].unlink(),
            lambda: self.plan.line_ids.create(
                {"plan_id": self.plan.id, "lot_from": 1, "sample_size": 1}
            ),
            lambda: self.plan.unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        self.plan.copy().line_ids.unlink()
