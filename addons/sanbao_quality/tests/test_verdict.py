from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestVerdict(QualityCommon):
    """The verdict follows from the findings and is taken once."""

    def test_every_point_is_answered(self):
        """QLT-10."""
        inspection = self._inspection()
        inspection.sanbao_accepted_qty = 10
        with self.assertRule("QLT-10"):
            inspection.action_sanbao_decide()
        self._answer(inspection)
        inspection.action_sanbao_decide()
        self.assertEqual(inspection.state, "success")

    def test_a_measured_zero_is_an_answer(self):
        """QLT-10: ticked; without it nothing was measured."""
        inspection = self._answer(self._inspection(), weight=0)
        inspection.sanbao_accepted_qty = 10
        with self.assertRule("QLT-10"):
            inspection.action_sanbao_decide()
        line = inspection.inspection_lines[3]
        line.sanbao_measured = True
        self.assertFalse(line.success)

    def test_a_failed_point_rejects_something(self):
        """QLT-10."""
        inspection = self._answer(self._inspection())
        inspection.inspection_lines[3].quantitative_value = 5
        inspection.write({"sanbao_accepted_qty": 10, "sanbao_rejected_qty": 0})
        with self.assertRule("QLT-10"):
            inspection.action_sanbao_decide()
        inspection.write(
            {
                "sanbao_accepted_qty": 8,
                "sanbao_rejected_qty": 2,
                "sanbao_defect_note": "超重",
            }
        )
        inspection.action_sanbao_decide()
        self.assertEqual(inspection.state, "failed")

    def test_what_is_rejected_is_described(self):
        """QLT-10, STK-11."""
        inspection = self._answer(self._inspection(), good=False)
        inspection.write({"sanbao_rejected_qty": 10})
        with self.assertRule("QLT-10"):
            inspection.action_sanbao_decide()

    def test_limits_of_a_measured_point_count(self):
        """QLT-10: below, at and above both limits, also in another unit."""
        gram = self.env.ref("uom.product_uom_gram")
        line = self._inspection().inspection_lines[3]
        for value, good in (
            (0.99, False),
            (1, True),
            (1.01, True),
            (1.99, True),
            (2, True),
            (2.01, False),
        ):
            line.write({"quantitative_value": value, "uom_id": line.test_uom_id.id})
            with self.subTest(kilograms=value):
                self.assertEqual(line.success, good)
            line.write({"quantitative_value": value * 1000, "uom_id": gram.id})
            with self.subTest(grams=value * 1000):
                self.assertEqual(line.success, good)

    def test_limits_are_shown_to_everybody(self):
        """QLT-10: OCA leaves them empty for most users."""
        line = self._inspection().inspection_lines[3]
        self.assertIn("1.00", line.valid_values)
        self.assertIn("2.00", line.valid_values)

    def test_a_photo_is_taken_where_one_is_asked_for(self):
        """QLT-10, STK-08."""
        standard = self._standard(products=self.part)
        standard.test_lines[0].sanbao_photo = True
        self._in_force(standard)
        self.part.sanbao_inspection = "yes"
        inspection = self._answer(self._inspection(self.part))
        inspection.sanbao_accepted_qty = 10
        with self.assertRule("QLT-10"):
            inspection.action_sanbao_decide()
        pixel = (
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhg"
            b"GAWjR9awAAAABJRU5ErkJggg=="
        )
        inspection.inspection_lines[0].sanbao_photo = pixel
        inspection.action_sanbao_decide()
        self.assertEqual(inspection.state, "success")

    def test_quantities_fit_what_came(self):
        """QLT-10: nothing, one less, all, one more."""
        for accepted, rejected, passes in (
            (0, 0, False),
            (9, 0, True),
            (10, 0, True),
            (11, 0, False),
            (8, 3, False),
        ):
            inspection = self._answer(self._inspection())
            with self.subTest(accepted=accepted, rejected=rejected):
                if passes:
                    self._decide(inspection, accepted, rejected)
                else:
                    with self.assertRaises(UserError):
                        self._decide(inspection, accepted, rejected)

    def test_a_part_of_the_quantity_stays_pending(self):
        """QLT-10: in an inspection of its own, with the same standard and due time."""
        inspection = self._decide(self._inspection(), accepted=6, rejected=1)
        rest = self.inspections.search([("sanbao_parent_id", "=", inspection.id)])
        self.assertEqual(
            (rest.state, rest.sanbao_quantity, rest.sanbao_pending_qty),
            ("ready", 3, 3),
        )
        self.assertEqual(
            (inspection.sanbao_quantity, inspection.sanbao_pending_qty), (7, 0)
        )
        self.assertEqual(rest.test, inspection.test)
        self.assertEqual(rest.sanbao_due, inspection.sanbao_due)
        self.assertEqual(self._on_hand(self.pending, self.inspected), 9)

    def test_each_lot_has_its_own_verdict(self):
        """QLT-10, STK-10: failing lots of one line do not hold passing ones."""
        good, bad = self._lot("L-1"), self._lot("L-2")
        picking = self._received((self.tracked, 10, {good: 6, bad: 4}))
        found = picking.sudo().sanbao_inspection_ids.with_user(self.inspector)
        by_lot = {inspection.sanbao_lot_id: inspection for inspection in found}
        self.assertEqual(good._sanbao_quality_state(), "pending")
        self._decide(by_lot[bad], accepted=0, rejected=4)
        self._decide(by_lot[good])
        self._validate(self._put_away(by_lot[good]))
        self.assertEqual(self._on_hand(self.stock, self.tracked), 6)
        self.assertEqual(self._on_hand(self.nonconforming, self.tracked), 4)
        self.assertEqual(good._sanbao_quality_state(), "passed")
        self.assertEqual(bad._sanbao_quality_state(), "failed")
        self.assertEqual(self._lot("L-3")._sanbao_quality_state(), "none")
        self.assertEqual(good.sanbao_quality, "passed")

    def test_a_verdict_is_taken_once(self):
        """QLT-10: pressed twice by one, then by another."""
        inspection = self._decide(self._inspection())
        inspection.action_sanbao_decide()
        inspection.action_sanbao_accept_all()
        inspection.action_sanbao_reject_all()
        self.assertEqual(inspection.state, "success")
        self.assertEqual(len(inspection.sudo().sanbao_stock_move_ids), 1)
        with self.assertRaises(UserError):
            inspection.with_user(self.second).action_sanbao_decide()
        with self.assertRaises(UserError):
            inspection.with_user(self.second).action_sanbao_reject_all()

    def test_one_press_accepts_or_rejects_all(self):
        """QLT-10."""
        inspection = self._answer(self._inspection())
        inspection.action_sanbao_accept_all()
        self.assertEqual(
            (inspection.state, inspection.sanbao_accepted_qty), ("success", 10)
        )
        inspection = self._answer(self._inspection(), good=False)
        inspection.sanbao_defect_note = "全部漏油"
        inspection.action_sanbao_reject_all()
        self.assertEqual(
            (inspection.state, inspection.sanbao_rejected_qty), ("failed", 10)
        )

    def test_the_deadline_and_the_activity_end_with_the_verdict(self):
        """STK-06."""
        inspection = self._inspection()
        obligation = self._obligations("STK-06", inspection)
        self.assertEqual(
            (obligation.state, obligation.user_id), ("open", self.inspector)
        )
        days = (obligation.due - obligation.start).days
        self.assertEqual(days, 2)
        self._decide(inspection)
        self.assertEqual(obligation.state, "done")
        self.assertFalse(inspection.activity_ids)

    def test_a_verdict_is_in_time_until_its_last_second(self):
        """STK-06, inspection_due_days: a second before, at, and after the end."""
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            inspection = self._inspection()
            owed = self._obligations("STK-06", inspection)
            with (
                self.subTest(seconds=seconds),
                freeze_time(owed.due + timedelta(seconds=seconds)),
            ):
                self._decide(inspection)
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_the_hook_is_called_once_for_each_verdict(self):
        """QLT-10: with the result in the state and in the quantities."""
        seen = []
        self.patch(
            type(self.inspections),
            "_sanbao_on_verdict",
            lambda i: seen.append((i.state, i.sanbao_accepted_qty)),
        )
        inspection = self._decide(self._inspection(), accepted=4)
        inspection.action_sanbao_decide()
        self.assertEqual(seen, [("success", 4)])

    def test_goods_that_came_are_inspected(self):
        """QLT-10: their inspection is neither cancelled nor deleted."""
        inspection = self._inspection()
        for method in ("action_cancel", "action_draft", "unlink"):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(inspection, method)()

    def test_an_inspection_by_hand(self):
        """QLT-10: of a step in production; two drafts are deleted at once."""
        values = {"product_id": self.inspected.id, "sanbao_quantity": 3}
        drafts = self.inspections.with_user(self.inspector).create([values, values])
        self.assertEqual(drafts.mapped("state"), ["draft", "draft"])
        drafts.unlink()
        inspection = self.inspections.with_user(self.inspector).create(values)
        inspection.action_todo()
        self.assertEqual((inspection.state, inspection.test), ("ready", self.standard))
        self._decide(inspection)
        self.assertEqual(inspection.state, "success")
        self.assertFalse(inspection.sudo().sanbao_stock_move_ids)
        other = self.inspections.with_user(self.inspector).create(values)
        other.action_cancel()
        self.assertEqual(other.state, "canceled")

    def test_a_lot_that_is_tested_does_not_go_on(self):
        """QLT-10: until it passed; after a failed test its nonconformity holds it."""
        for good in (True, False):
            lot = self._lot(f"G-{good}")
            self._put(self.stock, 5, self.tracked, lot)
            inspection = self.inspections.with_user(self.inspector).create(
                {
                    "product_id": self.tracked.id,
                    "sanbao_lot_id": lot.id,
                    "sanbao_quantity": 5,
                }
            )
            self.assertFalse(lot.sanbao_held)
            inspection.action_todo()
            self.assertTrue(lot.sanbao_held)
            out = self._picking(
                (self.tracked, 5, {lot: 5}),
                source=self.stock,
                target=self.customers,
                kind=self.warehouse.out_type_id,
            )
            with self.assertRule("QLT-12"):
                out._action_done()
            if good:
                self._decide(inspection)
                out._action_done()
            else:
                self._decide(inspection, 0, 5, good=False)
                with self.assertRule("QLT-12"):
                    out._action_done()

    def test_a_test_that_is_given_up_frees_its_lot(self):
        """QLT-10; STK-06: and nobody owes its verdict any more."""
        lot = self._lot("G-7")
        inspection = self.inspections.with_user(self.inspector).create(
            {"product_id": self.tracked.id, "sanbao_lot_id": lot.id}
        )
        inspection.action_todo()
        owed = self._obligations("STK-06", inspection)
        self.assertEqual(owed.state, "open")
        inspection.action_cancel()
        self.assertFalse(lot.sanbao_held)
        self.assertEqual(owed.state, "cancelled")
