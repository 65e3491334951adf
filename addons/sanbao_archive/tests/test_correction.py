from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.sanbao_approval.tests.escapes import ApprovalEscapes
from odoo.addons.sanbao_base.exceptions import RuleViolation

from .common import ArchiveCommon


class CorrectionCommon(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dgm = cls._person("correction_dgm", "dgm")
        cls.running = cls._full_archive("SN-RUN", acceptance_date="2025-03-10")

    def _correction(self, archive=None, **values):
        archive = (archive or self.running).with_user(self.after_sales)
        action = archive.action_correct_date()
        return (
            self.env[action["res_model"]]
            .with_user(self.after_sales)
            .with_context(**action["context"])
            .create({"new_date": "2025-03-20", "reason": "验收单签字日期", **values})
        )


@tagged("post_install", "-at_install")
class TestCorrection(CorrectionCommon):
    """WAR-07: a date that a running warranty counts from is corrected by approval."""

    def _assert_refused(self, attempt, *args):
        with (
            self.assertRaisesRegex(RuleViolation, "WAR-07"),
            self.env.cr.savepoint(),
        ):
            attempt(*args)

    def test_a_date_that_moves_the_warranty_is_not_simply_changed(self):
        """WAR-07: by after-sales, its head, or the superuser without a correction."""
        for user in (self.after_sales, self.head, self.env.user):
            archive = self.running.with_user(user)
            for day in ("2025-03-20", "2025-03-09", False):
                with self.subTest(user=user.login, day=day):
                    self._assert_refused(archive.write, {"acceptance_date": day})
        self._assert_refused(
            self.running.sudo().write, {"acceptance_date": "2025-04-01"}
        )
        self.assertEqual(self.running.warranty_end, Date.to_date("2026-03-09"))

    def test_an_import_does_not_change_it_either(self):
        """WAR-07."""
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "archive_running",
                "model": "sanbao.archive",
                "res_id": self.running.id,
            }
        )
        result = (
            self.env["sanbao.archive"]
            .with_user(self.after_sales)
            .load(
                ["id", "acceptance_date"],
                [["__import__.archive_running", "2025-05-01"]],
            )
        )
        self.assertFalse(result["ids"])
        self.assertIn("WAR-07", result["messages"][0]["message"])
        self.assertEqual(self.running.acceptance_date, Date.to_date("2025-03-10"))

    def test_the_first_entry_of_a_date_is_free(self):
        """WAR-07: acceptance follows the departure; then it stands."""
        archive = self._full_archive("SN-NEW").with_user(self.after_sales)
        self.assertEqual(archive.warranty_start, Date.to_date("2025-03-01"))
        archive.acceptance_date = "2025-03-10"
        self.assertEqual(archive.warranty_start, Date.to_date("2025-03-10"))
        archive.acceptance_date = "2025-03-10"
        self._assert_refused(archive.write, {"acceptance_date": "2025-03-11"})

    def test_a_date_that_the_warranty_does_not_count_from_is_free(self):
        """WAR-07."""
        archive = self.running.with_user(self.after_sales)
        archive.write({"ex_factory_date": "2025-03-02", "delivery_date": "2025-03-04"})
        archive.delivery_date = "2025-03-05"
        self.assertEqual(archive.warranty_start, Date.to_date("2025-03-10"))

    def test_every_basis_protects_its_own_date(self):
        """WAR-07."""
        parameter = self.env.ref("sanbao_archive.parameter_warranty_start")
        for number, (basis, name) in enumerate(
            (
                ("acceptance", "acceptance_date"),
                ("ex_factory", "ex_factory_date"),
                ("delivery", "delivery_date"),
            )
        ):
            parameter.value = basis
            archive = self._full_archive(
                f"SN-{number}",
                acceptance_date="2025-03-10",
                delivery_date="2025-03-05",
            )
            with self.subTest(basis):
                self._assert_refused(archive.write, {name: "2025-03-07"})

    def test_an_approved_correction_moves_the_warranty(self):
        """WAR-07: shown before, done after the approval, once."""
        correction = self._correction()
        self.assertEqual(correction.old_date, Date.to_date("2025-03-10"))
        self.assertEqual(correction.warranty_end_before, Date.to_date("2026-03-09"))
        self.assertEqual(correction.warranty_end_after, Date.to_date("2026-03-19"))
        correction.action_submit()
        self.assertEqual(correction.sudo().review_ids.reviewer_ids & self.dgm, self.dgm)
        self.assertEqual(self.running.warranty_end, Date.to_date("2026-03-09"))
        correction.with_user(self.dgm).validate_tier()
        self.assertEqual(correction.state, "approved")
        self.assertEqual(self.running.acceptance_date, Date.to_date("2025-03-20"))
        self.assertEqual(self.running.warranty_end, Date.to_date("2026-03-19"))
        self.assertEqual(self.running.correction_count, 1)
        action = self.running.action_view_corrections()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, correction)
        correction.action_cancel()
        self.assertEqual(self.running.acceptance_date, Date.to_date("2025-03-10"))

    def test_a_correction_without_a_reason_is_not_submitted(self):
        for reason in (False, "  "):
            with (
                self.subTest(reason),
                self.assertRaisesRegex(UserError, "how it is known"),
            ):
                self._correction(reason=reason).action_submit()

    def test_dates_that_contradict_each_other_are_refused_before_the_leader(self):
        correction = self._correction(new_date="2025-02-28")
        with self.assertRaisesRegex(ValidationError, "left the factory"):
            correction.action_submit()

    def test_of_two_corrections_the_second_is_made_anew(self):
        first, second = self._correction(), self._correction(new_date="2025-03-25")
        for correction in (first, second):
            correction.action_submit()
        first.with_user(self.dgm).validate_tier()
        with (
            self.assertRaisesRegex(UserError, "changed since"),
            self.env.cr.savepoint(),
        ):
            second.with_user(self.dgm).validate_tier()
        self.assertEqual(self.running.acceptance_date, Date.to_date("2025-03-20"))

    def test_an_archive_with_a_running_warranty_is_not_made_anew(self):
        """WAR-07: another archive with other dates would take its place."""
        with self.assertRaisesRegex(UserError, "warranty runs since"):
            self.running.with_user(self.head).unlink()
        self._archive("SN-EMPTY").with_user(self.head).unlink()

    def test_only_after_sales_asks_for_a_correction(self):
        seller = self._person("correction_sr", "sr")
        with self.assertRaises(AccessError):
            self.running.with_user(seller).action_correct_date()


@tagged("post_install", "-at_install")
class TestCorrectionEscapes(ApprovalEscapes, CorrectionCommon):
    """WAR-07: a correction cannot be approved by a trick."""

    def _escape_document(self):
        return self._correction()

    def _escape_header_change(self):
        return {"new_date": "2025-04-20"}

    def _escape_outsiders(self, document):
        return document.env.user | self.head
