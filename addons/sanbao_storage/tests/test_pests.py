from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .common import StorageCommon


@tagged("post_install", "-at_install")
class TestPests(StorageCommon):
    """Places with goods that insects and mice like."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.belt = cls._product("毛毡垫", sanbao_pest_sensitive=True)

    def test_marked_places_and_places_with_sensitive_goods_are_checked(self):
        """STK-27: and a room once, not each of its shelves."""
        marked = self._shelf(sanbao_pest_check=True)
        inside = self._shelf("上层", location_id=marked.id)
        stocked = self._shelf("毛毡架")
        self._shelf("铁架")
        self._put(stocked, 3, self.belt)
        self._put(inside, 3, self.belt)
        document = self._round("pest")
        self.assertEqual(document.line_ids.location_id, marked | stocked)
        self.assertEqual(self._owed("STK-27", document).user_id, self.keeper)

    def test_without_either_there_is_no_round(self):
        """STK-27."""
        self.assertFalse(self._round("pest"))

    def test_without_the_rule_there_is_no_round(self):
        """STK-27 off."""
        self._shelf(sanbao_pest_check=True)
        self._rule("STK-27", "off")
        self.assertFalse(self._round("pest"))

    def test_the_interval_is_a_parameter(self):
        """STK-27: pest_check_interval."""
        self._parameter("pest_check_interval", 2)
        with freeze_time("2026-03-17 02:00:00"):
            self._shelf(sanbao_pest_check=True)
            document = self._round("pest")
            self.assertEqual(str(document.due.date()), "2026-04-30")

    def test_a_late_round_is_done_but_not_kept(self):
        """STK-27, pest_check_interval: a second before, at, and after its end."""
        self._shelf(sanbao_pest_check=True)
        for month, seconds, kept in ((1, -1, True), (2, 0, True), (3, 1, False)):
            with freeze_time(f"2026-{month:02d}-17 02:00:00"):
                document = self._round("pest")
            owed = self._owed("STK-27", document)
            with (
                self.subTest(seconds=seconds),
                freeze_time(document.due + timedelta(seconds=seconds)),
            ):
                document.line_ids.action_ok()
                document.action_finish()
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_result_and_treatment_are_kept(self):
        """STK-27: what was found is an action until somebody dealt with it."""
        shelf = self._shelf(sanbao_pest_check=True)
        document = self._round("pest")
        line = document.line_ids.filtered("location_id")
        action = self._fail(line, "有鼠粪", treatment="放置鼠夹")
        self.assertEqual((line.note, line.treatment), ("有鼠粪", "放置鼠夹"))
        self.assertEqual(action.location_id, shelf)
        self.assertEqual(self._owed("STK-27-action", action).state, "open")
        self.assertEqual(shelf.sanbao_storage_state, "failed")
        for other in document.line_ids - line:
            other.action_ok()
        document.action_finish()
        self.assertEqual(document.failed_count, 1)
        self.assertEqual(shelf.sanbao_storage_state, "failed")
        action.measure = "已清洁、封堵"
        action.action_done()
        with self.assertRaises(UserError):
            action.measure = "改写"
        self.assertEqual(shelf.sanbao_storage_state, "ok")
        self.assertEqual(self._owed("STK-27-action", action).state, "done")

    def test_an_overdue_round_shows_on_the_place_and_what_lies_in_it(self):
        """STK-27."""
        shelf = self._shelf(sanbao_pest_check=True)
        inside = self._shelf("上层", location_id=shelf.id)
        other = self._shelf("铁架")
        self._make_late(self._round("pest"))
        places = shelf | inside | other
        places.invalidate_recordset()
        states = places.mapped("sanbao_storage_state")
        self.assertEqual(states, ["late", "late", "ok"])
        for state, expected in (("late", shelf | inside), ("ok", other)):
            found = places.search(
                [("sanbao_storage_state", "=", state), ("id", "in", places.ids)]
            )
            self.assertEqual(found, expected)

    def test_a_place_outside_a_warehouse_has_no_rounds(self):
        """STK-27: it is said at once, not forgotten."""
        with self.assertRaises(ValidationError):
            self.pending.sanbao_pest_check = True

    def test_readings_are_not_answered_with_ok(self):
        """STK-28: somebody looks at the instrument."""
        self._room()
        line = self._round("environment").line_ids
        with self.assertRaises(UserError):
            line.action_ok()
