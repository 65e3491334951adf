from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sanbao_base.exceptions import RuleViolation

from ..engine import as_engine
from .common import ArchiveCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestWarranty(ArchiveCommon):
    """WAR-07: the warranty is judged by the terms and dates of the archive."""

    def _covered(self, archive, day, **values):
        return archive._warranty_verdict(day, **values).covered

    def test_last_day_is_covered_and_the_next_is_not(self):
        for left, months, last in (
            ("2025-03-01", 12, date(2026, 2, 28)),
            ("2023-03-01", 12, date(2024, 2, 29)),
            ("2024-02-29", 12, date(2025, 2, 28)),
            ("2025-01-31", 1, date(2025, 2, 28)),
            ("2025-12-31", 6, date(2026, 6, 30)),
        ):
            with self.subTest(left=left, months=months):
                self.policy.warranty_months = months
                archive = self._archive(f"W-{left}-{months}", ex_factory_date=left)
                self.assertEqual(archive.warranty_end, last)
                self.assertTrue(self._covered(archive, last - DAY))
                self.assertTrue(self._covered(archive, last))
                self.assertFalse(self._covered(archive, last + DAY))

    def test_reason_names_archive_and_dates(self):
        archive = self._archive("W-1", ex_factory_date="2025-03-01")
        for day in (date(2025, 6, 1), date(2026, 3, 1)):
            reason = archive._warranty_verdict(day).reason
            for text in (archive.name, "2025-03-01", "2026-02-28", str(day)):
                self.assertIn(text, reason)

    def test_acceptance_goes_before_ex_factory_date(self):
        archive = self._archive("W-2", ex_factory_date="2025-03-01")
        archive.acceptance_date = "2025-03-10"
        self.assertEqual(archive.warranty_start, date(2025, 3, 10))
        self.assertEqual(archive.warranty_end, date(2026, 3, 9))
        # Before acceptance the unit is the maker's risk, before it left it is an error.
        self.assertTrue(self._covered(archive, date(2025, 3, 1)))
        self.assertFalse(self._covered(archive, date(2025, 2, 28)))

    def test_basis_is_the_choice_in_force_when_the_archive_was_made(self):
        parameter = self.env["sanbao.parameter"].search(
            [("code", "=", "warranty_start")]
        )
        dates = {
            "ex_factory_date": "2025-03-01",
            "delivery_date": "2025-03-05",
            "acceptance_date": "2025-03-10",
        }
        for choice, start in (
            ("acceptance", date(2025, 3, 10)),
            ("ex_factory", date(2025, 3, 1)),
            ("delivery", date(2025, 3, 5)),
        ):
            with self.subTest(choice):
                parameter.value = choice
                archive = self._archive(f"W-{choice}", **dates)
                parameter.value = "acceptance"
                for day in ("2025-03-11", "2025-03-10"):
                    as_engine(archive).acceptance_date = day
                self.assertEqual(archive.warranty_start, start)

    def test_missing_data_is_named(self):
        no_date = self._archive("W-3")
        self.assertFalse(no_date.warranty_end)
        self.policy.active = False
        no_terms = self._archive("W-4", ex_factory_date="2025-03-01")
        for archive, day, text in (
            (no_date, date(2025, 1, 1), "no acceptance, ex-factory"),
            (no_terms, date(2025, 4, 1), "no warranty terms"),
            (no_terms, None, "report date is missing"),
            (self.archives, date(2025, 4, 1), "No product archive"),
        ):
            with self.subTest(text):
                verdict = archive._warranty_verdict(day)
                self.assertFalse(verdict.covered)
                self.assertIn(text, verdict.reason)

    def test_limits_of_use(self):
        archive = self._archive("W-5", ex_factory_date="2025-03-01")
        for name, values in (
            ("mileage", (19999, 20000, 20001)),
            ("hours", (1499, 1500, 1501)),
        ):
            for value, covered in zip(values, (True, True, False), strict=True):
                with self.subTest(name, value=value):
                    verdict = archive._warranty_verdict(
                        date(2025, 6, 1), **{name: value}
                    )
                    self.assertEqual(verdict.covered, covered)
                    if not covered:
                        self.assertIn(str(value), verdict.reason)
        self.policy.write({"mileage_limit": 0, "hour_limit": 0})
        free = self._archive("W-6", ex_factory_date="2025-03-01")
        self.assertTrue(
            self._covered(free, date(2025, 6, 1), mileage=10**6, hours=10**5)
        )

    def test_misuse_and_wear_are_not_covered(self):
        archive = self._archive("W-7", ex_factory_date="2025-03-01")
        for cause, covered in (
            (None, True),
            ("quality", True),
            ("other", True),
            ("misuse", False),
            ("wear", False),
        ):
            with self.subTest(cause):
                day = date(2025, 6, 1)
                self.assertEqual(
                    self._covered(archive, day, cause_class=cause), covered
                )

    def test_every_reason_against_is_given(self):
        archive = self._archive("W-8", ex_factory_date="2025-03-01")
        verdict = archive._warranty_verdict(date(2027, 1, 1), "wear", 30000, 2000)
        self.assertEqual(len(verdict.reason.splitlines()), 4)

    def test_dates_are_not_typed(self):
        archive = self._archive("W-9", ex_factory_date="2025-03-01")
        for name in ("warranty_start", "warranty_end"):
            with self.subTest(name), self.assertRaisesRegex(RuleViolation, "WAR-07"):
                archive.with_user(self.after_sales).write({name: "2030-01-01"})
        with self.assertRaisesRegex(RuleViolation, "WAR-07"):
            self._archive("W-10", warranty_end="2030-01-01")
        sly = self.archives.with_context(
            default_warranty_end="2030-01-01", default_warranty_months=99
        )
        made = sly.create(
            {"lot_id": self._lot("W-11").id, "ex_factory_date": "2025-03-01"}
        )
        self.assertEqual(made.warranty_end, date(2026, 2, 28))
        self.assertEqual(made.warranty_months, 12)

    def test_dates_stay_computed_even_with_the_rule_off(self):
        self.env["sanbao.rule"].search([("code", "=", "WAR-07")]).mode = "off"
        archive = self._archive("W-12", ex_factory_date="2025-03-01")
        archive.write({"warranty_end": "2030-01-01"})
        self.assertEqual(archive.warranty_end, date(2026, 2, 28))

    def test_frozen_terms_are_not_typed(self):
        archive = self._archive("W-13")
        for name, value in (
            ("warranty_months", 36),
            ("mileage_limit", 1),
            ("warranty_scope", "x"),
            ("warranty_basis", "delivery"),
            ("policy_id", False),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                archive.with_user(self.after_sales).write({name: value})

    def test_state_of_the_warranty_by_the_companys_day(self):
        archive = self._archive("W-14", ex_factory_date="2025-03-01")
        for moment, state in (
            ("2026-01-28 04:00:00", "running"),
            ("2026-01-29 04:00:00", "ending"),
            ("2026-02-28 15:59:59", "ending"),  # still the 28th in Shanghai
            ("2026-02-28 16:00:00", "over"),
        ):
            with self.subTest(moment), freeze_time(moment):
                archive.invalidate_recordset(["warranty_state"])
                self.assertEqual(archive.warranty_state, state)
