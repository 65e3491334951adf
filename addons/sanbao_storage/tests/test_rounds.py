from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .common import StorageCommon


@tagged("post_install", "-at_install")
class TestRounds(StorageCommon):
    """Rounds come by themselves and are answered point by point."""

    # === Planning ===

    def test_the_round_names_each_piece_and_what_is_looked_at_once(self):
        """STK-24: one line per equipment."""
        items = self._equipment() | self._equipment("MH-002", sanbao_safety="theft")
        document = self._round()
        self.assertEqual(document.line_ids.equipment_id, items)
        once = self.env["sanbao.storage.point"].search(
            [("kind", "=", "fire"), ("scope", "=", "round")]
        )
        self.assertEqual(document.line_ids.point_id, once)
        self.assertEqual(document.user_id, self.keeper)
        self.assertTrue(document.guide)

    def test_the_job_run_twice_plans_once(self):
        """STK-24: and no second obligation."""
        self._equipment()
        document = self._round()
        self.assertEqual(self._round(), document)
        self.assertEqual(len(self._owed("STK-24", document)), 1)

    def test_what_was_noted_on_a_round_stays(self):
        """STK-24: once it is done, neither note nor keeper change any more."""
        self._equipment()
        document = self._round().with_user(self.keeper)
        document.note = "无异常"
        self._finish(document)
        for values in ({"note": "改写"}, {"user_id": self.env.uid}):
            with self.subTest(values), self.assertRaises(UserError):
                document.write(values)
        self.assertEqual(document.note, "无异常")

    def test_without_equipment_there_is_no_round(self):
        """STK-24."""
        self.assertFalse(self._round())

    def test_without_the_rule_there_is_no_round(self):
        """STK-24 off."""
        self._equipment()
        self._rule("STK-24", "off")
        self.assertFalse(self._round())

    @freeze_time("2026-03-17 02:00:00")
    def test_it_is_due_with_the_month(self):
        """STK-24: fire_check_interval, at the end of the company's last day."""
        self._equipment()
        document = self._round()
        self.assertEqual(document.date_from, fields.Date.to_date("2026-03-01"))
        end = fields.Datetime.to_datetime("2026-03-31 15:59:59")
        self.assertEqual(document.due, end)
        owed = self._owed("STK-24", document)
        self.assertEqual((owed.due, owed.user_id), (end, self.keeper))

    def test_the_next_round_begins_with_the_next_period(self):
        """STK-24: not before, by the local day of the company."""
        with freeze_time("2026-03-17 02:00:00"):
            self._equipment()
            self._finish(self._round())
            self.assertFalse(self._round())
        # Still March 31st in Shanghai, then April 1st.
        with freeze_time("2026-03-31 15:30:00"):
            self.assertFalse(self._round())
        with freeze_time("2026-03-31 16:30:00"):
            self.assertEqual(str(self._round().date_from), "2026-04-01")

    def test_the_interval_is_a_parameter_and_a_warehouse_may_have_its_own(self):
        """STK-24: fire_check_interval."""
        with freeze_time("2026-03-17 02:00:00"):
            self._parameter("fire_check_interval", 2)
            self._equipment()
            document = self._round()
            self.assertEqual(document.due.date(), fields.Date.to_date("2026-04-30"))
            self._finish(document)
            self.warehouse.sanbao_fire_months = 3
        with freeze_time("2026-05-20 02:00:00"):
            self.assertFalse(self._round())
        with freeze_time("2026-06-01 02:00:00"):
            self.assertEqual(str(self._round().date_from), "2026-06-01")

    def test_one_round_is_open_at_a_time(self):
        """STK-24: what was not done stays late, and is not piled up."""
        with freeze_time("2026-03-17 02:00:00"):
            self._equipment()
            document = self._round()
        with freeze_time("2026-05-17 02:00:00"):
            self.assertEqual(self._round(), document)
            self.assertTrue(document.overdue)
            found = self.rounds.search([("overdue", "=", True)])
            self.assertIn(document, found)
            self._finish(document)
            # April was missed; May is due.
            self.assertEqual(str(self._round().date_from), "2026-05-01")

    def test_an_open_round_learns_of_new_and_gone_equipment(self):
        """STK-24."""
        old = self._equipment()
        document = self._round()
        new = self._equipment("MH-002")
        self._round()
        self.assertEqual(document.line_ids.equipment_id, old | new)
        old.sudo().active = False
        self._round()
        self.assertEqual(document.line_ids.equipment_id, new)

    def test_a_round_with_nothing_left_goes_away(self):
        """STK-24: and nothing is owed for it."""
        item = self._equipment()
        document = self._round()
        self.env["sanbao.storage.point"].search([]).active = False
        item.sudo().active = False
        self.assertFalse(self._round())
        self.assertEqual(self._owed("STK-24", document).state, "cancelled")

    def test_planning_many_warehouses_costs_few_statements(self):
        """STK-24: a batch, not a query for each warehouse."""
        counts = []
        for number in (1, 1, 5):
            warehouses = self.env["stock.warehouse"].create(
                [
                    {"name": f"库{len(counts)}{n}", "code": f"K{len(counts)}{n}"}
                    for n in range(number)
                ]
            )
            for house in warehouses:
                self._equipment(f"MH-{house.id}", sanbao_warehouse_id=house.id)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            warehouses._sanbao_plan_rounds()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual((counts[2] - counts[1]) / 4, 12)

    # === Answering ===

    def _finish(self, document):
        document = document.with_user(self.keeper)
        for line in document.line_ids.filtered(lambda line: not line.result):
            line.action_ok()
        document.action_finish()

    def test_one_tap_per_point(self):
        """STK-24: by whom and when is noted."""
        self._equipment()
        line = self._round().line_ids[0]
        line.action_ok()
        self.assertEqual((line.result, line.checked_by_id), ("ok", self.keeper))
        self.assertTrue(line.checked_at)
        self.assertEqual(line.equipment_id.sanbao_checked_on, self.today)

    def test_every_point_is_answered_before_the_end(self):
        """STK-24."""
        self._equipment()
        document = self._round()
        for line in document.line_ids[1:]:
            line.action_ok()
        with self.assertRaisesRegex(UserError, "1 points"):
            document.action_finish()
        document.line_ids[0].action_ok()
        document.action_finish()
        self.assertEqual((document.state, document.done_by_id), ("done", self.keeper))
        owed = self._owed("STK-24", document)
        self.assertEqual((owed.state, owed.kept), ("done", True))

    def test_a_late_round_is_done_but_not_kept(self):
        """STK-24, fire_check_interval: a second before, at, and after its end."""
        for month, seconds, kept in ((1, -1, True), (2, 0, True), (3, 1, False)):
            with freeze_time(f"2026-{month:02d}-17 02:00:00"):
                self._equipment(f"MH-{month}")
                document = self._round()
            owed = self._owed("STK-24", document)
            with (
                self.subTest(seconds=seconds),
                freeze_time(document.due + timedelta(seconds=seconds)),
            ):
                self._finish(document)
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_what_has_expired_is_not_in_order(self):
        """STK-24."""
        self._equipment(sanbao_valid_until=self.today - timedelta(days=1))
        line = self._round().line_ids.filtered("equipment_id")
        with self.assertRule("STK-24"):
            line.action_ok()
        self._equipment("MH-002", sanbao_valid_until=self.today)
        line = self._round().line_ids.filtered(
            lambda line: line.equipment_id.serial_no == "MH-002"
        )
        line.action_ok()

    def test_a_done_round_stays_as_it_is(self):
        """STK-24."""
        self._equipment()
        document = self._round()
        self._finish(document)
        line = document.line_ids[0]
        for attack in (
            line.action_ok,
            line.action_not_ok,
            lambda: line.write({"note": "x"}),
            lambda: document.write({"line_ids": [(1, line.id, {"note": "x"})]}),
        ):
            with self.assertRaises(UserError):
                attack()

    def test_answers_are_given_by_buttons_only(self):
        """STK-24: neither result nor state is written."""
        self._equipment()
        document = self._round()
        line = document.line_ids[0]
        for record, values in (
            (line, {"result": "ok"}),
            (line, {"checked_by_id": self.colleague.id}),
            (document, {"state": "done"}),
            (document, {"due": "2099-01-01 00:00:00"}),
            (document, {"line_ids": [(1, line.id, {"result": "ok"})]}),
        ):
            with self.assertRaises(AccessError):
                record.write(values)
        for command in ((2, line.id), (0, 0, {"point_id": 1})):
            with self.assertRaises(AccessError):
                document.write({"line_ids": [command]})
        with self.assertRaises(AccessError):
            self.rounds.with_user(self.keeper).create(
                {"kind": "fire", "warehouse_id": self.warehouse.id}
            )

    def test_only_keepers_answer(self):
        """STK-24."""
        self._equipment()
        document = self._round()
        for user in (self.guard, self.dgm):
            with self.assertRaises(AccessError):
                document.line_ids[0].with_user(user).action_ok()
            with self.assertRaises(AccessError):
                document.with_user(user).action_finish()

    def test_another_keeper_takes_over_the_reminder(self):
        """STK-24."""
        self._equipment()
        document = self._round()
        document.user_id = self.colleague
        self.assertEqual(self._owed("STK-24", document).user_id, self.colleague)

    # === What is found ===

    def test_a_failed_check_opens_a_repair(self):
        """STK-24: with its problem, a due day and an alert for the keeper."""
        item = self._equipment()
        line = self._round().line_ids.filtered("equipment_id")
        action = self._fail(line, "压力不足", photo=False)
        self.assertEqual((line.result, line.note), ("not_ok", "压力不足"))
        self.assertEqual(action.request_id.equipment_id, item)
        self.assertEqual(action.request_id.maintenance_type, "corrective")
        self.assertIn("压力不足", action.problem)
        self.assertEqual(action.due_date, self.today + timedelta(days=3))
        owed = self._owed("STK-24-action", action)
        self.assertEqual((owed.user_id, owed.state), (self.keeper, "open"))
        self.assertIn(self.keeper, action.sudo().activity_ids.user_id)
        self.assertTrue(item.sanbao_defective)
        broken = self.env["maintenance.equipment"].with_user(self.keeper)
        self.assertIn(item, broken.search([("sanbao_defective", "=", True)]))

    def test_the_days_for_putting_right_are_a_parameter(self):
        """STK-24: storage_action_days."""
        self._parameter("storage_action_days", 10)
        self._equipment()
        line = self._round().line_ids.filtered("equipment_id")
        action = self._fail(line)
        self.assertEqual(action.due_date, self.today + timedelta(days=10))

    def test_a_fault_is_put_right_in_time(self):
        """STK-24, storage_action_days: in the last second, not in the one after it."""
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            self._equipment(f"MH-{seconds}")
            lines = self._round().line_ids
            item = lines.equipment_id.filtered(
                lambda item, no=f"MH-{seconds}": item.serial_no == no
            )
            action = self._fail(lines.filtered(lambda x, i=item: x.equipment_id == i))
            owed = self._owed("STK-24-action", action)
            with (
                self.subTest(seconds=seconds),
                freeze_time(owed.due + timedelta(seconds=seconds)),
            ):
                action.request_id.sudo().stage_id = self.env.ref("maintenance.stage_3")
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_a_fault_is_found_once(self):
        """STK-24: pressed again, no second repair."""
        self._equipment()
        line = self._round().line_ids.filtered("equipment_id")
        self._fail(line)
        for press in (line.action_not_ok, line.action_ok):
            with self.assertRaises(UserError):
                press()

    def test_the_repair_puts_it_right(self):
        """STK-24: the action closes with it, and not before."""
        item = self._equipment()
        line = self._round().line_ids.filtered("equipment_id")
        action = self._fail(line)
        action.measure = "换新"
        with self.assertRaises(UserError):
            action.action_done()
        request = action.request_id.sudo()
        request.stage_id = self.env.ref("maintenance.stage_3")
        self.assertEqual(action.state, "done")
        self.assertIn("换新", action.measure)
        self.assertEqual(self._owed("STK-24-action", action).state, "done")
        self.assertFalse(item.sanbao_defective)
        self.assertFalse(action.sudo().activity_ids)

    def test_the_repair_of_a_failed_check_is_not_deleted(self):
        """STK-24."""
        self._equipment()
        action = self._fail(self._round().line_ids.filtered("equipment_id"))
        with self.assertRaises(UserError):
            action.request_id.with_user(self.keeper).unlink()

    def test_a_fault_of_the_house_is_put_right_with_a_measure(self):
        """STK-24: no equipment, no repair; somebody says what was done."""
        self._equipment()
        action = self._fail(self._round().line_ids.filtered("point_id")[0], "通道堵塞")
        self.assertFalse(action.request_id)
        with self.assertRaises(UserError):
            action.action_done()
        action.measure = "已清理"
        action.action_done()
        self.assertEqual((action.state, action.done_by_id), ("done", self.keeper))
        action.action_done()  # pressed again

    def test_actions_are_moved_by_buttons_only(self):
        """STK-24."""
        self._equipment()
        action = self._fail(self._round().line_ids.filtered("equipment_id"))
        for values in ({"state": "done"}, {"problem": "x"}, {"due_date": False}):
            with self.assertRaises(AccessError):
                action.write(values)

    def test_the_warehouse_shows_what_is_wrong(self):
        """STK-24: overdue rounds and open faults."""
        self._equipment()
        document = self._round()
        self._fail(document.line_ids.filtered("equipment_id"))
        self._make_late(document)
        house = self.warehouse.with_user(self.keeper)
        house.invalidate_recordset()
        self.assertEqual(house.sanbao_late_round_count, 1)
        self.assertEqual(house.sanbao_open_action_count, 1)
        self.assertEqual(house.sanbao_equipment_count, 1)

    def test_a_switched_off_rule_opens_nothing(self):
        """STK-24: the answer is noted all the same."""
        self._equipment()
        line = self._round().line_ids.filtered("equipment_id")
        self._rule("STK-24", "off")
        self.assertFalse(self._fail(line))
        self.assertEqual(line.result, "not_ok")

    def test_the_rounds_of_another_company_are_not_seen(self):
        """STK-24."""
        other = self.env["res.company"].create({"name": "别的公司"})
        house = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        self._equipment()
        self.env["maintenance.equipment"].create(
            {
                "name": "消火栓",
                "serial_no": "XH-1",
                "company_id": other.id,
                "sanbao_safety": "fire",
                "sanbao_warehouse_id": house.id,
                "sanbao_place": "门口",
                "sanbao_keeper_id": self.env.uid,
            }
        )
        self.rounds._cron_plan(limit=1)
        theirs = self.rounds.sudo().search([("warehouse_id", "=", house.id)])
        self.assertEqual(len(theirs), 1)
        self.assertFalse(
            self.rounds.with_user(self.keeper).search([("id", "=", theirs.id)])
        )
