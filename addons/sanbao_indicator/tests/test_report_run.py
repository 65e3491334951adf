from datetime import date
from io import BytesIO
from zipfile import ZipFile

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import IndicatorCase


@tagged("post_install", "-at_install")
class TestReportRun(IndicatorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.definition = cls.env["sanbao.report.definition"].create(
            {
                "code": "TST-81",
                "name": "Monthly report",
                "rule_id": cls.rule.id,
                "cut_off_parameter_id": cls._make_parameter("integer", 25, "from").id,
                "due_parameter_id": cls._make_parameter("integer", 25, "due").id,
                "indicator_ids": [Command.set(cls.indicator.ids)],
                "preparer_group_id": cls.env.ref("sanbao_base.group_as").id,
                "reviewer_group_id": cls.env.ref("sanbao_base.group_asm").id,
            }
        )
        cls.runs = cls.env["sanbao.report.run"]

    def _cron(self):
        self._run_cron("sanbao.report.definition", "_cron_create_runs")

    def _found(self):
        return self.runs.search(
            [
                ("definition_id", "=", self.definition.id),
                ("company_id", "=", self.company.id),
            ]
        )

    def _march(self):
        """The report on 25 February to 24 March, made on the 25th."""
        with freeze_time("2026-03-25 02:00:00"):
            self._cron()
        return self._found()

    def test_report_is_made_when_its_period_has_ended(self):
        run = self._march()
        self.assertRecordValues(
            run,
            [
                {
                    "name": "2026-03",
                    "date_from": date(2026, 2, 25),
                    "date_to": date(2026, 3, 24),
                    "due_date": date(2026, 3, 25),
                    "state": "draft",
                }
            ],
        )
        # The next one is made in the first second of 25 April in Shanghai.
        for moment, count in (("2026-04-24 15:59:59", 1), ("2026-04-24 16:00:00", 2)):
            with self.subTest(moment), freeze_time(moment):
                self._cron()
                self._cron()
                self.assertEqual(len(self._found()), count)

    def test_missed_months_are_made_up_without_gap(self):
        self._march()
        with freeze_time("2026-06-30 02:00:00"):
            self._cron()
        names = ["2026-06", "2026-05", "2026-04", "2026-03"]
        self.assertEqual(self._found().mapped("name"), names)

    def test_changed_cut_off_leaves_no_gap_and_no_overlap(self):
        self._march()
        self.definition.cut_off_parameter_id = False
        with freeze_time("2026-05-02 02:00:00"):
            self._cron()
        bounds = [(run.date_from, run.date_to) for run in self._found()]
        self.assertEqual(bounds[1], (date(2026, 3, 25), date(2026, 3, 31)))
        self.assertEqual(bounds[0], (date(2026, 4, 1), date(2026, 4, 30)))

    def test_due_days_are_counted_from_the_end(self):
        self.definition.due_parameter_id = self._make_parameter("days", 10, "due")
        self.assertEqual(self._march().due_date, date(2026, 4, 3))

    def test_rule_switched_off_makes_no_report(self):
        self.rule.mode = "off"
        self.assertFalse(self._march())

    def test_late_begins_on_the_day_after(self):
        run = self._march()
        for moment, late in (("2026-03-25 15:59:59", 0), ("2026-03-25 16:00:00", 1)):
            with self.subTest(moment), freeze_time(moment):
                run.invalidate_recordset(["late"])
                self.assertEqual(run.late, bool(late))
                domain = [("late", "=", True), ("id", "=", run.id)]
                self.assertEqual(self.runs.search_count(domain), late)

    def test_from_preparing_to_issuing(self):
        self._make_documents(("good", "2026-03-24"), ("good", "2026-03-25"))
        run = self._march()
        run.with_user(self.clerk).note = "All well"
        run.with_user(self.clerk).action_prepare()
        self.assertRecordValues(
            run.value_ids,
            [{"population": 1, "frozen": True, "date_to": date(2026, 3, 24)}],
        )
        self._make_documents(("bad", "2026-03-23"))
        run.with_user(self.manager).action_review()
        run.with_user(self.clerk).action_issue()
        self.assertRecordValues(
            run,
            [
                {
                    "state": "issued",
                    "preparer_id": self.clerk.id,
                    "reviewer_id": self.manager.id,
                    "note": "All well",
                }
            ],
        )
        self.assertEqual(run.value_ids.population, 1)
        self.assertTrue(run.prepared_at and run.reviewed_at and run.issued_at)

    def test_sent_back_report_is_prepared_again(self):
        run = self._march()
        run.with_user(self.clerk).action_prepare()
        run.with_user(self.manager).action_return()
        self.assertEqual((run.state, run.preparer_id.id), ("draft", False))
        run.with_user(self.clerk).action_prepare()
        self.assertEqual(len(run.value_ids), 1)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_steps_out_of_order_or_by_others_are_refused(self):
        run = self._march()
        both = self._make_user(
            "indicator_both", "sanbao_base.group_as,sanbao_base.group_asm"
        )
        with self.assertRaises(UserError):
            run.with_user(self.manager).action_review()
        with self.assertRaises(AccessError):
            run.with_user(self.manager).action_prepare()
        with self.assertRaises(AccessError):
            run.with_user(self.reader).action_prepare()
        run.with_user(both).action_prepare()
        with self.assertRaises(AccessError):
            run.with_user(both).action_review()
        with self.assertRaises(AccessError):
            run.with_user(self.clerk).action_review()
        with self.assertRaises(UserError):
            run.with_user(both).action_prepare()
        with self.assertRaises(UserError):
            run.with_user(both).action_issue()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_state_and_figures_are_not_written_by_hand(self):
        run = self._march()
        for user in (self.clerk, self.manager):
            mine = run.with_user(user)
            attempts = {
                "state": lambda mine=mine: mine.write({"state": "issued"}),
                "due": lambda mine=mine: mine.write({"due_date": "2030-01-01"}),
                "create": lambda mine=mine: mine.create(
                    {
                        "definition_id": self.definition.id,
                        "company_id": self.company.id,
                        "date_from": "2020-01-01",
                        "date_to": "2020-01-31",
                        "due_date": "2020-02-01",
                    }
                ),
                "copy": lambda mine=mine: mine.copy({"date_from": "2020-01-01"}),
                "unlink": lambda mine=mine: mine.unlink(),
            }
            for name, attempt in attempts.items():
                with (
                    self.subTest(f"{user.login} {name}"),
                    self.assertRaises(AccessError),
                ):
                    attempt()
        run.with_user(self.clerk).action_prepare()
        with self.assertRaises(UserError):
            run.with_user(self.clerk).note = "later"

    def test_readers_see_it_when_their_role_is_named(self):
        run = self._march()
        as_reader = self.runs.with_user(self.reader)
        self.assertFalse(as_reader.search([("id", "=", run.id)]))
        self.definition.reader_group_ids = self.env.ref("sanbao_base.group_wh")
        self.assertTrue(as_reader.search([("id", "=", run.id)]))

    def test_other_companies_have_their_own(self):
        other = self._other_company()
        stranger = self._stranger(other, "sanbao_base.group_as")
        run = self._march()
        seen = self.runs.with_user(stranger).search(
            [("definition_id", "=", self.definition.id)]
        )
        self.assertEqual(seen.company_id, other)
        self.assertNotIn(run, seen)

    def test_spreadsheet_calculates_nothing_that_was_typed(self):
        run = self._march()
        run.with_user(self.clerk).note = '=HYPERLINK("http://x","y")'
        report = self.env["ir.actions.report"].with_user(self.clerk)
        content = report._render_xlsx(
            "sanbao_indicator.report_sanbao_report_run", run.ids, {}
        )[0]
        with ZipFile(BytesIO(content)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            texts = book.read("xl/sharedStrings.xml").decode()
        self.assertNotIn("<f>", sheet)
        self.assertIn("=HYPERLINK", texts)

    def test_spreadsheet_holds_the_figures(self):
        self._make_documents(("good", "2026-03-24"))
        run = self._march()
        run.with_user(self.clerk).action_prepare()
        action = run.with_user(self.clerk).action_export_xlsx()
        self.assertEqual(action["report_type"], "xlsx")
        report = self.env["ir.actions.report"].with_user(self.clerk)
        content, kind = report._render_xlsx(
            "sanbao_indicator.report_sanbao_report_run", run.ids, {}
        )
        self.assertEqual(kind, "xlsx")
        with ZipFile(BytesIO(content)) as book:
            texts = book.read("xl/sharedStrings.xml").decode()
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        for text in ("TST-81", "2026-02-25 – 2026-03-24", "Indicator TST-80"):
            self.assertIn(text, texts)
        self.assertIn("<v>100</v>", sheet)
