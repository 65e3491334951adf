import base64
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_dispatch import DispatchCommon

PNG = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    b"WjR9awAAAABJRU5ErkJggg=="
)


class VisitCommon(DispatchCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._person("svc_eng2", "eng")

    def _visit(self, application=None, **values):
        dispatch = self._dispatched(application, **values)
        return dispatch.visit_ids.with_user(self.engineer)

    def _record(self, **values):
        return {
            "place": "青禾市环卫停车场",
            "symptom": "无水压",
            "cause": "密封件老化",
            "method": "更换密封件",
            "solved": "yes",
            "satisfaction": "5",
            **values,
        }

    def _signed(self, visit, **values):
        """Arrived, filled in, signed on the screen, finished."""
        visit.action_arrive()
        visit.write(self._record(signed_by="李队长", signature=PNG.decode(), **values))
        visit.action_finish()
        return visit

    def _done(self, application=None, **values):
        visit = self._signed(self._visit(application), **values)
        visit.action_done()
        return visit

    def _file(self, content, name="a.png"):
        return (
            self.env["ir.attachment"]
            .with_user(self.engineer)
            .create({"name": name, "raw": content})
        )


@tagged("post_install", "-at_install")
class TestVisit(VisitCommon):
    def test_a_visit_from_arrival_to_the_finished_record(self):
        """SVC-13, SVC-14, SVC-15."""
        visit = self._visit()
        visit.action_arrive()
        self.assertEqual(visit.state, "on_site")
        self.assertTrue(visit.arrived_at and visit.repair_start)
        visit.write(self._record(signed_by="李队长"))
        visit.action_finish()
        self.assertTrue(visit.left_at and visit.repair_end)
        visit.signature = PNG.decode()
        self.assertTrue(visit.signed_at)
        visit.action_done()
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.done_by_id, self.engineer)

    def test_nobody_starts_without_an_approved_order(self):
        """SVC-35."""
        visit = self._visit()
        visit.dispatch_id.with_user(self.staff).advance_amount = 5000
        self.assertEqual(visit.state, "cancelled")
        visit._write_engine({"state": "draft"})
        with self.assertRule("SVC-35"):
            visit.action_arrive()
        with self.assertRule("SVC-35"):
            self.env["sanbao.visit"].create({"dispatch_id": self._dispatch().id})

    def test_nobody_starts_before_the_case_is_released(self):
        """SVC-02: a change of the application stops the visit."""
        visit = self._visit()
        visit.application_id.with_user(self.staff).analysis = "另一个原因"
        with self.assertRule("SVC-02"):
            visit.action_arrive()

    def test_the_form_is_complete(self):
        """SVC-13, SVC-15: each of these is missed."""
        for name, code in (
            ("symptom", "SVC-13"),
            ("solved", "SVC-13"),
            ("place", "SVC-13"),
            ("left_at", "SVC-13"),
            ("cause", "SVC-15"),
            ("method", "SVC-15"),
            ("repair_start", "SVC-15"),
            ("repair_end", "SVC-15"),
        ):
            with self.subTest(name=name):
                visit = self._signed(self._visit())
                visit._write_engine({name: False})
                with self.assertRule(code):
                    visit.action_done()

    def test_training_needs_no_repair_fields(self):
        """SVC-15."""
        visit = self._visit(service_type="training")
        self._signed(visit, cause=False, method=False)
        visit.action_done()

    def test_the_customer_signs_on_screen_or_on_paper(self):
        """SVC-14."""
        visit = self._visit()
        visit.action_arrive()
        visit.write(self._record(signed_by="李队长"))
        visit.action_finish()
        with self.assertRule("SVC-14"):
            visit.action_done()
        visit.scan_ids = self._file(base64.b64decode(PNG))
        visit.signed_by = False
        with self.assertRule("SVC-14"):
            visit.action_done()
        visit.signed_by = "李队长"
        visit.action_done()
        self.assertEqual(visit.state, "done")

    def test_state_and_stamps_are_written_by_buttons_only(self):
        """SVC-13, SVC-14."""
        visit = self._visit()
        for values in (
            {"state": "done"},
            {"state": "on_site"},
            {"signed_at": "2020-01-01 00:00:00"},
            {"done_by_id": self.staff.id},
            {"engineer_ids": [Command.link(self.colleague.id)]},
        ):
            for person in (self.engineer, self.staff, self.asm, self.env.user):
                with (
                    self.subTest(person=person.login, **values),
                    self.assertRaises(AccessError),
                ):
                    visit.with_user(person).write(values)
        with self.assertRaises(AccessError):
            visit.create({"dispatch_id": visit.dispatch_id.id, "state": "done"})
        made = visit.with_context(
            default_state="done",
            default_signature=PNG.decode(),
            default_signed_at="2020-01-01",
        ).create({"dispatch_id": visit.dispatch_id.id})
        self.assertEqual(made.state, "draft")
        self.assertFalse(made.signature or made.signed_at)

    def test_nobody_signs_before_the_arrival(self):
        """SVC-14."""
        visit = self._visit()
        with self.assertRaises(UserError):
            visit.signature = PNG.decode()

    def test_what_was_signed_does_not_change(self):
        """SVC-14: only after the signature was discarded, which the chatter tells."""
        visit = self._signed(self._visit())
        line = {"product_id": self.part.id}
        for values in (
            {"method": "别的"},
            {"arrived_at": fields.Datetime.now()},
            {"signature": False},
            {"signature": base64.b64encode(b"x")},
            {"part_ids": [Command.create(line)]},
        ):
            with self.subTest(**values), self.assertRaises(UserError):
                visit.write(values)
        with self.assertRaises(UserError):
            self.env["sanbao.visit.part"].with_user(self.engineer).create(
                {**line, "visit_id": visit.id}
            )
        visit.action_discard_signature()
        self.assertFalse(visit.signature or visit.signed_at)
        visit.method = "更换水封"

    def test_a_finished_record_is_read_only(self):
        """SVC-13: fields and lines, for everybody."""
        visit = self._done(part_ids=[Command.create({"product_id": self.part.id})])
        for person in (self.engineer, self.staff, self.asm, self.env.user):
            own = visit.with_user(person)
            for attempt in (
                lambda own=own: own.write({"method": "别的"}),
                lambda own=own: own.write({"signature": False}),
                lambda own=own: own.write({"scan_ids": [Command.clear()]}),
                lambda own=own: own.part_ids.write({"quantity": 9}),
                lambda own=own: own.part_ids.unlink(),
                own.action_discard_signature,
            ):
                with (
                    self.subTest(person=person.login),
                    self.assertRaisesRegex((UserError, AccessError), "."),
                ):
                    attempt()
        with self.assertRaises(UserError):
            visit.with_user(self.asm).unlink()

    def test_lines_cannot_be_freed_by_a_context_key(self):
        """SVC-14."""
        visit = self._done(part_ids=[Command.create({"product_id": self.part.id})])
        for forged in (True, "checked", {}):
            with self.subTest(forged=forged), self.assertRaises(UserError):
                visit.part_ids.with_context(sanbao_visit_lines=forged).write(
                    {"quantity": 9}
                )

    def test_another_engineer_does_not_write_the_record(self):
        """SVC-13."""
        visit = self._visit()
        other = visit.with_user(self.colleague)
        for attempt in (other.action_arrive, lambda: other.write({"symptom": "x"})):
            with self.assertRaises(AccessError):
                attempt()
        visit.with_user(self.staff).symptom = "办公室补记"

    def test_pressed_twice_it_happens_once(self):
        visit = self._visit()
        visit.action_arrive()
        arrived = visit.arrived_at - timedelta(minutes=30)
        visit.write({"arrived_at": arrived, "repair_start": arrived})
        visit.action_arrive()
        self.assertEqual(visit.arrived_at, arrived)
        visit.action_finish()
        visit.write({"repair_end": arrived, "left_at": arrived})
        visit.action_finish()
        self.assertEqual(visit.left_at, arrived)

    def test_times_are_in_order(self):
        visit = self._visit()
        visit.action_arrive()
        early = visit.arrived_at - timedelta(hours=1)
        for values in ({"left_at": early}, {"repair_end": early}):
            with self.subTest(**values), self.assertRaises(ValidationError):
                visit.write(values)

    def test_typed_hours_stay(self):
        visit = self._visit()
        visit.action_arrive()
        start = visit.arrived_at
        visit.repair_end = start + timedelta(hours=2)
        self.assertEqual(visit.labour_hours, 2)
        visit.labour_hours = 1.5
        visit.repair_end = start + timedelta(hours=3)
        self.assertEqual(visit.labour_hours, 1.5)

    def test_photos_are_pictures_of_a_reasonable_size(self):
        """SVC-13: judged by the content, not by the name."""
        visit = self._visit()
        picture = self._file(base64.b64decode(PNG))
        visit.photo_ids = picture
        self.assertEqual(picture.res_id, visit.id)
        for content in (b"%PDF-1.4 ...", b"<html><script>1</script></html>", b"MZ"):
            with self.subTest(content=content), self.assertRaises(ValidationError):
                visit.photo_ids = self._file(content, "photo.png")
        self.env["sanbao.parameter"].search(
            [("code", "=", "visit_photo_max_mb")]
        ).default_value = "1"
        self.env.registry.clear_cache()
        big = self._file(base64.b64decode(PNG) + b"0" * 1024 * 1024)
        with self.assertRaisesRegex(ValidationError, "1 MB"):
            visit.photo_ids = big

    def test_late_visits_are_found(self):
        visit = self._visit(departure_at=fields.Datetime.now() - timedelta(hours=1))
        self.assertTrue(visit.is_late)
        self.assertIn(visit, visit.search([("is_late", "=", True)]))
