from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sanbao_base.local_time import company_today

from .common import QualityCommon


@tagged("post_install", "-at_install")
class TestStandard(QualityCommon):
    """验收标准: complete, reviewed, in versions."""

    def test_a_standard_is_complete_before_it_is_in_force(self):
        """STK-08: scope, basis, its number, and points for all four aspects."""
        for values in (
            {"sanbao_template_ids": [Command.clear()]},
            {"sanbao_basis": False},
            {"sanbao_basis_ref": " "},
            {"test_lines": [Command.clear()]},
        ):
            standard = self._standard(**values)
            with self.subTest(values=values), self.assertRule("STK-08"):
                self._in_force(standard)
        standard = self._standard()
        standard.test_lines[0].unlink()
        with self.assertRule("STK-08"):
            self._in_force(standard)
        standard.sanbao_left_out = "无外观要求"
        self._in_force(standard)
        self.assertEqual(standard.sanbao_state, "in_force")

    def test_it_has_an_effective_date_and_somebody_else_reviews_it(self):
        """STK-09."""
        standard = self._standard(sanbao_effective_date=False)
        with self.assertRule("STK-09"):
            self._in_force(standard)
        standard.sanbao_effective_date = company_today(self.company)
        with self.assertRule("STK-09"):
            standard.with_user(self.inspector).action_sanbao_put_in_force()
        # Whoever changed the draft last is its author too.
        standard.with_user(self.technician).test_lines[0].name = "改"
        with self.assertRule("STK-09"):
            standard.with_user(self.technician).action_sanbao_put_in_force()
        standard.with_user(self.second).action_sanbao_put_in_force()
        self.assertEqual(standard.sanbao_reviewer_id, self.second)

    def test_only_quality_and_the_technical_department_review(self):
        """STK-09."""
        standard = self._standard()
        with self.assertRaises(AccessError):
            standard.with_user(self.keeper).action_sanbao_put_in_force()

    def test_a_version_in_use_is_not_edited(self):
        """STK-09: nor its points, answers, plan; nor deleted."""
        standard = self.standard.with_user(self.inspector)
        point = standard.test_lines[0]
        for change in (
            lambda: standard.write({"name": "x"}),
            lambda: standard.write({"sanbao_basis_ref": "x"}),
            lambda: standard.write({"test_lines": [Command.clear()]}),
            lambda: point.write({"name": "x"}),
            lambda: standard.test_lines[3].write({"max_value": 99}),
            lambda: point.ql_values[0].write({"ok": False}),
            lambda: point.ql_values.create(
                {"name": "x", "test_line": point.id, "ok": True}
            ),
            lambda: point.create(
                {"name": "x", "test": standard.id, "type": "quantitative"}
            ),
            lambda: point.unlink(),
            lambda: standard.unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()

    def test_state_and_reviewer_are_not_written(self):
        """STK-09."""
        draft = self._standard()
        for values in (
            {"sanbao_state": "in_force"},
            {"sanbao_reviewer_id": self.inspector.id},
            {"sanbao_version": 7},
            {"sanbao_author_id": self.second.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                draft.write(values)
            with self.subTest(created=values), self.assertRaises(AccessError):
                self._standard(**values)

    def test_inspections_keep_the_version_that_they_used(self):
        """STK-09: a new version holds for what comes from then on."""
        before = self._inspection()
        action = self.standard.with_user(self.inspector).action_sanbao_new_version()
        draft = self.env["qc.test"].with_user(self.inspector).browse(action["res_id"])
        again = self.standard.with_user(self.inspector).action_sanbao_new_version()
        self.assertEqual(again["res_id"], draft.id)
        self.assertEqual((draft.sanbao_version, draft.sanbao_state), (2, "draft"))
        self.assertEqual(len(draft.test_lines), len(self.standard.test_lines))
        draft.write({"sanbao_effective_date": company_today(self.company)})
        self._in_force(draft)
        self.assertEqual(self.standard.sanbao_state, "superseded")
        # Nobody reviews what is out of force.
        self.assertEqual(self._obligations("STK-09", self.standard).state, "done")
        self.assertEqual(before.test, self.standard)
        self.assertEqual(self._inspection().test, draft)

    def test_a_version_holds_from_its_effective_date(self):
        """STK-09: the day before, on it, after it."""
        today = company_today(self.company)
        for days, wanted in ((1, False), (0, True), (-1, True)):
            product = self._product(f"件 {days}")
            standard = self._in_force(
                self._standard(
                    products=product,
                    sanbao_effective_date=fields.Date.add(today, days=days),
                )
            )
            found = standard._sanbao_for(product, "incoming", self.company)
            with self.subTest(days=days):
                self.assertEqual(found == standard, wanted)

    def test_a_later_version_waits_for_its_date(self):
        """STK-09: until then the one before holds."""
        action = self.standard.with_user(self.inspector).action_sanbao_new_version()
        draft = self.env["qc.test"].with_user(self.inspector).browse(action["res_id"])
        tomorrow = fields.Date.add(company_today(self.company), days=2)
        draft.sanbao_effective_date = tomorrow
        self._in_force(draft)
        self.env["qc.test"]._cron_supersede()
        self.assertEqual(self.standard.sanbao_state, "in_force")
        self.env.cr.execute(
            "UPDATE qc_test SET sanbao_effective_date = CURRENT_DATE - 1 WHERE id = %s",
            [draft.id],
        )
        draft.invalidate_recordset()
        for _run in range(2):
            self.env["qc.test"]._cron_supersede()
        self.assertEqual(self.standard.sanbao_state, "superseded")

    def test_the_nearest_standard_is_used(self):
        """STK-08: the product's before the category's, one of this kind before others."""
        categ = self.env["product.category"].create({"name": "泵"})
        self.part.categ_id = categ
        tests = self.env["qc.test"]
        wide = {"sanbao_template_ids": [Command.clear()]}
        general = self._in_force(
            self._standard(**wide, sanbao_categ_ids=[Command.set(categ.ids)])
        )
        args = (self.part, "incoming", self.company)
        self.assertEqual(tests._sanbao_for(*args), general)
        incoming = self._in_force(
            self._standard(
                **wide,
                sanbao_categ_ids=[Command.set(categ.ids)],
                sanbao_use="incoming",
            )
        )
        self.assertEqual(tests._sanbao_for(*args), incoming)
        finished = tests._sanbao_for(self.part, "finished", self.company)
        self.assertEqual(finished, general)
        own = self._in_force(self._standard(products=self.part))
        self.assertEqual(tests._sanbao_for(*args), own)

    def test_a_review_is_due_after_the_interval(self):
        """STK-09."""
        due = self.standard.sanbao_effective_date + relativedelta(months=12)
        obligation = self._obligations("STK-09", self.standard)
        self.assertEqual(self.standard.sanbao_review_due, due)
        self.assertEqual(
            (obligation.state, obligation.user_id), ("open", self.inspector)
        )
        self._value("standard_review_interval", 6)
        self.standard.with_user(self.second).action_sanbao_confirm_review()
        self.assertEqual(obligation.state, "done")
        today = self.standard._sanbao_today()
        self.assertEqual(
            self.standard.sanbao_review_due, today + relativedelta(months=6)
        )
        self.assertEqual(len(self._obligations("STK-09", self.standard)), 2)
        with self.assertRule("STK-09"):
            self.standard.with_user(self.inspector).action_sanbao_confirm_review()

    def test_a_review_is_in_time_until_its_last_second(self):
        """STK-09, standard_review_interval: a second before, at, and after the end."""
        for seconds, kept in ((-1, True), (0, True), (1, False)):
            product = self._product(f"件 {seconds}")
            standard = self._in_force(self._standard(products=product))
            owed = self._obligations("STK-09", standard)
            with (
                self.subTest(seconds=seconds),
                freeze_time(owed.due + timedelta(seconds=seconds)),
            ):
                standard.with_user(self.second).action_sanbao_confirm_review()
            self.assertEqual((owed.state, owed.kept), ("done", kept))

    def test_without_a_standard_there_is_no_verdict(self):
        """STK-08: it is chosen on the inspection once it is in force."""
        inspection = self._inspection(self._product("阀", sanbao_inspection="yes"))
        self.assertFalse(inspection.test)
        inspection.write({"sanbao_accepted_qty": 10})
        with self.assertRule("STK-08"):
            inspection.action_sanbao_decide()
        draft = self._standard(products=inspection.product_id)
        with self.assertRaises(UserError):
            inspection.test = draft
        inspection.test = self._in_force(draft)
        self.assertEqual(len(inspection.inspection_lines), 4)
        self._decide(inspection)
        self.assertEqual(inspection.state, "success")
