from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import NonconformityCommon


@tagged("post_install", "-at_install")
class TestClosing(NonconformityCommon):
    """How a sheet ends."""

    OUTCOME = {"supplier_outcome": "return", "supplier_note": "供方同意退货退款"}

    def test_the_outcome_with_the_supplier_is_needed(self):
        """STK-11."""
        sheet = self._decided("return")
        self._move(sheet)
        sheet.result = "已退货，红字发票已收"
        with self.assertRule("STK-11"):
            sheet.action_close()
        sheet.with_user(self.buyer).write({"supplier_outcome": "return"})
        with self.assertRule("STK-11"):
            sheet.action_close()
        sheet.with_user(self.buyer).write(self.OUTCOME)
        sheet.action_close()
        self.assertEqual(sheet.state, "closed")

    def test_own_goods_have_no_supplier_to_ask(self):
        """STK-11."""
        sheet = self._decided("scrap", source="stock", partner_id=False)
        sheet.result = "已报废"
        sheet.action_close()

    def test_the_result_is_needed(self):
        """QLT-16."""
        sheet = self._decided("scrap", **self.OUTCOME)
        with self.assertRule("QLT-16"):
            sheet.action_close()
        sheet.result = "已报废"
        sheet.action_close()
        sheet.action_close()
        obligation = self._obligations("QLT-16", sheet)
        self.assertEqual(obligation.mapped("state"), ["done"])
        self.assertTrue(obligation.kept)
        with self.assertRaises(UserError):
            sheet.result = "改写"

    def test_closed_in_time(self):
        """QLT-16, nc_due_days: in the last second, not in the one after it."""
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            sheet = self._decided("scrap", result="已报废", **self.OUTCOME)
            obligation = self._obligations("QLT-16", sheet)
            with (
                self.subTest(seconds=seconds),
                freeze_time(obligation.due + timedelta(seconds=seconds)),
            ):
                sheet.action_close()
            self.assertEqual((obligation.state, obligation.kept), ("done", kept))

    def test_the_goods_are_moved_first(self):
        """QLT-12."""
        sheet = self._decided("return", result="已处理", **self.OUTCOME)
        with self.assertRule("QLT-12"):
            sheet.action_close()
        self._move(sheet)
        sheet.action_close()

    def test_process_problems_need_a_corrective_measure(self):
        """QLT-11."""
        sheet = self._decided(
            "scrap",
            source="process",
            trace_material="45 钢",
            trace_step="精车",
            trace_person="周强",
            result="已报废",
        )
        with self.assertRule("QLT-11"):
            sheet.action_close()
        sheet.with_user(self.producer).corrective_measure = "更换刀具并首件检验"
        sheet.action_close()

    def test_goods_out_of_stock_close_without_a_transfer(self):
        """QLT-12: but repaired ones not without their re-inspection."""
        values = {"location_id": False, "source": "returned", "result": "已处理"}
        sheet = self._decided("scrap", **values)
        sheet.action_close()
        sheet = self._decided("repair", **values)
        with self.assertRule("QLT-12"):
            sheet.action_close()
        sheet.action_recheck_passed()
        sheet.action_close()
        self.assertEqual(sheet.state, "closed")

    def test_the_hook_is_called_once(self):
        called = []
        self.patch(type(self.sheets), "_on_closed", lambda s: called.append(s.ids))
        sheet = self._decided("scrap", result="已报废", **self.OUTCOME)
        sheet.action_close()
        sheet.action_close()
        self.assertEqual(called, [sheet.ids])

    def test_others_do_not_close(self):
        sheet = self._decided("scrap", result="已报废", **self.OUTCOME)
        for person in (self.keeper, self.buyer, self.producer, self.dgm):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                sheet.with_user(person).action_close()

    def test_only_quality_management_gives_up_and_says_why(self):
        """QLT-16."""
        sheet = self._sheet()
        with self.assertRaises(AccessError):
            sheet.action_cancel()
        own = sheet.with_user(self.manager)
        with self.assertRaises(UserError):
            own.action_cancel()
        own.cancel_reason = "重复登记"
        own.action_cancel()
        own.action_cancel()
        self.assertEqual(self._obligations("QLT-16", sheet).state, "cancelled")
        with self.assertRaises(AccessError):
            sheet.action_reset()
        own.action_reset()
        self.assertEqual(
            self._obligations("QLT-16", sheet).mapped("state"), ["cancelled", "open"]
        )

    def test_nobody_deletes_a_sheet(self):
        sheet = self._sheet()
        for person in (self.inspector, self.manager):
            with self.assertRaises(AccessError):
                sheet.with_user(person).unlink()

    def test_the_transfer_of_a_given_up_sheet_is_taken_back(self):
        sheet = self._decided("return")
        picking = self._transfer_of(sheet)
        own = sheet.with_user(self.manager)
        own.cancel_reason = "误报"
        own.action_cancel()
        self.assertEqual(picking.state, "cancel")
        with self.assertRule("STK-02"):
            self._transfer(self.nonconforming, self.stock, 2).button_validate()
