from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import NonconformityCommon


@tagged("post_install", "-at_install")
class TestOpening(NonconformityCommon):
    """What other documents open: goods set apart, lot held, people told."""

    def _open(self, user=None, **values):
        vals = {
            "source": "stock",
            "product_id": self.part.id,
            "quantity": 2,
            "location_id": self.stock.id,
            "description": "外壳破损",
            "origin": "PD2026/00001",
            **values,
        }
        return self.sheets.with_user(user or self.keeper)._open([vals])

    def test_damaged_goods_of_a_count_are_set_apart(self):
        """STK-21: exactly the damaged quantity goes to the nonconforming zone."""
        self._put(self.stock, 5)
        sheet = self._open()
        self.assertEqual(self._on_hand(self.stock), 3)
        self.assertEqual(self._on_hand(self.nonconforming), 2)
        self.assertEqual(sheet.location_id, self.nonconforming)
        self.assertEqual((sheet.state, sheet.origin), ("draft", "PD2026/00001"))

    def test_switched_off_they_stay_and_are_set_apart_by_hand(self):
        """STK-21."""
        self._off("STK-21")
        self._put(self.stock, 5)
        sheet = self._open()
        self.assertEqual(self._on_hand(self.stock), 5)
        self.assertTrue(sheet.to_isolate)
        sheet.action_isolate()
        sheet.action_isolate()
        self.assertEqual(self._on_hand(self.nonconforming), 2)
        self.assertFalse(sheet.to_isolate)

    def test_goods_of_the_stock_are_not_decided_where_nobody_knows(self):
        """QLT-12: found in the stock, or a unit that lies there; the place is proposed."""
        self._put(self.stock, 5)
        sheet = self._sheet(source="stock", location_id=False, disposition="scrap")
        with self.assertRule("QLT-12"):
            sheet.action_submit()
        unit = self._product("变量泵", tracking="serial")
        number = self._lot("YY-0001", unit)
        values = {"source": "finished", "product_id": unit.id, "lot_id": number.id}
        absent = self._sheet(**values, quantity=1, location_id=False)
        absent.write({"disposition": "scrap"})
        self._put(self.stock, 1, unit, number)
        with self.assertRule("QLT-12"):
            absent.action_submit()
        proposed = self.sheets.with_user(self.inspector).new(values)
        proposed._onchange_location_id()
        self.assertEqual(proposed.location_id._origin, self.stock)

    def test_rejected_goods_leave_the_pending_zone(self):
        self._put(self.pending, 4)
        sheet = self._open(source="incoming", location_id=self.pending.id, quantity=3)
        self.assertEqual(self._on_hand(self.pending), 1)
        self.assertEqual(sheet.location_id, self.nonconforming)

    def test_more_than_there_is_opens_nothing(self):
        self._put(self.stock, 1)
        with self.assertRaises(UserError):
            self._open()
        self.assertEqual(self._on_hand(self.stock), 1)

    def test_goods_that_are_not_in_stock_are_written_down_only(self):
        sheet = self._open(location_id=False, source="returned")
        self.assertFalse(sheet.is_stocked or sheet.move_ids)

    def test_a_slip_of_the_programmer_is_told(self):
        with self.assertRaises(ValueError):
            self._open(color="red")

    def test_responsible_and_due_date_are_owed(self):
        """QLT-16: seven days, the responsible person, one obligation."""
        self._put(self.stock, 2)
        sheet = self._open(user_id=self.inspector.id)
        obligation = self._obligations("QLT-16", sheet)
        self.assertEqual(obligation.user_id, self.inspector)
        today = company_today(self.company)
        self.assertEqual(sheet.due_date, today + timedelta(days=7))
        self.assertEqual(obligation.state, "open")

    def test_the_days_are_a_parameter(self):
        """QLT-16."""
        self._value("nc_due_days", "3")
        self._put(self.stock, 2)
        today = company_today(self.company)
        self.assertEqual(self._open().due_date, today + timedelta(days=3))

    def test_owner_and_date_move_with_the_sheet(self):
        """QLT-16."""
        sheet = self._sheet()
        sheet.write(
            {
                "user_id": self.technician.id,
                "due_date": sheet.due_date + timedelta(days=2),
            }
        )
        obligation = self._obligations("QLT-16", sheet)
        self.assertEqual(obligation.user_id, self.technician)
        self.assertTrue(obligation.change_ids)

    def test_late_sheets_are_listed(self):
        """QLT-16."""
        sheet = self._sheet()
        found = self.sheets.search([("obligation_late", "=", True)])
        self.assertNotIn(sheet, found)
        sheet.due_date = sheet.due_date - timedelta(days=9)
        found = self.sheets.search([("obligation_late", "=", True)])
        self.assertIn(sheet, found)

    def test_people_are_told(self):
        """STK-11: purchasing of incoming goods; quality management of everything."""
        self._put(self.pending, 4)
        self._put(self.stock, 4)
        incoming = self._open(source="incoming", location_id=self.pending.id)
        other = self._open()
        told = self._told(incoming)
        self.assertIn(self.buyer.partner_id, told)
        self.assertIn(self.purchase_manager.partner_id, told)
        self.assertIn(self.manager.partner_id, told)
        told = self._told(other)
        self.assertNotIn(self.buyer.partner_id, told)
        self.assertIn(self.manager.partner_id, told)

    def test_the_system_finds_somebody_responsible(self):
        self._put(self.stock, 2)
        sheet = self._open(user=self.env.ref("base.user_root"))
        people = self.sheets._people(
            ("sanbao_base.group_qc", "sanbao_base.group_qm"), self.company
        )
        self.assertIn(sheet.user_id, people)

    def test_a_whole_lot_is_held(self):
        """QLT-12: of the finished product; of a delivery only what was found."""
        self._put(self.stock, 9, self.tracked, self.lot)
        self._put(self.stock, 9, self.tracked, self.other_lot)
        values = {"product_id": self.tracked.id}
        sheet = self._open(source="finished", lot_id=self.lot.id, **values)
        self._open(source="stock", lot_id=self.other_lot.id, **values)
        self.assertTrue(sheet.hold_lot)
        self.assertTrue(self.lot.sanbao_held)
        self.assertFalse(self.other_lot.sanbao_held)
        with self.assertRaises(UserError):
            sheet.with_user(self.manager).hold_lot = False

    def test_protected_values_are_not_given(self):
        for vals in (
            {"unit_cost": 1},
            {"recheck_result": "passed"},
            {"carried_out_at": "2026-01-01 00:00:00"},
            {"previous_id": self._sheet().id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._sheet(**vals)
