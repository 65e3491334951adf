from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import StorageCommon


@tagged("post_install", "-at_install")
class TestForm(StorageCommon):
    """F59: the registers of a warehouse for a period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room = cls._room()
        cls.shelf = cls._shelf(sanbao_pest_check=True)

    def _register(self, **values):
        wizard = self.env["sanbao.storage.register"].with_user(self.keeper)
        values = {
            "warehouse_id": self.warehouse.id,
            "date_from": self.today,
            "date_to": self.today,
            **values,
        }
        return wizard.create(values)

    def _html(self, register):
        report = self.env.ref("sanbao_storage.action_report_f59")
        html, _type = (
            report.with_user(self.keeper)
            .with_context(lang="en_US")
            ._render_qweb_html(report.id, register.ids)
        )
        return html.decode()

    def _fill(self):
        self._equipment(sanbao_valid_until=self.today - timedelta(days=1))
        self._fail(self._round().line_ids.filtered("equipment_id"), "压力不足")
        line = self._round("pest").line_ids.filtered("location_id")
        self._fail(line, "有鼠粪", treatment="放置鼠夹")
        self._read(self.room, 36.5, 50, ventilation="fan")
        self.env["sanbao.visitor"].with_user(self.keeper).create(
            {
                "name": "刘师傅",
                "organization": "<b>宏运</b>",
                "warehouse_id": self.warehouse.id,
                "reason": "送货",
                "escort_id": self.keeper.id,
            }
        )

    def test_every_register_is_printed(self):
        """STK-23, STK-24, STK-25, STK-27, STK-28: what was entered stands on F59."""
        self._fill()
        html = self._html(self._register())
        for text in (
            *("MH-001", "东门左侧", "(expired)", "压力不足"),
            *("有鼠粪", "放置鼠夹", "36.5", "Fan running", "☑"),
            *("刘师傅", "&lt;b&gt;宏运", "送货", self.keeper.name),
            "Reviewed by",
        ):
            with self.subTest(text=text):
                self.assertIn(text, html)

    def test_only_what_was_chosen(self):
        """F59: one register alone."""
        self._fill()
        html = self._html(
            self._register(equipment=False, checks=False, readings=False, pests=False)
        )
        self.assertIn("刘师傅", html)
        self.assertNotIn("MH-001", html)
        self.assertNotIn("36.5", html)
        none = dict.fromkeys(
            ("equipment", "checks", "readings", "pests", "visitors"), False
        )
        with self.assertRaises(UserError):
            self._register(**none).action_print()

    def test_the_period_is_in_days_of_the_company(self):
        """F59: a reading just before midnight, local time, belongs to its day."""
        moment = fields.Datetime.to_datetime("2026-03-17 15:59:00")
        self._read(self.room, 21.7, 50, taken_at=moment)
        day = fields.Date.to_date("2026-03-17")
        one = timedelta(days=1)
        for from_, to, found in (
            (day, day, 1),
            (day - one, day - one, 0),
            (day + one, day + one, 0),
        ):
            register = self._register(date_from=from_, date_to=to)
            self.assertEqual(len(register._readings()), found)

    def test_an_empty_register_says_so(self):
        """F59."""
        self.assertIn("No entry", self._html(self._register()))

    def test_the_period_has_a_beginning_and_an_end(self):
        """F59."""
        with self.assertRaises(ValidationError):
            self._register(date_from=self.today + timedelta(days=1))

    def test_the_window_proposes_this_month(self):
        """F59."""
        form = Form(self.env["sanbao.storage.register"].with_user(self.keeper))
        register = form.save()
        self.assertEqual(register.date_from.day, 1)
        self.assertEqual(register.date_to.month, register.date_from.month)
        action = register.action_print()
        self.assertEqual(action["type"], "ir.actions.report")
