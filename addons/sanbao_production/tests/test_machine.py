from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ProductionCommon


@tagged("post_install", "-at_install")
class TestMachine(ProductionCommon):
    """QLT-17: each machine has a maintenance plan, with records."""

    def _request(self, machine=None):
        return (
            self.env["maintenance.request"]
            .with_user(self.foreman)
            .search(
                [
                    ("equipment_id", "=", (machine or self.machine).id),
                    ("stage_id.done", "=", False),
                ]
            )
        )

    def _finish(self, request, **values):
        request.write({"sanbao_work_done": "润滑、校准", "sanbao_finding": "good"})
        request.write({"stage_id": self._stage(True).id, **values})
        return request

    def _stage(self, done):
        return self.env["maintenance.stage"].search([("done", "=", done)], limit=1)

    def test_the_interval_of_the_rule(self):
        """QLT-17: for machines without their own."""
        due = self.today + timedelta(days=90)
        self.assertEqual(self.machine.sanbao_maintenance_due, due)
        self._value("equipment_maint_interval", 30)
        self.assertEqual(
            self._machine().sanbao_maintenance_due, self.today + timedelta(days=30)
        )

    def test_the_interval_of_the_machine(self):
        """QLT-17: moves what is owed and planned."""
        self.machine.sanbao_maintenance_days = 7
        due = self.today + timedelta(days=7)
        self.assertEqual(self.machine.sanbao_maintenance_due, due)
        row = self._of("QLT-17", self.machine)
        self.assertEqual(self._day_of(row), due)
        self.assertEqual((row.state, row.user_id), ("open", self.foreman))
        request = self._request()
        self.assertEqual(len(request), 1)
        self.assertEqual(request.maintenance_type, "preventive")
        self.assertEqual(request.schedule_date.date(), due)

    def test_other_equipment_has_no_plan(self):
        """QLT-17."""
        office = self.env["maintenance.equipment"].create({"name": "打印机"})
        self.assertFalse(office.sanbao_maintenance_due)
        self.assertFalse(self._of("QLT-17", office))

    def test_a_maintenance_needs_its_record(self):
        """QLT-17: work done and condition found."""
        for values in (
            {"sanbao_work_done": " ", "sanbao_finding": "good"},
            {"sanbao_work_done": "润滑", "sanbao_finding": False},
        ):
            request = self._request()
            request.write(values)
            with self.subTest(values=values), self.assertRule("QLT-17"):
                request.stage_id = self._stage(True)

    def test_the_next_one_is_planned(self):
        """QLT-17: from the day on which the last one was done."""
        with freeze_time(self._moment(self.today + timedelta(days=80))):
            request = self._finish(self._request())
            day = self.today + timedelta(days=80)
            self.assertEqual(request.sanbao_done_on, day)
            self.assertEqual(request.sanbao_done_by_id, self.foreman)
            self.assertEqual(self.machine.sanbao_maintained_on, day)
            due = day + timedelta(days=90)
            self.assertEqual(self.machine.sanbao_maintenance_due, due)
            done, following = self._of("QLT-17", self.machine)
            self.assertEqual((done.state, done.kept), ("done", True))
            self.assertEqual(self._day_of(following), due)
            self.assertEqual(self._request().schedule_date.date(), due)

    def test_late_on_the_day_after(self):
        """QLT-17: the due day itself is in time."""
        due = self.machine.sanbao_maintenance_due
        late = [("id", "=", self.machine.id), ("sanbao_maintenance_late", "=", True)]
        for days, expected in ((-1, False), (0, False), (1, True)):
            with (
                self.subTest(days=days),
                freeze_time(self._moment(due + timedelta(days=days))),
            ):
                self.machine.invalidate_recordset()
                self.assertEqual(self.machine.sanbao_maintenance_late, expected)
                self.assertEqual(bool(self.machine.search(late)), expected)

    def test_a_record_stays(self):
        """QLT-17."""
        request = self._finish(self._request())
        for attempt in (
            lambda: request.write({"sanbao_work_done": "无"}),
            lambda: request.write({"sanbao_finding": "faulty"}),
            lambda: request.write({"maintenance_type": "corrective"}),
            lambda: request.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                attempt()
        for values in ({"sanbao_done_on": "2020-01-01"}, {"sanbao_done_by_id": 1}):
            with self.assertRaises(AccessError):
                request.write(values)
        with self.assertRaises(AccessError):
            self.machine.sanbao_maintained_on = "2020-01-01"

    def test_not_finished_after_all(self):
        """QLT-17: moved back, it is owed as before."""
        request = self._finish(self._request())
        request.stage_id = self._stage(False)
        self.assertFalse(request.sanbao_done_on)
        self.assertEqual(
            self.machine.sanbao_maintenance_due, self.today + timedelta(days=90)
        )

    def test_a_scrapped_machine_is_owed_nothing(self):
        """QLT-17."""
        self.machine.active = False
        self.assertEqual(self._of("QLT-17", self.machine).state, "cancelled")

    def test_a_repair_is_no_maintenance(self):
        """QLT-17."""
        request = (
            self.env["maintenance.request"]
            .with_user(self.foreman)
            .create(
                {
                    "name": "换焊枪",
                    "equipment_id": self.machine.id,
                    "maintenance_type": "corrective",
                }
            )
        )
        request.stage_id = self._stage(True)
        self.assertFalse(self.machine.sanbao_maintained_on)

    def test_the_rule_can_be_switched_off(self):
        self._mode("QLT-17", "off")
        machine = self._machine()
        self.assertFalse(self._of("QLT-17", machine))
        self._request(machine).stage_id = self._stage(True)
