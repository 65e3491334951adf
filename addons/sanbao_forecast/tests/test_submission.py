import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools.misc import file_open

from .common import ForecastCommon


@tagged("post_install", "-at_install")
class TestSubmission(ForecastCommon):
    """PUR-11, PUR-12: figures with reasons, submitted and frozen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._needed(cls.part, cls._months(12, 5))

    def test_submission_keeps_the_obligation(self):
        """PUR-11."""
        forecast = self._submitted()
        self.assertEqual(forecast.state, "submitted")
        owed = self._obligation("PUR-11", forecast)
        self.assertEqual((owed.state, owed.kept), ("done", True))

    def test_a_late_submission_is_counted_as_late(self):
        """PUR-11."""
        forecast = self._forecast()
        forecast.action_adopt()
        with freeze_time("2026-06-26 16:00:00"):
            forecast.action_submit()
        owed = self._obligation("PUR-11", forecast)
        self.assertEqual((owed.state, owed.kept), ("done", False))

    def test_a_part_without_figure_is_refused(self):
        """PUR-12."""
        forecast = self._forecast()
        message = self._blocked("PUR-12", forecast.action_submit)
        self.assertIn("高压水泵", message)
        self._blocked("PUR-12", forecast.with_user(self.sr).action_prepare)

    def test_another_figure_needs_a_reason(self):
        """PUR-12: the proposal itself does not."""
        forecast = self._forecast()
        line = forecast.line_ids
        line.quantity = line.proposal
        self.assertFalse(line.deviates)
        line.quantity = line.proposal + 1
        self.assertTrue(line.deviates)
        self._blocked("PUR-12", forecast.action_submit)
        line.note = "  "
        self._blocked("PUR-12", forecast.action_submit)
        line.note = "春季检修"
        forecast.action_submit()
        self.assertEqual(forecast.state, "submitted")

    def test_adopting_takes_the_proposal_for_open_lines_only(self):
        self._needed(self.filter, self._months(12, 2))
        forecast = self._forecast()
        self._line(forecast, self.filter).quantity = 9
        forecast.with_user(self.sr).action_adopt()
        self.assertEqual(self._line(forecast, self.filter).quantity, 9)
        line = self._line(forecast, self.part)
        self.assertEqual(line.quantity, line.proposal)
        self.assertTrue(line.entered)

    def test_zero_is_a_figure(self):
        forecast = self._forecast()
        forecast.line_ids.write({"quantity": 0, "note": "停产"})
        forecast.action_submit()
        self.assertEqual(forecast.state, "submitted")

    def test_staff_prepare_and_the_head_submits(self):
        """PUR-11: 编制 and 审核 of Form 44."""
        forecast = self._forecast()
        as_staff = forecast.with_user(self.sr)
        as_staff.action_adopt()
        as_staff.action_prepare()
        self.assertEqual(forecast.state, "prepared")
        with self.assertRaises(AccessError):
            as_staff.action_submit()
        forecast.action_submit()
        self.assertEqual(forecast.prepared_by_id, self.sr)
        self.assertEqual(forecast.submitted_by_id, self.sm)

    def test_each_department_writes_only_its_own(self):
        sales, after_sales = self._forecast(), self._forecast("after_sales")
        for user, other in (
            (self.sm, after_sales),
            (self.sr, after_sales),
            (self.asm, sales),
            (self.staff, sales),
            (self.pm, sales),
            (self.pb, sales),
            (self.wh, sales),
            (self.gm, sales),
        ):
            found = other.with_user(user)
            for attempt in (
                found.action_submit,
                found.action_prepare,
                found.action_adopt,
                found.action_recompute,
                found.action_take_back,
                lambda found=found: found.write({"note": "x"}),
            ):
                with (
                    self.subTest(user=user.login, attempt=attempt),
                    self.assertRaises(AccessError),
                ):
                    attempt()
            self.assertEqual(found.state, "draft")

    def test_figures_are_frozen_by_the_submission(self):
        """PUR-12: neither lines nor the sheet change any more."""
        forecast = self._submitted()
        line = forecast.line_ids
        for attempt in (
            lambda: line.write({"quantity": 1}),
            lambda: line.write({"note": "x"}),
            line.action_adopt,
            line.unlink,
            forecast.action_adopt,
            forecast.action_recompute,
            lambda: forecast.write({"note": "x"}),
            forecast.unlink,
            lambda: line.create(
                {"forecast_id": forecast.id, "product_id": self.filter.id}
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()

    def test_what_the_steps_write_is_not_written_by_people(self):
        forecast = self._forecast()
        for vals in (
            {"state": "submitted"},
            {"submitted_by_id": self.sm.id},
            {"submitted_at": "2026-06-01 00:00:00"},
            {"run_state": "done"},
            {"figures_at": "2026-06-01 00:00:00"},
            {"date_from": "2026-08-01"},
            {"side": "after_sales"},
            {"error_rate": 0},
            {"measured_at": "2026-06-01 00:00:00"},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                forecast.write(vals)
        made = forecast.with_context(
            default_state="submitted", default_run_state="done"
        ).create({"side": "sales", "date_from": "2026-09-01"})
        self.assertEqual((made.state, made.run_state), ("draft", "waiting"))

    def test_it_is_taken_back_only_before_the_period(self):
        """PUR-11: on the last day before it, and on its first day."""
        forecast = self._submitted()
        with freeze_time("2026-06-30 15:59:00"):
            forecast.action_take_back()
            self.assertEqual(forecast.state, "draft")
            owed = self._obligation("PUR-11", forecast)
            self.assertIn("open", owed.mapped("state"))
            forecast.action_submit()
        with freeze_time("2026-06-30 16:00:00"):
            forecast.invalidate_recordset()
            with self.assertRaises(UserError):
                forecast.action_take_back()

    def test_nothing_is_submitted_while_figures_are_computed(self):
        forecast = self._forecast(compute=False)
        with self.assertRaises(UserError):
            forecast.action_submit()

    def test_pressed_twice_it_is_submitted_once(self):
        forecast = self._submitted()
        moment = forecast.submitted_at
        with freeze_time("2026-06-16 03:00:00"):
            forecast.action_submit()
        self.assertEqual(forecast.submitted_at, moment)

    def test_figures_are_imported_from_a_sheet(self):
        """A row of a part that is there changes its figure; a new part is added."""
        forecast = self._forecast()
        result = (
            self.env["sanbao.forecast.line"]
            .with_user(self.sr)
            .with_context(import_file=True)
            .load(
                ["forecast_id", "product_id", "quantity", "note"],
                [
                    [forecast.name, "[GB-200] 高压水泵", "8", "大修"],
                    [forecast.name, "[LX-10] 液压滤芯", "3", "新车型"],
                ],
            )
        )
        self.assertFalse(result["messages"])
        self.assertEqual(len(forecast.line_ids), 2)
        line = self._line(forecast, self.part)
        self.assertEqual((line.quantity, line.note, line.entered), (8, "大修", True))
        self.assertEqual(self._line(forecast, self.filter).quantity, 3)

    def test_the_template_of_the_import_is_there(self):
        model = self.env["sanbao.forecast.line"]
        path = model.get_import_templates()[0]["template"].removeprefix("/")
        with file_open(path, "rb") as file:
            sheet = openpyxl.load_workbook(file).active
        self.assertEqual(
            [cell.value for cell in sheet[1]], ["预测表", "配件", "预测数", "依据/原因"]
        )

    def test_the_other_department_is_shown_beside(self):
        self._needed(self.part, {"2026-05": 1}, self._repair(self._unit("SN-1")))
        after_sales = self._forecast("after_sales")
        after_sales.line_ids.write({"quantity": 4})
        line = self._line(self._forecast(), self.part)
        self.assertEqual(line.other_quantity, 4)

    def test_another_company_sees_nothing(self):
        forecast = self._forecast()
        other = self.env["res.company"].create({"name": "别家"})
        stranger = self.sm.copy(
            {
                "login": "other_sm",
                "company_id": other.id,
                "company_ids": [(6, 0, other.ids)],
            }
        )
        model = self.env["sanbao.forecast"].with_user(stranger)
        model = model.with_context(allowed_company_ids=other.ids)
        self.assertFalse(model.search([("id", "=", forecast.id)]))
