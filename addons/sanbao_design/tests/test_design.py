from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.sanbao_base.local_time import company_timezone, day_start

from .common import DesignCommon


@tagged("post_install", "-at_install")
class TestDesign(DesignCommon):
    def test_the_checklist_is_there_and_is_answered(self):
        """QLT-08: every aspect with result and evidence; none is not met."""
        design = self._design()
        self.assertEqual(
            design.check_ids.aspect_id, self.env["sanbao.design.aspect"].search([])
        )
        check = design.check_ids[0]
        name = check.aspect_id.name
        for values in (
            {"result": False},
            {"result": "not_met"},
            {"result": "na", "evidence": " "},
        ):
            before = check.read(["result", "evidence"])[0]
            check.write(values)
            with self.subTest(values=values), self.assertRule("QLT-08", name):
                design.action_submit()
            check.write({"result": "met", "evidence": before["evidence"]})
        check.write({"result": "na", "evidence": "无外购专利件"})
        design.action_submit()
        self.assertEqual(design.state, "submitted")

    def test_an_aspect_may_not_be_left_out(self):
        """QLT-08: nor one that the company has added since."""
        design = self._design()
        aspect = self.env["sanbao.design.aspect"].create({"name": "噪声"})
        with self.assertRule("QLT-08", "噪声"):
            design.action_submit()
        design.check_ids = [
            Command.create(
                {"aspect_id": aspect.id, "result": "met", "evidence": "72 dB"}
            )
        ]
        design.action_submit()

    def test_the_requirements_are_written(self):
        """QLT-08."""
        design = self._design(description=" ")
        with self.assertRule("QLT-08"):
            design.action_submit()

    def test_design_documents_are_in_force_and_reviewed(self):
        """QLT-09: named, approved, of the register, and not late for review."""
        design = self._design()
        page = design.document_ids
        for documents in (
            self.env["document.page"],
            self._page(),
            self._page_in_force("procedure"),
        ):
            design.document_ids = [Command.set(documents.ids)]
            with self.subTest(documents=documents), self.assertRule("QLT-09"):
                design.action_submit()
        design.document_ids = [Command.set(page.ids)]
        design.action_submit()
        self.assertEqual(design.state, "submitted")

    def test_a_design_document_late_for_review_releases_nothing(self):
        """QLT-09, design_review_months: the day before, the due day, the day after."""
        for days, refused in ((-1, False), (0, False), (1, True)):
            design = self._design()
            due = design.document_ids.sanbao_review_date
            noon = day_start(due, company_timezone(self.company)) + timedelta(hours=12)
            with self.subTest(days=days), freeze_time(noon + timedelta(days=days)):
                if refused:
                    with self.assertRule("QLT-09"):
                        design.action_submit()
                    continue
                design.action_submit()
                self.assertEqual(design.state, "submitted")

    def test_risks_and_tests_are_recorded(self):
        """QLT-07: no release without them, in mode block."""
        for lines in ("risk_ids", "test_ids"):
            design = self._design()
            design[lines].unlink()
            with self.subTest(lines=lines), self.assertRule("QLT-07"):
                design.action_submit()

    def test_a_risk_needs_figures_and_a_measure(self):
        """QLT-07."""
        for values in (
            {"measure": " "},
            {"severity": False},
            {"residual_likelihood": False},
        ):
            design = self._design()
            design.risk_ids.write(values)
            with self.subTest(values=values), self.assertRule("QLT-07", "盘刷卷入"):
                design.action_submit()

    def test_what_may_remain(self):
        """QLT-07: 5 and 6 are accepted, 8 is not; the limit is a parameter."""
        for severity, likelihood, refused in (
            ("5", "1", False),
            ("3", "2", False),
            ("4", "2", True),
        ):
            design = self._design()
            design.risk_ids.write(
                {"residual_severity": severity, "residual_likelihood": likelihood}
            )
            with self.subTest(risk=design.risk_ids.residual_risk):
                if refused:
                    with self.assertRule("QLT-07"):
                        design.action_submit()
                    self._value("design_residual_risk_max", 8)
                design.action_submit()
                self.assertEqual(design.state, "submitted")

    def test_a_test_has_a_result_a_date_and_a_report(self):
        """QLT-07."""
        for values in (
            {"result": False},
            {"date": False},
            {"report_number": False},
        ):
            design = self._design()
            design.test_ids.write(values)
            with self.subTest(values=values), self.assertRule("QLT-07", "500 h"):
                design.action_submit()

    def test_a_failed_test_is_repeated(self):
        """QLT-07: the last one of a name counts."""
        design = self._design()
        design.test_ids.result = "failed"
        with self.assertRule("QLT-07", "500 h"):
            design.action_submit()
        design.test_ids = [Command.create(self._test(report_number="R-2"))]
        design.action_submit()
        self.assertEqual(design.state, "submitted")

    def test_the_release_keeps_the_versions_of_the_documents(self):
        """QLT-09: later versions of a document do not change what was released."""
        design = self._released()
        version = design.released_version_ids
        self.assertEqual(version, design.document_ids.sanbao_current_id)
        page = design.document_ids
        page.with_user(self.designer).write({"content": "<p>第二版</p>"})
        self._approve_page(page)
        self.assertEqual(design.released_version_ids, version)

    def test_the_next_version_supersedes_on_its_approval(self):
        """QLT-09."""
        first = self._released()
        action = first.action_new_version()
        self.assertEqual(first.action_new_version()["res_id"], action["res_id"])
        second = first.browse(action["res_id"])
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual(len(second.check_ids), len(first.check_ids))
        self.assertEqual((first + second).mapped("state"), ["approved", "draft"])
        second.action_submit()
        second.with_user(self.colleague)._sanbao_decide("approved", "ok")
        self.assertEqual((first + second).mapped("state"), ["superseded", "approved"])
        self.assertEqual(first.version_count, 2)
        with self.assertRaises(UserError):
            first.description = "改"

    def test_each_product_counts_its_own_versions(self):
        other = self._product("吸污车")
        first, second = self._design(False), self._design(False)
        self.assertEqual((first + second).mapped("version"), [1, 2])
        second.product_tmpl_id = other
        self.assertEqual(second.version, 1)
