from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.sanbao_base.local_time import company_timezone, local_day

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestOldPart(PartsCommon):
    def _parts(self, quantity=1, moment=None):
        """Old parts of goods that left now, or at a moment (UTC)."""
        issue = self._released(self._case((self.part, quantity)))
        picking = self._picking(issue)
        self._gate_pass(picking)
        picking.move_ids.picked = True
        with freeze_time(moment or fields.Datetime.now()):
            picking._action_done()
        return issue.old_part_ids

    def _obligation(self, part):
        return part.sudo().obligation_ids.filtered(
            lambda row: row.res_model == "sanbao.old.part"
        )

    def test_one_for_each_piece_above_the_limit(self):
        """PRT-10: 3 pumps at 100.00 and a gasket at 50.00."""
        gasket = self._product("垫片", 50)
        self._put(gasket, 5)
        application = self._case((self.part, 3), (gasket, 2))
        self._issued(application)
        parts = application.old_part_ids
        self.assertEqual(parts.product_id, self.part)
        self.assertEqual(parts.mapped("quantity"), [1, 1, 1])
        self.assertEqual(len(set(parts.mapped("name"))), 3)
        self.assertEqual(parts.mapped("state"), ["expected"] * 3)

    def test_measured_goods_come_back_in_one(self):
        """PRT-10."""
        hose = self._product("高压管", 60)
        self._put(hose, 10)
        application = self._case((hose, 2.5))
        self._issued(application)
        self.assertEqual(application.old_part_ids.quantity, 2.5)

    def test_nothing_is_expected_below_the_limit_or_without_the_rule(self):
        """PRT-10."""
        self.env["sanbao.rule"].search([("code", "=", "PRT-10")]).mode = "off"
        self.assertFalse(self._parts())

    def test_each_has_a_due_date_and_somebody_responsible(self):
        """PRT-11: 30 days by the calendar of the company."""
        early = self._parts(moment="2026-03-01 15:59:59")  # 23:59:59 of that day there
        late = self._parts(moment="2026-03-01 16:00:00")
        self.assertEqual(str(early.due_date), "2026-03-31")
        self.assertEqual(str(late.due_date), "2026-04-01")
        for part in early | late:
            obligation = self._obligation(part)
            zone = company_timezone(part.company_id)
            self.assertEqual(obligation.kind_id.code, "PRT-11")
            self.assertEqual(local_day(obligation.due, zone), part.due_date)
            self.assertEqual(obligation.user_id, self.staff)
            self.assertEqual(obligation.partner_id, self.partner)

    def test_overdue_starts_after_the_last_day(self):
        """PRT-11: on the due day not yet, the day after yes."""
        part = self._parts(moment="2026-03-01 04:00:00")
        for day, late in (("30", 0), ("31", 0)):
            with freeze_time(f"2026-03-{day} 12:00:00"):
                part.invalidate_recordset()
                self.assertEqual(part.days_late, late)
                self.assertNotIn(part, part.search([("late", "=", True)]))
        with freeze_time("2026-03-31 16:00:00"):
            part.invalidate_recordset()
            self.assertEqual(part.days_late, 1)
            self.assertIn(part, part.search([("late", "=", True)]))
            self.assertNotIn(part, part.search([("late", "=", False)]))

    def test_the_return_in_time_is_kept_with_its_arrival(self):
        """PRT-11."""
        part = self._parts()
        note = self._note(part.application_id)
        note.with_user(self.keeper).action_receive()
        self.assertEqual(part.state, "received")
        self.assertEqual(self._obligation(part).state, "done")
        self.assertTrue(self._obligation(part).kept)

    def test_a_case_closes_with_returned_or_waived_parts_only(self):
        """PRT-11."""
        application = self._case((self.part, 2), solution_type="replace")
        self._issued(application)
        self._end(self._repair(application, (self.part, 2)))
        self._accepted(application)
        self._blocked("PRT-11", application.action_close)
        first, second = application.old_part_ids
        notes = self.env["sanbao.parts.return"]
        note = notes.with_user(self.staff).create(notes._prepare_for_old_parts(first))
        note.with_user(self.keeper).action_receive()
        self._blocked("PRT-11", application.action_close)
        self._waived(second)
        application.action_close()
        self.assertEqual(application.state, "done")

    def _waiver(self, parts):
        action = parts.with_user(self.staff).action_waive()
        waiver = self.env["sanbao.old.part.waiver"].browse(action["res_id"])
        waiver = waiver.with_user(self.staff)
        waiver.reason = "客户已自行报废"
        return waiver

    def _waived(self, parts):
        return self._approve(self._waiver(parts), self.dgm)

    def test_a_leader_lets_old_parts_off(self):
        """PRT-11, waiver_approver: the deputy general manager."""
        part = self._parts()
        waiver = self._waiver(part)
        self.assertEqual(waiver.amount_total, 100)
        waiver.action_submit()
        self.assertEqual(part.state, "expected")
        self._approve(waiver, self.dgm)
        self.assertEqual(waiver.state, "approved")
        self.assertEqual(part.state, "waived")
        self.assertEqual(self._obligation(part).state, "waived")

    def test_who_lets_them_off_is_a_setting(self):
        """PRT-11, waiver_approver."""
        for code, person in (("asm", self.asm), ("gm", self.gm)):
            with self.subTest(code=code):
                self._set("waiver_approver", code)
                waiver = self._waiver(self._parts())
                self._approve(waiver, person)
                self.assertEqual(waiver.state, "approved")

    def test_a_waiver_needs_a_reason_and_expected_parts(self):
        """PRT-11."""
        part = self._parts()
        waiver = self._waiver(part)
        waiver.reason = " "
        with self.assertRaises(UserError):
            waiver.action_submit()
        waiver.reason = "丢失"
        self._note(part.application_id).with_user(self.keeper).action_receive()
        with self.assertRaises(UserError):
            waiver.action_submit()

    def test_a_changed_waiver_lets_nothing_off(self):
        """PRT-11: parts are owed again, by their old day."""
        part = self._parts()
        due = part.due_date
        waiver = self._waived(part)
        waiver.reason = "其他"
        self.assertEqual(waiver.state, "draft")
        self.assertEqual((part.state, part.due_date), ("expected", due))
        open_ones = self._obligation(part).filtered(lambda row: row.state == "open")
        zone = company_timezone(part.company_id)
        self.assertEqual(local_day(open_ones.due, zone), due)

    def test_a_part_taken_off_a_waiver_is_owed_again(self):
        """PRT-11."""
        parts = self._parts(2)
        waiver = self._waived(parts)
        waiver.part_ids = [Command.unlink(parts[0].id)]
        self.assertEqual(parts.mapped("state"), ["expected"] * 2)

    def test_old_parts_are_written_by_their_documents_only(self):
        """PRT-10, PRT-11."""
        part = self._parts()
        staff = part.with_user(self.staff)
        for values in (
            {"state": "returned"},
            {"due_date": part.due_date + timedelta(days=99)},
            {"quantity": 0},
            {"waiver_ids": [Command.clear()]},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                staff.write(values)
        with self.assertRaises(AccessError):
            staff.create({"issue_line_id": part.issue_line_id.id})
        with self.assertRaises(UserError):
            staff.unlink()
        staff.write({"serial": "X-1", "replaced_on": "2026-01-02"})

    def test_the_reminder_follows_the_responsible_person(self):
        """PRT-11."""
        part = self._parts()
        part.with_user(self.asm).user_id = self.engineer
        self.assertEqual(self._obligation(part).user_id, self.engineer)

    def test_what_was_issued_is_returned_waived_or_open(self):
        """PRT-10: the sum holds after every step."""
        application = self._case((self.part, 4))
        self._issued(application)
        self._end(self._repair(application, (self.part, 3)))
        self._post(self._note(application, "unused"))
        parts = application.old_part_ids
        expected = parts.filtered(lambda part: part.state == "expected")
        self.assertEqual(len(expected), 3)
        self._waived(expected[0])
        note = self._note(application).with_user(self.staff)
        note.line_ids[1].unlink()
        self._post(note)
        self.assertEqual(
            sorted(parts.mapped("state")),
            ["cancelled", "expected", "returned", "waived"],
        )
