from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .common import StorageCommon


@tagged("post_install", "-at_install")
class TestVisitors(StorageCommon):
    """The log of those who do not belong to the warehouse."""

    def _visitor(self, user=None, **values):
        return (
            self.env["sanbao.visitor"]
            .with_user(user or self.guard)
            .create(
                {
                    "name": "刘师傅",
                    "organization": "宏运物流",
                    "warehouse_id": self.warehouse.id,
                    "reason": "送货",
                    "escort_id": self.keeper.id,
                    **values,
                }
            )
        )

    def test_name_reason_and_escort_are_asked_for(self):
        """STK-25."""
        for name in ("name", "reason", "escort_id", "warehouse_id", "in_at"):
            with (
                self.subTest(field=name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(Exception),  # noqa: B017  by the database
                self.cr.savepoint(),
            ):
                self._visitor(**{name: False})

    def test_guard_and_keeper_fill_it_in_on_the_telephone(self):
        """STK-25: the form has what the paper has."""
        for user in (self.guard, self.keeper):
            form = Form(self.env["sanbao.visitor"].with_user(user))
            form.name = "刘师傅"
            form.organization = "宏运物流"
            form.reason = "送货"
            form.escort_id = self.keeper
            visitor = form.save()
            self.assertEqual(visitor.warehouse_id.company_id, self.company)
            self.assertEqual(visitor.in_by_id, user)
            self.assertEqual(visitor.state, "inside")

    def test_one_press_lets_out(self):
        """STK-25: once; a second press changes nothing."""
        visitor = self._visitor()
        house = self.warehouse.with_user(self.keeper)
        self.assertEqual(house.sanbao_visitor_count, 1)
        visitor.with_user(self.keeper).action_left()
        self.assertEqual((visitor.state, visitor.out_by_id), ("left", self.keeper))
        out_at = visitor.out_at
        visitor.action_left()
        self.assertEqual((visitor.out_at, visitor.out_by_id), (out_at, self.keeper))
        house.invalidate_recordset()
        self.assertEqual(house.sanbao_visitor_count, 0)

    def test_the_log_stays_as_it_was_written(self):
        """STK-25: times are not entered, what is over is not changed, nothing deleted."""
        visitor = self._visitor()
        for values in (
            {"out_at": "2026-01-01 00:00:00"},
            {"state": "left"},
            {"in_by_id": self.keeper.id},
        ):
            with self.assertRaises(AccessError):
                visitor.write(values)
        for values in ({"state": "left"}, {"out_at": "2026-01-01 00:00:00"}):
            with self.assertRaises(AccessError):
                self._visitor(**values)
        forged = self.env["sanbao.visitor"].with_user(self.guard)
        forged = forged.with_context(default_state="left", default_out_at="2026-01-01")
        values = visitor.copy_data()[0] | {"warehouse_id": self.warehouse.id}
        forged = forged.create(values)
        self.assertEqual((forged.state, forged.out_at), ("inside", False))
        self.assertEqual(self._visitor(in_by_id=self.keeper.id).in_by_id, self.guard)
        visitor.reason = "送货、卸货"
        visitor.action_left()
        with self.assertRaises(UserError):
            visitor.reason = "参观"
        with self.assertRaises(AccessError):
            visitor.unlink()

    def test_the_hour_of_leaving_names_another_day(self):
        """STK-25: in local time."""
        visitor = self._visitor(in_at="2026-03-17 01:00:00")
        with freeze_time("2026-03-17 02:30:00"):
            visitor.action_left()
        self.assertEqual(visitor._out_in_words(), "10:30")
        late = self._visitor(in_at="2026-03-17 01:00:00")
        with freeze_time("2026-03-17 16:30:00"):
            late.action_left()
        self.assertEqual(late._out_in_words(), "03-18 00:30")

    def test_nobody_comes_in_advance(self):
        """STK-25."""
        with self.assertRaises(ValidationError):
            self._visitor(in_at=fields.Datetime.now() + timedelta(hours=1))

    def test_who_is_still_inside_since_yesterday_is_found(self):
        """STK-25: somebody forgot to let out, or to leave."""
        old = self._visitor(in_at=fields.Datetime.now() - timedelta(days=2))
        new = self._visitor()
        found = self.env["sanbao.visitor"].search(
            [("state", "=", "inside"), ("in_at", "<", "today"), ("id", ">=", old.id)]
        )
        self.assertIn(old, found)
        self.assertNotIn(new, found)

    def test_others_read_at_most(self):
        """STK-25."""
        visitor = self._visitor()
        self.assertTrue(visitor.with_user(self.dgm).name)
        for user in (self.dgm, self._person("stk_sr", "sr")):
            with self.assertRaises(AccessError):
                visitor.with_user(user).action_left()
        with self.assertRaises(AccessError):
            self._visitor(user=self.dgm)
