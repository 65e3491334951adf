import io
from datetime import datetime

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.sanbao_count.models import sanbao_stock_analysis_line as lines

from .common import CountCommon

NOW = "2026-06-15 03:00:00"


@tagged("post_install", "-at_install")
class TestAnalysis(CountCommon):
    """STK-22: structure, age, turnover, slow movers and overstock, then proposals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def _lie(self, quantity, since, product=None):
        self.env["stock.quant"]._update_available_quantity(
            product or self.part,
            self.shelf,
            quantity,
            in_date=datetime.fromisoformat(f"{since} 04:00:00"),
        )

    def _needed(self, quantity, day, product=None):
        product = product or self.part
        self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "product_uom": product.uom_id.id,
                "location_id": self.shelf.id,
                "location_dest_id": self.customers.id,
                "company_id": self.company.id,
                "date": f"{day} 08:00:00",
                "state": "done",
            }
        )

    def _analysis(self, user=None):
        action = (
            self.env["sanbao.stock.analysis"]
            .with_user(user or self.keeper)
            .action_analyse()
        )
        return self.env["sanbao.stock.analysis"].browse(action["res_id"])

    def _of(self, analysis, product=None):
        return analysis.line_ids.filtered(
            lambda line: line.product_id == (product or self.part)
        )

    def _full_count(self):
        count = self._count(kind="full")
        for line in count.line_ids:
            line.counted_quantity = line.book_quantity
        return count

    def test_after_a_full_count(self):
        """STK-22: by itself, once; of the warehouse that was counted."""
        self._lie(10, "2026-05-16")
        count = self._full_count()
        self.assertFalse(count.analysis_count)
        count.action_hand_in()
        count.invalidate_recordset(["analysis_count"])
        self.assertEqual((count.state, count.analysis_count), ("done", 1))
        analysis = self.env["sanbao.stock.analysis"].search(
            [("count_id", "=", count.id)]
        )
        self.assertEqual((analysis.state, analysis.value), ("done", 100))
        self.assertEqual(analysis.warehouse_id, self.warehouse)

    def test_other_counts_are_not_analysed(self):
        """STK-22; nor full ones where the rule is off."""
        self._lie(10, "2026-05-16")
        for kind, mode in (("small", "block"), ("spot", "block"), ("full", "off")):
            self._mode("STK-22", mode)
            count = self._count(kind=kind)
            for line in count.line_ids:
                line.counted_quantity = line.book_quantity
            count.action_hand_in()
            with self.subTest(kind):
                self.assertEqual((count.state, count.analysis_count), ("done", 0))

    def test_figures_of_a_product(self):
        """STK-22: 10 of 30 days and 10 of 100 days, 40 needed in a year."""
        self._lie(50, "2026-05-16")
        self._put_second_quant(10, "2026-03-07")
        with freeze_time("2026-06-01 08:00:00"):
            self._transfer(40, self.shelf, self.customers)
        line = self._of(self._analysis())
        self.assertEqual((line.quantity, line.value), (20, 200))
        self.assertEqual((line.age_days, line.age), (65, "a090"))
        self.assertEqual((line.needed, line.needed_value), (40, 400))
        # 60 were there a year ago by the book, 20 are now.
        self.assertEqual(line.average_value, 400)
        self.assertEqual(line.turnover, 1)
        self.assertEqual(str(line.last_needed), "2026-06-01")
        self.assertEqual((line.idle_days, line.slow), (14, False))

    def _put_second_quant(self, quantity, since):
        self.env["stock.quant"]._update_available_quantity(
            self.part,
            self.rack,
            quantity,
            in_date=datetime.fromisoformat(f"{since} 04:00:00"),
        )

    def test_slow_movers(self):
        """STK-22: 179, 180 and 181 days without use; new goods are no slow movers."""
        days = (("2025-12-18", False), ("2025-12-17", True), ("2025-12-16", True))
        for day, _slow in days:
            part = self._product(f"件{day}", 10)
            self._lie(5, "2025-01-01", part)
            self._needed(1, day, part)
            never = self._product(f"新{day}", 10)
            self._lie(5, day, never)
        analysis = self._analysis()
        for day, slow in days:
            for name in (f"件{day}", f"新{day}"):
                line = analysis.line_ids.filtered(
                    lambda line, name=name: line.product_id.name == name
                )
                with self.subTest(name):
                    self.assertIs(line.slow, slow)
                    self.assertEqual(line.slow_value, 50 if slow else 0)
        self.assertEqual(analysis.slow_value, 200)

    def test_the_days_are_a_parameter(self):
        """STK-22: slow_moving_days."""
        self._lie(5, "2026-06-05")
        self._set("slow_moving_days", "10")
        self.assertTrue(self._of(self._analysis()).slow)

    def test_overstock(self):
        """STK-22, PUR-13: what lies there beyond the days of cover."""
        self._set("overstock_days", "60")
        self._lie(100, "2026-06-05")
        self._needed(120, "2026-01-10")
        line = self._of(self._analysis())
        months = self.env["sanbao.parameter"]._get(
            "forecast_history_months", self.company
        )
        allowed = 120 / months / 30 * 60
        self.assertAlmostEqual(line.overstock_quantity, 100 - allowed)
        self.assertAlmostEqual(line.overstock_value, 10 * (100 - allowed))

    def test_bands_of_age(self):
        for days, key in ((0, "a030"), (30, "a030"), (31, "a090"), (366, "b365")):
            with self.subTest(days):
                self.assertEqual(lines.age_band(days), key)

    def test_proposals_follow_the_full_count(self):
        """STK-22, PUR-23: a part of which much was needed and nothing is left."""
        self._lie(1, "2026-06-05")
        self._needed(360, "2026-05-10")
        count = self._full_count()
        count.action_hand_in()
        analysis = self.env["sanbao.stock.analysis"].search(
            [("count_id", "=", count.id)]
        )
        proposal = analysis.proposal_id
        self.assertEqual(proposal.line_ids.product_id, self.part)
        self.assertEqual(proposal.origin, count.name)

    def test_analysing_twice_a_day_makes_one(self):
        self._lie(1, "2026-06-05")
        self.assertEqual(self._analysis(), self._analysis(self.fin))
        self.assertFalse(self._analysis().proposal_id)

    def test_nobody_changes_the_figures(self):
        """STK-22."""
        self._lie(1, "2026-06-05")
        analysis = self._analysis()
        for record, vals in (
            (analysis, {"value": 1}),
            (analysis.line_ids, {"value": 1}),
        ):
            with self.subTest(record), self.assertRaises(AccessError):
                record.write(vals)
        with self.assertRaises(AccessError):
            analysis.create({"company_id": self.company.id, "date": "2026-06-15"})
        with self.assertRaises(AccessError):
            self._analysis(self._person("count_gate", "gate"))

    def test_spreadsheet(self):
        """STK-22: by category, by age, product by product; a name is no formula."""
        self._lie(4, "2026-05-16")
        self.part.name = "=1+1"
        analysis = self._analysis()
        report = self.env["ir.actions.report"].with_user(self.fin)
        content, kind = report._render_xlsx(
            "sanbao_count.sanbao_stock_analysis_xlsx", analysis.ids, {}
        )
        self.assertEqual(kind, "xlsx")
        book = openpyxl.load_workbook(io.BytesIO(content))
        self.assertEqual(len(book.worksheets), 3)
        cells = [cell for sheet in book for row in sheet.values for cell in row]
        self.assertIn("[GB-200] =1+1", cells)
        self.assertIn(40, cells)

    def test_pivot_by_category_and_age(self):
        """STK-22."""
        self._lie(4, "2026-05-16")
        analysis = self._analysis(self.fin)
        groups = analysis.line_ids.with_user(self.fin).formatted_read_group(
            [("analysis_id", "=", analysis.id)],
            ["categ_id", "age"],
            ["value:sum", "slow_value:sum", "overstock_value:sum"],
        )
        self.assertEqual(groups[0]["value:sum"], 40)
