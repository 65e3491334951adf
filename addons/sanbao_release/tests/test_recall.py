from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .common import RecallCommon


@tagged("post_install", "-at_install")
class TestRecall(RecallCommon):
    """SAL-42: a recall from its opening to its approved end."""

    def setUp(self):
        super().setUp()
        self.delivery = self._delivery(self.lot, 10)

    # === Opening ===

    def test_it_holds_the_lot_at_once(self):
        """SAL-42: nothing of it leaves any more, also not from the reservation."""
        waiting = self._delivery(self.lot, 5, self.other, done=False)
        waiting.action_assign()
        self.assertEqual(waiting.move_ids.quantity, 5)
        recall = self._recall()
        self.assertTrue(self.lot.sanbao_held)
        self.assertEqual(recall.held_lot_ids, self.lot)
        self.assertFalse(waiting.move_ids.quantity)
        self._take(waiting, self.lot, 5)
        with self.assertRule("QLT-12"):
            waiting._action_done()

    def test_what_contains_it_is_held_too(self):
        """SAL-42."""
        made = self._lot("M-2", self._product("混合液二"), quantity=0)
        self._make([(self.lot, 2)], [(made, 5)])
        self._recall()
        self.assertTrue(made.sanbao_held)

    def test_nonconformity_and_corrective_action(self):
        """SAL-42: with QLT-15 and QLT-20 what follows is opened by itself."""
        recall = self._recall()
        sheet = recall.sudo().nonconformity_id
        self.assertEqual((sheet.source, sheet.lot_id), ("recall", self.lot))
        self.assertEqual(sheet.quantity, 10)
        self.assertEqual(recall.sudo().action_id.sanbao_origin, recall.name)

    def test_it_is_due_after_three_days(self):
        """SAL-42: the last second of the third day, not of the second or the fourth."""
        obligation = self._obligation("SAL-42", self._recall())
        zone = company_timezone(self.company)
        today = local_day(self._now(), zone)
        self.assertEqual(local_day(obligation.due, zone), today + timedelta(days=3))
        second = timedelta(seconds=1)
        self.assertEqual(
            local_day(obligation.due + second, zone), today + timedelta(days=4)
        )
        self._value("recall_due_days", 1)
        again = self._obligation("SAL-42", self._recall(self._lot("L-9")))
        self.assertEqual(local_day(again.due, zone), today + timedelta(days=1))

    # === Notices ===

    def test_customers_are_told_at_once(self):
        """SAL-42: by mail, with time, means and person."""
        self._delivery(self.lot, 2, self.other)
        recall = self._recall()
        contacts = recall.contact_ids
        self.assertEqual(contacts.partner_id, self.partner | self.other)
        self.assertEqual(set(contacts.mapped("means")), {"mail"})
        self.assertEqual(contacts.user_id, self.inspector)
        mails = self._mails(contacts)
        self.assertEqual(len(mails), 2)
        mail = mails.filtered(lambda m: self.partner in m.recipient_ids)
        self.assertIn(self.delivery.name, mail.body_html)
        self.assertIn(self.lot.name, mail.body_html)
        self.assertNotIn(self.other.name, mail.body_html)
        line = recall.line_ids.filtered(lambda line: line.partner_id == self.partner)
        self.assertTrue(line.notified_at)
        self.assertEqual(line.notice_user_id, self.inspector)

    def test_by_hand_if_so_set(self):
        """SAL-42: nobody is told until somebody presses; then once."""
        self._value("recall_notify", "hand")
        recall = self._recall()
        self.assertFalse(recall.contact_ids)
        recall.action_notify()
        recall.action_notify()
        self.assertEqual(len(recall.contact_ids), 1)
        self.assertEqual(len(self._mails(recall.contact_ids)), 1)

    def test_who_has_no_address_is_called(self):
        """SAL-42."""
        self._delivery(self.lot, 2, self._customer("无邮箱客户", mail=False))
        recall = self._recall()
        self.assertEqual(recall.contact_ids.partner_id, self.partner)
        action = recall.action_notify()
        self.assertIn("无邮箱客户", action["params"]["message"])
        silent = recall.line_ids.partner_id - self.partner
        contacts = self.env["sanbao.recall.contact"].with_user(self.sales)
        values = {"recall_id": recall.id, "partner_id": silent.id, "person": "李队长"}
        with self.assertRaises(UserError):
            contacts.create({**values, "means": "mail"})
        with self.assertRaises(UserError):
            contacts.create(
                {**values, "contacted_at": self._now() + timedelta(hours=1)}
            )
        told = contacts.create({**values, "user_id": self.dgm.id})
        self.assertEqual((told.means, told.user_id), ("phone", self.sales))
        self.assertEqual(recall.told_count, 2)
        with self.assertRaises(AccessError):
            told.note = "改"

    # === Closing ===

    def _settled(self, recall):
        recall.line_ids.used_qty = recall.line_ids.quantity
        recall.disposition = "scrap"
        return recall

    def test_it_closes_balanced_and_approved(self):
        """SAL-42."""
        recall = self._settled(self._recall())
        obligation = self._obligation("SAL-42", recall)
        self._approve(recall, self.dgm)
        self.assertEqual(recall.state, "approved")
        self.assertEqual(obligation.state, "done")
        self.assertTrue(obligation.kept)
        with self.assertRaises(UserError):
            recall.action_notify()

    def test_it_closes_in_time(self):
        """SAL-42, recall_due_days: in the last second, not in the one after it."""
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            lot = self._lot(f"T-{seconds}")
            self._delivery(lot, 1)
            recall = self._settled(self._recall(lot))
            owed = self._obligation("SAL-42", recall)
            with (
                self.subTest(seconds=seconds),
                freeze_time(owed.due + timedelta(seconds=seconds)),
            ):
                self._approve(recall, self.dgm)
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_nothing_may_be_open(self):
        """SAL-42: 9 of 10, 10 of 10, and never 11 of 10."""
        recall = self._settled(self._recall())
        line = recall.line_ids
        line.used_qty = 9
        self.assertEqual(line.open_qty, 1)
        with self.assertRule("SAL-42"):
            recall.action_submit()
        line.write({"explained_qty": 1, "explanation": "  "})
        with self.assertRule("SAL-42"):
            recall.action_submit()
        with self.assertRaises(UserError):
            line.explained_qty = 2
        line.explanation = "容器破损"
        recall.action_submit()
        self.assertEqual(recall.state, "submitted")

    def test_disposition_and_notice_are_required(self):
        """SAL-42."""
        recall = self._settled(self._recall())
        recall.disposition = False
        with self.assertRule("SAL-42"):
            recall.action_submit()
        recall.disposition = "rework"
        recall.sudo().contact_ids.unlink()
        with self.assertRule("SAL-42"):
            recall.action_submit()

    def test_a_delivery_found_at_the_end_reopens_the_sum(self):
        """SAL-42: the list is brought up to date before it is closed."""
        recall = self._settled(self._recall())
        # A count of what left, booked late by the system.
        self.env["sanbao.rule"].search([("code", "=", "QLT-12")]).mode = "off"
        self._delivery(self.lot, 1, self.other)
        with self.assertRule("SAL-42"):
            recall.action_submit()
        recall.action_refresh()
        self.assertEqual(len(recall.line_ids), 2)
        self.assertEqual(recall.line_ids.filtered("used_qty").used_qty, 10)

    def test_a_change_after_closing_opens_it_again(self):
        """SAL-42: and it is owed and held again."""
        recall = self._approve(self._settled(self._recall()), self.dgm)
        recall.line_ids.used_qty = 3
        self.assertEqual(recall.state, "draft")
        self.assertEqual(self._obligation("SAL-42", recall).state, "open")

    def test_what_is_left_stays_held_until_it_is_decided(self):
        """SAL-42, QLT-12: closing a recall frees nothing that lies here."""
        self._approve(self._settled(self._recall()), self.dgm)
        self.assertTrue(self.lot.sanbao_held)

    # === What it is not ===

    def test_it_is_not_deleted_and_keeps_its_lot(self):
        """SAL-42."""
        recall = self._recall()
        with self.assertRaises(UserError):
            recall.sudo().unlink()
        with self.assertRaises(UserError):
            recall.lot_id = self._lot("L-8")

    def test_opened_by_mistake(self):
        """SAL-42: cancelled with the reason, which frees the lot again."""
        recall = self._recall()
        with self.assertRaises(UserError):
            recall.action_cancel()
        recall.cancel_reason = "看错批号"
        for user in (self.sales, self.head):
            with self.assertRaises(AccessError):
                recall.with_user(user).action_cancel()
        recall.action_cancel()
        self.assertEqual(recall.state, "cancelled")
        holds = self.lot.sudo().sanbao_hold_ids.filtered(
            lambda hold: hold.res_model == recall._name and not hold.released_at
        )
        self.assertFalse(holds)
        self.assertEqual(self._obligation("SAL-42", recall).state, "cancelled")
        recall.action_reset()
        self.assertTrue(self.lot.sanbao_held)
        self.assertEqual(self._obligation("SAL-42", recall).state, "open")

    def test_the_button_on_the_lot_opens_the_one_under_way(self):
        """SAL-42."""
        lot = self.lot.with_user(self.inspector)
        action = lot.action_sanbao_recall()
        self.assertEqual(action["context"], {"default_lot_id": lot.id})
        recall = self._recall()
        self.assertEqual(lot.action_sanbao_recall()["res_id"], recall.id)
        again = self.env["sanbao.recall"]._open_for(
            self.lot, self.company, {"reason": "又一次"}
        )
        self.assertEqual(again, recall)

    def test_people_enter_what_they_know_only(self):
        """SAL-42: what the search found and what was booked is not typed."""
        line = self._recall().line_ids
        for values in (
            {"quantity": 1},
            {"recovered_qty": 10},
            {"partner_id": self.other.id},
            {"move_id": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                line.write(values)
        line.write({"customer_measure": "已停用"})
        with self.assertRaises(AccessError):
            line.unlink()
        today = fields.Date.today()
        self.assertEqual(line.delivered_at.date(), today)
