from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestReturn(PartsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.qc_keeper = cls._person("parts_qc_wh", "qc", "wh")
        cls.qc_keeper.group_ids |= cls.env.ref("stock.group_stock_user")

    def _old_note(self, quantity=1):
        application = self._case((self.part, quantity))
        self._issued(application)
        return self._note(application)

    def test_nothing_is_posted_before_the_inspection(self):
        """PRT-12."""
        note = self._old_note()
        post = note.with_user(self.keeper).action_post
        self._blocked("PRT-12", post)
        note.with_user(self.keeper).action_receive()
        self._blocked("PRT-12", post)
        self._findings(note)
        self._blocked("PRT-12", post)
        note.with_user(self.qc).action_inspect()
        post()
        self.assertEqual(self._on_hand(self.part, self.old_zone), 1)

    def test_parts_in_the_pending_zone_are_not_available(self):
        """PRT-12."""
        free = self.part.free_qty
        note = self._old_note()
        note.with_user(self.keeper).action_receive()
        self.part.invalidate_recordset()
        self.assertEqual(self._on_hand(self.part, self.pending_old), 1)
        self.assertEqual(self.part.free_qty, free - 1)
        self.assertEqual(self.part.qty_available, free - 1)

    def test_no_transfer_takes_parts_past_the_inspection(self):
        """PRT-12: pending zone and old parts zone, in and out."""
        # The zone holds goods by a rule of its own; here it must not help.
        self.env["sanbao.rule"].search([("code", "=", "STK-02")]).mode = "off"
        note = self._old_note()
        note.with_user(self.keeper).action_receive()
        moves = [
            (self.pending_old, self.stock),
            (self.pending_old, self.old_zone),
            (self.customers, self.pending),
            (self.old_zone, self.stock),
            (self.stock, self.pending),
        ]
        for source, target in moves:
            with self.subTest(source=source.name, target=target.name):
                move = (
                    self.env["stock.move"]
                    .create(
                        {
                            "product_id": self.part.id,
                            "product_uom_qty": 1,
                            "location_id": source.id,
                            "location_dest_id": target.id,
                            "sanbao_return_line_id": note.line_ids.id,
                        }
                    )
                    .with_user(self.keeper)
                )
                move._action_confirm()
                move.write({"quantity": 1, "picked": True})
                self._blocked("PRT-12", move._action_done)

    def test_its_transfer_goes_where_the_inspection_said(self):
        """PRT-12: the lines of the transfer, not only its head."""
        self.env["sanbao.rule"].search([("code", "=", "STK-02")]).mode = "off"
        note = self._old_note()
        note.with_user(self.keeper).action_receive()
        self._findings(note)
        note.with_user(self.qc).action_inspect()
        values = note._prepare_picking_vals(
            self.pending_old, self.old_zone, note.line_ids
        )
        picking = self.env["stock.picking"].create(values)
        picking.action_confirm()
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.move_line_ids.location_dest_id = self.stock
        self._blocked("PRT-12", picking.with_user(self.keeper)._action_done)
        picking.move_line_ids.location_dest_id = self.old_zone
        picking.with_user(self.keeper)._action_done()

    def test_only_quality_control_inspects_and_not_who_received(self):
        """PRT-12."""
        note = self._old_note()
        note.with_user(self.qc_keeper).action_receive()
        for user in (self.keeper, self.staff):
            with self.assertRaises(AccessError):
                note.line_ids.with_user(user).write({"conclusion": "quality"})
            with self.assertRaises(AccessError):
                note.with_user(user).action_inspect()
        line = note.line_ids.with_user(self.qc_keeper)
        self._blocked("PRT-12", line.write, {"conclusion": "quality"})
        self._blocked("PRT-12", note.with_user(self.qc_keeper).action_inspect)
        self._findings(note)
        note.with_user(self.qc).action_inspect()
        self.assertEqual(note.inspected_by_id, self.qc)
        self.assertEqual(note.line_ids.old_part_id.state, "inspected")

    def test_every_finding_is_recorded(self):
        """PRT-14."""
        note = self._old_note()
        note.with_user(self.keeper).action_receive()
        inspect = note.with_user(self.qc).action_inspect
        self._blocked("PRT-14", inspect)
        for name in (
            "conclusion",
            "failure_mode",
            "cause",
            "responsible_side",
            "disposition",
        ):
            with self.subTest(name=name):
                self._findings(note, **{name: False})
                self._blocked("PRT-14", inspect)
        self._findings(note, failure_mode="  ")
        self._blocked("PRT-14", inspect)
        self._findings(note, disposition="stock")
        self._blocked("PRT-14", inspect)
        self._findings(note)
        inspect()

    def test_findings_belong_to_the_pending_note(self):
        """PRT-14: not before the parts are here, and not after the inspection."""
        note = self._old_note()
        with self.assertRaises(UserError):
            self._findings(note)
        self._post(note)
        with self.assertRaises(UserError):
            self._findings(note)
        with self.assertRaises(UserError):
            note.line_ids.with_user(self.staff).write({"quantity": 5})
        with self.assertRaises(UserError):
            note.with_user(self.staff).unlink()

    def test_states_and_stamps_are_written_by_buttons_only(self):
        """PRT-12."""
        note = self._old_note().with_user(self.staff)
        for values in (
            {"state": "posted"},
            {"state": "inspected", "inspected_by_id": self.qc.id},
            {"received_by_id": self.keeper.id},
            {"posted_at": "2026-01-01 00:00:00"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                note.write(values)
        with self.assertRaises(AccessError):
            note.create(
                {"application_id": note.application_id.id, "state": "inspected"}
            )
        made = note.with_context(default_state="posted").create(
            {"application_id": note.application_id.id}
        )
        self.assertEqual(made.state, "draft")
        self.assertEqual(note.copy().state, "draft")

    def test_pressed_twice_it_happens_once(self):
        """PRT-12."""
        note = self._old_note()
        for _press in range(2):
            note.with_user(self.keeper).action_receive()
        self._findings(note)
        for _press in range(2):
            note.with_user(self.qc).action_inspect()
        for _press in range(2):
            note.with_user(self.keeper).action_post()
        self.assertEqual(len(note.sudo().picking_ids), 2)
        self.assertEqual(self._on_hand(self.part, self.old_zone), 1)

    def test_an_old_part_comes_back_once_and_whole(self):
        """PRT-12."""
        note = self._old_note()
        second = note.with_user(self.staff).copy()
        note.with_user(self.keeper).action_receive()
        with self.assertRaises(UserError):
            second.with_user(self.keeper).action_receive()
        other = self._old_note()
        other.line_ids.with_user(self.staff).copy()
        with self.assertRaises(UserError):
            other.with_user(self.keeper).action_receive()

    def test_not_more_comes_back_unused_than_was_issued(self):
        """SVC-16: 1 and 2 of 2 pass, 3 do not."""
        for quantity, passes in ((1, True), (2, True), (3, False)):
            with self.subTest(quantity=quantity):
                application = self._case()
                self._issued(application)
                note = self._note(application, "unused").with_user(self.staff)
                note.line_ids.quantity = quantity
                receive = note.with_user(self.keeper).action_receive
                if passes:
                    receive()
                    self.assertEqual(self._on_hand(self.part, self.pending), quantity)
                    left = application._parts_left()
                    self.assertEqual(sum(left.values()), 2 - quantity)
                else:
                    self._blocked("SVC-16", receive)
                self._clear_pending(note)

    def _clear_pending(self, note):
        if note.state == "received":
            self._findings(note)
            note.with_user(self.qc).action_inspect()
            note.with_user(self.keeper).action_post()

    def test_unused_parts_go_back_into_stock_or_not(self):
        """PRT-12: as the inspector decides; a damaged one loses its value."""
        start = self._value(self.part)
        for kind, disposition, stock, value in (
            ("unused", "stock", 10, start),
            ("wrong", "scrap", 9, start - 60),
        ):
            with self.subTest(kind=kind):
                application = self._case((self.part, 1))
                self._issued(application)
                note = self._note(application, "unused").with_user(self.staff)
                note.kind = kind
                note.with_user(self.keeper).action_receive()
                self._findings(note, disposition=disposition)
                note.with_user(self.qc).action_inspect()
                note.with_user(self.keeper).action_post()
                self.assertEqual(self._on_hand(self.part, self.stock), stock)
                self.assertEqual(self._value(self.part), value)
                self.assertEqual(application.old_part_ids.state, "cancelled")

    def test_what_came_back_may_be_issued_again(self):
        """PRT-01."""
        application = self._case((self.part, 1))
        self._issued(application)
        application.invalidate_recordset()
        self.assertFalse(application.parts_wanted)
        self._post(self._note(application, "unused"))
        application.invalidate_recordset()
        self.assertTrue(application.parts_wanted)
        self._issued(application)

    def test_parts_kept_by_number_come_back_by_number(self):
        """PRT-12."""
        pump = self._product("变量泵", 800, tracking="serial")
        lot = self.env["stock.lot"].create({"name": "N-1", "product_id": pump.id})
        self._put(pump, 1, lot)
        application = self._case((pump, 1))
        self._issued(application)
        note = self._note(application)
        with self.assertRaisesRegex(UserError, "number"), self.env.cr.savepoint():
            note.with_user(self.keeper).action_receive()
        note.line_ids.with_user(self.staff).serial = "O-1"
        note.with_user(self.keeper).action_receive()
        self.assertEqual(application.old_part_ids.serial, "O-1")
        moves = note.sudo().picking_ids.move_ids
        self.assertEqual(moves.lot_ids.name, "O-1")

    def test_lines_belong_to_the_case(self):
        """PRT-12."""
        note = self._old_note()
        other = self._issued()
        with self.assertRaises(UserError):
            note.line_ids.with_user(self.staff).write(
                {"issue_line_id": other.line_ids.id, "old_part_id": False}
            )
        with self.assertRaises(UserError):
            note.line_ids.with_user(self.staff).write({"old_part_id": False})
