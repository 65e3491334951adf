import base64
import io
from datetime import timedelta

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_base.tests.printing import printed_text

from .common import TrackingCommon

ORIENTATION, CAMERA_ON_ITS_SIDE = 0x0112, 6


@tagged("post_install", "-at_install")
class TestBreach(TrackingCommon):
    """PUR-22: a breach is pursued and closed with a result."""

    def _of(self, breach):
        return self._obligations("PUR-22", breach)

    def test_a_small_claim_is_pursued_at_once(self):
        """PUR-22: 9,999.99; from 10,000 the lawyer approves."""
        breach = self._breach(measure="claim", claim_amount=9999.99)
        breach.action_submit()
        self.assertEqual(breach.state, "approved")
        for amount in (10000, 10000.01):
            breach = self._breach(measure="claim", claim_amount=amount)
            breach.action_submit()
            self.assertEqual(breach.state, "submitted")
            breach.with_user(self.lawyer)._sanbao_decide("approved", "ok")
            self.assertEqual(breach.state, "approved")

    def test_facts_and_measure_are_required(self):
        """PUR-22."""
        for values in (
            {"facts": " "},
            {"measure": False},
            {"measure": "claim", "claim_amount": 0},
        ):
            breach = self._breach(**values)
            with self.subTest(values=values), self.assertRule("PUR-22"):
                breach.action_submit()

    def test_it_is_closed_within_days(self):
        """PUR-22: as many as the parameter says."""
        self._value("breach_answer_days", "20")
        breach = self._breach()
        self.assertEqual(breach.due_date, self.today + timedelta(days=20))

    def test_closing_needs_a_result(self):
        """PUR-22."""
        breach = self._breach()
        breach.action_submit()
        with self.assertRule("PUR-22"):
            breach.action_close()
        breach.result = "delivered"
        with self.assertRule("PUR-22"):
            breach.action_close()
        breach.result_note = "3月12日补齐"
        breach.action_close()
        self.assertEqual(breach.state, "closed")
        self.assertEqual(breach.closed_by_id, self.buyer)
        self.assertEqual(self._of(breach).state, "done")
        at = breach.closed_at
        breach.action_close()
        self.assertEqual(breach.closed_at, at)
        for change in (
            lambda: breach.write({"result": "waived"}),
            lambda: breach.write({"settled_amount": 1}),
            lambda: breach.write({"facts": "无"}),
            breach.action_cancel,
        ):
            with self.assertRaises(UserError):
                change()

    def test_a_draft_is_not_closed(self):
        """PUR-22."""
        breach = self._breach(result="waived", result_note="x")
        with self.assertRaises(UserError):
            breach.action_close()

    def test_dropping_needs_a_reason(self):
        """PUR-22."""
        breach = self._breach()
        with self.assertRule("PUR-22"):
            breach.action_cancel()
        breach.result_note = "我方通知推迟"
        breach.action_cancel()
        self.assertEqual(breach.state, "cancelled")
        self.assertEqual(self._of(breach).state, "cancelled")
        breach.action_reset()
        self.assertEqual(self._of(breach).mapped("state"), ["cancelled", "open"])

    def test_the_due_date_is_an_obligation_of_the_owner(self):
        """PUR-22."""
        breach = self._breach(due_date=self.today + timedelta(days=5))
        obligation = self._of(breach)
        self.assertEqual(obligation.user_id, self.buyer)
        before = obligation.due
        breach.write(
            {
                "due_date": self.today + timedelta(days=8),
                "user_id": self.manager.id,
            }
        )
        self.assertEqual(obligation.due - before, timedelta(days=3))
        self.assertEqual(obligation.user_id, self.manager)
        self.assertEqual(obligation.change_ids.old_user_id, self.buyer)

    def test_one_press_opens_it_with_its_facts(self):
        """PUR-22."""
        order = self._confirmed(10, due_in=-2)
        breach = self.breaches.browse(order.action_sanbao_breach()["res_id"])
        self.assertEqual(breach.kind, "late")
        self.assertEqual(breach.line_ids.quantity, 10)
        self.assertEqual(breach.line_ids.days_late, 2)
        self.assertIn("GB-200", breach.facts)
        self.assertEqual(order.action_sanbao_breach()["res_id"], breach.id)
        self.assertEqual(order.sanbao_breach_count, 1)
        self.assertEqual(self.supplier.sanbao_breach_count, 1)

    def test_there_is_nothing_to_break_in_a_draft(self):
        with self.assertRaises(UserError):
            self._order(10).action_sanbao_breach()

    def test_only_buyers_open_breaches(self):
        order = self._confirmed(10)
        with self.assertRaises(AccessError):
            order.with_user(self.lawyer).action_sanbao_breach()

    def test_what_the_evaluation_counts(self):
        """PUR-22: by kind and period; drafts and dropped ones do not count."""
        breach = self._breach()
        breach.action_submit()
        self._breach()
        counts = self.supplier._sanbao_breach_counts(
            self.today, self.today, self.company
        )
        self.assertEqual(counts, {self.supplier: {"late": 1}})
        tomorrow = self.today + timedelta(days=1)
        self.assertFalse(
            self.supplier._sanbao_breach_counts(tomorrow, tomorrow, self.company)
        )

    def test_a_line_of_another_order_is_refused(self):
        breach = self._breach()
        line = self._confirmed(5).order_line
        with self.assertRaises(UserError):
            breach.line_ids.purchase_line_id = line

    def test_the_claim_letter_prints(self):
        """PUR-22: two copies with lines, claim in words and photos."""
        stream, taken = io.BytesIO(), Image.new("CMYK", (40, 30), "red")
        taken.getexif()[ORIENTATION] = CAMERA_ON_ITS_SIDE
        taken.save(stream, "JPEG", exif=taken.getexif(), quality=60)
        photo = (
            self.env["ir.attachment"]
            .with_user(self.buyer)
            .create(
                {
                    "name": "开裂.jpg",
                    "datas": base64.b64encode(stream.getvalue()),
                    "mimetype": "image/jpeg",
                }
            )
        )
        breach = self._breach(
            measure="claim", claim_amount=12000, attachment_ids=photo.ids
        )
        breach.action_submit()
        self.lawyer.name = "法务林"
        breach.with_user(self.lawyer)._sanbao_decide("approved", "ok")
        (address,) = breach._form_photos()
        shown = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
        self.assertEqual((shown.mode, shown.size), ("RGB", (30, 40)))
        text = printed_text(self.env, "sanbao_tracking.report_claim_letter", breach)
        self.assertEqual(text.count("GB-200"), 2)
        for expected in (self.supplier.name, breach.order_id.name, "法务林"):
            self.assertIn(expected, text)
        if breach.currency_id.name == "CNY":
            self.assertIn("壹万贰仟元整", text.replace(" ", ""))
