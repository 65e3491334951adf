from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .common import StorageCommon


@tagged("post_install", "-at_install")
class TestReadings(StorageCommon):
    """Temperature, humidity and ventilation of the places that have a range."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room = cls._room()

    def test_the_limits_are_allowed_what_lies_beyond_is_not(self):
        """STK-28: just below, equal, just above, at both ends."""
        cases = (
            (4.9, 50, True),
            (5, 50, False),
            (5.1, 50, False),
            (29.9, 50, False),
            (30, 50, False),
            (30.1, 50, True),
            (20, 29.9, True),
            (20, 30, False),
            (20, 30.1, False),
            (20, 69.9, False),
            (20, 70, False),
            (20, 70.1, True),
        )
        for temperature, humidity, out in cases:
            with self.subTest(temperature=temperature, humidity=humidity):
                reading = self._read(self.room, temperature, humidity)
                self.assertEqual(reading.out_of_range, out)

    def test_person_time_and_ventilation_are_logged(self):
        """STK-28."""
        reading = self._read(self.room, 20, 50, ventilation="fan")
        self.assertEqual(reading.user_id, self.keeper)
        self.assertTrue(reading.taken_at)
        self.assertEqual(reading.warehouse_id, self.warehouse)
        self.assertFalse(reading.action_id)

    def test_the_log_is_added_to_never_changed(self):
        """STK-28."""
        reading = self._read(self.room, 20, 50)
        for attack in (
            lambda: reading.write({"temperature": 25}),
            reading.unlink,
            lambda: self._read(self.room, 99, 50, out_of_range=False),
            lambda: self._read(self.room, 20, 50, user_id=self.colleague.id),
        ):
            with self.assertRaises(AccessError):
                attack()
        forged = self.env["sanbao.storage.reading"].with_context(
            default_out_of_range=False, default_user_id=self.colleague.id
        )
        values = {"location_id": self.room.id, "temperature": 99, "humidity": 50}
        forged = forged.with_user(self.keeper).create(values)
        self.assertTrue(forged.out_of_range)
        self.assertEqual(forged.user_id, self.keeper)

    def test_a_later_range_does_not_change_old_readings(self):
        """STK-28."""
        reading = self._read(self.room, 28, 50)
        self.room.sanbao_temperature_max = 25
        self.assertFalse(reading.out_of_range)
        self.assertIn("30", reading.limits)
        self.assertTrue(self._read(self.room, 28, 50).out_of_range)

    def test_impossible_readings_are_refused(self):
        """STK-28."""
        ahead = fields.Datetime.now() + timedelta(hours=2)
        for values in (
            {"humidity": 101},
            {"humidity": -1},
            {"taken_at": ahead},
            {"place": self._shelf()},
        ):
            humidity = values.pop("humidity", 50)
            place = values.pop("place", self.room)
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._read(place, 20, humidity, **values)

    def test_a_range_is_complete(self):
        """STK-28: locations store allowed ranges."""
        for values in (
            {"sanbao_temperature_min": 30},
            {"sanbao_temperature_max": 5},
            {"sanbao_humidity_max": 30},
            {"sanbao_humidity_max": 101},
            {"sanbao_humidity_min": -1},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.room.write(values)
        with self.assertRaises(ValidationError):
            self._shelf(sanbao_climate=True)

    # === Alert and action ===

    def test_out_of_range_alerts_and_opens_an_action(self):
        """STK-28: one per place; the next readings join it."""
        reading = self._read(self.room, 36, 50, user=self.colleague)
        action = reading.action_id
        self.assertEqual((action.kind, action.location_id), ("environment", self.room))
        self.assertIn("36", action.problem)
        self.assertEqual(action.found_by_id, self.colleague)
        alert = action.sudo().activity_ids.filtered(
            lambda activity: activity.user_id == self.keeper
        )
        self.assertEqual(len(alert), 1)
        self.assertEqual(self._owed("STK-28-action", action).user_id, self.keeper)
        self.assertEqual(self._read(self.room, 37, 50).action_id, action)
        self.assertEqual(self.room.sanbao_storage_state, "failed")

    def test_without_the_rule_it_is_only_logged(self):
        """STK-28 off."""
        self._rule("STK-28", "off")
        reading = self._read(self.room, 36, 50)
        self.assertTrue(reading.out_of_range)
        self.assertFalse(reading.action_id)

    def test_it_is_put_right_when_a_reading_shows_it(self):
        """STK-28: a measure, and a reading in range after it."""
        self._rule("STK-28", "block")
        action = self._read(self.room, 36, 50).action_id.with_user(self.keeper)
        action.measure = "开启空调"
        with self.assertRule("STK-28"):
            action.action_done()
        self._read(self.room, 26, 50)
        action.action_done()
        self.assertEqual(action.state, "done")
        self.assertEqual(self.room.sanbao_storage_state, "ok")
        self.assertEqual(self._owed("STK-28-action", action).state, "done")
        self.assertNotEqual(self._read(self.room, 36, 50).action_id, action)

    # === The daily reading ===

    def test_a_reading_is_owed_every_day(self):
        """STK-28: env_reading_interval, by the local day."""
        with freeze_time("2026-03-17 02:00:00"):
            document = self._round("environment")
            self.assertEqual(document.line_ids.location_id, self.room)
            end = fields.Datetime.to_datetime("2026-03-17 15:59:59")
            owed = self._owed("STK-28", document)
            self.assertEqual((document.due, owed.due), (end, end))
            self._read(self.room, 20, 50)
            self.assertEqual(document.state, "done")
            self.assertEqual((owed.state, owed.kept), ("done", True))
            self.assertFalse(self._round("environment"))
        with freeze_time("2026-03-17 16:30:00"):
            self.assertEqual(str(self._round("environment").date_from), "2026-03-18")

    def test_a_late_reading_is_done_but_not_kept(self):
        """STK-28, env_reading_interval: a second before, at, and after the day's end."""
        for day, seconds, kept in ((17, -1, True), (18, 0, True), (19, 1, False)):
            with freeze_time(f"2026-03-{day} 02:00:00"):
                document = self._round("environment")
            owed = self._owed("STK-28", document)
            with (
                self.subTest(seconds=seconds),
                freeze_time(document.due + timedelta(seconds=seconds)),
            ):
                self._read(self.room, 20, 50)
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_the_round_ends_with_its_last_place(self):
        """STK-28: out of range answers the point as well."""
        other = self._room("油料间")
        document = self._round("environment")
        self._read(other, 40, 50)
        self.assertEqual(document.state, "open")
        self._read(self.room, 20, 50)
        self.assertEqual(document.state, "done")
        self.assertEqual(document.failed_count, 1)
        line = document.line_ids.filtered("action_id")
        self.assertEqual(line.location_id, other)

    def test_the_interval_is_a_parameter(self):
        """STK-28: env_reading_interval."""
        self._parameter("env_reading_interval", 2)
        with freeze_time("2026-03-17 02:00:00"):
            document = self._round("environment")
            self.assertEqual(str(document.due), "2026-03-18 15:59:59")
            self._read(self.room, 20, 50)
        with freeze_time("2026-03-18 02:00:00"):
            self.assertFalse(self._round("environment"))
        with freeze_time("2026-03-19 02:00:00"):
            self.assertTrue(self._round("environment"))

    def test_yesterdays_reading_is_not_todays(self):
        """STK-28: entered late, it does not answer today's round."""
        document = self._round("environment")
        yesterday = fields.Datetime.now() - timedelta(days=1, hours=1)
        self._read(self.room, 20, 50, taken_at=yesterday)
        self.assertEqual(document.state, "open")

    def test_without_the_rule_no_reading_is_owed(self):
        """STK-28 off."""
        self._rule("STK-28", "off")
        self.assertFalse(self._round("environment"))

    def test_the_course_is_averaged(self):
        """STK-28: the graph shows means, not sums."""
        self._read(self.room, 20, 40)
        self._read(self.room, 24, 60)
        groups = self.env["sanbao.storage.reading"]._read_group(
            [("location_id", "=", self.room.id)],
            ["taken_at:day"],
            ["temperature:avg", "humidity:avg"],
        )
        self.assertEqual([values for _day, *values in groups], [[22, 50]])
        field = self.env["sanbao.storage.reading"]._fields["temperature"]
        self.assertEqual(field.aggregator, "avg")
