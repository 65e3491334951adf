from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ProductionCommon


@tagged("post_install", "-at_install")
class TestStatistics(ProductionCommon):
    """QLT-18: every month a report on production and quality, frozen."""

    def setUp(self):
        super().setUp()
        self.definition = self.env["sanbao.report.definition"].search(
            [("code", "=", "QLT-18")]
        )
        # Far ahead, where nothing else was recorded.
        self.first = self.today.replace(year=2040, month=3, day=1)
        self.due = self.first + relativedelta(day=10)

    def _month(self):
        """March: 10 planned, 8 good, 3 defective in all, one problem."""
        with freeze_time(self._moment(self.due)):
            plan = self._plan(
                (self.pump, 10, self.due),
                date_from=self.first,
                date_to=self.first + relativedelta(day=31),
            )
            line = plan.line_ids
            self._output(8, plan_line_id=line.id, date=self.due, confirmed=True)
            output = self._output(20, 3, date=self.due)
            self._problem(output_id=output.id, date=self.due)
            output.action_confirm()
        return line

    def _run(self):
        with freeze_time(self._moment(self.first + relativedelta(months=1, day=2))):
            return (
                self.env["sanbao.report.run"]
                .sudo()
                .create(
                    {
                        "definition_id": self.definition.id,
                        "company_id": self.company.id,
                        "date_from": self.first,
                        "date_to": self.first + relativedelta(day=31),
                        "due_date": self.definition._due_date(
                            self.first + relativedelta(day=31), self.company
                        ),
                    }
                )
                .with_user(self.foreman)
            )

    def _prepared(self):
        run = self._run()
        with freeze_time(self._moment(self.first + relativedelta(months=1, day=2))):
            run.action_prepare()
        return run

    def test_the_report_comes_every_month(self):
        """QLT-18: due on the fifth of the next month, by the parameter."""
        self.assertEqual(self.definition.period, "month")
        self.assertEqual(str(self._run().due_date), "2040-04-05")
        self._value("production_stats_due_day", 10)
        due = self.definition._due_date(
            self.first + relativedelta(day=31), self.company
        )
        self.assertEqual(str(due), "2040-04-10")
        # The next one a month later, once.
        following = self.first + relativedelta(months=1)
        with freeze_time(self._moment(following + relativedelta(months=1))):
            runs = self.definition._create_runs(self.company)
            self.assertEqual(runs.mapped("date_from"), [following])
            self.assertFalse(self.definition._create_runs(self.company))

    def test_figures_by_product(self):
        """QLT-18."""
        self._month()
        row = self._prepared().production_ids
        self.assertEqual(row.product_id, self.pump)
        self.assertEqual((row.planned, row.good, row.defective), (10, 8, 3))
        self.assertEqual(row.plan_rate, 80)
        self.assertAlmostEqual(row.pass_rate, 100 * 8 / 11)
        self.assertEqual((row.problems, row.nonconforming), (1, 0))

    def test_figures_of_the_indicators(self):
        """QLT-18: plan, records without defects."""
        line = self._month()
        values = self._prepared().sudo().value_ids
        by_code = {value.indicator_id.code: value for value in values}
        self.assertEqual(by_code["QLT-18-plan"].value, 0)
        self.assertEqual(by_code["QLT-18-pass"].value, 50)
        self.assertEqual(by_code["QLT-18-plan"].population, len(line))
        self.assertTrue(all(value.frozen for value in values))
        self.assertEqual(
            set(by_code),
            {
                *("QLT-17", "QLT-18-plan", "QLT-18-pass"),
                *("QLT-18-problems", "QLT-18-nonconformity"),
            },
        )

    def test_each_target_is_reached_at_its_number(self):
        """QLT-17, QLT-18: half of all was good, drafts left out; a target below, at, and
        above that."""
        with freeze_time(self._moment(self.due)):
            plan = self._plan(
                (self.pump, 10, self.due),
                (self.pump, 10, self.due),
                date_from=self.first,
                date_to=self.first + relativedelta(day=31),
            )
            done, half = plan.line_ids
            self._output(10, plan_line_id=done.id, date=self.due, confirmed=True)
            output = self._output(1, 1, plan_line_id=half.id, date=self.due)
            self._problem(output_id=output.id, date=self.due)
            output.action_confirm()
            self._plan(
                (self.pump, 10, self.due),
                confirmed=False,
                date_from=self.first,
                date_to=self.first + relativedelta(day=31),
            )
            self._output(date=self.due)
            start = self.due - timedelta(days=90)
            machines = [self._machine(effective_date=start) for _number in range(2)]
            self.env["sanbao.obligation"]._close("QLT-17", machines[0])
        for code, parameter in (
            ("QLT-17", "maintenance_on_time_rate"),
            ("QLT-18-plan", "production_plan_rate"),
            ("QLT-18-pass", "production_pass_rate"),
        ):
            indicator = self.env["sanbao.indicator"].search([("code", "=", code)])
            for target, reached in ((49, True), (50, True), (51, False)):
                self._value(parameter, target)
                figures = indicator._measure(
                    self.first, self.first + relativedelta(day=31), self.company
                )
                with self.subTest(code=code, target=target):
                    self.assertEqual(figures["value"], 50)
                    self.assertIs(figures["reached"], reached)

    def test_problems_and_sheets_of_the_process_are_counted(self):
        """QLT-18: what was closed too late; sheets of the process, not of others."""
        with freeze_time(self._moment(self.due)):
            problem = self._problem(True, quantity=1, date=self.due)
            problem.action_open_nonconformity()
            self.env["sanbao.nonconformity"].create(
                {
                    "source": "stock",
                    "product_id": self.pump.id,
                    "quantity": 1,
                    "description": "受潮",
                }
            )
        for code, value in (("QLT-18-problems", 0), ("QLT-18-nonconformity", 1)):
            indicator = self.env["sanbao.indicator"].search([("code", "=", code)])
            figures = indicator._measure(
                self.first, self.first + relativedelta(day=31), self.company
            )
            with self.subTest(code=code):
                self.assertEqual((figures["population"], figures["value"]), (1, value))

    def test_what_is_reported_stays(self):
        """QLT-18: nothing comes into the month any more."""
        line = self._month()
        run = self._prepared()
        with self.assertRaises(UserError):
            self._output(2, plan_line_id=line.id, date=self.due, confirmed=True)
        with self.assertRaises(UserError):
            line.output_ids.filtered(lambda o: o.state == "confirmed").action_reset()
        before = run.production_ids
        run.with_user(self.quality).action_return()
        run.action_prepare()
        self.assertEqual(run.production_ids, before)
        for user in (self.foreman, self.quality, self.manager):
            with self.assertRaises(AccessError):
                before.with_user(user).write({"good": 99})

    def test_somebody_else_reviews(self):
        """QLT-18."""
        run = self._prepared()
        with self.assertRaises(AccessError):
            run.action_review()
        run.with_user(self.quality).action_review()
        run.action_issue()
        self.assertEqual(run.state, "issued")

    def test_the_spreadsheet_has_the_table(self):
        """QLT-18."""
        self._month()
        sheets = {title: rows for title, _h, rows in self._prepared()._xlsx_sheets()}
        self.assertEqual(len(sheets), 2)
        self.assertEqual(list(sheets.values())[1][0][2:4], [10, 8])

    def test_other_reports_have_no_table(self):
        definition = self.definition.copy({"code": "TST-18", "rule_id": False})
        run = self._run()
        run.sudo().definition_id = definition
        with freeze_time(self._moment(self.first + relativedelta(months=1, day=2))):
            run.action_prepare()
        self.assertFalse(run.production_ids)
